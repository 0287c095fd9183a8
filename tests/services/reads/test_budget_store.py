"""One budget for several processes on one database. Each store with its own engine stands for a process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from services.api import RequestBudget, errors
from services.database.database import make_engine
from services.reads.budget_store import SharedBudgetStore, SpentRequests
from tests.new_database import make_tables
from tests.services.reads.test_reads import Clock

NewBudget = Callable[..., RequestBudget]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'console.db'}"


@pytest.fixture
def process(url: str, clock: Clock) -> Iterator[NewBudget]:
    """Makes the budget of another process."""
    with ExitStack() as stack:

        def new(limit: int = 100, connection: str = "here") -> RequestBudget:
            engine = make_engine(url)
            stack.callback(engine.dispose)
            make_tables(engine)
            store = SharedBudgetStore(engine, connection, clock=lambda: clock.now.timestamp())
            return RequestBudget(limit, store=store, clock=clock, sleep=lambda seconds: None)

        yield new


def spend(budget: RequestBudget, count: int, purpose: str = "clicks") -> None:
    with budget.purpose(purpose):
        for _ in range(count):
            budget.admit("listCampaigns")


def test_it_counts_what_other_processes_sent(process: NewBudget, clock: Clock) -> None:
    web, worker = process(), process()
    spend(web, 3)
    spend(worker, 40, "import")
    clock.pass_by(seconds=2)
    assert web.state().by_purpose == {"clicks": 3, "import": 40}
    assert worker.state().left == 57


def test_it_counts_its_own_at_once(process: NewBudget) -> None:
    web = process()
    spend(web, 3)
    assert web.state().used == 3
    web.give_back()
    assert web.state().used == 2


def test_it_refuses_what_together_would_be_too_much(process: NewBudget, clock: Clock) -> None:
    web, worker = process(10), process(10)
    spend(worker, 10, "import")
    clock.pass_by(seconds=2)
    with pytest.raises(errors.BudgetSpent):
        spend(web, 1)


def test_it_survives_a_restart(process: NewBudget) -> None:
    spend(process(), 7)
    assert process().state().used == 7


def test_it_keeps_keys_apart(process: NewBudget) -> None:
    spend(process(connection="old key"), 7)
    assert process(connection="new key").state().used == 0


def test_it_loses_no_count_when_many_send_at_once(process: NewBudget, clock: Clock) -> None:
    budgets = [process(1000) for _ in range(4)]
    threads = [threading.Thread(target=spend, args=(budget, 10)) for budget in budgets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    clock.pass_by(seconds=2)
    assert budgets[0].state().used == 40


def test_it_does_not_keep_counts_for_ever(process: NewBudget, clock: Clock, url: str) -> None:
    web = process()
    for _ in range(6):
        spend(web, 1)
        clock.now += timedelta(hours=1)
    engine = make_engine(url)
    with engine.connect() as connection:
        assert (connection.scalar(select(func.count()).select_from(SpentRequests)) or 0) <= 4
    engine.dispose()

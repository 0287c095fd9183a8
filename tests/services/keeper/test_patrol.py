"""Patrol: whatever runs is watched, whoever started it, and what is kept paused and runs all the same is looked at now."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.api import Api
from services.api.models import Campaign, CampaignStatus
from services.audit.audit import Audit
from services.database.database import close_engine, make_engine
from services.keeper import Guards
from services.keeper.duties import Tools
from services.keeper.guardrails.store import GuardrailsStore
from services.keeper.patrol import Patrol
from services.keeper.store import NewWatch, WatchStore
from services.keeper.watch import Duty, WatchState
from services.person import Person
from tests.new_database import make_tables

ANNA = Person("Anna", "anna@example.com")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WatchStore]:
    engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    make_tables(engine)
    yield WatchStore(engine, lambda: datetime.now(UTC), lambda: "us", lambda *_run: None)
    close_engine(engine)


def tools_of(store: WatchStore, *running: str) -> Tools:
    """Of a console whose list shows that these campaigns run."""
    api = Api("http://127.0.0.1:1", "token", "team", "acme")
    listed = [Campaign(id=one, name=one, status=CampaignStatus.RUNNING) for one in running]
    return Tools(api, Audit(store.engine, store.clock), store.clock, running=lambda: listed)


def patrol(store: WatchStore, *running: str) -> Patrol:
    """Every look of it is due."""
    tools = tools_of(store, *running)
    ticks = itertools.count(step=1000)
    guards = Guards(store, lambda: tools, opened=lambda: None)
    return Patrol(store, lambda: tools, guards, opened=lambda: None, ticks=lambda: float(next(ticks)))


def run_of(store: WatchStore, duty: Duty, campaign_id: str) -> int:
    watch = store.standing(duty, campaign_id)
    assert watch is not None
    return watch.run


def test_what_runs_is_watched_once_for_its_limits_and_for_calls_to_one_person(store: WatchStore) -> None:
    walk = patrol(store, "one", "two")

    walk.look()
    first = {(one.duty, one.campaign_id): one.id for one in store.all_standing()}
    walk.look()

    assert set(first) == set(itertools.product((Duty.GUARDRAILS, Duty.CALLS), ("one", "two")))
    assert {(one.duty, one.campaign_id): one.id for one in store.all_standing()} == first


def test_limits_that_cannot_be_read_hold_up_no_other_campaign(store: WatchStore) -> None:
    kept = GuardrailsStore(store.engine, store.clock, store.account)
    kept.keep("one", {"failures": ["a word of another version", 1]}, ANNA)

    patrol(store, "one", "two").look()

    assert {one.campaign_id for one in store.all_standing() if one.duty is Duty.GUARDRAILS} == {"one", "two"}
    guards = Guards(store, lambda: tools_of(store), opened=lambda: None)
    found = guards.of("one")
    assert found is not None
    assert (found.readable, found.terms) == (False, guards.usual)


@pytest.mark.parametrize("duty", [Duty.LIMIT, Duty.DAYS, Duty.CALLS])
def test_what_is_kept_paused_and_runs_all_the_same_is_looked_at_by_every_duty_now(
    store: WatchStore, duty: Duty
) -> None:
    said: dict[str, Any] = {"state": WatchState.PAUSED.value}
    for one in {Duty.LIMIT, duty}:
        assert store.set_first(NewWatch(one, "one", "Spring", ANNA, {"most": 3}, {}))
    store.say(duty, "one", lambda _watch: said)
    before = {one: run_of(store, one, "one") for one in (Duty.LIMIT, duty)}

    patrol(store, "two").look()
    assert {one: run_of(store, one, "one") for one in (Duty.LIMIT, duty)} == before
    patrol(store, "one").look()

    assert all(run_of(store, one, "one") == runs + 1 for one, runs in before.items())

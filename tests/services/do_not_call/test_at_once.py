"""Writes of several processes at once, on each database: none fails because another was first, and each counts once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from sqlalchemy import Engine

from services.api.models import Call
from services.do_not_call import NewEntry, Reason
from services.do_not_call.calls_to_numbers import CallsToNumbers
from tests.services.do_not_call.conftest import ADA, Clock, made_list

AT_ONCE = 4


def all_at_once(act: Callable[[int], object]) -> None:
    together = Barrier(AT_ONCE)

    def one(place: int) -> None:
        together.wait(10)
        act(place)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(one, range(AT_ONCE)))


def test_the_same_page_of_the_call_log_is_noted_once(engine: Engine, clock: Clock) -> None:
    yesterday = clock() - timedelta(days=1)
    page = [
        Call(id=str(number), to_number=f"+49301{number:06}", started_at=yesterday) for number in range(200)
    ]

    all_at_once(lambda _place: CallsToNumbers(engine, "here", clock).note(page, from_the_start=True))

    found = CallsToNumbers(engine, "here", clock).to(["+49301000007"], yesterday)
    assert found == {"+49301000007": [yesterday]}


def test_the_first_entries_of_a_list_are_all_on_it(engine: Engine, clock: Clock) -> None:
    """The first of all makes the number of changes that every process goes by."""

    def add(place: int) -> None:
        new = NewEntry(f"+4915123456{place:03}", Reason.ASKED)
        made_list(engine, clock).add(new, region="", who=ADA)

    all_at_once(add)

    listed = made_list(engine, clock).listed()
    assert (len(listed.lines), listed.revision) == (AT_ONCE, AT_ONCE)

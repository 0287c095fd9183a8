"""Another day after one whose calls were made: a start of the keeper's that was refused is tried again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.api.clock import PlatformClock
from services.api.models import Campaign, CampaignStatus
from services.calling_days.days import CLOSED, DAILY, EVERY_DAY, CallingDays
from services.database.database import close_engine, make_engine
from services.durable import Holder
from services.keeper import GoneOn, LastStart
from services.keeper.campaign_calendar import CampaignCalendar
from services.keeper.claim import Claim, take
from services.keeper.duties import Tools
from services.keeper.duties.another_day import TRIES, go_on_another_day
from services.keeper.store import NewWatch, WatchStore
from services.keeper.watch import Duty, WatchState, Why
from services.person import Person
from tests.new_database import make_tables

PAUSED = Campaign(
    id="0123",
    name="Spring",
    status=CampaignStatus.PAUSED,
    call_window_start="00:00",
    call_window_end="23:59",
    call_window_timezone="UTC",
)


NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


class NoPlatform:
    clock = PlatformClock(machine=lambda: NOON)


@pytest.fixture
def claim(tmp_path: Path) -> Iterator[Claim]:
    engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    make_tables(engine)
    store = WatchStore(engine, lambda: datetime.now(UTC), lambda: "us", lambda *_run: None)
    who, sight = Person("Anna", "anna@example.com"), {"after_start": 1, "people": [[None, [], []]]}
    sight |= {"people_of": None, "people_read_at": NOON.isoformat()}
    assert store.set_first(NewWatch(Duty.GUARDRAILS, PAUSED.id, PAUSED.name, who, {}, sight))
    watch = store.standing(Duty.GUARDRAILS, PAUSED.id)
    assert watch is not None
    claimed = take(store, Holder("test", "life"), watch.id, watch.run)
    assert claimed is not None
    claimed.commit(WatchState.PAUSED, Why.PASSED)
    yield claimed
    close_engine(engine)


def looked(claim: Claim, last: LastStart, days: CallingDays = EVERY_DAY) -> int:
    """How often it was told to go on."""
    told: list[str] = []

    def refused(campaign: Campaign, _most: int | None) -> GoneOn:
        told.append(campaign.id)
        return GoneOn.REFUSED

    nothing: Any = NoPlatform()
    tools = Tools(
        nothing,
        nothing,
        lambda: NOON,
        last_start=lambda _id: last,
        go_on=refused,
        calendar=lambda campaign, people: CampaignCalendar(campaign, days, people),
    )
    go_on_another_day(claim, tools, PAUSED)
    return len(told)


def test_a_start_that_was_refused_is_tried_again_and_not_for_ever(claim: Claim) -> None:
    tried = [looked(claim, LastStart(2 + at, launched=False)) for at in range(TRIES + 1)]

    assert (tried, claim.watch.state) == ([1] * TRIES + [0], WatchState.PAUSED)


def test_on_a_closed_day_it_does_not_go_on_by_itself(claim: Claim) -> None:
    last = LastStart(2, launched=False)
    no_tuesdays = CallingDays((DAILY, CLOSED, *(DAILY,) * 5))  # as this day is one
    assert looked(claim, last, no_tuesdays) == 0
    assert (claim.watch.state, looked(claim, last)) == (WatchState.PAUSED, 1)


def test_who_lets_it_go_on_and_pauses_it_again_has_the_say(claim: Claim) -> None:
    assert looked(claim, LastStart(2, launched=True)) == 0
    assert (claim.watch.state, claim.watch.code) == (WatchState.DONE, Why.AT_REST)

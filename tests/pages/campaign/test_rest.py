"""Line of a campaign that rests on its page: when it goes on, and the way to keep it paused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from services.api import errors
from services.calling_days.days import CLOSED, DAILY, CallingDays
from services.database.circuit_breaker import AwayReason, DatabaseAway
from services.database.database import writing
from services.keeper import Duty
from services.keeper.store import NewWatch
from services.keeper.tables import WatchRow
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.world import make_campaign

ANNA = Person("Anna", "anna@example.com")
BEGINS = {"en": "It begins by itself", "de": "Sie beginnt von selbst"}
AWAY = {"en": "another program holds it", "de": "ein anderes Programm belegt sie"}


def launched_on_a_closed_day(console: Runtime) -> str:
    """Only the day after tomorrow is open."""
    made = make_campaign(console.api, "Spring", people=1, call_window_start="00:00", call_window_end="23:59")
    open_day = (console.api.clock.now() + timedelta(days=2)).weekday()
    week = tuple(DAILY if day == open_day else CLOSED for day in range(7))
    console.calling_days.set(made.id, made.name, CallingDays(week=week), who=ANNA)
    with pytest.raises(errors.ClosedNow):
        console.keeper.rests.before_a_start(console.api.campaigns.get(made.id), None, ANNA, launch=True)
    return made.id


def test_a_launch_on_a_closed_day_is_said_with_its_moment_and_can_be_taken_back(
    console: Runtime, open_page: OpenPage, language: str
) -> None:
    campaign_id = launched_on_a_closed_day(console)

    page = open_page("campaign", language, id=campaign_id)
    assert BEGINS[language] in everything(page)
    page.button(key=f"stay-paused-{campaign_id}").click().run()

    assert not page.exception
    rest = console.keeper.rests.of(campaign_id)
    assert rest is not None and not rest.holds
    assert BEGINS[language] not in everything(open_page("campaign", language, id=campaign_id))


def test_where_it_cannot_be_kept_that_it_stays_paused_that_is_said(
    console: Runtime, open_page: OpenPage, language: str
) -> None:
    def away(_campaign_id: str) -> None:
        raise DatabaseAway(AwayReason.LOCKED)

    campaign_id = launched_on_a_closed_day(console)
    page = open_page("campaign", language, id=campaign_id)
    console.campaigns.before_a_pause = away
    page.button(key=f"stay-paused-{campaign_id}").click().run()

    assert not page.exception
    assert AWAY[language] in everything(page)
    assert BEGINS[language] in everything(page)


CALLED_OFTEN = {
    "en": ("2 people in it were called as often as is allowed in Florida", "3 calls in 24 hours"),
    "de": ("2 Personen darin wurden, über alle Kampagnen, so oft angerufen", "3 Anrufe in 24 Stunden"),
}


def test_where_people_were_called_often_enough_that_is_said_with_its_moment(
    console: Runtime, open_page: OpenPage, language: str
) -> None:
    made = make_campaign(console.api, "Sunshine", people=1)
    until = console.api.clock.now() + timedelta(hours=5)
    at_limit = {"at_call_limit": 2, "limit_calls": 3, "limit_hours": 24, "call_limit_until": 0}
    sight = {"goes_on": True, "until": until.isoformat(), "at_limit": at_limit, "place": "US-FL"}
    watch = console.keeper.store.set(NewWatch(Duty.CALLS, made.id, made.name, ANNA, {}, sight))
    rests = update(WatchRow).where(WatchRow.id == watch.id).values(state="paused", code="closed")
    with writing(console.engine) as connection:
        connection.execute(rests)

    page = open_page("campaign", language, id=made.id)

    assert not page.exception
    for words in CALLED_OFTEN[language]:
        assert words in everything(page)
    assert page.button(key=f"stay-paused-{made.id}")

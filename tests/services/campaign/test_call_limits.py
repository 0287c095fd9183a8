"""Calls to one person within a time are counted over all campaigns, from the platform's own call log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.api.models import Call
from services.calling_rules.calling_hours import CallingHoursTable
from services.campaign.call_limits import CallLimits
from services.database.database import make_engine
from services.do_not_call.calls_to_numbers import CallsToNumbers
from services.readiness import Code, Level, People, PersonToCall
from services.results.call_table import SCHEMA, CallTable
from services.results.calls_of_day import CallsMade
from services.runtime import Runtime
from tests.new_database import make_tables
from tests.pages.world import make_campaign
from tests.services.readiness.cast import codes, found, plan, window

NOON = datetime(2026, 7, 14, 16, tzinfo=UTC)
MIAMI, PARIS, BERLIN = "+13055551234", "+33612345678", "+493012345678"


def call(number: str, at: datetime, campaign: str = "c1") -> Call:
    return Call(
        id=f"{number} {at.isoformat()} {campaign}",
        campaign_id=campaign,
        to_number=number,
        started_at=at,
        outcome="no_answer",
    )


class WholeLog:
    """A call log of which everything, or not everything, was read."""

    complete = True

    def since(self, moment: datetime, max_age: timedelta = timedelta()) -> CallsMade:
        return CallsMade(CallTable(SCHEMA.empty_table()), self.complete)


class Desk:
    """`log` is what the platform's call log tells of it."""

    def __init__(self, folder: Path) -> None:
        self.engine = make_engine(f"sqlite:///{folder / 'console.db'}")
        make_tables(self.engine)
        self.now = NOON
        self.calls = CallsToNumbers(self.engine, "here", lambda: self.now)
        self.log = WholeLog()
        self.limits = CallLimits(CallingHoursTable(), self.calls, self.log, lambda: self.now)

    def note(self, calls: Sequence[Call], *, from_the_start: bool = True) -> None:
        self.calls.note(calls, from_the_start=from_the_start)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.engine.dispose()


def people(*phones: str) -> People:
    return People.gather(PersonToCall(phone) for phone in phones)


def test_three_calls_in_24_hours_are_the_limit_in_florida_whoever_made_them(desk: Desk) -> None:
    earlier = [call(MIAMI, NOON - timedelta(hours=hour), f"campaign {hour}") for hour in (2, 5, 20)]
    desk.note(earlier)
    lately = desk.limits.reached(people(MIAMI, BERLIN))
    assert lately
    [at_limit] = lately.at_limit.values()
    # the one of 20 hours ago falls out in 4 hours
    assert (at_limit.rule.place, at_limit.count, at_limit.until) == ("US-FL", 1, NOON + timedelta(hours=4))
    assert lately.unknown == 0


def test_two_calls_or_one_that_is_a_day_old_are_not(desk: Desk) -> None:
    desk.note([call(MIAMI, NOON - timedelta(hours=hour)) for hour in (2, 5, 25)])
    lately = desk.limits.reached(people(MIAMI))
    assert lately and lately.at_limit == {}


def test_a_call_that_is_read_again_counts_once(desk: Desk) -> None:
    twice = [call(MIAMI, NOON - timedelta(hours=hour)) for hour in (2, 5)]
    desk.note(twice)
    desk.note(twice)
    assert len(desk.calls.to([MIAMI], NOON - timedelta(days=1))[MIAMI]) == 2


def test_four_calls_in_30_days_are_the_limit_in_france(desk: Desk) -> None:
    desk.note([call(PARIS, NOON - timedelta(days=day)) for day in (1, 8, 15, 29)])
    lately = desk.limits.reached(people(PARIS))
    assert lately and lately.at_limit["FR"].until == NOON + timedelta(days=1)


def test_where_no_place_limits_calls_nothing_is_counted(desk: Desk) -> None:
    assert desk.limits.reached(people(BERLIN)) is None


def test_calls_that_may_be_missing_are_said_and_not_taken_for_none(desk: Desk) -> None:
    assert (desk.limits.reached(people(MIAMI)) or pytest.fail("limited")).unknown == 1
    # the log was read before these calls were noted at all: what came before today is not known
    desk.note([], from_the_start=False)
    assert (desk.limits.reached(people(MIAMI)) or pytest.fail("limited")).unknown == 1
    desk.now += timedelta(hours=25)
    assert (desk.limits.reached(people(MIAMI)) or pytest.fail("limited")).unknown == 0
    desk.log.complete = False
    assert (desk.limits.reached(people(MIAMI)) or pytest.fail("limited")).unknown == 1


def test_no_number_is_kept(desk: Desk, tmp_path: Path) -> None:
    desk.note([call(MIAMI, NOON - timedelta(hours=2))])
    desk.engine.dispose()
    assert all(b"3055551234" not in file.read_bytes() for file in tmp_path.iterdir())


def test_readiness_names_them_and_holds_the_launch(desk: Desk) -> None:
    desk.note([call(MIAMI, NOON - timedelta(hours=hour)) for hour in (2, 5, 20)])
    flora = PersonToCall(MIAMI, "America/New_York")
    lately = desk.limits.reached(People.gather([flora]))
    of = plan(
        flora, now=NOON, finishes_at=NOON + timedelta(hours=1), calls_lately=lately, window=window(9, 19)
    )
    said = found(of, Code.AT_CALL_LIMIT).params
    assert (said["place"], said["count"], said["calls"], said["hours"]) == ("US-FL", 1, 3, 24)
    held = found(of, Code.HOURS_TO_DECIDE)
    assert (held.level, held.params["breaches"]) == (Level.BLOCKER, {"US-FL:calls"})
    assert Code.HOURS_TO_DECIDE not in codes(plan(flora, now=NOON, finishes_at=NOON + timedelta(hours=1)))


def test_the_call_log_tells_it_as_it_is_read(console: Runtime) -> None:
    made = make_campaign(console.api, "Two calls", people=2)
    console.api.campaigns.run(made.id)
    console.call_log.fetch()
    numbers = [row.contact.phone for row in console.api.campaigns.contacts(made.id) if row.contact]
    since = console.api.clock.now() - timedelta(hours=1)
    assert set(console.calls_to_numbers.to([number or "" for number in numbers], since)) == set(numbers)
    assert console.calls_to_numbers.counted_since() == datetime(2000, 1, 1, tzinfo=UTC)


def test_two_campaigns_calls_in_the_same_second_are_two(desk: Desk) -> None:
    desk.note([call(MIAMI, NOON - timedelta(hours=2), campaign) for campaign in ("c1", "c2")])
    before = desk.limits.reached(people(MIAMI))
    desk.note([call(MIAMI, NOON - timedelta(hours=1))])
    lately = desk.limits.reached(people(MIAMI))

    assert before is not None
    assert not before.at_limit
    assert lately is not None
    assert [one.count for one in lately.at_limit.values()] == [1]

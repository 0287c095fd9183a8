"""Holding of a campaign: everybody is held by the first limit that bites, and the parts add up to the people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.models import Campaign, CampaignContact, EnrollmentStatus, StatusCounts
from services.calling_days.calendar import Calendar, WhyClosed
from services.calling_days.days import CLOSED, EVERY_DAY, CallingDays
from services.calling_days.whose import everybody
from services.calling_rules.call_window import CallWindow
from services.campaign.held_parts import Holding, Part
from services.campaign.holding import Limits, counted, holding

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)  # a Tuesday: 13:00 in Berlin, 7:00 in New York
LONG_AGO = NOON - timedelta(hours=1)
BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


def campaign(**fields: Any) -> Campaign:
    usual = {
        "id": "c",
        "status": "running",
        "call_window_start": "09:00",
        "call_window_end": "17:00",
        "call_window_timezone": BERLIN,
        "max_concurrent_calls": 3,
        "settings": {},
    }
    return Campaign.model_validate(usual | fields)


def person(zone: str | None = BERLIN, **fields: Any) -> CampaignContact:
    contact = {"phone": "+4930123456", "timezone": zone} | fields.pop("contact", {})
    return CampaignContact.model_validate({"id": "p", "status": "pending", "contact": contact} | fields)


def everyday(of: Campaign, days: CallingDays = EVERY_DAY) -> Calendar:
    kinds = everybody([(BERLIN, "+4930"), (NEW_YORK, "+1212"), ("Asia/Tokyo", "+813"), (None, "+4930")])
    return Calendar(CallWindow.from_campaign(of), days, kinds)


def held(
    *people: CampaignContact,
    of: Campaign | None = None,
    at: datetime = NOON,
    days: CallingDays = EVERY_DAY,
    **state: Any,
) -> Holding:
    """The holding of a campaign of which everybody is looked at, an hour after anybody was last dialled."""
    told = (of or campaign()).model_copy(update={"total_contacts": len(people)})
    usual: dict[str, Any] = {"calling": 0, "credits": 100.0, "numbers_usable": True, "quiet_since": LONG_AGO}
    limits = Limits(told, at, everyday(told, days), **(usual | state))
    waiting = [one for one in people if one.status is EnrollmentStatus.PENDING]
    return holding(limits, counted(people), waiting)


def parts(found: Holding) -> dict[Part, int | None]:
    return {one.part: one.people for one in found.shares}


def binding(found: Holding) -> tuple[Part, datetime | None]:
    assert found.binding
    return found.binding.part, found.binding.until


LATER = NOON + timedelta(hours=3)


@pytest.mark.parametrize(
    ("fields", "state", "part", "until"),
    [
        ({"status": "draft"}, {}, Part.NOT_LAUNCHED, None),
        ({"status": "draft"}, {"starts_at": LATER}, Part.START_DATE, LATER),
        ({"status": "scheduled", "scheduled_start_at": LATER}, {}, Part.START_DATE, LATER),
        ({"status": "scheduled"}, {}, Part.START_DATE, None),
        ({"status": "scheduled", "scheduled_start_at": LONG_AGO}, {}, Part.OVERDUE, None),
        ({"status": "scheduled", "scheduled_start_at": NOON - timedelta(minutes=1)}, {}, Part.NEXT, None),
        ({"status": "paused"}, {}, Part.PAUSED, None),
        ({"status": "stopped"}, {}, Part.PAUSED, None),
        ({"status": "paused"}, {"at_most_reached": True}, Part.AT_MOST, None),
        ({"status": "paused"}, {"rests_until": LATER, "kept_paused": True}, Part.DAY, LATER),
        ({"status": "draft"}, {"rests_until": LATER, "kept_paused": True}, Part.DAY, LATER),
        ({"status": "paused"}, {"kept_paused": True}, Part.KEPT_PAUSED, None),
        ({"status": "completed"}, {}, Part.OVER, None),
        ({"status": "cancelled"}, {}, Part.OVER, None),
        ({"deleted_at": LONG_AGO}, {}, Part.OVER, None),
        ({"status": "warming up"}, {}, Part.UNKNOWN, None),
        ({}, {"calling": 3}, Part.AT_ONCE, None),
        ({}, {"numbers_usable": False}, Part.NUMBERS, None),
        ({}, {"credits": 0.5}, Part.CREDITS, None),
        ({}, {"at_most_reached": True}, Part.AT_MOST, None),
        ({}, {}, Part.SILENCE, None),
        ({}, {"calling": 1}, Part.NEXT, None),
        ({}, {"quiet_since": NOON - timedelta(seconds=90)}, Part.NEXT, None),
        ({}, {"quiet_since": None}, Part.NEXT, None),
        ({}, {"credits": None, "numbers_usable": None, "calling": None}, Part.NEXT, None),
    ],
)
def test_who_could_be_called_is_held_by_what_holds_the_campaign(
    fields: dict[str, Any], state: dict[str, Any], part: Part, until: datetime | None
) -> None:
    found = held(person(), person(), of=campaign(**fields), **state)
    assert parts(found) == {part: 2}
    assert binding(found) == (part, until)


def test_each_is_held_by_her_own_hours_and_by_her_own_next_try() -> None:
    soon = NOON + timedelta(minutes=20)
    found = held(person(NEW_YORK), person(NEW_YORK), person(next_attempt_at=soon, attempts=1))
    assert parts(found) == {Part.HOURS: 2, Part.RETRY: 1}
    assert binding(found) == (Part.HOURS, NOON + timedelta(hours=2))  # nine o'clock there
    assert found.next_call == soon


def test_a_next_try_after_closing_time_comes_when_the_hours_open_again() -> None:
    found = held(person(next_attempt_at=NOON + timedelta(hours=5), attempts=1))  # 18:00 in Berlin
    assert binding(found) == (Part.RETRY, datetime(2026, 3, 4, 8, tzinfo=UTC))


SUNDAY = datetime(2026, 3, 8, 12, tzinfo=UTC)
WORKDAYS = CallingDays(week=(None,) * 5 + (CLOSED, CLOSED))


@pytest.mark.parametrize(
    ("at", "part", "until"),
    [
        (SUNDAY, Part.DAY, datetime(2026, 3, 9, 8, tzinfo=UTC)),  # 13:00: within the hours, on a closed day
        (SUNDAY.replace(hour=5), Part.DAY, datetime(2026, 3, 9, 8, tzinfo=UTC)),  # before the hours of one
        (datetime(2026, 3, 6, 18, tzinfo=UTC), Part.HOURS, datetime(2026, 3, 9, 8, tzinfo=UTC)),  # on Friday evening
        (NOON, Part.SILENCE, None),
    ],
)  # fmt: skip
def test_a_closed_day_holds_before_the_hours_do(at: datetime, part: Part, until: datetime | None) -> None:
    found = held(person(), of=campaign(), at=at, days=WORKDAYS, quiet_since=at - timedelta(hours=1))
    assert binding(found) == (part, until)


def test_good_friday_is_a_closed_day_and_ends_on_saturday() -> None:
    noon = datetime(2026, 4, 3, 10, tzinfo=UTC)
    found = held(person(), at=noon, days=CallingDays(holidays_closed=True))
    assert binding(found) == (Part.DAY, datetime(2026, 4, 4, 7, tzinfo=UTC))
    assert found.today
    assert found.today.why is WhyClosed.HOLIDAY


def test_one_limit_bites_after_another_and_the_later_ones_are_told_too() -> None:
    found = held(person(NEW_YORK), credits=0, numbers_usable=False)
    assert parts(found) == {Part.HOURS: 1}
    assert found.then == (Part.NUMBERS, Part.CREDITS)
    assert held(person(), credits=0, numbers_usable=False).then == (Part.CREDITS,)


def test_done_and_not_callable_and_called_people_are_parts_of_their_own() -> None:
    found = held(
        person(status="completed"),
        person(status="failed"),
        person(status="skipped"),
        person(contact={"do_not_call": True}),
        person(contact={"phone": None}),
        person(status="calling"),
        person(),
        calling=3,
    )
    assert parts(found) == {Part.DONE: 2, Part.NOT_CALLABLE: 3, Part.CALLING: 1, Part.AT_ONCE: 1}
    assert (found.people, found.waiting) == (7, 1)


def test_nobody_binds_where_nobody_is_left() -> None:
    found = held(person(status="completed"), person(contact={"do_not_call": True}))
    assert found.binding is None
    assert found.waiting == 0


def test_an_outcome_after_which_nobody_is_called_again_tells_as_much_as_a_status() -> None:
    found = held(person(status="answered", outcome="answered"), person(status="busy", outcome="busy"))
    assert parts(found) == {Part.DONE: 1, Part.UNKNOWN: 1}


def test_whose_state_is_not_told_is_unknown_and_never_done() -> None:
    found = held(person(status="resting"), person(status="completed"))
    assert parts(found) == {Part.DONE: 1, Part.UNKNOWN: 1}
    assert binding(found) == (Part.UNKNOWN, None)


@pytest.mark.parametrize(
    ("of", "zone", "zones_told", "part"),
    [
        (campaign(call_window_start=None), BERLIN, True, Part.UNKNOWN),  # hours not told
        (campaign(settings=None), BERLIN, True, Part.SILENCE),  # open on her clock as on the campaign's
        (campaign(settings=None), NEW_YORK, True, Part.UNKNOWN),  # open on one of the two alone
        (campaign(), None, True, Part.SILENCE),  # she has no zone: the campaign's clock counts
        (campaign(), None, False, Part.UNKNOWN),  # hers is only not shown
    ],
)
def test_hours_that_depend_on_what_is_not_told_hold_nobody(
    of: Campaign, zone: str | None, zones_told: bool, part: Part
) -> None:
    assert parts(held(person(zone), of=of, zones_told=zones_told)) == {part: 1}


def test_a_next_try_holds_also_where_the_hours_are_not_told() -> None:
    soon = NOON + timedelta(minutes=5)
    found = held(person(next_attempt_at=soon), of=campaign(call_window_start=None))
    assert binding(found) == (Part.RETRY, soon)


def test_who_was_not_looked_at_is_unknown_unless_all_are_held_alike() -> None:
    counts = StatusCounts(pending=100_000, completed=5)

    def of(one: Campaign) -> Holding:
        told = one.model_copy(update={"total_contacts": 100_005})
        limits = Limits(told, NOON, everyday(told), calling=0, quiet_since=LONG_AGO)
        return holding(limits, counts, [person(NEW_YORK)] * 100, readable=True)

    apart = of(campaign())
    assert parts(apart) == {Part.DONE: 5, Part.HOURS: 100, Part.UNKNOWN: 99_900}
    assert apart.unread == 99_900
    own_clock = {"use_contact_timezone_for_call_window": False}
    alike = of(campaign(settings=own_clock, call_window_timezone=NEW_YORK))
    assert parts(alike) == {Part.DONE: 5, Part.HOURS: 100_000}
    paused = of(campaign(status="paused"))
    assert (parts(paused), paused.unread) == ({Part.DONE: 5, Part.PAUSED: 100_000}, 0)


def test_a_limit_of_the_campaign_is_named_also_where_nobody_tells_whom_it_holds() -> None:
    told = campaign(status="paused", total_contacts=40)
    found = holding(Limits(told, NOON, everyday(told)), None, [])
    assert parts(found) == {Part.UNKNOWN: 40}
    assert found.binding
    assert (found.binding.part, found.binding.people) == (Part.PAUSED, None)
    nothing = campaign(status="paused")
    found = holding(Limits(nothing, NOON, everyday(nothing)), None, [])
    assert (found.people, found.shares) == (None, ())
    assert found.binding
    assert found.binding.part is Part.PAUSED


def test_closed_hours_are_named_also_where_nobody_tells_whom_they_hold() -> None:
    own_clock = {"use_contact_timezone_for_call_window": False}
    told = campaign(total_contacts=40, settings=own_clock, call_window_timezone=NEW_YORK)
    found = holding(Limits(told, NOON, everyday(told), calling=0), None, [])
    assert parts(found) == {Part.UNKNOWN: 40}
    assert found.binding == (Part.HOURS, None, NOON + timedelta(hours=2))


def test_somebody_who_was_being_called_a_moment_ago_is_not_known_once_nobody_rings() -> None:
    people = [person(status="calling"), person(status="completed")]
    assert counted(people, nobody_rings=True).model_dump(exclude_defaults=True) == {
        "completed": 1,
        "other": 1,
    }


people = st.builds(
    person,
    st.sampled_from([BERLIN, NEW_YORK, "Asia/Tokyo", None]),
    status=st.sampled_from(["pending"] * 6 + ["queued", "calling", "completed", "skipped", "failed", "resting", None]),
    contact=st.fixed_dictionaries(
        {},
        optional={"phone": st.just(None), "do_not_call": st.sampled_from([True, False, None])},
    ),
    next_attempt_at=st.sampled_from([None, LONG_AGO, NOON, NOON + timedelta(minutes=1), NOON + timedelta(days=2)]),
    attempts=st.sampled_from([None, 0, 1, 3]),
)  # fmt: skip
campaigns = st.builds(
    campaign,
    status=st.sampled_from(["running"] * 5 + ["draft", "scheduled", "paused", "completed", "cancelled", "stopped", "?"]),
    scheduled_start_at=st.sampled_from([None, LONG_AGO, NOON, LATER]),
    call_window_start=st.sampled_from(["09:00", "22:00", "17:00", None]),
    settings=st.sampled_from([None, {}, {"use_contact_timezone_for_call_window": False}]),
    max_concurrent_calls=st.sampled_from([None, 1, 20]),
    total_contacts=st.one_of(st.none(), st.integers(0, 40)),
)  # fmt: skip
states = st.fixed_dictionaries(
    {
        "calling": st.sampled_from([None, 0, 1, 20]),
        "credits": st.sampled_from([None, 0.0, 0.5, 10.0]),
        "numbers_usable": st.sampled_from([None, True, False]),
        "at_most_reached": st.booleans(),
        "starts_at": st.sampled_from([None, LATER]),
        "rests_until": st.sampled_from([None, None, LATER]),
        "kept_paused": st.booleans(),
        "quiet_since": st.sampled_from([None, LONG_AGO, NOON]),
        "zones_told": st.booleans(),
    }
)


@given(campaigns, st.lists(people, max_size=30), states, st.integers(0, 30), st.integers(0, 5000),
       st.sampled_from([EVERY_DAY, WORKDAYS, CallingDays(week=(None, CLOSED) + (None,) * 5)]))  # fmt: skip
def test_the_parts_add_up_to_the_people_whatever_the_state(
    of: Campaign,
    there: list[CampaignContact],
    state: dict[str, Any],
    looked_at: int,
    more: int,
    days: CallingDays,
) -> None:
    """Also where only some of those who wait were looked at, and the campaign's own total says otherwise."""
    counts = counted(there)
    counts.pending = (counts.pending or 0) + more
    waiting = [one for one in there if one.status is EnrollmentStatus.PENDING][:looked_at]
    limits = Limits(of, NOON, everyday(of, days), **state)
    found = holding(limits, counts, waiting, readable=True)

    expected = max(of.total_contacts or 0, len(there) + more)
    assert found.people == expected
    assert sum(one.people or 0 for one in found.shares) == expected
    assert all((one.people or 0) > 0 for one in found.shares)
    assert len({one.part for one in found.shares}) == len(found.shares)
    over = sum(isinstance(one.status, EnrollmentStatus) and one.status.is_over for one in there)
    assert found.of(Part.DONE) + found.of(Part.NOT_CALLABLE) >= over
    assert (found.binding is None) == (found.waiting == 0)
    assert found.unread <= found.of(Part.UNKNOWN)


@given(campaigns, states, st.one_of(st.none(), st.integers(0, 9)))
def test_a_status_that_is_not_told_is_never_taken_for_nobody(
    of: Campaign, state: dict[str, Any], pending: int | None
) -> None:
    counts = StatusCounts.model_construct(pending=pending, completed=None, queued=0, calling=0, skipped=0, failed=0, other=0)  # fmt: skip
    found = holding(Limits(of, NOON, everyday(of), **state), counts, [])
    if of.total_contacts is None:
        assert found.people is None
    else:
        assert sum(one.people or 0 for one in found.shares) == found.people
        assert found.waiting == found.people  # nobody is done as far as is known

"""Readiness knows calling days and public holidays, and holds a launch until somebody has decided on forbidden hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from services.calling_days.days import CLOSED, DAILY, CallingDays, SingleDay
from services.campaign.narrowing import narrowed
from services.readiness import TO_DECIDE, Code, LaunchPlan, Level, PersonToCall, TakenOn, check
from tests.services.readiness.cast import ANNA, BERND, FLORA, NEW_YORK, ZOE, codes, found, plan, window

GOOD_FRIDAY = date(2026, 4, 3)
MAUNDY_THURSDAY = datetime(2026, 4, 2, 8, tzinfo=UTC)
NO_SUNDAYS = CallingDays((*(DAILY,) * 6, CLOSED), holidays_closed=True)
TEXAN = PersonToCall("+12145551234", "America/Chicago")


def over_easter(*people: PersonToCall, **changes: object) -> LaunchPlan:
    """Ten days from the Thursday before Easter on, for which nobody has kept a day."""
    ends = MAUNDY_THURSDAY + timedelta(days=10)
    return plan(*people, now=MAUNDY_THURSDAY, finishes_at=ends, window=window(10, 17), **changes)


def test_public_holidays_are_told_by_name_and_hold_the_launch() -> None:
    of = over_easter(ANNA, BERND)
    holidays = found(of, Code.ON_HOLIDAYS).params["holidays"]
    assert [(one.day, one.name) for one in holidays] == [
        (GOOD_FRIDAY, "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
    ]
    held = found(of, Code.HOURS_TO_DECIDE)
    assert (held.level, held.params["breaches"]) == (Level.BLOCKER, {"DE:days", "DE:holidays"})


def test_with_days_that_are_kept_nothing_speaks_against_it() -> None:
    of = over_easter(ANNA, BERND, days=NO_SUNDAYS)
    assert Code.HOURS_FINE in codes(of)
    assert not {Code.ON_HOLIDAYS, Code.CLOSED_DAYS, *TO_DECIDE} & codes(of)


def test_a_day_that_somebody_released_is_looked_at_as_any_other() -> None:
    released = NO_SUNDAYS.with_date(GOOD_FRIDAY, SingleDay(DAILY, "they asked for it", "Ada"))
    assert found(over_easter(ANNA, days=released), Code.HOURS_TO_DECIDE).params["breaches"] == {"DE:holidays"}


def test_where_this_key_cannot_pause_days_hold_the_launch_and_are_said_to_be_nobodys() -> None:
    of = over_easter(ANNA, days_not_offered=True)
    assert found(of, Code.DAYS_CANNOT_BE_KEPT).level is Level.BLOCKER
    assert Code.HOURS_TO_DECIDE not in codes(of)


def test_somebody_who_answers_for_what_she_saw_lets_it_go_on_with_her_name_and_reason() -> None:
    answered = TakenOn(frozenset({"DE:days", "DE:holidays"}), "Ada", "asked for", MAUNDY_THURSDAY)
    of = over_easter(ANNA, taken_on=answered)
    said = found(of, Code.HOURS_TAKEN_ON)
    assert (said.level, said.params["who"], said.params["reason"]) == (
        Level.WARNING,
        "Ada",
        "asked for",
    )
    assert not TO_DECIDE & codes(of)


def test_what_came_to_it_later_nobody_has_answered_for() -> None:
    answered = TakenOn(frozenset({"DE:days"}), "Ada", "asked for", MAUNDY_THURSDAY)
    assert Code.HOURS_TO_DECIDE in codes(over_easter(ANNA, taken_on=answered))
    answered = TakenOn(frozenset({"DE:days", "DE:holidays"}), "Ada", "asked for", MAUNDY_THURSDAY)
    assert Code.HOURS_TO_DECIDE in codes(over_easter(ANNA, ZOE, taken_on=answered))


def test_a_place_where_holidays_are_open_is_not_warned_of_them() -> None:
    thanksgiving = datetime(2026, 11, 26, 16, tzinfo=UTC)
    of = plan(TEXAN, now=thanksgiving, finishes_at=thanksgiving + timedelta(hours=4), window=window(10, 17))
    assert Code.ON_HOLIDAYS not in codes(of)


def test_the_next_opening_is_after_the_closed_days() -> None:
    of = over_easter(ANNA, days=NO_SUNDAYS)
    good_friday = replace(of, now=datetime(2026, 4, 3, 8, tzinfo=UTC))
    assert found(good_friday, Code.CLOSED_NOW).params["first"] == datetime(2026, 4, 4, 8, tzinfo=UTC)


def test_days_that_never_open_hold_the_launch() -> None:
    over = CallingDays(last_day=date(2026, 4, 1))
    assert found(over_easter(ANNA, days=over), Code.NEVER_OPENS).level is Level.BLOCKER


# narrowing


def after(of: LaunchPlan) -> LaunchPlan:
    """The plan once its hours are narrowed."""
    left = narrowed(of)
    assert left
    start, end = left.window or (of.window.start, of.window.end)
    return replace(of, days=left.days, window=replace(of.window, start=start, end=end))


def test_narrowed_hours_keep_the_window_of_the_week_and_the_days_that_differ() -> None:
    left = narrowed(plan(ANNA, BERND, window=window(7, 22)))
    assert left and left.window == (time(8), time(20))
    assert left.days.week == (*(DAILY,) * 5, ((540, 1080),), CLOSED)
    assert left.days.holidays_closed


def test_narrowed_hours_are_allowed_everywhere_whatever_they_were() -> None:
    casts = [(ANNA,), (ANNA, ZOE), (FLORA, TEXAN), (ANNA, FLORA, TEXAN)]
    windows = [window(7, 22), window(18, 2), window(9, 17), window(9, 21, NEW_YORK, own=False)]
    for people in casts:
        for hours in windows:
            of = over_easter(*people)
            of = replace(of, window=hours)
            if narrowed(of) is None:
                continue
            left = after(of)
            assert not TO_DECIDE & codes(left), (people, hours)
            for one in check(left):
                assert one.code not in (Code.OUTSIDE_HOURS, Code.CLOSED_DAYS, Code.ON_HOLIDAYS)


def test_narrowing_never_opens_what_was_closed() -> None:
    mornings = CallingDays((((600, 720),), *(CLOSED,) * 6), last_day=date(2026, 4, 30))
    left = narrowed(over_easter(ANNA, days=mornings))
    assert left and left.week == (((600, 720),), *((),) * 6)
    assert left.days.last_day == date(2026, 4, 30)


def test_a_released_holiday_is_closed_again_and_other_hours_of_a_date_shrink() -> None:
    days = NO_SUNDAYS.with_date(GOOD_FRIDAY, SingleDay(DAILY, "fair", "Ada"))
    days = days.with_date(date(2026, 4, 11), SingleDay(((480, 1320),), "fair", "Ada"))
    left = narrowed(over_easter(ANNA, days=days))
    assert left and left.days.dates[GOOD_FRIDAY].hours == CLOSED
    assert left.days.dates[date(2026, 4, 11)].hours == ((540, 1080),)


def test_where_nothing_is_allowed_in_common_nothing_is_narrowed() -> None:
    assert narrowed(plan(ANNA, window=window(21, 23))) is None

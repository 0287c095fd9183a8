"""Forecast: small cases by hand, and what it says about itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from services.api.models import Call, CampaignContact, Outcome
from services.calling_days.calendar import Calendar
from services.calling_days.days import CLOSED, DAILY, CallingDays
from services.calling_days.whose import whose
from services.calling_rules.call_window import CallWindow
from services.calling_rules.retry_rules import RetryRules
from services.campaigns.form import PaceLimits
from services.forecast import USUAL, Assumptions, Forecast, PersonDue, Situation, forecast, measured
from services.forecast.assumptions import ENDINGS, hours_of
from services.readiness import People, PersonToCall

BERLIN = "Europe/Berlin"
TUESDAY = datetime(2026, 7, 14, 8, 0, tzinfo=UTC)  # 10:00 in Berlin
OFFICE = CallWindow(time(9), time(17), BERLIN)
ONCE = RetryRules(max_attempts=1)
MINUTE_CALLS = Assumptions(
    shares={ending: float(ending is Outcome.ANSWERED) for ending in ENDINGS},
    seconds=dict.fromkeys(ENDINGS, 44.0),  # 60 seconds with the dialler's own
    calls=100_000,
)
NOBODY_ANSWERS = Assumptions(
    shares={ending: float(ending is Outcome.NO_ANSWER) for ending in ENDINGS},
    seconds=dict.fromkeys(ENDINGS, 44.0),
    calls=100_000,
)


def foretold(
    people: int | dict[str | None, int],
    lines: int,
    rules: RetryRules = ONCE,
    figures: Assumptions = MINUTE_CALLS,
    begins: datetime = TUESDAY,
    window: CallWindow = OFFICE,
) -> Forecast:
    fresh: dict[str | None, int] = {BERLIN: people} if isinstance(people, int) else people
    found = forecast(Situation(begins, fresh), window, lines, rules, figures)
    assert found is not None
    return found


def near(moment: datetime | None, expected: datetime, minutes: float) -> bool:
    assert moment is not None
    return abs(moment - expected) <= timedelta(minutes=minutes)


def test_300_minutes_of_calls_on_3_lines_take_100_minutes() -> None:
    assert near(foretold(300, 3).finish, TUESDAY + timedelta(minutes=100), 5)


def test_what_does_not_fit_the_day_goes_on_the_next_morning() -> None:
    found = foretold(480, 1)  # seven hours are left today, one goes to Wednesday from 9:00 in Berlin
    assert near(found.finish, datetime(2026, 7, 15, 8, 0, tzinfo=UTC), 15)


def test_nobody_answers_three_times_an_hour_apart() -> None:
    found = foretold(6, 6, RetryRules(3, 60), NOBODY_ANSWERS)
    assert near(found.finish, TUESDAY + timedelta(minutes=2 * 60 + 4), 4)
    assert found.reached == 0
    assert found.calls == pytest.approx(18, abs=0.5)


def test_each_try_that_a_form_takes_is_played_to_the_last() -> None:
    """Where nobody answers, the twentieth try is nineteen days after the first."""
    most = PaceLimits().attempts
    found = foretold(1, 1, RetryRules(most, 1440), NOBODY_ANSWERS)
    assert near(found.finish, TUESDAY + timedelta(days=most - 1), 60)
    assert found.calls == pytest.approx(most, abs=0.5)


def test_a_retry_after_the_window_waits_for_the_next_morning() -> None:
    found = foretold(2, 2, RetryRules(2, 480), NOBODY_ANSWERS)
    assert near(found.finish, datetime(2026, 7, 15, 7, 1, tzinfo=UTC), 4)


def test_retries_that_pile_up_overnight_take_their_time() -> None:
    begins = datetime(2026, 7, 14, 13, 0, tzinfo=UTC)  # two hours before the end: 120 calls, then 120 again
    found = foretold(120, 1, RetryRules(2, 300), NOBODY_ANSWERS, begins)
    assert near(found.finish, datetime(2026, 7, 15, 9, 0, tzinfo=UTC), 10)


def test_people_far_west_finish_in_their_own_hours() -> None:
    found = foretold({BERLIN: 5, "America/Los_Angeles": 5}, 5)
    assert near(found.finish, datetime(2026, 7, 14, 16, 1, tzinfo=UTC), 4)


def test_the_days_of_the_clock_change_count_by_the_wall() -> None:
    saturday = datetime(2026, 10, 24, 14, 59, tzinfo=UTC)  # 16:59 in Berlin; Sunday's 9:00 is 8:00 UTC
    found = foretold(60, 1, begins=saturday)
    assert near(found.finish, datetime(2026, 10, 25, 9, 0, tzinfo=UTC), 6)


def test_the_range_holds_the_middle_and_is_wider_when_less_is_known() -> None:
    sure, unsure = foretold(2000, 3, RetryRules(), MINUTE_CALLS), foretold(2000, 3, RetryRules(), USUAL)
    for found in (sure, unsure):
        assert found.earliest and found.finish and found.latest
        assert found.earliest <= found.finish <= found.latest
    assert sure.latest and sure.earliest and unsure.latest and unsure.earliest
    assert unsure.latest - unsure.earliest > sure.latest - sure.earliest


def test_the_curve_rises_from_those_done_to_everybody() -> None:
    found = foretold(500, 5, RetryRules())
    done = [people for _, people in found.curve]
    assert done == sorted(done)
    assert done[0] == 0
    assert 480 <= done[-1] <= 500.001


def test_it_counts_on_from_where_a_running_campaign_is() -> None:
    due = TUESDAY + timedelta(hours=3)
    waiting = tuple(PersonDue(BERLIN, 2, due) for _ in range(4))
    situation = Situation(TUESDAY, {}, waiting, finished=96, answered=40)
    found = forecast(situation, OFFICE, 4, RetryRules(3), NOBODY_ANSWERS)
    assert found is not None
    assert near(found.finish, due + timedelta(minutes=2), 4)
    assert (found.people, found.left) == (100, 4)
    assert found.reached == pytest.approx(0.4)
    assert found.curve[0][1] == 96


def test_it_reads_where_people_stand_from_their_rows() -> None:
    who = {"id": "x", "phone": "+493012345678", "timezone": BERLIN}
    due = TUESDAY + timedelta(hours=1)
    rows = [
        CampaignContact.model_validate({"id": "1", "contact": who, **fields})
        for fields in (
            {"status": "pending"},
            {"status": "pending", "attempts": 1, "next_attempt_at": due},
            {"status": "calling", "attempts": 1},
            {"status": "calling", "attempts": 2},
            {"status": "completed", "outcome": "answered", "attempts": 1},
            {"status": "failed", "outcome": "no_answer", "attempts": 3},
            {"status": "pending", "contact": {**who, "do_not_call": True}},
            {"status": "pending", "contact": {**who, "phone": None}},
        )
    ]
    found = Situation.of_rows(TUESDAY, rows)
    assert found.fresh == {BERLIN: 2}
    assert list(found.waiting) == [PersonDue(BERLIN, 1, due), PersonDue(BERLIN, 1, TUESDAY)]
    assert (found.finished, found.answered, found.people) == (4, 1, 8)


def test_before_launch_those_who_cannot_be_called_are_left_out() -> None:
    people = People.gather(
        [
            PersonToCall("+493012345678", BERLIN),
            PersonToCall(None),
            PersonToCall("+12125551234", do_not_call=True),
        ]
    )
    assert Situation.before_launch(TUESDAY, people).fresh == {BERLIN: 1}


def test_there_is_no_forecast_for_nobody_or_for_no_hours() -> None:
    assert forecast(Situation(TUESDAY, {}), OFFICE, 3, ONCE) is None
    assert forecast(Situation(TUESDAY, {BERLIN: 3}), CallWindow(time(9), time(9)), 3, ONCE) is None


def test_an_end_beyond_two_years_is_not_dated() -> None:
    found = foretold(1_000_000, 1)
    assert found.finish is None
    assert found.latest is None


# Assumptions


def call(outcome: str | None, seconds: int = 30, hour: int = 10) -> Call:
    started = datetime(2026, 7, 14, hour, 0, tzinfo=UTC)
    return Call(id="c", outcome=outcome, started_at=started, ended_at=started + timedelta(seconds=seconds))


def test_no_calls_means_assumed_figures() -> None:
    assert measured([]) is USUAL
    assert measured([call(None), call("do_not_call"), call("ringing")]) is USUAL
    assert not USUAL.measured
    assert sum(USUAL.shares.values()) == pytest.approx(1)


def test_few_calls_lean_on_what_is_assumed_and_many_do_not() -> None:
    few, many = measured([call("answered")] * 5), measured([call("answered")] * 5000)
    assert few.shares[Outcome.ANSWERED] == pytest.approx((5 + 50 * 0.30) / 55)
    assert many.shares[Outcome.ANSWERED] > 0.99
    assert (few.calls, many.calls) == (5, 5000)


def test_lengths_a_jumping_clock_made_up_do_not_count() -> None:
    found = measured([call("answered", seconds=-50), call("answered", seconds=90_000)])
    assert found.seconds[Outcome.ANSWERED] == USUAL.seconds[Outcome.ANSWERED]


def test_answer_rates_are_those_of_the_hours_called() -> None:
    calls = [call("answered", hour=15)] * 500 + [call("no_answer", hour=7)] * 500  # 17:00 and 9:00 in Berlin
    figures = measured(calls, lambda _: BERLIN)
    morning, evening = CallWindow(time(9), time(10), BERLIN), CallWindow(time(17), time(18), BERLIN)
    assert figures.within(morning)[Outcome.ANSWERED] < 0.1 < 0.9 < figures.within(evening)[Outcome.ANSWERED]
    assert sum(figures.within(OFFICE).values()) == pytest.approx(1)


def test_the_hours_of_a_window_over_midnight() -> None:
    assert hours_of(CallWindow(time(22, 30), time(1), BERLIN)) == {22: 30, 23: 60, 0: 60}


# Calling days

GERMAN = whose(BERLIN, "4930")
NO_SUNDAYS = CallingDays(week=(*(DAILY,) * 5, ((10 * 60, 14 * 60),), CLOSED), holidays_closed=True)
FRIDAY = datetime(2026, 7, 17, 14, 0, tzinfo=UTC)  # 16:00 in Berlin, an hour before the end


def on_days(
    days: CallingDays, people: int, begins: datetime, lines: int = 1, rules: RetryRules = ONCE
) -> Forecast:
    calendar = Calendar(OFFICE, days, (GERMAN,))
    figures = NOBODY_ANSWERS if rules is not ONCE else MINUTE_CALLS
    found = forecast(Situation(begins, {BERLIN: people}), calendar, lines, rules, figures)
    assert found is not None
    return found


def test_what_is_left_on_friday_goes_on_in_the_hours_of_saturday_and_then_on_monday() -> None:
    assert near(on_days(NO_SUNDAYS, 180, FRIDAY).finish, datetime(2026, 7, 18, 10, 0, tzinfo=UTC), 8)
    monday = datetime(
        2026, 7, 20, 8, 0, tzinfo=UTC
    )  # 60 on Friday, 240 on Saturday, an hour on Monday from 9:00
    assert near(on_days(NO_SUNDAYS, 360, FRIDAY).finish, monday, 10)


def test_a_retry_that_falls_on_a_holiday_waits_for_the_day_after() -> None:
    thursday = datetime(2027, 3, 25, 13, 0, tzinfo=UTC)  # before Good Friday; Easter Monday is closed too
    weekdays = CallingDays(week=(*(DAILY,) * 5, CLOSED, CLOSED), holidays_closed=True)
    found = on_days(weekdays, 2, thursday, 2, RetryRules(2, 1440))
    assert near(found.finish, datetime(2027, 3, 30, 7, 1, tzinfo=UTC), 4)


def test_a_list_of_many_weeks_counts_each_holiday_among_them() -> None:
    monday = datetime(2026, 12, 7, 8, 0, tzinfo=UTC)
    weekdays = CallingDays(week=(*(DAILY,) * 5, CLOSED, CLOSED), holidays_closed=True)
    # 18 days until the 23rd of December make 13 × 480; on the 24th there are five hours; the next week has three days and five
    # hours; the 1st of January is closed. So the last hour of 9,480 is on Monday the 4th of January, from 9:00 to 10:00.
    people = 13 * 480 + 300 + 3 * 480 + 300 + 60
    found = on_days(weekdays, people, monday)
    assert near(found.finish, datetime(2027, 1, 4, 9, 0, tzinfo=UTC), 45)


def test_a_day_that_is_closed_for_some_holds_everybody() -> None:
    """Good Friday is no holiday in New York, but the platform pauses a campaign as a whole."""
    friday = datetime(2027, 3, 26, 6, 0, tzinfo=UTC)
    both = (GERMAN, whose("America/New_York", "1212"))
    days = CallingDays(holidays_closed=True)
    calendar = Calendar(CallWindow(time(9), time(17), BERLIN, use_contact_timezone=False), days, both)
    found = forecast(Situation(friday, {"America/New_York": 5}), calendar, 5, ONCE, MINUTE_CALLS)
    assert found is not None
    assert near(found.finish, datetime(2027, 3, 27, 8, 2, tzinfo=UTC), 3)


def test_people_who_are_not_done_by_the_last_day_are_counted() -> None:
    days = replace(NO_SUNDAYS, last_day=date(2026, 7, 17))
    found = on_days(days, 100, FRIDAY)
    assert (found.finish, found.latest, found.last_day) == (None, None, date(2026, 7, 17))
    assert found.not_done == pytest.approx(40, abs=6)


def test_a_last_day_that_is_late_enough_changes_nothing() -> None:
    days = replace(NO_SUNDAYS, last_day=date(2026, 7, 21))
    found = on_days(days, 180, FRIDAY)
    assert near(found.finish, datetime(2026, 7, 18, 10, 0, tzinfo=UTC), 8)
    assert found.not_done == 0


def test_there_is_no_forecast_where_every_day_is_closed() -> None:
    never = Calendar(OFFICE, CallingDays(week=(CLOSED,) * 7), (GERMAN,))
    assert forecast(Situation(FRIDAY, {BERLIN: 3}), never, 3, ONCE) is None
    over = Calendar(OFFICE, replace(NO_SUNDAYS, last_day=date(2026, 7, 10)), (GERMAN,))
    assert forecast(Situation(FRIDAY, {BERLIN: 3}), over, 3, ONCE) is None


# At most so many calls a day


def with_a_limit(people: int, most: float, rules: RetryRules, figures: Assumptions) -> Forecast:
    """From a Tuesday morning, on five lines."""
    found = forecast(Situation(TUESDAY, {BERLIN: people}), OFFICE, 5, rules, figures, most_a_day=most)
    assert found is not None
    return found


def test_at_most_50_calls_a_day_make_four_days_of_200_people() -> None:
    found = with_a_limit(200, 50, ONCE, MINUTE_CALLS)
    assert near(found.finish, datetime(2026, 7, 17, 7, 10, tzinfo=UTC), 8)


def test_retries_count_among_the_calls_of_a_day() -> None:
    """100 people who never answer are called three times: 300 calls, 50 a day, six days."""
    found = with_a_limit(100, 50, RetryRules(3, 60), NOBODY_ANSWERS)
    assert found.finish is not None
    assert found.finish.date() in (date(2026, 7, 19), date(2026, 7, 20))


def test_a_limit_that_is_never_reached_changes_nothing_to_two_minutes() -> None:
    without = foretold(200, 5, RetryRules(2, 60), USUAL)
    found = with_a_limit(200, 10_000, RetryRules(2, 60), USUAL)
    assert near(found.finish, without.finish or TUESDAY, 2)


def test_a_limit_over_many_weeks_is_counted_day_by_day() -> None:
    found = with_a_limit(1000, 20, ONCE, MINUTE_CALLS)
    assert found.finish is not None
    assert found.finish.date() == date(2026, 9, 1)  # 50 days, the first of them Tuesday the 14th of July

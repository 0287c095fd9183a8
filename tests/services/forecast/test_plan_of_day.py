"""Plan of the day: calls expected by the hour, and what each limit takes away, which add up to the calls still to come."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calling_rules.call_window import CallWindow
from services.calling_rules.retry_rules import RetryRules
from services.forecast import USUAL, PersonDue, Situation, forecast
from services.forecast.plan_of_day import DayPlan, ExpectedCalls, Takes, day_plan, expected_calls
from services.forecast.quarters import QUARTER, within
from tests.examples import examples

BERLIN = "Europe/Berlin"
MORNING = datetime(2026, 3, 3, 8, 7, tzinfo=UTC)  # a Tuesday, 9:07 in Berlin
MIDNIGHT = datetime(2026, 3, 2, 23, tzinfo=UTC)  # where it begins there
OFFICE = CallWindow(time(9), time(17), BERLIN)


def expected(
    people: int = 40,
    *,
    lines: int = 3,
    hours: CallWindow = OFFICE,
    begins: datetime = MORNING,
    retries: RetryRules | None = None,
    most: float | None = None,
    stopped: Takes | None = None,
) -> ExpectedCalls:
    situation = Situation(begins, {BERLIN: people})
    found = expected_calls(
        situation, hours, lines, retries or RetryRules(), USUAL, most=most, stopped=stopped
    )
    assert found is not None
    return found


def today(*campaigns: ExpectedCalls) -> DayPlan:
    return day_plan(campaigns, MIDNIGHT, MIDNIGHT + timedelta(days=1))


def test_the_quarters_hold_every_call_of_a_list_that_is_over_today() -> None:
    situation = Situation(MORNING, {BERLIN: 40})
    found = forecast(situation, OFFICE, 3, RetryRules())
    assert found is not None
    assert sum(calls for _at, calls in found.quarters) == pytest.approx(found.calls)
    assert all(at.minute % 15 == 0 and at >= MORNING - QUARTER for at, _calls in found.quarters)


def test_no_call_is_expected_outside_the_hours() -> None:
    found = today(expected(5_000))
    assert min(at for at, _ in found.expected) >= MORNING - QUARTER
    assert max(at for at, _ in found.expected) < datetime(2026, 3, 3, 16, tzinfo=UTC)


def test_a_long_list_is_held_by_the_lines_and_by_the_hours() -> None:
    found = today(expected(5_000))
    assert found.taken[Takes.AT_ONCE] > found.taken[Takes.RETRY] > 0
    none_at_once = today(expected(5_000, lines=2_000))
    assert Takes.AT_ONCE not in none_at_once.taken
    assert none_at_once.to_come > 4_900


def test_before_the_hours_of_another_day_they_take_all() -> None:
    evening = datetime(2026, 3, 3, 18, tzinfo=UTC)
    found = today(expected(20, begins=evening, retries=RetryRules(max_attempts=1)))
    assert found.to_come == 0
    assert found.taken == {Takes.HOURS: pytest.approx(20)}


def test_next_tries_of_another_day_are_taken_by_their_waiting_time() -> None:
    a_day_later = RetryRules(delay_minutes=24 * 60)
    found = today(expected(20, lines=20, retries=a_day_later))
    assert found.to_come == pytest.approx(20)
    assert set(found.taken) == {Takes.RETRY}


def test_a_limit_of_people_cuts_the_day_where_it_is_reached() -> None:
    found = today(expected(40, most=10))
    assert found.to_come == pytest.approx(10)
    assert found.taken[Takes.AT_MOST] > 20


def test_a_limit_of_calls_a_day_cuts_what_is_left_of_it() -> None:
    found = today(replace(expected(40, most=20), left=15.0))
    assert found.to_come == pytest.approx(15)
    assert found.taken[Takes.LIMIT] == pytest.approx(5)


def test_a_campaign_that_rests_places_none_and_says_how_many_wait() -> None:
    found = today(expected(40, stopped=Takes.RESTS))
    assert found.expected == ()
    assert set(found.taken) == {Takes.RESTS}


def test_a_campaign_that_starts_tomorrow_places_none_today() -> None:
    found = today(expected(40, begins=MORNING + timedelta(days=1)))
    assert found.expected == ()
    assert set(found.taken) == {Takes.RESTS}


def test_calls_that_were_made_are_those_of_the_day_and_untold_ones_are_none() -> None:
    made = ((MIDNIGHT - QUARTER, 5.0), (MIDNIGHT, 7.0), (MIDNIGHT + timedelta(days=1), 9.0))
    found = day_plan([], MIDNIGHT, MIDNIGHT + timedelta(days=1), made)
    assert found.done == 7
    assert day_plan([], MIDNIGHT, MIDNIGHT + timedelta(days=1)).made is None


def test_nobody_left_is_no_plan() -> None:
    assert expected_calls(Situation(MORNING, {}), OFFICE, 3, RetryRules(), USUAL) is None


@examples(40)
@given(
    people=st.integers(1, 400),
    lines=st.sampled_from([1, 3, 20]),
    hour=st.integers(0, 23),
    window=st.sampled_from([OFFICE, CallWindow(time(22), time(3), BERLIN), CallWindow(time(12), time(13), BERLIN)]),
    delay=st.sampled_from([5, 60, 2000]),
    most=st.sampled_from([None, 0.0, 5.0]),
    waiting=st.lists(st.integers(1, 2), max_size=20),
)  # fmt: skip
def test_today_and_what_the_limits_take_add_up_to_all_calls_to_come(
    people: int, lines: int, hour: int, window: CallWindow, delay: int, most: float | None, waiting: list[int]
) -> None:
    begins = MIDNIGHT + timedelta(hours=hour)
    due = [PersonDue(BERLIN, made, begins + timedelta(hours=made * 7)) for made in waiting]
    situation = Situation(begins, {BERLIN: people}, due)
    one = expected_calls(situation, window, lines, RetryRules(delay_minutes=delay), USUAL, most=most)
    assert one is not None
    found = today(one)
    assert all(calls > 0 for calls in found.taken.values())
    assert found.to_come + sum(found.taken.values()) == pytest.approx(one.calls, rel=1e-6, abs=1e-6)
    assert found.to_come <= within(one.quarters, found.since, found.until) + 1e-6

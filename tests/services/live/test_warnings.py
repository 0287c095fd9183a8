"""A warning before a campaign goes wrong for everybody in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.api.models import Call, StatusCounts
from services.live import HandedOver, LiveWarning, StalledBy, WarningCode, warnings
from services.results.intervals import share
from tests.services.live.cast import NOON, TEN_IN_BERLIN, calls, state, waiting


def only(found: list[LiveWarning]) -> LiveWarning:
    assert len(found) == 1, found
    return found[0]


def test_it_has_nothing_to_say_while_all_is_well() -> None:
    assert warnings(state(recent_calls=calls(*["answered", "no_answer"] * 25))) == []


@pytest.mark.parametrize(
    ("failed", "fine", "warned"), [(11, 9, True), (10, 10, False), (5, 3, True), (4, 3, False)]
)
def test_it_warns_of_failures_above_half_of_the_last_calls(failed: int, fine: int, warned: bool) -> None:
    older = calls(*["error"] * 30) if failed + fine == 20 else []
    recent = [*calls(*["error"] * failed, *["answered"] * fine), *older]
    found = warnings(state(recent_calls=recent))
    assert (WarningCode.FAILURES in [one.code for one in found]) is warned


def test_a_call_that_failed_without_an_outcome_counts_as_failed() -> None:
    failed = [Call(id=str(number), status="failed", started_at=NOON) for number in range(12)]
    found = only(warnings(state(recent_calls=[*failed, *calls(*["answered"] * 8)])))
    assert (found.code, found.figures) == (WarningCode.FAILURES, {"failed": 12, "of": 20})


def test_it_warns_when_the_answer_rate_has_halved() -> None:
    recent = calls(*["answered"] * 4, *["no_answer"] * 16, *["answered"] * 15, *["no_answer"] * 15)
    found = only(warnings(state(recent_calls=recent)))
    assert (found.code, found.figures["now"], found.figures["before"]) == (WarningCode.ANSWER_RATE, 0.2, 0.5)


def test_it_measures_against_the_campaigns_own_history() -> None:
    recent = calls(*["answered"] * 4, *["no_answer"] * 16)
    assert warnings(state(recent_calls=recent)) == []
    found = only(warnings(state(recent_calls=recent), history=share(500, 1000)))
    assert (found.code, found.figures["certain"]) == (WarningCode.ANSWER_RATE, 1.0)
    assert warnings(state(recent_calls=recent), history=share(300, 1000)) == []


@pytest.mark.parametrize(("invalid", "warned"), [(3, True), (2, False)])
def test_it_warns_of_invalid_numbers_above_a_tenth(invalid: int, warned: bool) -> None:
    found = warnings(state(by_outcome={"invalid_number": invalid, "answered": 20}))
    assert bool(found) is warned


def test_it_warns_when_credits_last_less_than_an_hour() -> None:
    found = only(warnings(state(credits=30.0, credits_an_hour=60.0)))
    assert (found.code, found.figures["hours"]) == (WarningCode.CREDITS, 0.5)
    assert warnings(state(credits=60.0, credits_an_hour=60.0)) == []
    assert warnings(state(credits=1.0)) == []


LONG_AGO = calls("answered", at=NOON - timedelta(minutes=11))


@pytest.mark.parametrize(
    ("fields", "because"),
    [
        ({"next_up": [waiting("America/New_York")]}, StalledBy.WINDOW),
        ({"next_up": [waiting(next_attempt_at=NOON + timedelta(minutes=5))]}, StalledBy.RETRIES),
        ({"next_up": [waiting()], "by_status": StatusCounts(calling=3)}, StalledBy.CONCURRENCY),
        ({"next_up": [waiting()]}, StalledBy.STAGE),
        ({"next_up": []}, StalledBy.NOBODY),
    ],
)
def test_it_warns_when_nothing_is_dialled_and_says_why(fields: dict[str, Any], because: StalledBy) -> None:
    found = only(warnings(state(recent_calls=LONG_AGO, **fields)))
    assert (found.code, found.because, round(found.figures["minutes"])) == (WarningCode.STALLED, because, 11)


@pytest.mark.parametrize(
    "fields",
    [
        {"recent_calls": calls("answered", at=NOON - timedelta(minutes=9))},
        {"recent_calls": LONG_AGO, "status": "paused"},
        {"recent_calls": LONG_AGO, "at": NOON + timedelta(hours=6)},
        {"recent_calls": [], "started_at": NOON - timedelta(minutes=2)},
        {"recent_calls": LONG_AGO, "by_status": None},
    ],
)
def test_it_does_not_warn_of_silence_for_nothing(fields: dict[str, Any]) -> None:
    assert warnings(state(next_up=[waiting()], **fields)) == []


def test_it_does_not_warn_in_the_first_ten_minutes_of_the_calling_hours() -> None:
    opening = TEN_IN_BERLIN - timedelta(minutes=55)
    yesterday = calls("answered", at=opening - timedelta(hours=16))
    assert warnings(state(at=opening, recent_calls=yesterday, next_up=[waiting()])) == []


def started(minutes: float, called_before: int | None = 0) -> HandedOver:
    return HandedOver(NOON - timedelta(minutes=minutes), called_before)


def waiting_since(minutes: float, **fields: Any) -> list[LiveWarning]:
    """Warnings `minutes` after a start that a dialler takes up by itself, with somebody waiting and nobody called."""
    quiet: dict[str, Any] = {"recent_calls": [], "next_up": [waiting()], "next_at": NOON}
    return warnings(state(**(quiet | fields)), handed_over=started(minutes))


def test_two_minutes_after_a_start_that_nobody_has_taken_up_it_says_so() -> None:
    assert waiting_since(1.9, started_at=None) == []
    found = only(waiting_since(2.1, started_at=None))
    assert (found.code, found.because) == (WarningCode.NOT_BEGUN, StalledBy.NOT_TAKEN_UP)


def test_it_says_why_where_that_is_known() -> None:
    far_away = only(waiting_since(3, next_up=[waiting("America/Los_Angeles")], started_at=None))
    assert far_away.because is StalledBy.WINDOW
    assert only(waiting_since(3, next_up=[], started_at=None)).because is StalledBy.NOBODY


@pytest.mark.parametrize(
    "fields",
    [
        {"recent_calls": calls("answered", at=NOON - timedelta(minutes=1))},
        {"by_status": StatusCounts(calling=1)},
        {"by_status": StatusCounts(queued=1)},
        {"next_up": [waiting(last_attempt_at="2026-03-03T11:59:00Z")]},
        {"calls_told": False, "by_status": None},
        {"at": NOON.replace(hour=23)},
    ],
    ids=["call log", "calling", "queued", "attempt", "nothing told", "outside the hours"],
)
def test_it_says_nothing_where_somebody_was_called_or_that_is_not_known(fields: dict[str, Any]) -> None:
    assert WarningCode.NOT_BEGUN not in [one.code for one in waiting_since(3, **fields)]


def test_where_the_start_calls_at_once_it_is_not_asked() -> None:
    found = warnings(state(recent_calls=[], next_up=[waiting()], started_at=NOON - timedelta(minutes=3)))
    assert found == []


def test_it_does_not_warn_of_the_silence_of_a_campaign_that_rested_until_a_moment_ago() -> None:
    last_week = calls("answered", at=NOON - timedelta(days=3))
    five, eleven = NOON - timedelta(minutes=5), NOON - timedelta(minutes=11)
    silent = state(recent_calls=last_week, next_up=[waiting()])
    assert warnings(silent, went_on_at=five) == []
    assert only(warnings(silent, went_on_at=eleven)).code is WarningCode.STALLED

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.dialling.retry import DiallerRetries
from services.api.models import Outcome
from tests.sandbox.platform import Platform

AGAIN = (Outcome.NO_ANSWER, Outcome.BUSY, Outcome.ERROR)


def delays(settings: dict[str, Any], outcome: Outcome = Outcome.NO_ANSWER, delay: int = 60) -> list[float]:
    """Minutes before the second, third, fourth and fifth attempt."""
    rules = DiallerRetries(9, delay, settings)
    return [rules.delay_seconds(outcome, attempts) / 60 for attempts in (1, 2, 3, 4)]


GROWING = {"retry_backoff_mode": "exponential"}


@pytest.mark.parametrize(
    ("settings", "outcome", "minutes"),
    [
        ({}, Outcome.NO_ANSWER, [60, 60, 60, 60]),
        ({"retry_delay_minutes_busy": 5}, Outcome.BUSY, [5, 5, 5, 5]),
        ({"retry_delay_minutes_busy": 5}, Outcome.NO_ANSWER, [60, 60, 60, 60]),
        (GROWING, Outcome.NO_ANSWER, [60, 120, 240, 480]),
        (GROWING | {"retry_backoff_multiplier": 1.5}, Outcome.NO_ANSWER, [60, 90, 135, 202.5]),
        (GROWING | {"retry_backoff_max_minutes": 100}, Outcome.NO_ANSWER, [60, 100, 100, 100]),
        (GROWING | {"retry_delay_minutes_error": 10}, Outcome.ERROR, [10, 20, 40, 80]),
        ({"retry_backoff_mode": "fixed", "retry_backoff_multiplier": 3}, Outcome.BUSY, [60, 60, 60, 60]),
    ],
)
def test_it_waits_as_the_settings_say(
    settings: dict[str, Any], outcome: Outcome, minutes: list[float]
) -> None:
    assert delays(settings, outcome) == minutes


@given(
    multiplier=st.floats(1.01, 10),
    cap=st.integers(1, 10080),
    delay=st.integers(1, 10080),
    n=st.integers(1, 10**6),
)
def test_growing_delays_never_pass_their_cap(multiplier: float, cap: int, delay: int, n: int) -> None:
    growing = GROWING | {"retry_backoff_multiplier": multiplier, "retry_backoff_max_minutes": cap}
    assert DiallerRetries(9, delay, growing).delay_seconds(Outcome.BUSY, n) <= cap * 60


@pytest.mark.parametrize(
    "outcome", [outcome for outcome in Outcome if outcome not in (Outcome.NO_ANSWER, Outcome.BUSY)]
)
def test_these_are_final_at_once(platform: Platform, outcome: Outcome) -> None:
    campaign = platform.campaign()
    person = platform.person(outcome)
    platform.enrol(campaign, person)
    platform.run(campaign)
    platform.after(hours=30)
    row = platform.one(campaign, person)
    failed = outcome in (Outcome.INVALID_NUMBER, Outcome.DO_NOT_CALL, Outcome.ERROR)
    assert (row["attempts"], row["outcome"]) == (1, outcome)
    assert row["status"] == ("failed" if failed else "completed")
    assert platform.status(campaign) == "completed"


@pytest.mark.parametrize("outcome", AGAIN)
def test_it_tries_again_after_the_delay_and_gives_up_after_the_last_attempt(
    platform: Platform, outcome: Outcome
) -> None:
    """Calls of 30 s from 10:00; the retry is due 60 minutes after the end, dialled at the next look, a second in."""
    campaign = platform.campaign(settings={"retry_on_error": True}, maxAttemptsPerContact=3)
    person = platform.person(outcome)
    platform.enrol(campaign, person)
    platform.run(campaign)
    platform.after(minutes=1)
    row = platform.one(campaign, person)
    assert (row["status"], row["outcome"], row["attempts"]) == ("pending", outcome, 1)
    assert row["next_attempt_at"] == "2026-03-03T11:00:30.000Z"
    shown = platform.show(campaign)
    assert (shown["contacts_called"], shown["contacts_completed"]) == (1, 0)
    platform.after(hours=5)
    times = [call["started_at"] for call in platform.calls(campaign)]
    assert times == ["2026-03-03T10:00:00.000Z", "2026-03-03T11:00:31.000Z", "2026-03-03T12:01:31.000Z"]
    row = platform.one(campaign, person)
    assert (row["status"], row["attempts"], row["next_attempt_at"]) == ("failed", 3, None)
    assert platform.show(campaign)["contacts_completed"] == 1


@pytest.mark.parametrize(
    ("settings", "attempts"),
    [
        ({"max_attempts_busy": 2}, 2),
        ({"max_attempts_no_answer": 1}, 4),
        ({"max_attempts_busy": 9}, 4),
        ({"max_attempts_busy": 1}, 1),
    ],
)
def test_an_outcome_may_have_its_own_limit(
    platform: Platform, settings: dict[str, int], attempts: int
) -> None:
    campaign = platform.campaign(settings=settings, maxAttemptsPerContact=4)
    person = platform.person(Outcome.BUSY)
    platform.enrol(campaign, person)
    platform.run(campaign)
    platform.after(hours=10)
    assert platform.one(campaign, person)["attempts"] == attempts


def test_the_settings_may_come_by_put_in_camel_case(platform: Platform) -> None:
    campaign = platform.campaign(settings={"retry_on_error": False, "kept": {"as": "it is"}})
    platform.put(
        campaign,
        retryOnError=True,
        retryDelayMinutesNoAnswer=15,
        retryBackoffMode="exponential",
        retryBackoffMultiplier=3,
        useContactTimezoneForCallWindow=False,
        noAutoComplete=True,
    )
    assert platform.show(campaign)["settings"] == {
        "kept": {"as": "it is"},
        "retry_on_error": True,
        "retry_delay_minutes_no_answer": 15,
        "retry_backoff_mode": "exponential",
        "retry_backoff_multiplier": 3,
        "use_contact_timezone_for_call_window": False,
        "no_auto_complete": True,
    }
    platform.put(campaign, settings={"kept": None})
    assert "kept" not in platform.show(campaign)["settings"]
    person = platform.person(Outcome.NO_ANSWER)
    platform.enrol(campaign, person)
    platform.run(campaign)
    platform.after(minutes=60)
    times = [call["started_at"][11:19] for call in platform.calls(campaign)]
    assert times == ["10:00:00", "10:15:31"]
    assert platform.one(campaign, person)["next_attempt_at"] == "2026-03-03T11:01:01.000Z"


@pytest.mark.parametrize(
    "settings",
    [
        {"retry_backoff_multiplier": 1.0},
        {"retry_backoff_max_minutes": 10081},
        {"retry_delay_minutes_busy": 0},
        {"retry_backoff_mode": "linear"},
        {"retry_on_error": "yes"},
        {"max_attempts_busy": 0},
    ],
)
def test_it_refuses_settings_the_dialler_could_not_go_by(
    platform: Platform, settings: dict[str, Any]
) -> None:
    platform.campaign(400, settings=settings)
    platform.put(platform.campaign(), 400, settings=settings)


def test_a_retry_waits_for_the_window(platform: Platform) -> None:
    campaign = platform.campaign(callWindowStart="09:00", callWindowEnd="10:30")
    person = platform.person(Outcome.NO_ANSWER, Outcome.ANSWERED)
    platform.enrol(campaign, person)
    platform.run(campaign)
    platform.at("2026-03-04T10:00:00Z")
    assert [call["started_at"] for call in platform.calls(campaign)][1] == "2026-03-04T09:00:01.000Z"

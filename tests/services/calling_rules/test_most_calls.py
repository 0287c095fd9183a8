"""The most calls one person can get: limits of single outcomes are budgets on newer platforms, and smaller limits on the first."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.dialling.retry import DiallerRetries
from services.api.models import RETRIED, Campaign, Outcome
from services.calling_rules.most_calls import most_calls
from services.calling_rules.retry_rules import RetryRules

LIMITS = st.dictionaries(st.sampled_from(RETRIED), st.integers(1, 50))


@pytest.mark.parametrize(
    ("attempts", "limits", "after_error", "most"),
    [
        (3, {}, False, 3),
        (3, {}, True, 3),
        (3, {Outcome.NO_ANSWER: 5, Outcome.BUSY: 4}, False, 9),
        (3, {Outcome.NO_ANSWER: 5, Outcome.BUSY: 4, Outcome.ERROR: 2}, True, 11),
        (3, {Outcome.NO_ANSWER: 5}, False, 8),  # the general limit holds for a busy line
        (3, {Outcome.ERROR: 2}, False, 8),  # its limit may mean that an error is tried again
    ],
)
def test_budgets_add_up(attempts: int, limits: dict[Outcome, int], after_error: bool, most: int) -> None:
    assert most_calls(attempts, limits, after_error=after_error, add_up=True) == most


@given(attempts=st.integers(1, 20), limits=LIMITS, after_error=st.booleans())
def test_on_the_first_version_it_is_what_its_dialler_does(
    attempts: int, limits: dict[Outcome, int], after_error: bool
) -> None:
    settings: dict[str, Any] = {f"max_attempts_{outcome}": limit for outcome, limit in limits.items()}
    dialler = DiallerRetries(attempts, 60, {**settings, "retry_on_error": after_error})
    calls = 1
    while any(dialler.again(outcome, calls) for outcome in RETRIED):
        calls += 1
    assert most_calls(attempts, limits, after_error=after_error) == calls


@given(attempts=st.integers(1, 20), limits=LIMITS, after_error=st.booleans())
def test_it_is_never_fewer_than_any_reading_allows(
    attempts: int, limits: dict[Outcome, int], after_error: bool
) -> None:
    said = most_calls(attempts, limits, after_error=after_error, add_up=True)
    assert said >= most_calls(attempts, limits, after_error=after_error)
    rules = RetryRules(attempts, limits=limits, retry_on_error=after_error, add_up=True)
    made = 1
    while any(rules.again(outcome, made) for outcome in RETRIED):
        made += 1
    assert said >= made


@pytest.mark.parametrize(
    "told",
    [
        {"max_attempts_busy": 7},
        {"settings": {"max_attempts_busy": 7}},
        {"settings": {"maxAttemptsBusy": 7}},
    ],
)
def test_a_limit_is_read_wherever_it_stands(told: dict[str, Any]) -> None:
    campaign = Campaign.model_validate({"id": "c", "max_attempts_per_contact": 3} | told)
    assert RetryRules.from_campaign(campaign, add_up=True).most_calls == 3 + 7

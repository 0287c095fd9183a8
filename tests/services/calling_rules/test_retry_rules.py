"""Retry rules: a forecast, the forms and the dialler go by the same figures, which are the contract's."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.dialling.retry import DiallerRetries
from services.api import models
from services.api.models import Campaign, CampaignStatus, Outcome
from services.calling_rules.retry_rules import RetryRules
from services.campaigns.form import PaceLimits, Retries, retries_faults
from services.campaigns.requests import retries_of
from tests.contract.contract_files import read_contract

CONTRACT: dict[str, Any] = read_contract("openapi.yaml")["components"]["schemas"]

SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "retry_on_error": st.booleans(),
        "retry_backoff_mode": st.sampled_from(["fixed", "exponential"]),
        "retry_backoff_multiplier": st.floats(models.SMALLEST_GROWTH, models.LARGEST_GROWTH),
        "retry_backoff_max_minutes": st.integers(1, models.LONGEST_DELAY_MINUTES),
        "retry_delay_minutes_busy": st.integers(1, models.LONGEST_DELAY_MINUTES),
        "max_attempts_no_answer": st.integers(1, 20),
    },
)


def campaign(settings: dict[str, Any] | None = None, **values: Any) -> Campaign:
    return Campaign(id="c1", name="Spring", status=CampaignStatus.DRAFT, settings=settings, **values)


@given(
    settings=SETTINGS,
    delay=st.integers(1, 100_000),
    most=st.integers(1, 20),
    outcome=st.sampled_from(list(Outcome)),
    attempt=st.integers(1, 19),
)
def test_a_forecast_waits_as_long_as_the_dialler(
    settings: dict[str, Any], delay: int, most: int, outcome: Outcome, attempt: int
) -> None:
    """A person who is called again sooner than was said is called when nobody expects it."""
    rules = RetryRules.from_campaign(
        campaign(settings, max_attempts_per_contact=most, retry_delay_minutes=delay)
    )
    dialler = DiallerRetries(most, delay, settings)

    assert rules.again(outcome, attempt) == dialler.again(outcome, attempt)
    assert rules.delay(outcome, attempt) * 60 == pytest.approx(dialler.delay_seconds(outcome, attempt))


def test_growing_waits_without_an_end_of_their_own_end_in_all_three_where_the_contract_ends_them() -> None:
    growing = {"retry_backoff_mode": "exponential"}

    assert RetryRules.from_campaign(campaign(growing)).delay(Outcome.BUSY, 12) == 10_080
    assert DiallerRetries(20, 60, growing).delay_seconds(Outcome.BUSY, 12) == 10_080 * 60
    assert retries_of(campaign(growing)).longest_delay == 10_080


def test_the_figures_are_the_contracts() -> None:
    create, change = CONTRACT["CampaignCreate"]["properties"], CONTRACT["CampaignUpdate"]["properties"]
    longest, growth = change["retryBackoffMaxMinutes"], change["retryBackoffMultiplier"]

    assert create["maxConcurrentCalls"]["default"] == models.DEFAULT_AT_ONCE
    assert create["maxAttemptsPerContact"]["default"] == models.DEFAULT_ATTEMPTS
    assert create["retryDelayMinutes"]["default"] == models.DEFAULT_DELAY_MINUTES
    assert longest["maximum"] == models.LONGEST_DELAY_MINUTES
    assert (growth["minimum"], growth["maximum"]) == (models.SMALLEST_GROWTH, models.LARGEST_GROWTH)
    own_delays = {
        name for name in change if name.startswith("retryDelayMinutes") and name != "retryDelayMinutes"
    }
    assert own_delays == {
        f"retryDelayMinutes{outcome.title().replace('_', '')}" for outcome in models.RETRIED
    }


def test_a_form_takes_what_a_campaign_has_already() -> None:
    """The platform sets no limit to these three: a campaign made elsewhere may have more than a form lets be typed."""
    much = campaign(max_concurrent_calls=150, max_attempts_per_contact=25, retry_delay_minutes=20_160)

    assert retries_faults(retries_of(much), PaceLimits.of(much)) == []
    assert {fault.field for fault in retries_faults(retries_of(much), PaceLimits())} == {
        "people_at_once",
        "attempts",
        "delay",
    }
    assert retries_faults(Retries(attempts=26), PaceLimits.of(much))

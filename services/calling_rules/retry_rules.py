"""Retry rules: when and how often somebody who was not reached is called again (contract, "Calling rules")."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.api.models import (
    DEFAULT_ATTEMPTS,
    DEFAULT_DELAY_MINUTES,
    DEFAULT_GROWTH,
    LONGEST_DELAY_MINUTES,
    RETRIED,
    Campaign,
    Outcome,
)
from services.calling_rules.most_calls import most_calls


@dataclass(frozen=True, slots=True)
class RetryRules:
    """`delays` and `limits` hold what differs from the general rule for one outcome; minutes and attempts."""

    max_attempts: int = DEFAULT_ATTEMPTS
    delay_minutes: int = DEFAULT_DELAY_MINUTES
    retry_on_error: bool = False
    delays: Mapping[Outcome, int] = field(default_factory=dict)
    limits: Mapping[Outcome, int] = field(default_factory=dict)
    multiplier: float = 1.0
    """Above 1: each further delay is that many times as long, to at most `longest_minutes`."""
    longest_minutes: int = LONGEST_DELAY_MINUTES
    add_up: bool = False
    """Whether `limits` are budgets of their outcomes; elsewhere each counts all attempts, and the smaller one holds."""

    @classmethod
    def from_campaign(cls, campaign: Campaign, *, add_up: bool = False) -> RetryRules:
        """The rules of `campaign`, with the platform's defaults where it gives none."""
        settings = campaign.settings or {}
        growing = settings.get("retry_backoff_mode") == "exponential"
        return cls(
            max_attempts=campaign.max_attempts_per_contact or DEFAULT_ATTEMPTS,
            delay_minutes=campaign.retry_delay_minutes or DEFAULT_DELAY_MINUTES,
            retry_on_error=settings.get("retry_on_error") is True,
            delays=_by_outcome(settings, "retry_delay_minutes_"),
            limits=_limits(campaign),
            multiplier=_number(settings.get("retry_backoff_multiplier"), DEFAULT_GROWTH) if growing else 1.0,
            longest_minutes=int(_number(settings.get("retry_backoff_max_minutes"), LONGEST_DELAY_MINUTES)),
            add_up=add_up,
        )

    @property
    def most_calls(self) -> int:
        """The most calls one person can get."""
        return most_calls(self.max_attempts, self.limits, after_error=self.retry_on_error, add_up=self.add_up)

    @property
    def budgets(self) -> dict[Outcome, int]:
        """Attempts that may end in each outcome that is retried, where limits are budgets; none where they are not."""
        if not self.add_up or not self.limits:
            return {}
        retried = (one for one in RETRIED if one is not Outcome.ERROR or self.retry_on_error)
        return {outcome: self.limits.get(outcome, self.max_attempts) for outcome in retried}

    def again(self, outcome: Outcome, attempts: int) -> bool:
        """Whether somebody may be called again after `attempts` attempts of which the last ended in `outcome`."""
        if outcome not in RETRIED or (outcome is Outcome.ERROR and not self.retry_on_error):
            return False
        if budgets := self.budgets:
            return budgets[outcome] > 1 and attempts <= sum(budget - 1 for budget in budgets.values())
        return attempts < min(self.max_attempts, self.limits.get(outcome, self.max_attempts))

    def delay(self, outcome: Outcome, attempts: int) -> float:
        """Minutes from the end of the `attempts`-th attempt (from 1) to the next."""
        minutes = self.delays.get(outcome, self.delay_minutes)
        if self.multiplier <= 1:
            return float(minutes)
        return min(float(self.longest_minutes), minutes * self.multiplier ** min(attempts - 1, 60))


def _by_outcome(settings: Mapping[str, Any], prefix: str) -> dict[Outcome, int]:
    values = {outcome: _number(settings.get(f"{prefix}{outcome}"), 0) for outcome in RETRIED}
    return {outcome: int(value) for outcome, value in values.items() if value}


def _limits(campaign: Campaign) -> dict[Outcome, int]:
    """As the campaign tells them, or as its settings hold them before it is created."""
    told = {outcome: getattr(campaign, f"max_attempts_{outcome}") for outcome in RETRIED}
    return _by_outcome(campaign.settings or {}, "max_attempts_") | {
        outcome: limit for outcome, limit in told.items() if limit
    }


def _number(value: object, otherwise: float) -> float:
    """Settings are free-form on the wire: what is no number from 1 on counts as not set."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return otherwise
    return float(value) if 1 <= value < math.inf else otherwise

"""Retry rules: another try after a call, and when, or an end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.api.models import DEFAULT_GROWTH, LONGEST_DELAY_MINUTES, RETRIED, EnrollmentStatus, Outcome

COMPLETES = {Outcome.ANSWERED, Outcome.VOICEMAIL, Outcome.DECLINED}


@dataclass(frozen=True)
class DiallerRetries:
    """From a campaign's `max_attempts_per_contact`, `retry_delay_minutes` and `settings`."""

    max_attempts: int
    delay_minutes: int
    settings: dict[str, Any]

    def again(self, outcome: Outcome, attempts: int, alike: int | None = None) -> bool:
        """True where somebody with `attempts` attempts made, the last ending in `outcome`, is tried again.

        `alike`: how many of the attempts ended in `outcome`, where a limit of these counts them alone.
        """
        if outcome is Outcome.ERROR and not self.settings.get("retry_on_error"):
            return False
        if outcome not in RETRIED:
            return False
        if self.settings.get("unavailable_action") == "fail":
            return False
        limit = self.settings.get(f"max_attempts_{outcome}")
        if alike is not None and limit:
            return alike < limit
        return attempts < min(limit or self.max_attempts, self.max_attempts)

    def delay_seconds(self, outcome: Outcome, attempts: int) -> float:
        """From the end of the `attempts`-th attempt to the next one."""
        minutes = self.settings.get(f"retry_delay_minutes_{outcome}") or self.delay_minutes
        if self.settings.get("retry_backoff_mode") == "exponential":
            multiplier = self.settings.get("retry_backoff_multiplier") or DEFAULT_GROWTH
            cap = self.settings.get("retry_backoff_max_minutes") or LONGEST_DELAY_MINUTES
            minutes = min(float(cap), minutes * float(multiplier) ** min(attempts - 1, 60))
        return minutes * 60.0


def call_status(outcome: Outcome) -> str:
    """Status of a call that ended so."""
    return "failed" if outcome in (Outcome.ERROR, Outcome.INVALID_NUMBER) else "completed"


def final_status(outcome: Outcome) -> EnrollmentStatus:
    """Final status of somebody whose last call ended in `outcome`."""
    return EnrollmentStatus.COMPLETED if outcome in COMPLETES else EnrollmentStatus.FAILED

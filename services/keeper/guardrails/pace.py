"""Budget of looks (token bucket): at most 60 requests an hour and campaign, some of them at once where a limit is near."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

AN_HOUR = 60
HELD = 8.0
REFILL = (AN_HOUR - HELD) / 3600

USUAL = 90.0
"""Seconds of the platform's time between two looks, of which each takes little more than one request."""


@dataclass
class LookBudget:
    """Requests that may be spent, as of `at`, a time of this machine."""

    left: float
    at: datetime

    @classmethod
    def read(cls, kept: Any, at: datetime) -> LookBudget:
        """As it was kept in a watch."""
        if not isinstance(kept, list) or len(kept) != 2:
            return cls(HELD, at)
        return cls(float(kept[0]), datetime.fromisoformat(kept[1]))

    def stored(self) -> list[Any]:
        return [round(self.left, 3), self.at.isoformat()]

    def spend(self, requests: int, now: datetime, speed: float) -> None:
        gone = max((now - self.at).total_seconds(), 0.0) * speed
        self.left = min(self.left + gone * REFILL, HELD) - requests
        self.at = now

    def after(self, wanted: float) -> float:
        """Seconds of the platform's time until the next look: as wanted, but not before there is a request for it."""
        return max(wanted, (1 - self.left) / REFILL)

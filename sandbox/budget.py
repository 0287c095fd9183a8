"""Hourly request budget of the key, by the clock that runs fast but does not skip."""

from __future__ import annotations

import math
import threading

from sandbox.clock import SandboxClock

HOUR = 3600.0


class HourlyBudget:
    """At most `per_hour` requests in an hour that begins with its first request. Refused ones do not count."""

    def __init__(self, per_hour: int, clock: SandboxClock, *, since: float = 0.0, used: int = 0) -> None:
        self.per_hour = per_hour
        self._clock = clock
        self._since, self._used = since, used
        self._lock = threading.Lock()

    def spend(self) -> int | None:
        """Take one request. None where it was left, else the real seconds until the next hour begins."""
        with self._lock:
            ran = self._clock.ran()
            if ran >= self._since + HOUR or self._used == 0:
                self._since, self._used = ran, 0
            if self._used < self.per_hour:
                self._used += 1
                return None
            return max(1, math.ceil(self._clock.real_seconds(self._since + HOUR - ran)))

    def state(self) -> tuple[float, int]:
        """Start of the present hour (on the clock's `ran`), and how many requests it has seen."""
        with self._lock:
            return self._since, self._used

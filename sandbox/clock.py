"""Clock of the sandbox: runs `speed` times as fast as the world's, can be moved ahead, and can stand still.

It tells two times. `now()` is what calls, windows and retries go by; `ran()` counts the seconds it ran without
those it skipped, and is what the hourly request budget goes by: skipping a night must not refill the budget.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import formatdate


class SandboxClock:
    """`speed` 0 makes a clock that only `move_to` moves."""

    def __init__(
        self, now: float, *, ran: float = 0.0, speed: float = 60.0, real: Callable[[], float] = time.monotonic
    ) -> None:
        self.speed = speed
        self._now, self._ran = now, ran
        self._real, self._since = real, real()
        self._held = False
        self._lock = threading.Lock()

    def now(self) -> float:
        """Seconds since 1970 on this clock."""
        with self._lock:
            self._run()
            return self._now

    def ran(self) -> float:
        """Seconds this clock ran since the sandbox was made, without those it skipped."""
        with self._lock:
            self._run()
            return self._ran

    def move_to(self, moment: float, *, as_if_run: bool = False) -> None:
        """Skip to `moment`; a moment already past is ignored. `as_if_run` counts the seconds as run."""
        with self._lock:
            self._run()
            if moment > self._now:
                self._ran += (moment - self._now) if as_if_run else 0.0
                self._now = moment

    def hold(self) -> None:
        """Stand still until `go`."""
        with self._lock:
            self._run()
            self._held = True

    def go(self) -> None:
        with self._lock:
            self._run()
            self._held = False

    @property
    def held(self) -> bool:
        return self._held

    def http_date(self) -> str:
        return formatdate(self.now(), usegmt=True)

    def real_seconds(self, seconds: float) -> float:
        """How long a person waits while this clock runs `seconds`."""
        return seconds / self.speed if self.speed else seconds

    def _run(self) -> None:
        real = self._real()
        if not self._held:
            passed = (real - self._since) * self.speed
            self._now += passed
            self._ran += passed
        self._since = real


def iso(moment: float | None) -> str | None:
    """ISO 8601 in UTC with milliseconds, as the platform writes times."""
    if moment is None:
        return None
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

"""The platform's clock: what decides about calls is the platform's time, not this machine's."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

SPEED_HEADER = "X-Clock-Speed"
FASTEST = 100_000.0


class PlatformClock:
    """Follows the `Date` header of the platform's answers, and between them runs at `X-Clock-Speed` (default 1)."""

    def __init__(
        self,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        machine: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._anchor = machine()
        self._seen_at = monotonic()
        self._speed = 1.0

    @property
    def speed(self) -> float:
        """Platform seconds in a second: 1.0, or more where the platform is a demo. Safe to divide by."""
        return self._speed or 1.0

    @property
    def stands(self) -> bool:
        """Whether the platform's clock moves only when it is told to, as in tests."""
        return self._speed == 0

    def now(self) -> datetime:
        """The platform's time, in UTC. Before the first answer: this machine's."""
        with self._lock:
            elapsed = self._monotonic() - self._seen_at
            return self._anchor + timedelta(seconds=elapsed * self._speed)

    def follow(self, headers: httpx.Headers) -> None:
        """Take over the time of an answer; a missing or broken one changes nothing."""
        moment = _moment(headers.get("Date", ""))
        if moment is None:
            return
        with self._lock:
            self._anchor, self._seen_at = moment, self._monotonic()
            self._speed = _speed(headers.get(SPEED_HEADER, ""))


def _moment(header: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(header)
    except ValueError:
        return None
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)


def _speed(header: str) -> float:
    try:
        speed = float(header)
    except ValueError:
        return 1.0
    return speed if 0 <= speed <= FASTEST else 1.0

"""Clock of the platform, checked against this machine's: what decides about calls is the platform's time.

A `Date` header can be cached, proxied or wrong, and legal hours are judged by it. So it counts while it is near this
machine's time; further off both clocks are told (`PlatformClock.difference`), and far off it is ignored. Only a demo,
whose platform is our own sandbox, may show any date and run at any speed.
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

SPEED_HEADER = "X-Clock-Speed"
FASTEST = 100_000.0
NEAR = timedelta(minutes=2)
"""So far apart two clocks may be and still be taken for the same time."""
FAR = timedelta(days=1)
"""A platform's time further off than this is no time to go by."""
_APART, _KEPT = timedelta(seconds=1), 20_000
"""A demo's clock is noted so often, and so many times: five hours."""
_EARLIEST, _LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ClockDifference:
    """Two clocks that do not agree, each as it stands now. `ignored`: the platform's is too far off to mean anything."""

    machine: datetime
    platform: datetime

    @property
    def ignored(self) -> bool:
        return abs(self.platform - self.machine) > FAR


class PlatformClock:
    """Follows the `Date` header of the platform's answers. Thread-safe.

    Args:
        demo: the platform is a sandbox of our own: its time counts whatever it is, and runs at `X-Clock-Speed`.
    """

    def __init__(
        self,
        *,
        demo: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
        machine: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._demo = demo
        self._monotonic = monotonic
        self._machine = machine
        self._lock = threading.Lock()
        self._anchor = machine()
        self._seen_at = monotonic()
        self._speed = 1.0
        self._ahead: timedelta | None = None
        self._seen: list[tuple[datetime, datetime]] = []

    @property
    def speed(self) -> float:
        """Platform seconds in a second: 1.0, or more where the platform is a demo. Safe to divide by."""
        return self._speed or 1.0

    @property
    def stands(self) -> bool:
        """Whether the platform's clock moves only when it is told to, as in tests."""
        return self._speed == 0

    @property
    def difference(self) -> ClockDifference | None:
        """The two clocks where they are more than `NEAR` apart; None where they agree, or only one is known."""
        ahead, machine = self._ahead, self._machine()
        if self._demo or ahead is None or _near(ahead):
            return None
        return ClockDifference(machine, machine + ahead)

    @property
    def second_opinion(self) -> datetime | None:
        """The platform's time where it differs from `now()` and may yet be right: hours are judged by both."""
        differing = self.difference
        return differing.platform if differing and not differing.ignored else None

    def now(self) -> datetime:
        """The time that counts, in UTC: the platform's, this machine's where the two do not agree."""
        if not self._demo:
            ahead = self._ahead
            return self._machine() + (ahead if ahead is not None and _near(ahead) else timedelta())
        with self._lock:
            elapsed = (self._monotonic() - self._seen_at) * self._speed
            return min(self._anchor + timedelta(seconds=min(elapsed, 1e9)), _LATEST)

    def steady(self) -> datetime:
        """A time for telling how long ago something was: no answer of a real platform moves it."""
        return self.now() if self._demo else self._machine()

    def both(self) -> tuple[datetime, datetime | None]:
        """This machine's time and the platform's, for records; None before the platform's first answer."""
        machine, ahead = self._machine(), self._ahead
        if ahead is None:
            return machine, None
        return machine, self.now() if self._demo else machine + ahead

    def shown(self, at: datetime) -> datetime:
        """Moment that people are told for one of this machine's: by the clock that all else on the screen goes by.

        Only a demo's differs: it runs fast and skips hours, so it is looked up what it showed then.
        """
        if not self._demo:
            return at
        with self._lock:
            later = bisect_right(self._seen, at, key=_machines)
            if not later:
                return self._seen[0][1] - (self._seen[0][0] - at) if self._seen else at
            machine, moment = self._seen[later - 1]
            ran = moment + (at - machine) * self._speed
            return min(ran, self._seen[later][1]) if later < len(self._seen) else ran

    def remember(self, seen: Iterable[tuple[datetime, datetime]]) -> None:
        """What a demo's clock showed at moments of this machine before this process began, in any order."""
        with self._lock:
            self._seen = sorted([*seen, *self._seen])[-_KEPT:]

    def follow(self, headers: httpx.Headers) -> None:
        """Take over the time of an answer; a missing or impossible one changes nothing."""
        moment = _moment(headers.get("Date", ""))
        if moment is None:
            return
        with self._lock:
            self._ahead = moment - self._machine()
            if self._demo:
                self._anchor, self._seen_at = moment, self._monotonic()
                self._note(moment)
                self._speed = _speed(headers.get(SPEED_HEADER, ""))

    def _note(self, moment: datetime) -> None:
        machine = self._machine()
        if self._seen and machine - self._seen[-1][0] < _APART:
            return
        self._seen.append((machine, moment))
        del self._seen[:-_KEPT]


def _machines(seen: tuple[datetime, datetime]) -> datetime:
    return seen[0]


def _near(ahead: timedelta) -> bool:
    """Whether a clock so far ahead of another, or behind it, shows the same time."""
    return abs(ahead) <= NEAR


def _moment(header: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(header)
        aware = parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return aware if _EARLIEST <= aware <= _LATEST else None


def _speed(header: str) -> float:
    try:
        speed = float(header)
    except ValueError:
        return 1.0
    return speed if 0 <= speed <= FASTEST else 1.0

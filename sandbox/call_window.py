"""When people may be called: daily, from a start to an end in somebody's wall time.

A start later than the end spans midnight; the end itself is outside. Start and end alike: never open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DEFAULT_START, DEFAULT_END, DEFAULT_ZONE = "09:00", "17:00", "America/New_York"


@lru_cache(maxsize=1024)
def zone(name: str | None) -> ZoneInfo | None:
    """The zone of that IANA name; None where there is none or it is unknown."""
    if not name or name.startswith((".", "/")) or "\x00" in name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@dataclass(frozen=True)
class CallWindow:
    start: time
    end: time

    @classmethod
    def of(cls, start: str, end: str) -> Self:
        """From `HH:MM` or `HH:MM:SS`."""
        return cls(time.fromisoformat(start), time.fromisoformat(end))

    def open_at(self, moment: float, where: ZoneInfo) -> bool:
        wall = datetime.fromtimestamp(moment, where).time()
        if self.start <= self.end:
            return self.start <= wall < self.end
        return wall >= self.start or wall < self.end

    def next_opening(self, moment: float, where: ZoneInfo) -> float | None:
        """The first moment from `moment` on at which it is open; None for a window that never opens."""
        if self.start == self.end:
            return None
        if self.open_at(moment, where):
            return moment
        today = datetime.fromtimestamp(moment, where).date()
        for day in range(4):
            opening = datetime.combine(today + timedelta(days=day), self.start, where)
            # Through UTC: a start inside the hour that a clock change leaves out opens when that hour is over.
            at = opening.astimezone(UTC).timestamp()
            if at > moment and self.open_at(at, where):
                return at
            later = self._after_gap(at, where)
            if later is not None and later > moment:
                return later
        return None

    def _after_gap(self, at: float, where: ZoneInfo) -> float | None:
        """The first open minute in the two hours after `at`, for a start that no clock showed that day."""
        for minute in range(1, 121):
            if self.open_at(at + minute * 60, where):
                return at + minute * 60
        return None

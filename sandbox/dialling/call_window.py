"""Call window: when people may be called, daily, from a start to an end in somebody's wall time.

A start later than the end spans midnight; the end itself is outside. Start and end alike: never open.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


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
class DiallerWindow:
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
            for at in self.openings(today + timedelta(days=day), where):
                if at > moment and self.open_at(at, where):
                    return at
        return None

    def openings(self, day: date, where: ZoneInfo) -> list[float]:
        """Moments when the wall clock shows the start on that day: two where an hour is repeated. Where the hour is
        left out, the first minute after it."""
        early, late = (
            datetime.combine(day, self.start, where).replace(fold=fold).astimezone(UTC).timestamp()
            for fold in (0, 1)
        )
        if early <= late:
            return [early] if early == late else [early, late]
        # `fold=1` reads a time in the gap with the offset after it, `fold=0` with the one before: the gap lies between.
        minutes = range(math.ceil(late / 60), math.floor(early / 60) + 1)
        return [minute * 60.0 for minute in minutes if self.open_at(minute * 60.0, where)][:1]

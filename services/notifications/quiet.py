"""Quiet hours and daily times of a recipient, by the clock on her wall: over midnight, and over changes of the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@dataclass(frozen=True)
class QuietHours:
    """From `start` to `end`, exclusive; over midnight where it ends before it starts. Of the same hour twice none are quiet."""

    start: time
    end: time

    def over_at(self, at: datetime, zone: tzinfo) -> datetime:
        """The moment from which a message of `at` may be sent: `at` itself where it is not quiet then."""
        now = at.astimezone(zone)
        if not self._quiet(now.time()):
            return at
        ends = (moment_on(now.date() + timedelta(days=day), self.end, zone) for day in range(3))
        return next(end for end in ends if end > at)

    def _quiet(self, now: time) -> bool:
        if self.start <= self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end


def moment_on(day: date, at: time, zone: tzinfo) -> datetime:
    """A clock time on a day. One that the change of the clock skips comes as much later, of one that comes twice the first
    counts."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def zone_named(name: str) -> tzinfo:
    """UTC where there is no zone of that name."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC

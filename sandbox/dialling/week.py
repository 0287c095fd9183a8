"""Calling days: a daily call window, narrowed to weekdays, with hours of single days, and over at an end date.

The day is that of the call. Days are 0 (Sunday) to 6, or English names of which the first three letters count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from sandbox.dialling.call_window import DiallerWindow

DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
ALL_DAY = DiallerWindow(time.min, time.max)


def day_number(day: int | str) -> int | None:
    """0 for Sunday to 6; None for what is no day."""
    if isinstance(day, int):
        return day if 0 <= day < len(DAYS) else None
    name = day.strip().casefold()[:3]
    return DAYS.index(name) if name in DAYS else None


@dataclass(frozen=True)
class WeekWindow:
    """`days` None: all of them. `own`: the hours of a day that has some of its own. `ends`: no call from then on."""

    daily: DiallerWindow
    days: frozenset[int] | None = None
    own: Mapping[int, tuple[DiallerWindow, ...]] = field(default_factory=dict)
    ends: float | None = None

    @classmethod
    def of(
        cls,
        daily: DiallerWindow,
        days: Iterable[int | str] | None,
        own: Iterable[Mapping[str, Any]] | None,
        ends: float | None,
    ) -> Self:
        """From a campaign's columns."""
        hours: dict[int, tuple[DiallerWindow, ...]] = {}
        for row in own or ():
            day = day_number(row["day"])
            if day is not None:
                hours[day] = (*hours.get(day, ()), DiallerWindow.of(row["start"], row["end"]))
        numbers = [day_number(each) for each in days or ()]
        named = None if days is None else frozenset(day for day in numbers if day is not None)
        return cls(daily, named, hours, ends)

    @property
    def _plain(self) -> bool:
        return self.days is None and not self.own

    def open_at(self, moment: float, where: ZoneInfo) -> bool:
        if self.ends is not None and moment >= self.ends:
            return False
        if self._plain:
            return self.daily.open_at(moment, where)
        day = datetime.fromtimestamp(moment, where).isoweekday() % 7
        if self.days is not None and day not in self.days:
            return False
        return any(window.open_at(moment, where) for window in self.own.get(day, (self.daily,)))

    def next_opening(self, moment: float, where: ZoneInfo) -> float | None:
        """The first moment from `moment` on at which it is open; None for one that never opens again."""
        at = self.daily.next_opening(moment, where) if self._plain else self._next_in_week(moment, where)
        return None if at is None or (self.ends is not None and at >= self.ends) else at

    def _next_in_week(self, moment: float, where: ZoneInfo) -> float | None:
        """A window opens with its hours, or with the day for one that spans midnight."""
        if self.open_at(moment, where):
            return moment
        today = datetime.fromtimestamp(moment, where).date()
        windows = {ALL_DAY, self.daily, *(window for hours in self.own.values() for window in hours)}
        candidates = {
            at
            for day in range(9)
            for window in windows
            for at in window.openings(today + timedelta(days=day), where)
        }
        return next((at for at in sorted(candidates) if at > moment and self.open_at(at, where)), None)

"""Calling days: what a campaign keeps of days, as people set it.

What is stored and not understood is closed: another version of the console may know more, and a day must not be open
because a word was not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self, TypeAlias

from services.calling_rules.calling_hours import Spans

MIDNIGHT = 24 * 60
WEEK = 7

DayHours: TypeAlias = Spans | None
"""Open spans of one day in minutes after midnight: None is the campaign's daily hours, the empty tuple is closed."""

DAILY: DayHours = None
CLOSED: DayHours = ()
_KEYS = frozenset({"week", "holidays", "dates", "last_day", "parts"})


@dataclass(frozen=True, slots=True)
class SingleDay:
    """One date that somebody closed, released or gave other hours, and why."""

    hours: DayHours
    reason: str = ""
    who: str = ""


@dataclass(frozen=True)
class CallingDays:
    """`week` runs from Monday. `parts` are the states of the people (`DE-BE`), where somebody said so, for those whose number
    does not tell. `understood` is False where more is stored than this version knows: then every day is closed."""

    week: tuple[DayHours, ...] = (DAILY,) * WEEK
    holidays_closed: bool = False
    dates: Mapping[date, SingleDay] = field(default_factory=dict)
    last_day: date | None = None
    parts: frozenset[str] = frozenset()
    understood: bool = True

    @property
    def every_day(self) -> bool:
        """Whether nothing is kept: the platform's daily window is all."""
        return self == EVERY_DAY

    def places_of(self, places: Iterable[str]) -> tuple[str, ...]:
        """The places whose holidays count: a country whose states somebody named is those states."""
        found: dict[str, None] = {}
        for place in places:
            named = [part for part in sorted(self.parts) if part.startswith(f"{place}-")]
            found |= dict.fromkeys(named or [place])
        return tuple(found)

    def with_date(self, day: date, single: SingleDay | None) -> Self:
        """With `day` as somebody set it, or with None as any other day of the week."""
        dates = {at: known for at, known in self.dates.items() if at != day}
        if single is not None:
            dates[day] = single
        return replace(self, dates=dict(sorted(dates.items())))

    def for_copy(self, today: date) -> Self:
        """For another campaign like it: without the dates, and the last day, that have passed."""
        dates = {day: single for day, single in self.dates.items() if day >= today}
        over = self.last_day is not None and self.last_day < today
        return replace(self, dates=dates, last_day=None if over else self.last_day)

    def to_json(self) -> dict[str, Any]:
        return {
            "week": [_hours_to_json(hours) for hours in self.week],
            "holidays": "closed" if self.holidays_closed else "open",
            "dates": {
                day.isoformat(): {
                    "hours": _hours_to_json(single.hours),
                    "reason": single.reason,
                    "who": single.who,
                }
                for day, single in self.dates.items()
            },
            "last_day": self.last_day.isoformat() if self.last_day else None,
            "parts": sorted(self.parts),
        }

    @classmethod
    def from_json(cls, stored: Any) -> Self:
        """As `to_json` wrote it. What is not understood is closed: a weekday or a date alone where it is known which, else
        every day."""
        if not isinstance(stored, Mapping) or not _KEYS.issuperset(stored):
            return cls(understood=False)
        week, dates, parts = stored.get("week"), stored.get("dates", {}), stored.get("parts", [])
        last_day, last_day_read = _date(stored.get("last_day"))
        days_read = {_date(day)[0]: single for day, single in dates.items()} if _is_map(dates) else {None: 0}
        if not isinstance(week, list) or len(week) != WEEK or None in days_read or not last_day_read:
            return cls(understood=False)
        if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
            return cls(understood=False)
        return cls(
            week=tuple(_hours_from_json(hours) for hours in week),
            holidays_closed=stored.get("holidays") != "open",
            dates={day: _single_from_json(single) for day, single in days_read.items() if day is not None},
            last_day=last_day,
            parts=frozenset(parts),
        )


EVERY_DAY = CallingDays()


def spans_of(hours: DayHours) -> Spans:
    """The spans of a day that has hours of its own; a whole day where the daily hours count."""
    return ((0, MIDNIGHT),) if hours is None else hours


def both(one: Spans, other: Spans) -> Spans:
    """The minutes that two lists of spans share."""
    shared = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return tuple(sorted((start, end) for start, end in shared if start < end))


def valid(hours: DayHours) -> bool:
    """Whether spans are in order, inside one day, and none of them empty."""
    if hours is None:
        return True
    at = 0
    for start, end in hours:
        if not at <= start < end <= MIDNIGHT:
            return False
        at = end
    return True


def _hours_to_json(hours: DayHours) -> str | list[list[int]]:
    if hours is None:
        return "daily"
    return [list(span) for span in hours] if hours else "closed"


def _hours_from_json(stored: Any) -> DayHours:
    if stored == "daily":
        return DAILY
    if not isinstance(stored, list):
        return CLOSED
    spans: list[tuple[int, int]] = []
    for span in stored:
        if not isinstance(span, list) or len(span) != 2 or not all(type(minute) is int for minute in span):
            return CLOSED
        spans.append((span[0], span[1]))
    return tuple(spans) if valid(tuple(spans)) else CLOSED


def _single_from_json(stored: Any) -> SingleDay:
    if not isinstance(stored, Mapping) or not {"hours", "reason", "who"}.issuperset(stored):
        return SingleDay(CLOSED)
    reason, who = stored.get("reason", ""), stored.get("who", "")
    said = reason if isinstance(reason, str) else "", who if isinstance(who, str) else ""
    return SingleDay(_hours_from_json(stored.get("hours")), *said)


def _date(stored: Any) -> tuple[date | None, bool]:
    """The date, and whether it was understood; None is none."""
    if stored is None:
        return None, True
    try:
        return date.fromisoformat(stored), True
    except (TypeError, ValueError):
        return None, False


def _is_map(stored: Any) -> bool:
    return isinstance(stored, Mapping)

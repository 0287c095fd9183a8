"""Calling days as they are typed into a campaign's form, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.calling_days.days import CLOSED, EVERY_DAY, MIDNIGHT, WEEK, CallingDays, DayHours, both, valid
from services.calling_rules.call_window import CallWindow
from services.calling_rules.calling_hours import Spans
from services.campaigns.form import FieldFault, Flaw

_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?(am|pm)?"
_SPAN = re.compile(f"{_CLOCK}(?:-|to|bis){_CLOCK}")
_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------")


class DaysField(StrEnum):
    """Names of the entries, for their faults; `HOURS` with the number of the weekday behind it."""

    WEEKDAYS = "weekdays"
    HOURS = "hours_of_"
    LAST_DAY = "last_day"


@dataclass(frozen=True)
class TypedDays:
    """What is typed now. A weekday whose own hours cannot be read (`unread`) is closed until they can."""

    days: CallingDays = EVERY_DAY
    unread: frozenset[int] = frozenset()

    @classmethod
    def of_week(cls, typed: Mapping[int, str | None]) -> tuple[tuple[DayHours, ...], frozenset[int]]:
        """The week's hours from the open weekdays and what is typed of those that have hours of their own, and the weekdays
        whose hours cannot be read."""
        read = {day: None if text is None else read_hours(text) for day, text in typed.items()}
        unread = frozenset(day for day, text in typed.items() if text is not None and read[day] is None)
        week = tuple(CLOSED if day not in typed or day in unread else read[day] for day in range(WEEK))
        return week, unread

    def faults(self, window: CallWindow | None, today: date) -> list[FieldFault]:
        """`today` is the day on which the campaign may begin."""
        return list(self._faults(window, today))

    def _faults(self, window: CallWindow | None, today: date) -> Iterator[FieldFault]:
        week = self.days.week
        if not self.unread and all(hours == CLOSED for hours in week):
            yield FieldFault(DaysField.WEEKDAYS, Flaw.MISSING)
        for day, hours in enumerate(week):
            if day in self.unread:
                yield FieldFault(f"{DaysField.HOURS}{day}", Flaw.UNREADABLE)
            elif hours and window and window.seconds_a_day and not both(hours, _daily(window)):
                yield FieldFault(f"{DaysField.HOURS}{day}", Flaw.WINDOW_EMPTY)
        if self.days.last_day is not None and self.days.last_day < today:
            yield FieldFault(DaysField.LAST_DAY, Flaw.IN_THE_PAST)


def read_hours(text: str) -> Spans | None:
    """Spans of one day as people write them: `10:00–14:00`, `10-13, 14-20`, `9 bis 12 Uhr`, `9 AM–1 PM`. None where it is
    none."""
    plain = " ".join(text.translate(_DASHES).lower().replace("uhr", "").split())
    plain = re.sub(r" ?\b([ap])\.?m\b\.?|(?<=\d) ?([ap])\.?m\b\.?", r"\1\2m", plain)
    plain = re.sub(r" ?(-|\bto\b|\bbis\b) ?", r"\1", plain)
    spans: list[tuple[int, int]] = []
    for part in re.split(r"[,;\s]+", plain.strip()):
        match = _SPAN.fullmatch(part)
        if match is None:
            return None
        hour, minute, half, to_hour, to_minute, to_half = match.groups()
        start, end = _minute(hour, minute, half or to_half), _minute(to_hour, to_minute, to_half)
        if start is None or end is None:
            return None
        spans.append((start, end or MIDNIGHT if to_half else end))
    return tuple(spans) if spans and valid(tuple(spans)) else None


def _minute(hour: str, minute: str | None, half: str | None) -> int | None:
    """Minute of the day; `half` is "am", "pm", or nothing on a clock of 24 hours."""
    hours, minutes = int(hour), int(minute or 0)
    if minutes > 59 or (half and not 1 <= hours <= 12):
        return None
    if half:
        hours = hours % 12 + (12 if half == "pm" else 0)
    return hours * 60 + minutes


def _daily(window: CallWindow) -> Spans:
    start = window.start.hour * 60 + window.start.minute
    end = start + window.minutes_a_day
    return ((start, end),) if end <= MIDNIGHT else ((0, end - MIDNIGHT), (start, MIDNIGHT))

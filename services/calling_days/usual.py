"""Default calling days of a new campaign: what the table of legal hours allows where its people are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from functools import reduce

from services.calling_days.days import CLOSED, DAILY, MIDNIGHT, WEEK, CallingDays, DayHours, both
from services.calling_rules.calling_hours import CallingHours, Spans

_NOT_KNOWN: tuple[Spans, ...] = (*(((9 * 60, 17 * 60),),) * 5, (), ())
"""Where nothing is known of a place: office hours from Monday to Friday."""
_ALL_DAY: tuple[Spans, ...] = (((0, MIDNIGHT),),) * WEEK


@dataclass(frozen=True, slots=True)
class UsualHours:
    """The daily window and the days within it. `never`: the places allow no hour in common."""

    start: time
    end: time
    days: CallingDays
    never: bool = False


def usual_hours(table: CallingHours | None, places: Iterable[str]) -> UsualHours:
    """What every one of `places` allows; a place of which the table says nothing allows office hours, and no holidays."""
    rules = [table.rule(place) if table else None for place in dict.fromkeys(places)] or [None]
    weeks = [rule.week if rule and rule.week is not None else _NOT_KNOWN for rule in rules]
    closed = any(rule is None or rule.week is None or rule.closed_on_holidays for rule in rules)
    return hours_of_week(reduce(_shared, weeks, _ALL_DAY), CallingDays(holidays_closed=closed))


def hours_of_week(week: tuple[Spans, ...], days: CallingDays) -> UsualHours:
    """A week's spans as the daily window around them all and the days that differ from it; the rest as in `days`."""
    edges = [edge for spans in week for span in spans for edge in span]
    if not edges:
        return UsualHours(time(9), time(17), _with_week(days, (CLOSED,) * WEEK), never=True)
    first, last = min(edges), max(edges)
    usual = ((first, last),)
    own = tuple(DAILY if spans == usual else spans for spans in week)
    return UsualHours(_clock(first), _clock(last), _with_week(days, own))


def _with_week(days: CallingDays, week: tuple[DayHours, ...]) -> CallingDays:
    return CallingDays(week, days.holidays_closed, days.dates, days.last_day, days.parts, days.understood)


def _shared(one: tuple[Spans, ...], other: tuple[Spans, ...]) -> tuple[Spans, ...]:
    return tuple(both(a, b) for a, b in zip(one, other, strict=True))


def _clock(minute: int) -> time:
    """Midnight at the end of a day is 00:00, as the platform writes it."""
    return time(minute // 60 % 24, minute % 60)

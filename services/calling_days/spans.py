"""Spans of time: sorted lists of [start, end), what they share and leave of each other, and a day's wall clock in UTC."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

Moments: TypeAlias = list[tuple[datetime, datetime]]
Seconds: TypeAlias = Iterable[tuple[int, int]]
"""Spans of one day in seconds after midnight, by the wall clock."""

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def without(spans: Moments, taken: Moments) -> Moments:
    """What is left of `spans`, which are in order, where `taken` is taken away."""
    left = spans
    for start, end in taken:
        left = [part for span in left for part in _parts(span, start, end)]
    return left


def joined(spans: Iterable[tuple[datetime, datetime]]) -> Moments:
    """In order, with those that touch or overlap made one."""
    found: Moments = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def clipped(spans: Moments, since: datetime, until: datetime) -> Moments:
    cut = ((max(start, since), min(end, until)) for start, end in spans)
    return [(start, end) for start, end in cut if start < end]


def on_the_wall(
    since: datetime, until: datetime, zone: ZoneInfo, day_spans: Callable[[date], Seconds]
) -> Moments:
    """Spans by the wall clock of `zone` in [since, until), in UTC. An hour that the clocks skip is in none, one that comes
    twice is in twice."""
    found: Moments = []
    for start, end in _even(since, until, zone):
        offset = start.astimezone(zone).utcoffset() or timedelta()
        day, last = (start + offset).date(), (end + offset).date()
        while day <= last:
            midnight = datetime.combine(day, time(), UTC) - offset
            own = [
                (midnight + first * _SECOND, midnight + second * _SECOND) for first, second in day_spans(day)
            ]
            found += clipped(own, start, end)
            day += _DAY
    return joined(found)


def _parts(
    span: tuple[datetime, datetime], start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    if span[0] < min(span[1], start):
        yield span[0], min(span[1], start)
    if max(span[0], end) < span[1]:
        yield max(span[0], end), span[1]


def _even(since: datetime, until: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Pieces of [since, until) in which the clocks of `zone` do not change."""
    at = since
    years = range(since.year, until.year + 1)
    for change in (change for year in years for change in clock_changes(zone, year)):
        if at < change < until:
            yield at, change
            at = change
    if at < until:
        yield at, until


@lru_cache(maxsize=4096)
def clock_changes(zone: ZoneInfo, year: int) -> tuple[datetime, ...]:
    """The instants of a year (UTC) from which on the zone has another offset, to the second."""
    day = datetime(year, 1, 1, tzinfo=UTC)
    days = [day + index * _DAY for index in range(367)]
    offsets = [one.astimezone(zone).utcoffset() for one in days]
    return tuple(
        _change(days[index], days[index + 1], zone)
        for index in range(366)
        if offsets[index] != offsets[index + 1] and days[index].year == year
    )


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    offset = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)

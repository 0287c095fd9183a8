"""Quiet times of a chart over time, as range breaks of its axis: nights and Sundays, through which every line only goes on level,
would take most of the picture from the hours in which people are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from components.charts.chart import moment_on_axis
from services.texts import _, language

WORTH_LEAVING_OUT = timedelta(hours=3)
KEPT = timedelta(minutes=15)
"""Of a quiet time at either end, so that a line can be seen to go on level."""
SEAM = {"color": "rgba(128, 128, 128, 0.45)", "width": 1, "dash": "dot"}
WITHIN_A_DAY = (1, 2, 3, 6)
"""Hours between two marks of the axis."""
MOST_MARKS = 5
QuietTime = tuple[datetime, datetime]


def quiet_times(lines: Iterable[Any]) -> list[QuietTime]:
    """Times in which no line rises or falls, earliest first. A line has moments `x`, one after the other, and values `y`."""
    moving = sorted(moments for line in lines for moments in _moving(line))
    quiet: list[QuietTime] = []
    for (_begin, end), (begin, _end) in pairwise(_together(moving)):
        if begin - end >= WORTH_LEAVING_OUT:
            quiet.append((end + KEPT, begin - KEPT))
    return quiet


def span(lines: Sequence[Any]) -> tuple[datetime, datetime]:
    """From the first moment of any line to the last."""
    return min(line.x[0] for line in lines), max(line.x[-1] for line in lines)


def elapsed(since: datetime, until: datetime, quiet: Sequence[QuietTime]) -> timedelta:
    """Time between two moments as the axis shows it, without what is left out."""
    left_out = (min(until, end) - max(since, begin) for begin, end in quiet)
    return until - since - sum((each for each in left_out if each > timedelta()), timedelta())


def axis_without(quiet: Sequence[QuietTime], first: datetime, last: datetime) -> dict[str, Any]:
    """What the axis needs to leave them out. Plotly's own marks would stand in what is left out, most of them; these stand on
    whole hours, or on the first moment of a day that is shown."""
    if not quiet:
        return {}
    by_day, moments = _marks(first, last, quiet)
    return {
        "rangebreaks": [{"bounds": list(one)} for one in quiet],
        "range": [first, last],
        "tickmode": "array",
        "tickvals": moments,
        "tickformat": language().axis_day if by_day else moment_on_axis(),
    }


def seams(quiet: Sequence[QuietTime]) -> list[dict[str, Any]]:
    """Shapes: a line where time is left out."""
    return [
        {
            "type": "line",
            "x0": at,
            "x1": at,
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "line": SEAM,
            "layer": "below",
        }
        for at, _end in quiet
    ]


def said_of(quiet: Sequence[QuietTime]) -> list[str]:
    """Note below the chart."""
    return [_("Times in which nothing changes are left out where a vertical line stands.")] if quiet else []


def _marks(first: datetime, last: datetime, quiet: Sequence[QuietTime]) -> tuple[bool, list[datetime]]:
    """Whether they tell days only, and at most `MOST_MARKS` of them, as near to each other as that allows."""
    for hours in WITHIN_A_DAY:
        moments = [at for at in _every(timedelta(hours=hours), first, last) if not _left_out(at, quiet)]
        if len(moments) <= MOST_MARKS:
            return False, moments
    days = (last.date() - first.date()).days + 1
    step = timedelta(days=-(-days // MOST_MARKS))
    midnights = _every(step, first.replace(hour=0, minute=0), last)
    # in days that are left out one after the other all begin where the next one does
    return True, list(dict.fromkeys(_shown_from(at, first, quiet) for at in midnights))


def _every(step: timedelta, first: datetime, last: datetime) -> Iterator[datetime]:
    at = first.replace(hour=0, minute=0, second=0)
    while at <= last:
        if at >= first:
            yield at
        at += step


def _left_out(at: datetime, quiet: Sequence[QuietTime]) -> bool:
    return any(begin < at < end for begin, end in quiet)


def _shown_from(at: datetime, first: datetime, quiet: Sequence[QuietTime]) -> datetime:
    return next((end for begin, end in quiet if begin < at < end), max(at, first))


def _moving(line: Any) -> Iterable[QuietTime]:
    for moments, (before, after) in zip(pairwise(line.x), pairwise(line.y), strict=True):
        if before != after:
            yield moments


def _together(spans: Iterable[QuietTime]) -> list[QuietTime]:
    """Spans that overlap or follow each other as one; they come in the order in which they begin."""
    joined: list[QuietTime] = []
    for begin, end in spans:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined

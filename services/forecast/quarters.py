"""Quarters of an hour: how many calls are placed in each, so that any clock's hours and days can be made of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from services.forecast.play import Played

QUARTER = timedelta(minutes=15)
AHEAD = 48 * 4
"""So many are told: whatever the clock, the rest of today and all of tomorrow."""

Quarters = tuple[tuple[datetime, float], ...]
"""The beginning of each quarter in which there are calls, and how many."""


def quarter_of(at: datetime) -> datetime:
    """The beginning of the quarter that a moment is in; every zone's hours begin with one."""
    moment = at.astimezone(UTC)
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


def quarters_of(begins: datetime, played: Sequence[Played], runs: int) -> Quarters:
    """The mean of the runs."""
    first = quarter_of(begins)
    ahead = (begins - first) / timedelta(minutes=1)
    edges = np.arange(AHEAD + 1) * 15.0
    calls = np.zeros(AHEAD)
    for one in played:
        for moments, weights in one.placed:
            counted, _ = np.histogram(np.maximum(moments, 0.0) + ahead, bins=edges, weights=weights)
            calls += counted / runs
    return tuple((first + number * QUARTER, float(count)) for number, count in enumerate(calls) if count)


def within(quarters: Iterable[tuple[datetime, float]], since: datetime, until: datetime) -> float:
    """Calls placed in [since, until)."""
    return sum(calls for at, calls in quarters if since <= at < until)

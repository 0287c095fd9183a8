"""Days on which the demo's world is closed: Sundays and the public holidays of the countries where its people live.

Nobody is rung on such a day, whoever's campaign it is: the clock goes over it, as it goes over a night in which nothing
happens. So the demo is alive whenever it is opened, and calls nobody on a Sunday, with or without a console that keeps days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from sandbox.dialling.week import WeekWindow

SUNDAY = 6
COUNTRIES = ("DE", "GB", "US")
EAST, WEST = ZoneInfo("Europe/Berlin"), ZoneInfo("America/Los_Angeles")
"""Where a day of its people begins first, and where it ends last."""
_DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """Of every country of the demo, and of every part of Germany and Great Britain."""
    found: set[date] = set()
    for country in COUNTRIES:
        parts = (None,) if country == "US" else (None, *holidays.country_holidays(country).subdivisions)
        for part in parts:
            found |= set(holidays.country_holidays(country, subdiv=part, years=year))
    return frozenset(found)


def is_closed(day: date) -> bool:
    return day.weekday() == SUNDAY or day in public_holidays(day.year)


def closed_times(since: float, until: float) -> Iterator[tuple[float, float]]:
    """The closed times that begin before `until` and end after `since`: from the first midnight of a closed day to the last,
    as long as it is that day for anybody. Days that follow each other are one."""
    day = datetime.fromtimestamp(since, UTC).date() - 2 * _DAY
    last = datetime.fromtimestamp(until, UTC).date() + _DAY
    while day <= last:
        if not is_closed(day):
            day += _DAY
            continue
        first = day
        while is_closed(day):
            day += _DAY
        begins, ends = _midnight(first, EAST), _midnight(day, WEST)
        if begins < until and ends > since:
            yield begins, ends


def _midnight(day: date, where: ZoneInfo) -> float:
    return datetime.combine(day, time(), where).timestamp()


class OpenDays(WeekWindow):
    """Hours of a campaign of the demo, without its closed days: by them its past is told."""

    def open_at(self, moment: float, where: ZoneInfo) -> bool:
        return not is_closed(datetime.fromtimestamp(moment, where).date()) and super().open_at(moment, where)

    def next_opening(self, moment: float, where: ZoneInfo) -> float | None:
        at = super().next_opening(moment, where)
        while at is not None and is_closed(day := datetime.fromtimestamp(at, where).date()):
            at = super().next_opening(_midnight(day + _DAY, where), where)
        return at

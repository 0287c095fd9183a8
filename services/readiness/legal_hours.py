"""Comparison of a campaign's calling hours with those that are allowed where each person may be.

Time is looked at minute by minute from the first call to the forecast's end: weekdays, nights over midnight and
clock changes need no rule of their own. People who share a zone and possible places share the answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from services.calling_rules.call_window import CallWindow, find_zone
from services.calling_rules.calling_hours import CallingHours, Rule
from services.calling_rules.places import Whereabouts, whereabouts

Minutes = npt.NDArray[np.bool_]
WallMinutes = npt.NDArray[np.int64]

_DAY, _WEEK, _BLOCK = 1440, 10_080, 15
SHORTEST_LOOK = timedelta(days=1)
LONGEST_LOOK = timedelta(days=14)
USUAL_LOOK = timedelta(days=7)


@dataclass
class Breach:
    """People who may be called in a place when its rule forbids it. Weekdays from 0, Monday."""

    rule: Rule
    people: int = 0
    at_wrong_hours: bool = False
    on_closed_days: set[int] = field(default_factory=set)
    uncertain_place: bool = False


@dataclass
class LegalHours:
    """The answer for all people of a plan. Counters hold people by place code; a person who may be in several
    places counts at the first of them that is concerned."""

    breaches: dict[str, Breach] = field(default_factory=dict)
    never_allowed: int = 0
    place_unknown: int = 0
    hours_unknown: Counter[str] = field(default_factory=Counter)
    holidays: Counter[str] = field(default_factory=Counter)
    consent: Counter[str] = field(default_factory=Counter)
    """By country: consent is a matter of national law."""
    limits: Counter[Rule] = field(default_factory=Counter)


def compare(
    groups: Mapping[tuple[str | None, str], int],
    window: CallWindow,
    table: CallingHours,
    begins: datetime,
    ends: datetime | None,
) -> LegalHours:
    """Comparison for `groups` of people (by time zone and number prefix): who could be called when it is not allowed."""
    clocks = _Clocks(begins, ends)
    found = LegalHours()
    for zone, places, people in _merged(groups, window):
        if not places:
            found.place_unknown += people
            continue
        _judge(found, clocks, clocks.open(window, zone), places, people, table)
    return found


def _merged(
    groups: Mapping[tuple[str | None, str], int], window: CallWindow
) -> Iterator[tuple[ZoneInfo, tuple[Whereabouts, ...], int]]:
    merged: Counter[tuple[ZoneInfo, tuple[Whereabouts, ...]]] = Counter()
    for (timezone, number_prefix), people in groups.items():
        merged[window.zone(timezone), whereabouts(timezone, number_prefix)] += people
    for (zone, places), people in merged.items():
        yield zone, places, people


def _judge(
    found: LegalHours,
    clocks: _Clocks,
    open_: Minutes,
    places: tuple[Whereabouts, ...],
    people: int,
    table: CallingHours,
) -> None:
    ruled = [(place, table.rule(place.code)) for place in places]
    _note_remarks(found, ruled, people)
    allowed_everywhere = np.ones_like(open_)
    worst: tuple[int, Whereabouts, Rule, Minutes] | None = None
    for place, rule in ruled:
        if rule is None or rule.week is None:
            continue
        allowed = clocks.allowed(rule, place.zones)
        allowed_everywhere &= allowed
        forbidden = open_ & ~allowed
        minutes = int(forbidden.sum())
        if minutes and (worst is None or minutes > worst[0]):
            worst = (minutes, place, rule, forbidden)
    if worst:
        _note_breach(found, clocks, worst[1], worst[2], worst[3], people, uncertain=len(places) > 1)
    if open_.any() and not (open_ & allowed_everywhere).any():
        found.never_allowed += people


def _note_remarks(found: LegalHours, ruled: Sequence[tuple[Whereabouts, Rule | None]], people: int) -> None:
    for counter, concerned in (
        (found.hours_unknown, (place.code for place, rule in ruled if rule is None or rule.week is None)),
        (found.holidays, (place.code for place, rule in ruled if rule and rule.closed_on_holidays)),
        (found.consent, (place.country for place, rule in ruled if rule and rule.consent)),
    ):
        first = next(concerned, None)
        if first:
            counter[first] += people
    limited = next((rule for _, rule in ruled if rule and rule.limit), None)
    if limited:
        found.limits[limited] += people


def _note_breach(
    found: LegalHours,
    clocks: _Clocks,
    place: Whereabouts,
    rule: Rule,
    forbidden: Minutes,
    people: int,
    *,
    uncertain: bool,
) -> None:
    breach = found.breaches.setdefault(place.code, Breach(rule))
    breach.people += people
    breach.uncertain_place |= uncertain
    assert rule.week is not None  # noqa: S101  a rule without hours forbids nothing; the caller has asked
    for zone in place.zones:
        days = {int(day) for day in np.unique(clocks.wall(_zone(zone))[forbidden] // _DAY)}
        closed = {day for day in days if not rule.week[day]}
        breach.on_closed_days |= closed
        breach.at_wrong_hours |= bool(days - closed)


class _Clocks:
    """The minutes of the look-ahead by the wall clocks of many zones, each computed once."""

    def __init__(self, begins: datetime, ends: datetime | None) -> None:
        look = min(max((ends - begins) if ends else USUAL_LOOK, SHORTEST_LOOK), LONGEST_LOOK)
        since = begins.astimezone(UTC).replace(second=0, microsecond=0)
        # Clocks change on the quarter hour in UTC, so within such a block the wall runs evenly.
        self._skipped = since.minute % _BLOCK
        self._since = since - timedelta(minutes=self._skipped)
        self._minutes = int(look.total_seconds()) // 60
        self._walls: dict[str, WallMinutes] = {}
        self._open: dict[str, Minutes] = {}
        self._allowed: dict[tuple[str, str], Minutes] = {}

    def wall(self, zone: ZoneInfo) -> WallMinutes:
        """Minute of the week (from Monday 00:00) on the wall, for each minute ahead."""
        known = self._walls.get(zone.key)
        if known is None:
            blocks = range(0, self._skipped + self._minutes, _BLOCK)
            local = [(self._since + timedelta(minutes=minute)).astimezone(zone) for minute in blocks]
            first = np.array([at.weekday() * _DAY + at.hour * 60 + at.minute for at in local], dtype=np.int64)
            known = ((first[:, None] + np.arange(_BLOCK)) % _WEEK).ravel()
            known = known[self._skipped : self._skipped + self._minutes]
            self._walls[zone.key] = known
        return known

    def open(self, window: CallWindow, zone: ZoneInfo) -> Minutes:
        known = self._open.get(zone.key)
        if known is None:
            minute = self.wall(zone) % _DAY
            start = window.start.hour * 60 + window.start.minute
            end = window.end.hour * 60 + window.end.minute + (1 if window.end.second else 0)
            late, early = minute >= start, minute < end
            known = (late | early) if window.spans_midnight else (late & early)
            self._open[zone.key] = known
        return known

    def allowed(self, rule: Rule, zones: tuple[str, ...]) -> Minutes:
        """Mask of the minutes in which a rule allows a call by the clock of each of `zones`."""
        return np.logical_and.reduce([self._allowed_in(rule, zone) for zone in zones])

    def _allowed_in(self, rule: Rule, zone: str) -> Minutes:
        key = (rule.place, zone)
        if key not in self._allowed:
            self._allowed[key] = _week_mask(rule.week or ())[self.wall(_zone(zone))]
        return self._allowed[key]


@lru_cache(maxsize=256)
def _week_mask(week: tuple[tuple[tuple[int, int], ...], ...]) -> Minutes:
    mask = np.zeros(_WEEK, dtype=np.bool_)
    for day, spans in enumerate(week):
        for start, end in spans:
            mask[day * _DAY + start : day * _DAY + end] = True
    return mask


def _zone(name: str) -> ZoneInfo:
    """The zones of places are known to exist."""
    return find_zone(name) or ZoneInfo("UTC")

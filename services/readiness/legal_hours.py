"""Comparison of a campaign's calling hours with those that are allowed where each person may be.

Time is looked at minute by minute from the first call to the forecast's end: weekdays, nights over midnight and
clock changes need no rule of their own. People who share a zone and possible places share the answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from services.calling_days.calendar import Calendar
from services.calling_days.public_holidays import Holiday, is_known, strictest
from services.calling_days.whose import Whose, whose
from services.calling_rules.call_window import CallWindow, find_zone
from services.calling_rules.calling_hours import CallingHours, Rule, Spans
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
    on_holidays: dict[date, Holiday] = field(default_factory=dict)
    """Public holidays without calls."""
    uncertain_place: bool = False


@dataclass
class LegalHours:
    """The answer for all people of a plan. Counters hold people by place code; a person who may be in several
    places counts at the first of them that is concerned."""

    breaches: dict[str, Breach] = field(default_factory=dict)
    never_allowed: int = 0
    place_unknown: int = 0
    hours_unknown: Counter[str] = field(default_factory=Counter)
    holidays_unknown: Counter[str] = field(default_factory=Counter)
    """Places without calls on public holidays, of which no holidays are known."""
    consent: Counter[str] = field(default_factory=Counter)
    """By country: consent is a matter of national law."""
    limits: Counter[Rule] = field(default_factory=Counter)


def compare(
    groups: Mapping[tuple[str | None, str], int],
    calendar: Calendar,
    table: CallingHours,
    begins: datetime,
    ends: datetime | None,
) -> LegalHours:
    """Comparison for `groups` of people (by time zone and number prefix): who could be called when it is not allowed."""
    clocks = _Clocks(begins, ends)
    found = LegalHours()
    for whom, places, people in _merged(groups, calendar):
        if not places:
            found.place_unknown += people
            continue
        _judge(found, clocks, calendar, whom, places, people, table)
    return found


def allowed_week(
    groups: Mapping[tuple[str | None, str], int], calendar: Calendar, table: CallingHours, begins: datetime
) -> tuple[Spans, ...]:
    """The minutes of a week, by the clock by which the hours are read, that every place of `groups` allows. Two weeks are
    looked at, so that places whose clocks change in between allow what both allow."""
    clocks = _Clocks(begins, begins + LONGEST_LOOK)
    allowed = np.ones(_WEEK, dtype=np.bool_)
    for whom, places, _people in _merged(groups, calendar):
        wall = clocks.wall(calendar.zone(whom.timezone))
        for place in places:
            rule = table.rule(place.code)
            if rule is not None and rule.week is not None:
                allowed[wall[~clocks.allowed(rule, place.zones)]] = False
    return tuple(_spans_of(allowed[day * _DAY : (day + 1) * _DAY]) for day in range(7))


def _spans_of(minutes: Minutes) -> Spans:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], minutes, [False])).astype(np.int8)))
    return tuple((int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True))


def _merged(
    groups: Mapping[tuple[str | None, str], int], calendar: Calendar
) -> Iterator[tuple[Whose, tuple[Whereabouts, ...], int]]:
    """Those whose hours are read by one clock, and who may be in the same places."""
    merged: Counter[tuple[Whose, tuple[Whereabouts, ...]]] = Counter()
    own = calendar.window.use_contact_timezone
    for (timezone, number_prefix), people in groups.items():
        read_by = timezone if own and find_zone(timezone) else None
        whom = replace(whose(timezone, number_prefix), timezone=read_by)
        merged[whom, whereabouts(timezone, number_prefix)] += people
    for (whom, places), people in merged.items():
        yield whom, places, people


def _judge(
    found: LegalHours,
    clocks: _Clocks,
    calendar: Calendar,
    whom: Whose,
    places: tuple[Whereabouts, ...],
    people: int,
    table: CallingHours,
) -> None:
    open_ = clocks.open(calendar, whom)
    ruled = [(place, table.rule(place.code)) for place in places]
    _note_remarks(found, ruled, people)
    allowed_everywhere = np.ones_like(open_)
    worst: tuple[int, Whereabouts, Rule, Minutes] | None = None
    for place, rule in ruled:
        if rule is None or rule.week is None:
            continue
        allowed = clocks.allowed(rule, place.zones)
        if rule.closed_on_holidays:
            for at in _holidays_at(place, whom, calendar):
                allowed = allowed & ~clocks.on_holidays(at, place.zones)
        allowed_everywhere &= allowed
        forbidden = open_ & ~allowed
        minutes = int(forbidden.sum())
        if minutes and (worst is None or minutes > worst[0]):
            worst = (minutes, place, rule, forbidden)
    if worst:
        at = _holidays_at(worst[1], whom, calendar)
        _note_breach(found, clocks, worst[1], at, worst[2], worst[3], people, uncertain=len(places) > 1)
    if open_.any() and not (open_ & allowed_everywhere).any():
        found.never_allowed += people


def _holidays_at(place: Whereabouts, whom: Whose, calendar: Calendar) -> tuple[str, ...]:
    """The place, or the states in it that are told."""
    told = [one for one in whom.places if one == place.code or one.startswith(f"{place.code}-")]
    return calendar.days.places_of(told)


def _note_remarks(found: LegalHours, ruled: Sequence[tuple[Whereabouts, Rule | None]], people: int) -> None:
    closed = [place.code for place, rule in ruled if rule and rule.closed_on_holidays]
    for counter, concerned in (
        (found.hours_unknown, (place.code for place, rule in ruled if rule is None or rule.week is None)),
        (found.holidays_unknown, (code for code in closed if not is_known(code))),
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
    holidays_at: Sequence[str],
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
        for day in clocks.dates(_zone(zone), forbidden):
            holiday = strictest(day, holidays_at) if rule.closed_on_holidays else None
            if not rule.week[day.weekday()]:
                breach.on_closed_days.add(day.weekday())
            elif holiday and not holiday.closed_from:
                breach.on_holidays[day] = holiday
            else:
                breach.at_wrong_hours = True


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
        self._open: dict[object, Minutes] = {}
        self._allowed: dict[tuple[str, str], Minutes] = {}

    def wall(self, zone: ZoneInfo) -> WallMinutes:
        """Minute of the week (from Monday 00:00) on the wall, for each minute ahead."""
        return self._total(zone) % _WEEK

    def dates(self, zone: ZoneInfo, minutes: Minutes) -> list[date]:
        """The dates on the wall in which `minutes` lie."""
        days = np.unique(self._total(zone)[minutes] // _DAY)
        return [date.fromordinal(int(day) + 1) for day in days]

    def _total(self, zone: ZoneInfo) -> WallMinutes:
        """Minutes on the wall since the first of all days, a Monday."""
        known = self._walls.get(zone.key)
        if known is None:
            blocks = range(0, self._skipped + self._minutes, _BLOCK)
            local = [(self._since + timedelta(minutes=minute)).astimezone(zone) for minute in blocks]
            first = np.array(
                [(at.toordinal() - 1) * _DAY + at.hour * 60 + at.minute for at in local], dtype=np.int64
            )
            known = (first[:, None] + np.arange(_BLOCK)).ravel()
            known = known[self._skipped : self._skipped + self._minutes]
            self._walls[zone.key] = known
        return known

    def open(self, calendar: Calendar, whom: Whose) -> Minutes:
        """Minutes in which people may be called by window and days."""
        zone = calendar.zone(whom.timezone)
        key: object = zone.key if calendar.days.every_day else whom
        if key not in self._open:
            every_day = calendar.days.every_day
            self._open[key] = (
                self._daily(calendar.window, zone) if every_day else self._by_days(calendar, whom)
            )
        return self._open[key]

    def on_holidays(self, place: str, zones: tuple[str, ...]) -> Minutes:
        """Minutes that are on a public holiday of `place` by any of the clocks."""
        found = np.zeros(self._minutes, dtype=np.bool_)
        for name in zones:
            days = self._total(_zone(name)) // _DAY
            for day in np.unique(days):
                holiday = strictest(date.fromordinal(int(day) + 1), [place])
                if holiday and not holiday.closed_from:
                    found |= days == day
        return found

    def _daily(self, window: CallWindow, zone: ZoneInfo) -> Minutes:
        minute = self.wall(zone) % _DAY
        start = window.start.hour * 60 + window.start.minute
        end = window.end.hour * 60 + window.end.minute + (1 if window.end.second else 0)
        late, early = minute >= start, minute < end
        return (late | early) if window.spans_midnight else (late & early)

    def _by_days(self, calendar: Calendar, whom: Whose) -> Minutes:
        """A minute counts as open where any second of it is."""
        found = np.zeros(self._minutes, dtype=np.bool_)
        since = self._since + timedelta(minutes=self._skipped)
        minute = timedelta(minutes=1)
        for start, end in calendar.spans_for(whom, since, since + self._minutes * minute):
            found[(start - since) // minute : -((since - end) // minute)] = True
        return found

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

"""Calendar of a campaign: its daily window and its calling days as one, with the questions that a `CallWindow` answers.

A day is the calendar day of the person called: hours over midnight into a closed day end at midnight. The console keeps a
campaign's days by pausing it as a whole, so while one kind of people has a closed day within its hours nobody is called, and
the answers here say so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias
from zoneinfo import ZoneInfo

from services.calling_days.days import (
    CLOSED,
    EVERY_DAY,
    MIDNIGHT,
    CallingDays,
    DayHours,
    SingleDay,
    both,
    spans_of,
)
from services.calling_days.public_holidays import Holiday, strictest
from services.calling_days.spans import Moments, Seconds, clipped, joined, on_the_wall, without
from services.calling_days.whose import Whose
from services.calling_rules.call_window import CallWindow, find_zone
from services.calling_rules.calling_hours import Spans

_OnDay: TypeAlias = Callable[[date], Moments]

AHEAD_DAYS = 400
"""So far a next opening is looked for: a campaign that opens once a year is found."""
_DAY = timedelta(days=1)


class WhyClosed(StrEnum):
    """Why a day is not an ordinary day of its week. `components` has the sentence."""

    WEEKDAY = "weekday"
    HOLIDAY = "holiday"
    SINGLE = "single"  # somebody set this date
    ENDED = "ended"  # after the last day
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A date that is closed, shortened or released. `hours` is what is left of it, None for the daily hours."""

    day: date
    why: WhyClosed
    hours: DayHours = CLOSED
    holiday: Holiday | None = None
    single: SingleDay | None = None

    @property
    def closed(self) -> bool:
        """Whether nobody is called all day."""
        return self.hours == CLOSED


@dataclass(frozen=True)
class Calendar:
    """`people` are the kinds of all who still wait (`whose.everybody`); without them no holiday is known."""

    window: CallWindow
    days: CallingDays = EVERY_DAY
    people: tuple[Whose, ...] = ()
    _known: dict[object, Moments] = field(default_factory=dict, init=False, repr=False, compare=False)

    # what a call window answers

    @property
    def timezone(self) -> str:
        return self.window.timezone

    def zone(self, contact_timezone: str | None = None) -> ZoneInfo:
        return self.window.zone(contact_timezone)

    def is_open(
        self, at: datetime, contact_timezone: str | None = None, places: tuple[str, ...] | None = None
    ) -> bool:
        """Whether a call may be placed at `at` (aware) to people of a zone, and of `places` where they are known; else of
        every place of the campaign's people in that zone, or of them all."""
        return self.is_open_for(self._asked(contact_timezone, places), at)

    def next_opening(
        self, at: datetime, contact_timezone: str | None = None, places: tuple[str, ...] | None = None
    ) -> datetime | None:
        """`at` itself where it is open, else the next instant it opens, in UTC; None where it does not within a year."""
        return self._next_opening(at.astimezone(UTC), self._asked(contact_timezone, places))

    def next_closing(
        self, at: datetime, contact_timezone: str | None = None, places: tuple[str, ...] | None = None
    ) -> datetime | None:
        """`at` itself where it is closed, else the instant it closes, in UTC; None for an empty window."""
        moment, asked = at.astimezone(UTC), self._asked(contact_timezone, places)
        if not self.window.seconds_a_day:
            return None
        for _day in range(AHEAD_DAYS):
            day = moment.date()
            ends = next((end for start, end in self._on(day, asked) if start <= moment < end), moment)
            if ends == moment:
                return moment
            moment = ends
            if moment < _midnight(day + _DAY):
                return moment
        return moment

    def spans(
        self,
        since: datetime,
        until: datetime,
        contact_timezone: str | None = None,
        places: tuple[str, ...] | None = None,
    ) -> Moments:
        """The open spans within [since, until), in order, in UTC."""
        return self.spans_for(self._asked(contact_timezone, places), since, until)

    # the same of one kind of people, as `whose` tells them

    def is_open_for(self, whom: Whose, at: datetime) -> bool:
        moment = at.astimezone(UTC)
        return any(start <= moment < end for start, end in self._on(moment.date(), whom))

    def next_opening_for(self, whom: Whose, at: datetime) -> datetime | None:
        return self._next_opening(at.astimezone(UTC), whom)

    def spans_for(self, whom: Whose, since: datetime, until: datetime) -> Moments:
        return self._between(since, until, lambda day: self._on(day, whom))

    # what the keeper asks

    def is_held(self, at: datetime) -> bool:
        """Whether the platform's window is open for people who must not be called now: the campaign has to stand still."""
        moment = at.astimezone(UTC)
        return any(start <= moment < end for start, end in self._held(moment.date()))

    def holds(self, since: datetime, until: datetime) -> Moments:
        """The spans in which the campaign has to stand still, because its window would reach a closed time."""
        return self._between(since, until, self._held)

    # what people read

    def closed_because(self, day: date, places: tuple[str, ...] | None = None) -> SpecialDay | None:
        """Why `day` is closed, shortened or released for people of `places`, else for any of the campaign's people; None for
        an ordinary open day."""
        return self._special(day, self.days.places_of(self._all_places() if places is None else places))

    def coming(self, since: date, weeks: int = 6, places: tuple[str, ...] | None = None) -> list[SpecialDay]:
        """The days ahead that are not like their weekday: closed, shortened, released. After a last day only the first."""
        found: list[SpecialDay] = []
        for ahead in range(weeks * 7):
            special = self.closed_because(since + ahead * _DAY, places)
            if special and special.why is not WhyClosed.WEEKDAY and not self._as_usual(special):
                found.append(special)
            if special and special.why in (WhyClosed.ENDED, WhyClosed.NOT_UNDERSTOOD):
                break
        return found

    def costs_others(self, special: SpecialDay) -> bool:
        """Whether it is a holiday for some of the people alone: the campaign rests as a whole, so the others wait with them."""
        if special.why is not WhyClosed.HOLIDAY:
            return False
        each = (self._special(special.day, self.days.places_of(one.places)) for one in self.people)
        return any(own is None or own.hours != special.hours for own in each)

    @property
    def daily_minutes(self) -> Spans:
        """The window on one calendar day, in whole minutes within it."""
        return tuple((-(-start // 60), end // 60) for start, end in self._daily)

    # days

    def hours_on(self, day: date, places: tuple[str, ...]) -> DayHours:
        """The hours of a date, within the window: None for the daily hours."""
        special = self._special(day, places)
        return self.days.week[day.weekday()] if special is None else special.hours

    def _special(self, day: date, places: tuple[str, ...]) -> SpecialDay | None:
        days, usual = self.days, self.days.week[day.weekday()]
        if not days.understood:
            return SpecialDay(day, WhyClosed.NOT_UNDERSTOOD)
        if days.last_day is not None and day > days.last_day:
            return SpecialDay(day, WhyClosed.ENDED)
        if single := days.dates.get(day):
            return SpecialDay(day, WhyClosed.SINGLE, single.hours, single=single)
        holiday = strictest(day, places) if days.holidays_closed else None
        if holiday and usual != CLOSED:
            left = both(spans_of(usual), ((0, holiday.closed_from),)) if holiday.closed_from else CLOSED
            return SpecialDay(day, WhyClosed.HOLIDAY, left, holiday=holiday)
        return SpecialDay(day, WhyClosed.WEEKDAY) if usual == CLOSED else None

    def _as_usual(self, special: SpecialDay) -> bool:
        usual = self.days.week[special.day.weekday()]
        return special.why is WhyClosed.SINGLE and special.hours == usual

    def _over(self, day: date) -> bool:
        """Whether every later day is closed, whatever clock it is read by."""
        last = self.days.last_day
        return not self.days.understood or (last is not None and day > last + 2 * _DAY)

    def _next_opening(self, moment: datetime, whom: Whose) -> datetime | None:
        if not self.window.seconds_a_day:
            return None
        for ahead in range(AHEAD_DAYS):
            for start, end in self._on(moment.date() + ahead * _DAY, whom):
                if end > moment:
                    return max(start, moment)
            if self._over(moment.date() + ahead * _DAY):
                return None
        return None

    # whose

    def _asked(self, timezone: str | None, places: tuple[str, ...] | None) -> Whose:
        alike = [one for one in self.people if one.timezone == timezone]
        zones = tuple(dict.fromkeys(zone for one in alike for zone in one.zones))
        if places is None:
            of = alike or self.people
            places = tuple(dict.fromkeys(place for one in of for place in one.places))
        return Whose(timezone, zones, places)

    def _all_places(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(place for one in self.people for place in one.places))

    # spans, by day in UTC

    def _between(self, since: datetime, until: datetime, on: _OnDay) -> Moments:
        start, end = since.astimezone(UTC), until.astimezone(UTC)
        days = range((end.date() - start.date()).days + 1)
        found = [span for ahead in days for span in on(start.date() + ahead * _DAY)]
        return clipped(joined(found), start, end)

    def _on(self, day: date, whom: Whose) -> Moments:
        key = ("open", day, whom)
        if key not in self._known:
            self._known[key] = without(self._own(day, whom), self._held(day))
        return self._known[key]

    def _held(self, day: date) -> Moments:
        if self._plain:
            return []
        key = ("held", day)
        if key not in self._known:
            since, until = _midnight(day), _midnight(day + _DAY)
            self._known[key] = joined(
                span
                for one in self.people
                for span in without(self._window_spans(since, until, one), self._own(day, one))
            )
        return self._known[key]

    def _own(self, day: date, whom: Whose) -> Moments:
        """When people may be called by their own days, whatever holds for others."""
        key = ("own", day, whom)
        if key not in self._known:
            self._known[key] = self._worked_out(_midnight(day), _midnight(day + _DAY), whom)
        return self._known[key]

    def _worked_out(self, since: datetime, until: datetime, whom: Whose) -> Moments:
        zone, places = self.zone(whom.timezone), self.days.places_of(whom.places)
        found = on_the_wall(since, until, zone, lambda day: self._seconds(day, places))
        for name in whom.zones:
            other = find_zone(name)
            if other is not None and other.key != zone.key:
                found = without(
                    found, on_the_wall(since, until, other, lambda day: self._closed_part(day, places))
                )
        return found

    def _window_spans(self, since: datetime, until: datetime, whom: Whose) -> Moments:
        return on_the_wall(since, until, self.zone(whom.timezone), lambda _day: self._daily)

    def _seconds(self, day: date, places: tuple[str, ...]) -> Seconds:
        hours = self.hours_on(day, places)
        if hours is None:
            return self._daily
        own = tuple((start * 60, end * 60) for start, end in hours)
        return both(self._daily, own)

    def _closed_part(self, day: date, places: tuple[str, ...]) -> Seconds:
        """The part of a day that is no calling day by another clock that may be a person's; hours are read by one alone."""
        special = self._special(day, places)
        if special is None:
            return ()
        if special.closed:
            return ((0, MIDNIGHT * 60),)
        shortened = special.holiday.closed_from if special.holiday else 0
        return ((shortened * 60, MIDNIGHT * 60),) if shortened else ()

    @cached_property
    def _plain(self) -> bool:
        """Whether the window is all there is."""
        return self.days.every_day

    @cached_property
    def _daily(self) -> tuple[tuple[int, int], ...]:
        """The window on one calendar day, in seconds."""
        start, end = _second(self.window.start), _second(self.window.end)
        if start == end:
            return ()
        if not self.window.spans_midnight:
            return ((start, end),)
        return ((0, end), (start, MIDNIGHT * 60)) if end else ((start, MIDNIGHT * 60),)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _second(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second

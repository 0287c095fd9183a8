"""Timetable of a campaign (interval arithmetic): when its calling days let calls begin, and the closed times between.

The platform knows daily hours and no days. Where it would call one of those who still wait whom the calendar does not allow,
the whole campaign has to rest: the strictest day holds for all. A closed time is from the last moment at which a call is
right before that, to the first one after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol, Self

HORIZONS = (timedelta(days=9), timedelta(days=40), timedelta(days=120))
"""So far it is looked ahead: farther where all days of the nearer time are closed."""


class Span(NamedTuple):
    """From `begins` on, without `ends`."""

    begins: datetime
    ends: datetime


class Whereabouts(NamedTuple):
    """One kind of people: the time zone of their record, and all clocks and places that may be theirs."""

    timezone: str | None = None
    zones: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


class Calendar(Protocol):
    """Calling days of a campaign, with its hours in them, for those who still wait."""

    def holds(self, since: datetime, until: datetime, /) -> Sequence[tuple[datetime, datetime]]:
        """When the platform would call somebody who must not be called: the whole campaign has to rest."""
        ...

    def openings(self, since: datetime, until: datetime, /) -> Sequence[tuple[datetime, datetime]]:
        """When somebody may be called, and nobody is who must not be."""
        ...


class Rest(NamedTuple):
    """A closed time. `ends` is None where no opening is in sight."""

    begins: datetime
    ends: datetime | None


@dataclass(frozen=True)
class Timetable:
    """From `since` to `until`: `may` is when calls are right for all, `barred` when the platform would call somebody whom
    the calendar does not allow. Each in order, none touching the next."""

    since: datetime
    until: datetime
    may: tuple[Span, ...]
    barred: tuple[Span, ...]

    @classmethod
    def of(cls, calendar: Calendar, since: datetime, *, shortest: timedelta = timedelta()) -> Self:
        """From `since` on, as far as it takes to find an opening. An opening not longer than `shortest` is none."""
        made = cls._until(calendar, since, since + HORIZONS[0], shortest)
        for horizon in HORIZONS[1:]:
            rest = made.next_rest(since)
            if rest is None or rest.ends is not None:
                break
            made = cls._until(calendar, since, since + horizon, shortest)
        return made

    @classmethod
    def _until(cls, calendar: Calendar, since: datetime, until: datetime, shortest: timedelta) -> Self:
        barred = together(calendar.holds(since, until))
        may = without(together(calendar.openings(since, until)), barred)
        # where the first one goes on from before `since`, it is not known how long it was
        kept = [one for one in may if one.ends - one.begins > shortest or one.begins == since]
        return cls(since, until, tuple(kept), tuple(barred))

    def is_right(self, at: datetime) -> bool:
        """Whether a call may begin at that moment."""
        return any(one.begins <= at < one.ends for one in self.may)

    def next_opening(self, at: datetime) -> datetime | None:
        """The first moment from `at` on at which a call may begin."""
        return next((max(one.begins, at) for one in self.may if one.ends > at), None)

    def next_barred(self, at: datetime) -> Span | None:
        """The time in which the platform would call somebody it must not, that is at `at` or comes next."""
        return next((one for one in self.barred if one.ends > at), None)

    def next_rest(self, at: datetime) -> Rest | None:
        """The closed time at `at`, or the first one after it: from the end of the opening before it."""
        barred = self.next_barred(at)
        if barred is None:
            return None
        before = [one.ends for one in self.may if one.ends <= barred.begins]
        after = [one.begins for one in self.may if one.begins >= barred.ends]
        return Rest(before[-1] if before else self.since, after[0] if after else None)


def together(spans: Iterable[tuple[datetime, datetime]]) -> list[Span]:
    """Union, in order."""
    found: list[Span] = []
    for begins, ends in sorted(spans):
        if found and begins <= found[-1].ends:
            found[-1] = Span(found[-1].begins, max(found[-1].ends, ends))
        elif begins < ends:
            found.append(Span(begins, ends))
    return found


def without(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """What of `spans` none of `others` covers; both in order."""
    taken = list(others)
    found: list[Span] = []
    for begins, ends in spans:
        for other in taken:
            if other.ends <= begins:
                continue
            if other.begins >= ends:
                break
            if other.begins > begins:
                found.append(Span(begins, other.begins))
            begins = max(begins, other.ends)
        if begins < ends:
            found.append(Span(begins, ends))
    return found

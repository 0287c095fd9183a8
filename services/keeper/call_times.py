"""Times in which a campaign must not call because of a limit of calls to one person: from when somebody is due who was called
as often as her place allows, until one of those calls is old enough.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from services.api.clock import PlatformClock
from services.calling_rules.calling_hours import CallLimit
from services.keeper.timetable import Rest, together

MARGIN = timedelta(minutes=1)
"""Two clocks are never quite alike."""


class TooOften(NamedTuple):
    """One person whom the campaign would call from `due` on, and who must not be called before `free`."""

    due: datetime
    free: datetime
    place: str
    limit: CallLimit


@dataclass(frozen=True)
class CallsToPeople:
    """What is known of the calls to a campaign's people. `limited`: how many who wait are in places that limit calls, `unknown`
    of whom of those not all calls are known; `soonest` is the shortest time after which somebody is called again."""

    too_often: tuple[TooOften, ...] = ()
    limited: int = 0
    unknown: int = 0
    soonest: timedelta = timedelta(hours=1)


class CallTimes:
    """See `services.keeper.duties.resting.Times`. `ahead` is how long before it the campaign is paused; where not all calls are
    known (`known`) nothing goes on."""

    def __init__(
        self, found: Iterable[TooOften], clock: PlatformClock, ahead: timedelta, *, known: bool
    ) -> None:
        told = clock.second_opinion
        moments = (clock.now(),) if told is None else (clock.now(), told)
        # what would open for no longer than it takes to pause again is no opening
        spans = together((one.due - ahead, one.free + MARGIN) for one in found if one.due < one.free)
        span = next((one for one in spans if one.ends > min(moments)), None)
        self.rest = Rest(span.begins + ahead, span.ends) if span else None
        self.must_rest = span is not None and any(span.begins <= at < span.ends for at in moments)
        self.is_right = known and not self.must_rest
        self.is_barred = self.must_rest
        self.opens = span.ends if span and self.must_rest else None
        edge = None if span is None else span.ends if self.must_rest else span.begins
        self.seconds_to_edges = [] if edge is None else [(edge - moments[0]).total_seconds()]

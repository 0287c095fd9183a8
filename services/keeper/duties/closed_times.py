"""Closed times of a campaign as they stand now: by its calling days, for those who still wait, and by every clock that
counts. What the keeper acts by, and what a start is held against.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Self

from services.api import ApiError
from services.api.clock import PlatformClock
from services.api.models import Campaign
from services.calling_rules.call_window import CallWindow
from services.keeper.duties.duty import Tools
from services.keeper.timetable import Rest, Timetable, Whereabouts

PAUSED_BEFORE = timedelta(minutes=2)
"""A dialler's look (30 s) with whom it lines up (20 s), and the time after which another process takes over (45 s)."""
SOONEST = timedelta(seconds=10)
"""The same in this machine's time, however fast the platform's clock runs: a run is begun some seconds late."""
PEOPLE_LAST = timedelta(hours=6)
NOT_KNOWN = (Whereabouts(),)
"""Where it cannot be read where they are: they count as being where the campaign is."""


class ClosedTimes:
    """`rest` is the closed time that is now, or comes next; `must_rest` from a little before it begins."""

    def __init__(self, table: Timetable, clock: PlatformClock) -> None:
        told = clock.second_opinion
        self._table = table
        self._moments = (clock.now(),) if told is None else (clock.now(), told)
        self._ahead = paused_before(clock)
        self._barred = [(at, table.next_barred(at)) for at in self._moments]
        found = [(at, rest) for at in self._moments if (rest := table.next_rest(at))]
        self.must_rest = any(rest.begins - self._ahead <= at for at, rest in found)
        self.rest = min((rest for _at, rest in found), key=lambda rest: rest.begins, default=None)

    @classmethod
    def of(
        cls,
        sight: dict[str, Any],
        tools: Tools,
        campaign: Campaign,
        *,
        anew: bool = False,
    ) -> ClosedTimes:
        """`sight` is what is known of where its people are, and takes in what is read; `anew`: now, in any case."""
        clock = tools.api.clock
        people = _whereabouts(sight, tools, campaign, anew=anew)
        calendar = tools.calendar(campaign, people) or _EveryDay(CallWindow.from_campaign(campaign), people)
        since = min(clock.now(), clock.second_opinion or clock.now())
        return cls(Timetable.of(calendar, since, shortest=paused_before(clock) + timedelta(minutes=1)), clock)

    @property
    def is_right(self) -> bool:
        """Whether a call may begin now."""
        return all(self._table.is_right(at) for at in self._moments)

    @property
    def is_barred(self) -> bool:
        """Whether the platform would call somebody now, or in a moment, whom it must not."""
        return any(one and one.begins - self._ahead <= at for at, one in self._barred)

    @property
    def opens(self) -> datetime | None:
        """When calls may begin again, or the first ones."""
        if self.must_rest and self.rest:
            return self.rest.ends
        return self._table.next_opening(self._moments[0])

    @property
    def seconds_to_edges(self) -> list[float]:
        """To the closed time, and to the opening."""
        edges = [self._table.next_opening(at) for at in self._moments if not self._table.is_right(at)]
        edges += [one.begins - self._ahead for _at, one in self._barred if one and not self.is_barred]
        if self.rest:
            edges.append(self.rest.ends if self.must_rest else self.rest.begins - self._ahead)
        return [(edge - self._moments[0]).total_seconds() for edge in edges if edge is not None]


class KnownTimes:
    """The next closed time as it was known at the last look: all that is left where nothing can be asked. Enough to pause by,
    and never to go on."""

    is_right = False

    def __init__(self, rest: Rest | None, clock: PlatformClock) -> None:
        told = clock.second_opinion
        moments = (clock.now(),) if told is None else (clock.now(), told)
        self.rest = rest
        ahead = paused_before(clock)
        self.must_rest = rest is not None and any(
            rest.begins - ahead <= at and (rest.ends is None or at < rest.ends) for at in moments
        )
        self.is_barred = self.must_rest
        self.opens = rest.ends if rest else None
        edge = None if rest is None else rest.ends if self.must_rest else rest.begins - ahead
        self.seconds_to_edges = [] if edge is None else [(edge - moments[0]).total_seconds()]

    @classmethod
    def of(cls, sight: Mapping[str, Any], clock: PlatformClock) -> Self:
        begins, ends = sight.get("rests_at"), sight.get("rests_until")
        if begins is None:
            return cls(None, clock)
        return cls(
            Rest(datetime.fromisoformat(begins), datetime.fromisoformat(ends) if ends else None), clock
        )

    @staticmethod
    def keep(sight: dict[str, Any], rest: Rest | None) -> None:
        sight["rests_at"] = rest.begins.isoformat() if rest else None
        sight["rests_until"] = rest.ends.isoformat() if rest and rest.ends else None


class _EveryDay:
    """Calendar of a campaign that keeps no days any more."""

    def __init__(self, hours: CallWindow, people: tuple[Whereabouts, ...]) -> None:
        self._hours = hours
        self._people = people

    def holds(self, _since: datetime, _until: datetime) -> list[tuple[datetime, datetime]]:
        return []

    def openings(self, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
        return [span for one in self._people for span in self._hours.spans(since, until, one.timezone)]


def paused_before(clock: PlatformClock) -> timedelta:
    """How long before a closed time a campaign is paused."""
    return max(PAUSED_BEFORE, SOONEST * clock.speed)


def _whereabouts(
    sight: dict[str, Any], tools: Tools, campaign: Campaign, *, anew: bool
) -> tuple[Whereabouts, ...]:
    """Of those who still wait, as they were read last; read anew where more have come, and now and then."""
    fresh = (
        not anew
        and "people" in sight
        and sight["people_of"] == campaign.total_contacts
        and tools.api.clock.now() - datetime.fromisoformat(sight["people_read_at"]) < PEOPLE_LAST
    )
    if not fresh:
        with suppress(ApiError):
            found = tools.whereabouts(campaign)
            if found is not None:
                sight |= {
                    "people": sorted((list(one) for one in found), key=str),
                    "people_of": campaign.total_contacts,
                    "people_read_at": tools.api.clock.now().isoformat(),
                }
    if "people" not in sight:
        return NOT_KNOWN
    return tuple(Whereabouts(zone, tuple(zones), tuple(places)) for zone, zones, places in sight["people"])

"""Parts of a campaign's people by what holds them from being called, and the holding that they make up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from services.calling_days.calendar import SpecialDay


class Part(StrEnum):
    """Part of a campaign's people. Those that hold somebody stand in the order in which they bite."""

    DONE = "done"
    NOT_CALLABLE = "not_callable"  # marked do not call, without a number, or skipped by the platform
    CALLING = "calling"
    NOT_LAUNCHED = "not_launched"
    OVER = "over"  # the campaign has ended, or was deleted, with people left
    AT_MOST = "at_most"  # the console has stopped it: as many were called as a person had said
    KEPT_PAUSED = "kept_paused"  # the console has paused it, and goes on with it or asks a person
    PAUSED = "paused"
    START_DATE = "start_date"
    OVERDUE = "overdue"  # its date has passed, and the platform has not started it
    DAY = "day"  # today is no calling day
    HOURS = "hours"
    RETRY = "retry"
    AT_ONCE = "at_once"
    NUMBERS = "numbers"
    CREDITS = "credits"
    SILENCE = "silence"  # nothing holds them here, and the platform does not call them
    NEXT = "next"  # nothing holds them: the next to be called
    UNKNOWN = "unknown"

    @property
    def waits(self) -> bool:
        """Somebody in it may still be called."""
        return self not in (Part.DONE, Part.NOT_CALLABLE, Part.CALLING)


OF_A_PERSON = (Part.DAY, Part.HOURS, Part.RETRY)
"""Limits that hold one person and not another."""


class Share(NamedTuple):
    """`people` is None where a limit holds and not how many. `until`: when the first of them may be called, as far as this
    limit goes; None where no moment ends it."""

    part: Part
    people: int | None
    until: datetime | None = None


@dataclass(frozen=True)
class Holding:
    """`shares` are those that have people, and add up to `people`; None where how many there are is not told.

    `binding` is the one that answers why nobody is called; None where nobody waits. `then`: limits that hold after it.
    `next_call`: when the first of all who wait may be called. `unread`: how many could be looked at and were not. `today` is what
    keeps the day closed, where a day binds. `at`: the moment it holds for, which lies back where very many were looked at.
    """

    people: int | None
    shares: tuple[Share, ...]
    binding: Share | None
    then: tuple[Part, ...] = ()
    next_call: datetime | None = None
    unread: int = 0
    today: SpecialDay | None = None
    at: datetime | None = None

    def of(self, part: Part) -> int:
        return next((one.people or 0 for one in self.shares if one.part is part), 0)

    @property
    def calling(self) -> int:
        """Who is being called, or is about to be."""
        return self.of(Part.CALLING)

    @property
    def waiting(self) -> int:
        """Everybody who may still be called."""
        return sum(one.people or 0 for one in self.shares if one.part.waits)

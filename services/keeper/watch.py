"""Watch: one thing the keeper has taken on, as anybody sees it who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from services.person import Person, with_person


class Duty(StrEnum):
    """What is watched over. A duty's own work stands in `services/keeper/duties/`."""

    LIMIT = "limit"  # at most N people are called
    START = "start"  # a date that is set last
    DAYS = "days"  # no calls on closed days and at closed hours
    GUARDRAILS = "guardrails"  # limits that tell, or pause
    CALLS = "calls"  # no more calls to one person than her place allows


class WatchState(StrEnum):
    """`setting_up` → `watching` → `pausing` → `paused` → `done`; an `alarm` is raised where the keeper cannot do its part.

    `paused` holds until a person says how to go on.
    """

    SETTING_UP = "setting_up"
    WATCHING = "watching"
    PAUSING = "pausing"
    PAUSED = "paused"
    ALARM = "alarm"
    DONE = "done"
    GIVEN_UP = "given_up"


WORKED_ON = (WatchState.WATCHING, WatchState.PAUSING, WatchState.PAUSED, WatchState.ALARM)
STANDING = (WatchState.SETTING_UP, *WORKED_ON)


class Why(StrEnum):
    """Why a watch is in its state."""

    NONE = ""
    REACHED = "reached"  # as many were called as were said
    NOT_COUNTED = "not_counted"  # nobody tells any more who has been called
    NOT_PAUSED = "not_paused"  # the platform was told to pause, and does not say that it is paused
    NOT_SEEN = "not_seen"  # the campaign could not be looked at for long
    NOT_STARTED = "not_started"  # the launch it was set for did not take place
    WENT_ON = "went_on"  # a person let it go on with everybody
    OVER = "over"  # completed, cancelled or deleted
    REPLACED = "replaced"  # a person set another one
    DATE_SET = "date_set"  # a read says that it is scheduled
    NOT_CONFIRMED = "not_confirmed"  # the date was sent, and no read says that it is scheduled
    STRANGERS = "strangers"  # it holds people nobody chose
    TOO_LATE = "too_late"  # its moment passed before the date could be set
    STARTED = "started"
    BY_HAND = "by_hand"  # a person has changed it herself
    CLOSED = "closed"  # its calling days allow no calls now
    OUTSIDE = "outside"  # it may go on, but for its calling days and hours
    HELD = "held"  # they do again, and another duty keeps it paused
    NOT_READY = "not_ready"  # they do again, and something speaks against calls
    NOT_CLEAR = "not_clear"  # it is not certain what became of its last start
    NOT_RESUMED = "not_resumed"  # it was told to go on, and did not, again and again
    UNEXPECTED = "unexpected"  # it has a status that nobody gave it here
    PASSED = "passed"  # a guardrail was passed: which one stands with the watch
    AT_REST = "at_rest"  # it does not run; it is watched again when it does


@dataclass(frozen=True)
class Watch:
    """`terms` is what was asked for, `sight` what the keeper knows: see the duty."""

    id: int
    duty: Duty
    account: str
    campaign_id: str
    campaign_name: str
    who: Person
    state: WatchState
    code: Why
    terms: dict[str, Any]
    sight: dict[str, Any]
    created_at: datetime
    changed_at: datetime
    run: int

    @property
    def stands(self) -> bool:
        return self.state in STANDING


_OWN = ("slot", "holder", "held_until")


def watch_of(row: Row[Any]) -> Watch:
    fields = {name: value for name, value in with_person(row).items() if name not in _OWN}
    told = {"duty": Duty(row.duty), "state": WatchState(row.state), "code": Why(row.code)}
    return Watch(**(fields | told))

"""Warnings about a running campaign, before it has gone wrong for everybody in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from services.api.models import Call, CampaignContact, CampaignStatus, Outcome
from services.calling_rules.call_window import CallWindow
from services.calling_rules.untold_settings import Untold, untold
from services.live.dialling import FAILED, last_dialled
from services.live.watch import LiveState
from services.results.intervals import Share, difference, share

LAST_CALLS = 20
FEWEST_CALLS = 8
FAILED_PART = 0.5
ANSWER_DROP = 0.5
INVALID_PART = 0.1
FEWEST_PEOPLE = 20
STALLED_AFTER = timedelta(minutes=10)
DIALLED_BEFORE = timedelta(seconds=2)
"""The platform tells its time in whole seconds, and the first call may begin in the second of the start."""
BEGUN_AFTER = timedelta(minutes=2)
"""So soon after a start a dialler that takes it up by itself has called somebody, inside the hours."""
CREDIT_HOURS = 1.0


class WarningCode(StrEnum):
    FAILURES = "failures"
    ANSWER_RATE = "answer_rate"
    INVALID_NUMBERS = "invalid_numbers"
    CREDITS = "credits"
    STALLED = "stalled"
    NOT_BEGUN = "not_begun"


class StalledBy(StrEnum):
    """Reason why nothing is dialled although the campaign's calling hours are open."""

    WINDOW = "window"  # all who wait are outside their own calling hours
    RETRIES = "retries"  # all who wait have been tried and wait for the next try
    CONCURRENCY = "concurrency"  # as many calls as are allowed at once do not end
    STAGE = (
        "stage"  # nothing of these: a launch with "at most N" has used up its calls, or the platform waits
    )
    NOBODY = "nobody"  # nobody is waiting
    NOT_TAKEN_UP = "not_taken_up"  # nothing of these: the platform's dialler has not taken up the start
    HOURS = "hours"  # its hours are not told, and may be closed


@dataclass(frozen=True)
class LiveWarning:
    """`figures` by name: shares from 0 to 1, hours, minutes, counts."""

    code: WarningCode
    figures: dict[str, float] = field(default_factory=dict)
    because: StalledBy | None = None
    until: datetime | None = None


class HandedOver(NamedTuple):
    """A start that a dialler of the platform takes up by itself: when it was, and how many had been called before."""

    at: datetime
    called_before: int | None = None


def warnings(
    state: LiveState,
    history: Share | None = None,
    handed_over: HandedOver | None = None,
    went_on_at: datetime | None = None,
) -> list[LiveWarning]:
    """Warnings of this moment. `handed_over`: its start, where a dialler takes that up by itself. `history` is the answer rate this campaign had over earlier calls; without it the
    recent calls before the last 20 have to do. `went_on_at`: until then it rested, and nobody was to be called."""
    if state.campaign.status is not CampaignStatus.RUNNING:
        return []
    ended = [call for call in state.recent_calls if call.outcome or call.status == FAILED]
    found = (
        _failures(ended),
        _answer_rate(ended, history),
        _invalid_numbers(state),
        _credits(state),
        _not_begun(state, handed_over) or _stalled(state, went_on_at),
    )
    return [warning for warning in found if warning]


def _failures(ended: Sequence[Call]) -> LiveWarning | None:
    last = ended[:LAST_CALLS]
    failed = sum(_failed(call) for call in last)
    if len(last) < FEWEST_CALLS or failed <= FAILED_PART * len(last):
        return None
    return LiveWarning(WarningCode.FAILURES, {"failed": failed, "of": len(last)})


def _failed(call: Call) -> bool:
    """For technical reasons: wrong numbers have a warning of their own."""
    return call.outcome == Outcome.ERROR or (call.outcome is None and call.status == FAILED)


def _answer_rate(ended: Sequence[Call], history: Share | None) -> LiveWarning | None:
    if len(ended) < LAST_CALLS:
        return None
    now, before = _answered(ended[:LAST_CALLS]), history or _answered(ended[LAST_CALLS:])
    if before.of < LAST_CALLS or not before.value or now.value is None:
        return None
    if now.value > ANSWER_DROP * before.value:
        return None
    drop = difference(before, now)
    figures = {"now": now.value, "before": before.value, "certain": float(bool(drop and drop.certain))}
    return LiveWarning(WarningCode.ANSWER_RATE, figures)


def _answered(calls: Sequence[Call]) -> Share:
    return share(sum(call.outcome == Outcome.ANSWERED for call in calls), len(calls))


def _invalid_numbers(state: LiveState) -> LiveWarning | None:
    """Of the people with an outcome; where those are not known, of the recent calls."""
    if state.by_outcome is not None:
        of = sum(state.by_outcome.values())
        invalid = state.by_outcome.get(Outcome.INVALID_NUMBER, 0)
    else:
        ended = [call for call in state.recent_calls if call.outcome]
        of, invalid = len(ended), sum(call.outcome == Outcome.INVALID_NUMBER for call in ended)
    if of < FEWEST_PEOPLE or invalid <= INVALID_PART * of:
        return None
    return LiveWarning(WarningCode.INVALID_NUMBERS, {"invalid": invalid, "of": of})


def _credits(state: LiveState) -> LiveWarning | None:
    if state.credits is None or not state.credits_an_hour:
        return None
    hours = state.credits / state.credits_an_hour
    if hours >= CREDIT_HOURS:
        return None
    return LiveWarning(WarningCode.CREDITS, {"credits": state.credits, "hours": hours})


def _stalled(state: LiveState, went_on_at: datetime | None) -> LiveWarning | None:
    """Nothing dialled for ten minutes, all of them inside the campaign's hours. Not known from counters alone."""
    window = CallWindow.from_campaign(state.campaign)
    since = last_dialled(state) or state.campaign.started_at
    if since is not None and went_on_at is not None:
        since = max(since, went_on_at)
    if since is None or state.by_status is None or state.at - since < STALLED_AFTER:
        return None
    if not _open_all_the_time(window, state.at, STALLED_AFTER):
        return None
    because, until = _why_stalled(state, window)
    minutes = (state.at - since) / timedelta(minutes=1)
    return LiveWarning(WarningCode.STALLED, {"minutes": minutes}, because, until)


def _not_begun(state: LiveState, start: HandedOver | None) -> LiveWarning | None:
    """Nobody called since the start, all the time inside the campaign's hours. Not where nothing tells of calls."""
    if start is None or state.at - start.at < BEGUN_AFTER or _called_since(state, start) is not False:
        return None
    figures = {"minutes": (state.at - start.at) / timedelta(minutes=1)}
    if Untold.HOURS in untold(state.campaign):
        return LiveWarning(WarningCode.NOT_BEGUN, figures, StalledBy.HOURS)
    window = CallWindow.from_campaign(state.campaign)
    if not _open_all_the_time(window, state.at, BEGUN_AFTER):
        return None
    because, until = _why_stalled(state, window)
    because = StalledBy.NOT_TAKEN_UP if because is StalledBy.STAGE else because
    return LiveWarning(WarningCode.NOT_BEGUN, figures, because, until)


def _called_since(state: LiveState, start: HandedOver) -> bool | None:
    """Whether a counter, an attempt or the call log says that somebody was called; None where none of them tells."""
    counts, last, called = state.by_status, last_dialled(state), state.campaign.contacts_called
    if state.calling or (counts and (counts.calling or counts.queued)):
        return True
    if last is not None and last >= start.at - DIALLED_BEFORE:
        return True
    if called is None:
        return False if state.calls_told else None
    if start.called_before is None:
        return False if called == 0 or state.calls_told else None
    return called > start.called_before


def _open_all_the_time(window: CallWindow, at: datetime, span: timedelta) -> bool:
    closes = window.next_closing(at - span)
    return window.is_open(at) and closes is not None and closes > at


def _why_stalled(state: LiveState, window: CallWindow) -> tuple[StalledBy, datetime | None]:
    counts = state.by_status
    busy = (counts.calling or 0) + (counts.queued or 0) if counts else len(state.calling or ())
    if busy >= (state.campaign.max_concurrent_calls or 3):
        return StalledBy.CONCURRENCY, None
    waiting = state.next_up
    if waiting is None:
        return StalledBy.STAGE, None
    if not waiting:
        return StalledBy.NOBODY, None
    inside = [one for one in waiting if window.is_open(state.at, _zone(one))]
    if not inside:
        return StalledBy.WINDOW, state.next_at
    if all(one.next_attempt_at and one.next_attempt_at > state.at for one in inside):
        return StalledBy.RETRIES, state.next_at
    return StalledBy.STAGE, None


def _zone(one: CampaignContact) -> str | None:
    return one.contact.timezone if one.contact else None

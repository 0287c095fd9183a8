"""Dialling as a live state tells it: how many are being called, and when somebody was last."""

from __future__ import annotations

from datetime import datetime

from services.api.models import Call
from services.live.watch import LiveState

FAILED = "failed"
"""A call's status where the platform gives no outcome for it."""


def ringing(state: LiveState) -> int | None:
    """How many are being called, or are about to be, by the statuses of the people or else by the call log; None where nothing
    tells."""
    counts = state.by_status
    told = [] if state.calling is None else [len(state.calling)]
    if counts and (counts.calling is not None or counts.queued is not None):
        told.append((counts.calling or 0) + (counts.queued or 0))
    if not told and state.calls_told:
        told.append(sum(map(_under_way, state.recent_calls)))
    return max(told, default=None)


def _under_way(call: Call) -> bool:
    return not (call.outcome or call.ended_at or call.status == FAILED)


def last_dialled(state: LiveState) -> datetime | None:
    people = [*(state.calling or ()), *(state.next_up or ())]
    moments = [call.started_at for call in state.recent_calls] + [one.last_attempt_at for one in people]
    return max((moment for moment in moments if moment), default=None)

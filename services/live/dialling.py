"""Dialling as a live state tells it: how many are being called, and when somebody was last."""

from __future__ import annotations

from datetime import datetime

from services.live.watch import LiveState


def ringing(state: LiveState) -> int | None:
    """How many are being called, or are about to be; None where nothing tells."""
    counts = state.by_status
    by_status = (
        (counts.calling or 0) + (counts.queued or 0)
        if counts and (counts.calling is not None or counts.queued is not None)
        else None
    )
    listed = None if state.calling is None else len(state.calling)
    return max((one for one in (by_status, listed) if one is not None), default=None)


def last_dialled(state: LiveState) -> datetime | None:
    people = [*(state.calling or ()), *(state.next_up or ())]
    moments = [call.started_at for call in state.recent_calls] + [one.last_attempt_at for one in people]
    return max((moment for moment in moments if moment), default=None)

"""Watches that wait for a person: the campaign does not go on before somebody has said how."""

from __future__ import annotations

from services.keeper.guardrails.sight import goes_on_by_itself
from services.keeper.watch import Duty, Watch, WatchState, Why
from services.notifications import EventKind

LIMITS = frozenset({Duty.LIMIT, Duty.GUARDRAILS})
"""Duties that pause until a person says how to go on, or another day has begun."""
NOT_GOING_ON = frozenset({Why.NOT_READY, Why.STRANGERS, Why.NOT_RESUMED})
"""Why a campaign whose calling hours are open again was not let go on."""


def waits_for_somebody(watch: Watch) -> EventKind | None:
    """How a watch waits for a person; None where it does not."""
    if watch.state is WatchState.ALARM:
        return EventKind.NOT_STOPPED
    if watch.state is not WatchState.PAUSED:
        return None
    if watch.duty in LIMITS:
        return None if goes_on_by_itself(watch.sight) else EventKind.PAUSED
    return EventKind.NOT_CALLING if watch.code in NOT_GOING_ON else None

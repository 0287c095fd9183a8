"""Holds of a campaign: which duties keep it paused, and why. No duty lets go on what another one holds."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from services.keeper.store import WatchStore
from services.keeper.watch import Duty, WatchState, Why

HOLDING = (WatchState.PAUSING, WatchState.PAUSED, WatchState.ALARM)
"""An alarm holds too: what could not be done, or seen, is no reason to call."""


class Hold(NamedTuple):
    """One duty that keeps a campaign paused. `since` is this machine's time."""

    duty: Duty
    why: Why
    since: datetime


def holds(store: WatchStore, campaign_id: str, *, but: Duty | None = None) -> list[Hold]:
    """Those of all duties, or of all `but` one.

    Raises:
        DatabaseAway: it cannot be told.
    """
    return [
        Hold(watch.duty, watch.code, watch.changed_at)
        for watch in store.standing_of(campaign_id)
        if watch.state in HOLDING and watch.duty is not but
    ]

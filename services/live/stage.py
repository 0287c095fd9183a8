"""Staged launch, one with "at most N": how far it is, and what came of its calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from services.api.models import CampaignStatus
from services.launch import Intent, IntentState
from services.live.watch import LiveState

CLOCK_STEP = timedelta(seconds=2)
"""The platform tells its time in whole seconds, and the first call may begin in the second of the launch."""


@dataclass(frozen=True)
class FirstStage:
    """`called` of at most `most`; `outcomes` of those calls that have ended, the most frequent first."""

    most: int
    called: int
    outcomes: Mapping[str, int]
    over: bool


def stage_of(state: LiveState, last: Intent | None) -> FirstStage | None:
    """The stage a running campaign is in after its `last` launch; None where that was for everybody, or elsewhere."""
    if last is None or last.state is not IntentState.LAUNCHED or not last.max_calls:
        return None
    if state.campaign.status is not CampaignStatus.RUNNING:
        return None
    begun = last.claimed_at - CLOCK_STEP
    calls = [call for call in state.recent_calls if call.started_at and call.started_at >= begun]
    # Somebody called again is no newly called person, and the latest calls are no more than a page of them.
    called = min(max(len(calls), _newly_called(state, last)), last.max_calls)
    outcomes = Counter(call.outcome for call in calls if call.outcome)
    over = called >= last.max_calls and not state.calling
    return FirstStage(last.max_calls, called, dict(outcomes.most_common()), over)


def _newly_called(state: LiveState, last: Intent) -> int:
    before, now = last.seen.get("contacts_called"), state.campaign.contacts_called
    return now - before if now is not None and isinstance(before, int) else 0

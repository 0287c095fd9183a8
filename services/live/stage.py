"""Staged launch, one with "at most N": how far it is, and what came of its calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from services.keeper import Limit
from services.live.watch import LiveState


@dataclass(frozen=True)
class FirstStage:
    """`called` people since the start; `outcomes` of those calls that have ended, the most frequent first. `calling`: some
    of them are still being called."""

    limit: Limit
    called: int
    outcomes: Mapping[str, int]
    calling: bool

    @property
    def over(self) -> bool:
        """The console has stopped it, and the last call has ended."""
        return self.limit.reached and not self.calling


def stage_of(state: LiveState, limit: Limit | None) -> FirstStage | None:
    """The stage a campaign is in whose `limit` holds; None where none does."""
    if limit is None or not limit.watch.stands:
        return None
    calls = [call for call in state.recent_calls if call.started_at and call.started_at >= limit.begun]
    people = {call.contact_id or call.campaign_contact_id or call.id for call in calls}
    # the latest calls are no more than a page of them, and seen sooner than the keeper looks again
    called = max(len(people), limit.called or 0)
    outcomes = Counter(call.outcome for call in calls if call.outcome)
    calling = bool(
        state.calling or (state.by_status and state.by_status.calling)
    )  # the list may be empty always
    return FirstStage(limit, called, dict(outcomes.most_common()), calling)

"""Staged launch, one with "at most N": how far it is, and what came of its calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from services.keeper import Limit
from services.live.watch import LiveState
from services.results.outcomes import outcomes_of_called


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
    called, outcomes = _since_the_start(state, limit)
    calling = bool(
        state.calling or (state.by_status and state.by_status.calling)
    )  # the list may be empty always
    return FirstStage(limit, called, dict(outcomes.most_common()), calling)


def _since_the_start(state: LiveState, limit: Limit) -> tuple[int, Counter[str]]:
    """Of a campaign that had called nobody these are its own figures, as they stand beside."""
    counted, by_outcome = state.campaign.contacts_called, state.by_outcome
    calls = [call for call in state.recent_calls if call.started_at and call.started_at >= limit.begun]
    if limit.from_nobody and counted is not None and by_outcome is not None:
        return counted, Counter(outcomes_of_called(by_outcome, state.by_status))
    people = {call.contact_id or call.campaign_contact_id or call.id for call in calls}
    # the latest calls are no more than a page of them, and seen sooner than the keeper looks again
    return max(len(people), limit.called or 0), Counter(call.outcome for call in calls if call.outcome)

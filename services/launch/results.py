"""Result of a click on *Launch* or *Resume*, as it is told to whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from services.api import ApiError
from services.launch.findings import LaunchFinding, stored_finding
from services.launch.intents import Intent, IntentKind, IntentState, rebuilt_error
from services.launch.views import Change


class LaunchOutcome(StrEnum):
    """Outcome of a click."""

    LAUNCHED = "launched"  # by this click
    ALREADY = "already"  # by another click: `intent` says whose and when
    IN_PROGRESS = "in_progress"  # another click is being carried out right now
    STALE_VIEW = "stale_view"  # not sent: what the person saw is no longer so, `changes` says what
    NOT_SENT = "not_sent"  # nothing reached the platform, `error` says why
    REFUSED = "refused"  # the platform said no, `error` says why
    NOT_LAUNCHED = "not_launched"  # no clear answer, and it was looked: it did not happen
    UNCERTAIN = "uncertain"  # no clear answer, and what was seen does not decide it


_OUTCOME_OF_STATE = {
    IntentState.CLAIMED: LaunchOutcome.IN_PROGRESS,
    IntentState.SENDING: LaunchOutcome.IN_PROGRESS,
    IntentState.LAUNCHED: LaunchOutcome.ALREADY,
    IntentState.REFUSED: LaunchOutcome.REFUSED,
    IntentState.NOT_LAUNCHED: LaunchOutcome.NOT_LAUNCHED,
    IntentState.UNCERTAIN: LaunchOutcome.UNCERTAIN,
    IntentState.WITHDRAWN: LaunchOutcome.NOT_SENT,
}


@dataclass(frozen=True)
class LaunchResult:
    """`intent` is the one that counts, this click's or the one that was there first. `watched_for` is how much longer an
    unclear one is looked at before anybody may go on from it; None where it is not watched (any more)."""

    outcome: LaunchOutcome
    intent: Intent
    changes: tuple[Change, ...] = ()
    error: ApiError | None = None
    finding: LaunchFinding | None = None
    watched_for: timedelta | None = None


def stored_result(intent: Intent, watched_for: timedelta | None) -> LaunchResult:
    """Result of an intent from what the ledger says of it."""
    return LaunchResult(
        outcome=_OUTCOME_OF_STATE[intent.state],
        intent=intent,
        error=rebuilt_error(intent, OPERATIONS[intent.kind]),
        finding=stored_finding(intent.finding) if intent.finding else None,
        watched_for=watched_for,
    )


OPERATIONS = {
    IntentKind.RUN: "runCampaign",
    IntentKind.RESUME: "updateCampaign",
    IntentKind.DRY_RUN: "runCampaign",
    IntentKind.CREATE: "createCampaign",
    IntentKind.AUDIENCE: "addCampaignContacts",
}

"""Launch once: the intent first, the request second, and after an unclear answer a look and a person's decision."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Engine

from services.access import unguarded
from services.api import Api, ApiError, errors
from services.api.models import Campaign, RunResult, StatusCounts
from services.audit import Action, Audit, Result
from services.launch import findings
from services.launch.findings import Finding, stored_finding, stored_sight
from services.launch.ledger import OPEN, UNCLEAR, Intent, Kind, Ledger, State, Wish
from services.launch.outcome_of import SENDING_LEASE, rebuilt_error, settle_time, stored_error
from services.launch.views import Change, SeenState, changes, state_of
from services.person import Person
from services.turns import turns

PATIENCE_SECONDS = 20.0
POLL_SECONDS = 0.1


class Said(StrEnum):
    """What became of a click."""

    LAUNCHED = "launched"  # by this click
    ALREADY = "already"  # by another click: `intent` says whose and when
    IN_PROGRESS = "in_progress"  # another click is being carried out right now
    STALE_VIEW = "stale_view"  # not sent: what the person saw is no longer so, `changes` says what
    NOT_SENT = "not_sent"  # nothing reached the platform, `error` says why
    REFUSED = "refused"  # the platform said no, `error` says why
    NOT_LAUNCHED = "not_launched"  # no clear answer, and it was looked: it did not happen
    UNCERTAIN = "uncertain"  # no clear answer, and what was seen does not decide it


_SAID_OF_STATE = {
    State.CLAIMED: Said.IN_PROGRESS,
    State.SENDING: Said.IN_PROGRESS,
    State.LAUNCHED: Said.ALREADY,
    State.REFUSED: Said.REFUSED,
    State.NOT_LAUNCHED: Said.NOT_LAUNCHED,
    State.UNCERTAIN: Said.UNCERTAIN,
    State.WITHDRAWN: Said.NOT_SENT,
}


@dataclass(frozen=True)
class LaunchResult:
    """`intent` is the one that counts, this click's or the one that was there first."""

    said: Said
    intent: Intent
    changes: tuple[Change, ...] = ()
    error: ApiError | None = None
    finding: Finding | None = None


class Launches:
    """All launches of this console, in every process that shares `engine`.

    `read` gives a campaign as it is now, never from a cache; the default asks for it by id. `audit` is told of
    every click that reached the platform. `require_allowed` raises NotAllowed before anything is done for somebody who is not
    allowed to use this console.
    """

    def __init__(
        self,
        engine: Engine,
        api: Api,
        *,
        audit: Audit | None = None,
        read: Callable[[str], Campaign] | None = None,
        ledger: Ledger | None = None,
        patience_seconds: float = PATIENCE_SECONDS,
        pause: Callable[[float], None] = time.sleep,
        require_allowed: Callable[[], None] = unguarded,
    ) -> None:
        self._api = api
        self._audit = audit
        self._require_allowed = require_allowed
        self._read = read or api.campaigns.get
        self._ledger = ledger or Ledger(engine, api.clock.now)
        self._patience = patience_seconds
        self._pause = pause

    def seen(self, campaign: Campaign) -> SeenState:
        """What a page that shows this campaign hands to `launch` with the click."""
        last = self._ledger.latest_sent(campaign.id)
        return state_of(campaign, last.id if last else None)

    def launch(
        self,
        campaign_id: str,
        seen: SeenState,
        *,
        who: Person,
        max_calls: int | None = None,
        acknowledged: int | None = None,
    ) -> LaunchResult:
        """Run the campaign, once for what the person saw.

        `max_calls` starts with at most so many people. `acknowledged` is the id of an unclear intent from which
        the person has decided to go on. Raises nothing of the API: every failure is a result.

        Raises:
            NotAllowed: whoever clicked may not use this console; nothing was claimed or sent.
        """
        self._require_allowed()
        wish = Wish(Kind.RUN, who, campaign_id, seen.name, seen.record(), max_calls, seen.last_intent)
        claimed = self._ledger.begin_run(wish, acknowledged)
        if not claimed.won:
            return self._lost(claimed.intent)
        intent = claimed.intent
        refused = self._check(intent, seen)
        if refused:
            return refused
        if not self._ledger.advance(intent.id, [State.CLAIMED], State.SENDING, lease=SENDING_LEASE):
            return self._lost(self._ledger.get(intent.id))
        return self._send(intent)

    def look(self, intent_id: int) -> LaunchResult:
        """Look again at what became of an intent; changes nothing on the platform."""
        intent = self._ledger.get(intent_id)
        if self._ledger.expired(intent):
            self._take_over(intent)
        elif intent.state in UNCLEAR:
            self._find(intent)
        return self.result_of(intent_id)

    def settle_abandoned(self) -> list[LaunchResult]:
        """Look at what processes that died left open; for the start of a process."""
        return [self.look(intent.id) for intent in self._ledger.abandoned() if intent.kind is Kind.RUN]

    def latest(self, campaign_id: str) -> LaunchResult | None:
        """What became of the campaign's last launch from this console; None where there was none."""
        last = self._ledger.latest(campaign_id)
        return self.result_of(last.id) if last else None

    def history(self, campaign_id: str) -> list[Intent]:
        """All launches of the campaign, newest first."""
        return self._ledger.history(campaign_id)

    def result_of(self, intent_id: int) -> LaunchResult:
        """What the ledger says of an intent to anyone who asks."""
        return _stored_result(self._ledger.get(intent_id))

    def _check(self, intent: Intent, seen: SeenState) -> LaunchResult | None:
        try:
            with self._api.budget.purpose("launch"):
                now = self._read(str(intent.campaign_id))
        except ApiError as error:
            return self._withdraw(intent, Said.NOT_SENT, error=error)
        differences = changes(seen, now)
        if differences:
            return self._withdraw(intent, Said.STALE_VIEW, differences=differences)
        return None

    def _send(self, intent: Intent) -> LaunchResult:
        try:
            with self._api.budget.purpose("launch"):
                answer = self._api.campaigns.run(str(intent.campaign_id), max_calls=intent.max_calls)
        except (errors.BudgetSpent, errors.ConnectionFailed) as error:
            if not error.may_have_acted:
                return self._withdraw(intent, Said.NOT_SENT, error=error)
            return self._unclear(intent, error)
        except ApiError as error:
            if not error.may_have_acted:
                return self._refused(intent, error)
            return self._unclear(intent, error)
        return self._launched(intent, answer)

    def _launched(self, intent: Intent, answer: RunResult) -> LaunchResult:
        stored = {"started": answer.started, "failed": answer.failed, "left_out": len(answer.errors)}
        self._ledger.advance(intent.id, [*OPEN, *UNCLEAR], State.LAUNCHED, answer=stored)
        self._tell(intent, Result.DONE, {"started": answer.started, "failed": answer.failed})
        return LaunchResult(Said.LAUNCHED, self._ledger.get(intent.id))

    def _refused(self, intent: Intent, error: ApiError) -> LaunchResult:
        self._ledger.advance(intent.id, [*OPEN, *UNCLEAR], State.REFUSED, **stored_error(error))
        self._tell(intent, Result.REFUSED)
        return LaunchResult(Said.REFUSED, self._ledger.get(intent.id), error=error)

    def _unclear(self, intent: Intent, error: ApiError) -> LaunchResult:
        lease = settle_time(error)
        self._ledger.advance(intent.id, OPEN, State.UNCERTAIN, lease=lease, **stored_error(error))
        self._find(self._ledger.get(intent.id))
        result = self.result_of(intent.id)
        self._tell(intent, Result.DONE if result.intent.state is State.LAUNCHED else Result.UNCLEAR)
        if result.said is Said.ALREADY:  # found to be launched, and it was this click that did it
            return LaunchResult(Said.LAUNCHED, result.intent, error=error, finding=result.finding)
        return result

    def _find(self, intent: Intent) -> None:
        finding = self._finding(intent)
        state = State(finding.verdict.value)
        self._ledger.advance(intent.id, UNCLEAR, state, finding=finding.record())

    def _finding(self, intent: Intent) -> Finding:
        campaign_id = str(intent.campaign_id)

        def read_counts() -> StatusCounts | None:
            return self._api.campaigns.contacts(campaign_id, limit=1).status_counts

        with self._api.budget.purpose("launch"):
            return findings.look(
                stored_sight(intent.seen),
                lambda: self._read(campaign_id),
                read_counts,
                self._api.clock.now,
                may_still_act=self._ledger.leased(intent),
            )

    def _take_over(self, intent: Intent) -> None:
        """Settle what a dead process left: before `sending` nothing was sent, after it a look must tell."""
        if intent.state is State.CLAIMED:
            self._ledger.advance(intent.id, [State.CLAIMED], State.WITHDRAWN)
            return
        if self._ledger.advance(intent.id, [State.SENDING], State.UNCERTAIN):
            self._find(self._ledger.get(intent.id))
            self._tell(intent, Result.UNCLEAR)

    def _lost(self, intent: Intent) -> LaunchResult:
        """Wait for the click that was first, for as long as a person would."""
        waited = 0.0
        while intent.state in OPEN and not self._ledger.expired(intent) and waited < self._patience:
            with turns.given_up():
                self._pause(POLL_SECONDS)
            waited += POLL_SECONDS
            intent = self._ledger.get(intent.id)
        return self.look(intent.id) if self._ledger.expired(intent) else self.result_of(intent.id)

    def _withdraw(
        self,
        intent: Intent,
        said: Said,
        *,
        error: ApiError | None = None,
        differences: tuple[Change, ...] = (),
    ) -> LaunchResult:
        stored = stored_error(error) if error else {}
        self._ledger.advance(intent.id, OPEN, State.WITHDRAWN, **stored)
        return LaunchResult(said, self._ledger.get(intent.id), changes=differences, error=error)

    def _tell(self, intent: Intent, result: Result, figures: dict[str, int] | None = None) -> None:
        if self._audit:
            limit = {"at_most": intent.max_calls} if intent.max_calls else {}
            self._audit.record(
                Action.LAUNCH,
                result,
                who=intent.who,
                campaign_id=intent.campaign_id,
                campaign_name=intent.campaign_name,
                figures=limit | (figures or {}),
            )


def _stored_result(intent: Intent) -> LaunchResult:
    return LaunchResult(
        said=_SAID_OF_STATE[intent.state],
        intent=intent,
        error=rebuilt_error(intent, "runCampaign"),
        finding=stored_finding(intent.finding) if intent.finding else None,
    )

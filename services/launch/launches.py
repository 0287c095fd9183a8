"""Launch once (write-ahead intent): the intent first, the request second, and after an unclear answer a look and a
person's decision.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine

from services.access.access import unguarded
from services.api import Api, ApiError, errors
from services.api.models import Campaign, CampaignStatus, CampaignUpdate, StatusCounts
from services.api.unclear import UNCLEAR_FOR, unclear_for
from services.audit.audit import Audit, AuditAction, Result
from services.database.circuit_breaker import DatabaseAway
from services.launch import findings
from services.launch.findings import Evidence, LaunchFinding, stored_sight
from services.launch.intents import (
    OPEN,
    STARTS,
    UNCLEAR,
    Intent,
    IntentKind,
    IntentRequest,
    IntentState,
    stored_error,
)
from services.launch.ledger import Ledger
from services.launch.looks import SENDING_LEASE
from services.launch.results import OPERATIONS, LaunchOutcome, LaunchResult, stored_result
from services.launch.views import Change, SeenState, changes, state_of
from services.person import Person

PATIENCE_SECONDS = 20.0
POLL_SECONDS = 0.1

log = logging.getLogger(__name__)


class Launches:
    """All launches of this console, in every process that shares `engine`.

    `read` gives a campaign as it is now, never from a cache; the default asks for it by id. `audit` is told of
    every click that reached the platform, `told` of every failure, which may say that the operation is not for us, and
    `worked` of every operation that was carried out.
    `require_allowed` raises NotAllowed before anything is done for somebody who is not
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
        self.on_failure: Callable[[ApiError, str], object] = lambda _error, _campaign_id: None
        self.worked: Callable[[str], object] = lambda _operation: None
        self._api = api
        self._audit = audit
        self._require_allowed = require_allowed
        self._read = read or api.campaigns.get
        self._ledger = ledger or Ledger(engine, api.clock.now)
        self._patience = patience_seconds
        self._pause = pause

    def seen(self, campaign: Campaign) -> SeenState:
        """The view a page that shows this campaign hands to `launch` with the click."""
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
        the person has decided to go on; it counts once that one is not watched any more. Raises nothing of the API:
        every failure is a result.

        Raises:
            NotAllowed: whoever clicked may not use this console; nothing was claimed or sent.
            DatabaseAway: the intent could not be kept; nothing was sent.
        """
        wish = IntentRequest(
            IntentKind.RUN, who, campaign_id, seen.name, seen.record(), max_calls, seen.last_intent
        )
        return self._once(wish, seen, acknowledged)

    def resume(
        self, campaign_id: str, seen: SeenState, *, who: Person, acknowledged: int | None = None
    ) -> LaunchResult:
        """Let a paused campaign go on, once for what the person saw, and never beside a launch: as `launch`."""
        wish = IntentRequest(
            IntentKind.RESUME, who, campaign_id, seen.name, seen.record(), None, seen.last_intent
        )
        return self._once(wish, seen, acknowledged)

    def look(self, intent_id: int) -> LaunchResult:
        """Look again at what became of an intent; changes nothing on the platform."""
        intent = self._ledger.get(intent_id)
        if self._ledger.expired(intent):
            self._take_over(intent)
        elif intent.state in UNCLEAR:
            self._find(intent)
        return self.result_of(intent_id)

    def watch(self, intent_id: int) -> LaunchResult:
        """The result of an intent as it is known; an unclear one is looked at again where nobody did so a moment ago."""
        intent = self._ledger.get(intent_id)
        if self._ledger.due(intent) or self._ledger.expired(intent):
            return self.look(intent_id)
        return self.result_of(intent_id)

    def settle_abandoned(self) -> list[LaunchResult]:
        """Look at what nobody looks at: unclear starts, and those whose process died. Call it again and again."""
        left = {one.id: one for one in (*self._ledger.abandoned(), *self._ledger.watched())}
        return [self.watch(one.id) for one in left.values() if one.kind in STARTS and self._at_rest(one)]

    def watched(self) -> dict[str, LaunchResult]:
        """By campaign, the starts of which it is not certain yet whether they took place. Asks the platform nothing."""
        unclear = (one for one in self._ledger.watched() if one.kind in STARTS)
        return {str(one.campaign_id): self._stored(one) for one in unclear}

    def latest(self, campaign_id: str) -> LaunchResult | None:
        """Result of the campaign's last launch from this console; None where there was none."""
        last = self._ledger.latest(campaign_id)
        return self.result_of(last.id) if last else None

    def history(self, campaign_id: str) -> list[Intent]:
        """All launches of the campaign, newest first."""
        return self._ledger.history(campaign_id)

    def result_of(self, intent_id: int) -> LaunchResult:
        """Result of an intent, as the ledger tells anyone who asks."""
        return self._stored(self._ledger.get(intent_id))

    def _at_rest(self, intent: Intent) -> bool:
        return self._ledger.expired(intent) or self._ledger.due(intent)

    def _once(self, wish: IntentRequest, seen: SeenState, acknowledged: int | None) -> LaunchResult:
        self._require_allowed()
        claimed = self._ledger.begin_run(wish, acknowledged)
        if not claimed.won:
            return self._lost(claimed.intent)
        intent = claimed.intent
        refused = self._check(intent, seen)
        if refused:
            return refused
        try:
            sending = self._ledger.advance(
                intent.id, [IntentState.CLAIMED], IntentState.SENDING, lease=SENDING_LEASE
            )
        except DatabaseAway:
            self._ledger.settle(intent, OPEN, IntentState.WITHDRAWN)
            raise
        return self._send(intent) if sending else self._lost(self._ledger.get(intent.id))

    def _check(self, intent: Intent, seen: SeenState) -> LaunchResult | None:
        try:
            with self._api.budget.purpose("launch"):
                now = self._read(str(intent.campaign_id))
        except ApiError as error:
            return self._withdraw(intent, LaunchOutcome.NOT_SENT, error=error)
        differences = changes(seen, now)
        if not differences and not _may_start(intent.kind, now):
            differences = (Change.STATUS,)
        if differences:
            return self._withdraw(intent, LaunchOutcome.STALE_VIEW, differences=differences)
        return None

    def _send(self, intent: Intent) -> LaunchResult:
        ask = self._ask_to_resume if intent.kind is IntentKind.RESUME else self._ask_to_run
        try:
            with self._api.budget.purpose("launch"):
                answer = ask(intent)
        except ApiError as error:
            result = self._failed(intent, error)
            self.on_failure(error, str(intent.campaign_id))
            return result
        result = self._launched(intent, answer)
        self.worked(OPERATIONS[intent.kind])
        return result

    def _failed(self, intent: Intent, error: ApiError) -> LaunchResult:
        if error.may_have_acted:
            return self._unclear(intent, error)
        if isinstance(error, errors.BudgetSpent | errors.ConnectionFailed):
            return self._withdraw(intent, LaunchOutcome.NOT_SENT, error=error)
        return self._refused(intent, error)

    def _ask_to_run(self, intent: Intent) -> dict[str, Any]:
        """The run, as the platform says it did it."""
        answer = self._api.campaigns.run(str(intent.campaign_id), max_calls=intent.max_calls)
        return {"started": answer.started, "failed": answer.failed, "left_out": len(answer.errors or ())}

    def _ask_to_resume(self, intent: Intent) -> dict[str, Any]:
        change = CampaignUpdate(status=CampaignStatus.RUNNING)
        changed = self._api.campaigns.update(str(intent.campaign_id), change)
        if changed.status not in findings.ACTIVE:  # a good answer that does not say what it did
            raise errors.UnreadableAnswer("updateCampaign", status=200, may_have_acted=True)
        return {}

    def _launched(self, intent: Intent, answer: dict[str, Any]) -> LaunchResult:
        intent = self._ledger.settle(intent, [*OPEN, *UNCLEAR], IntentState.LAUNCHED, answer=answer)
        figures = {name: answer[name] for name in ("started", "failed") if answer.get(name) is not None}
        self._tell(intent, Result.DONE, figures)
        return LaunchResult(LaunchOutcome.LAUNCHED, intent)

    def _refused(self, intent: Intent, error: ApiError) -> LaunchResult:
        intent = self._ledger.settle(intent, [*OPEN, *UNCLEAR], IntentState.REFUSED, **stored_error(error))
        self._tell(intent, Result.REFUSED)
        return LaunchResult(LaunchOutcome.REFUSED, intent, error=error)

    def _unclear(self, intent: Intent, error: ApiError) -> LaunchResult:
        lease = unclear_for(error)
        intent = self._ledger.settle(intent, OPEN, IntentState.UNCERTAIN, lease=lease, **stored_error(error))
        self._tell(intent, Result.UNCLEAR)
        try:
            self._find(self._ledger.get(intent.id))
            result = self.result_of(intent.id)
        except DatabaseAway:  # it is looked at when the database is back
            return self._stored(intent)
        if result.said is LaunchOutcome.ALREADY:  # found to be launched, and it was this click that did it
            return LaunchResult(LaunchOutcome.LAUNCHED, result.intent, error=error, finding=result.finding)
        return result

    def _find(self, intent: Intent) -> None:
        """Look once; what was seen right after the answer says nothing yet, unless it is that it was launched."""
        looks = intent.looks.and_one(self._ledger.wall())  # before reading: what comes later was not seen
        finding = self._finding(intent, may_still_act=not looks.enough(intent.lease_until))
        if finding.why is Evidence.CANNOT_LOOK:
            looks = intent.looks
        state = IntentState(finding.verdict.value)
        moved = self._ledger.advance(intent.id, UNCLEAR, state, finding=finding.record() | looks.record())
        if moved and state is not intent.state and state in _SETTLED:
            self._tell(intent, _SETTLED[state])

    def _finding(self, intent: Intent, *, may_still_act: bool) -> LaunchFinding:
        campaign_id = str(intent.campaign_id)

        def read_counts() -> StatusCounts | None:
            return self._api.campaigns.contacts(campaign_id, limit=1).status_counts

        with self._api.budget.purpose("launch"):
            return findings.look(
                stored_sight(intent.seen),
                lambda: self._read(campaign_id),
                read_counts,
                self._api.clock.now,
                may_still_act=may_still_act,
            )

    def _take_over(self, intent: Intent) -> None:
        """Settle what a dead process left: before `sending` nothing was sent, after it looks must tell.

        It may have been alive until its lease ended, so the platform may act for as long after that.
        """
        if intent.state is IntentState.CLAIMED:
            self._ledger.advance(intent.id, [IntentState.CLAIMED], IntentState.WITHDRAWN)
            return
        until = intent.lease_until + UNCLEAR_FOR
        if self._ledger.advance(intent.id, [IntentState.SENDING], IntentState.UNCERTAIN, lease_until=until):
            self._tell(intent, Result.UNCLEAR)
            self._find(self._ledger.get(intent.id))

    def _lost(self, intent: Intent) -> LaunchResult:
        """Wait for the click that was first, for as long as a person would."""
        waited = 0.0
        while intent.state in OPEN and not self._ledger.expired(intent) and waited < self._patience:
            self._pause(POLL_SECONDS)
            waited += POLL_SECONDS
            intent = self._ledger.get(intent.id)
        return self.look(intent.id) if self._ledger.expired(intent) else self.result_of(intent.id)

    def _withdraw(
        self,
        intent: Intent,
        said: LaunchOutcome,
        *,
        error: ApiError | None = None,
        differences: tuple[Change, ...] = (),
    ) -> LaunchResult:
        stored = stored_error(error) if error else {}
        withdrawn = self._ledger.settle(intent, OPEN, IntentState.WITHDRAWN, **stored)
        return LaunchResult(said, withdrawn, changes=differences, error=error)

    def _tell(self, intent: Intent, result: Result, figures: dict[str, int] | None = None) -> None:
        if self._audit:
            limit = {"at_most": intent.max_calls} if intent.max_calls else {}
            self._audit.record(
                AuditAction.RESUME if intent.kind is IntentKind.RESUME else AuditAction.LAUNCH,
                result,
                who=intent.who,
                campaign_id=intent.campaign_id,
                campaign_name=intent.campaign_name,
                figures=limit | (figures or {}),
            )

    def _stored(self, intent: Intent) -> LaunchResult:
        return stored_result(intent, self._ledger.watched_for(intent))


_SETTLED = {IntentState.LAUNCHED: Result.DONE, IntentState.NOT_LAUNCHED: Result.FAILED}


def _may_start(kind: IntentKind, now: Campaign) -> bool:
    """Nothing is started that has a status this console does not know: it may be calling already."""
    return (
        now.status is CampaignStatus.PAUSED
        if kind is IntentKind.RESUME
        else isinstance(now.status, CampaignStatus)
    )

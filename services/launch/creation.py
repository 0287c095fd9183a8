"""Idempotent creation: a campaign is created once, however often the form is sent."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Engine

from services.access.access import unguarded
from services.api import Api, ApiError, errors
from services.api.models import Campaign, CampaignCreate
from services.api.unclear import UNCLEAR_FOR, unclear_for
from services.audit.audit import Audit, AuditAction, Result
from services.database.circuit_breaker import DatabaseAway
from services.launch.intents import (
    OPEN,
    UNCLEAR,
    Intent,
    IntentKind,
    IntentRequest,
    IntentState,
    rebuilt_error,
    stored_error,
)
from services.launch.ledger import Ledger
from services.launch.looks import SENDING_LEASE
from services.person import Person

NEWEST = 50
PATIENCE_SECONDS = 20.0
POLL_SECONDS = 0.1


class CreationOutcome(StrEnum):
    """Outcome of sending a form."""

    CREATED = "created"  # by this click
    ALREADY = "already"  # by an earlier click on the same form
    IN_PROGRESS = "in_progress"  # an earlier click is being carried out right now
    REFUSED = "refused"  # the platform said no, or nothing reached it; `error` says why
    NOT_CREATED = "not_created"  # no clear answer, and it was looked: there is no such campaign
    UNCERTAIN = "uncertain"  # no clear answer, and it is not certain yet; `candidates` may be it


_MADE_OF_STATE = {
    IntentState.CLAIMED: CreationOutcome.IN_PROGRESS,
    IntentState.SENDING: CreationOutcome.IN_PROGRESS,
    IntentState.LAUNCHED: CreationOutcome.ALREADY,
    IntentState.REFUSED: CreationOutcome.REFUSED,
    IntentState.WITHDRAWN: CreationOutcome.REFUSED,
    IntentState.NOT_LAUNCHED: CreationOutcome.NOT_CREATED,
    IntentState.UNCERTAIN: CreationOutcome.UNCERTAIN,
}


@dataclass(frozen=True)
class CreateResult:
    """`campaign_id` is set once the campaign is known to exist. `candidates` are ids of campaigns of that name that
    appeared since, where there is more than one. `watched_for` is how much longer it is looked for before anybody may
    create it again; None where it is not watched (any more). `other`: this form was not sent, because it is not certain yet
    whether another one has made a campaign of that name; `intent` is the other's."""

    made: CreationOutcome
    intent: Intent
    campaign_id: str | None = None
    error: ApiError | None = None
    candidates: tuple[str, ...] = ()
    watched_for: timedelta | None = None
    other: bool = False


class Creations:
    """All campaigns created from this console, in every process that shares `engine`."""

    def __init__(
        self,
        engine: Engine,
        api: Api,
        *,
        audit: Audit | None = None,
        ledger: Ledger | None = None,
        patience_seconds: float = PATIENCE_SECONDS,
        pause: Callable[[float], None] = time.sleep,
        require_allowed: Callable[[], None] = unguarded,
    ) -> None:
        self._api = api
        self._audit = audit
        self._require_allowed = require_allowed
        self._ledger = ledger or Ledger(engine, api.clock.now)
        self._patience = patience_seconds
        self._pause = pause

    def create_once(self, form_token: str, wanted: CampaignCreate, *, who: Person) -> CreateResult:
        """Create the campaign of one form. A form whose result was not `CREATED` needs a new token to be sent again, and
        as long as an unclear creation of a campaign of that name is watched, another token answers with that one.

        Raises nothing of the API: every failure is a result.

        Raises:
            NotAllowed: whoever clicked may not use this console; nothing was claimed or sent.
            DatabaseAway: the intent could not be kept; nothing was sent.
        """
        self._require_allowed()
        wish = IntentRequest(IntentKind.CREATE, who, None, wanted.name, {})
        claimed = self._ledger.begin_creation(form_token, wish)
        if not claimed.won:
            lost = self._lost(claimed.intent)
            return replace(lost, other=True, campaign_id=None) if claimed.other else lost
        intent = claimed.intent
        try:
            with self._api.budget.purpose("create campaign"):
                before = [one.id for one in self._same_name(wanted.name)]
        except ApiError as error:
            return self._refused(intent, error)
        try:
            sending = self._ledger.advance(
                intent.id,
                [IntentState.CLAIMED],
                IntentState.SENDING,
                lease=SENDING_LEASE,
                seen={"same_name": before},
            )
            intent = self._ledger.get(intent.id)
        except DatabaseAway:
            self._ledger.settle(intent, OPEN, IntentState.WITHDRAWN)
            raise
        return self._send(intent, wanted) if sending else self._lost(intent)

    def look(self, intent_id: int) -> CreateResult:
        """Look again whether the campaign of an unclear intent has appeared; changes nothing on the platform."""
        intent = self._ledger.get(intent_id)
        if self._ledger.expired(intent):
            self._take_over(intent)
            intent = self._ledger.get(intent_id)
        return self._find(intent) if intent.state in UNCLEAR else self._stored(intent)

    def watch(self, intent_id: int) -> CreateResult:
        """The result of an intent as it is known; an unclear one is looked for again where nobody did so a moment
        ago."""
        intent = self._ledger.get(intent_id)
        if self._ledger.due(intent) or self._ledger.expired(intent):
            return self.look(intent_id)
        return self._stored(intent)

    def settle_abandoned(self) -> list[CreateResult]:
        """Look for what nobody looks for: unclear creations, and those whose process died. Call it again and again."""
        left = {one.id: one for one in (*self._ledger.abandoned(), *self._ledger.watched())}
        return [self.watch(one.id) for one in left.values() if one.kind is IntentKind.CREATE]

    def _take_over(self, intent: Intent) -> None:
        if intent.state is IntentState.CLAIMED:
            self._ledger.advance(intent.id, [IntentState.CLAIMED], IntentState.WITHDRAWN)
            return
        until = intent.lease_until + UNCLEAR_FOR
        self._ledger.advance(intent.id, [IntentState.SENDING], IntentState.UNCERTAIN, lease_until=until)

    def _send(self, intent: Intent, wanted: CampaignCreate) -> CreateResult:
        try:
            with self._api.budget.purpose("create campaign"):
                campaign = self._api.campaigns.create(wanted)
        except ApiError as error:
            if not error.may_have_acted:
                return self._refused(intent, error)
            lease = unclear_for(error)
            intent = self._ledger.settle(
                intent, OPEN, IntentState.UNCERTAIN, lease=lease, **stored_error(error)
            )
            result = self._found(intent)
            self._tell(result.intent, _AUDITED.get(result.made, Result.UNCLEAR))
            return result
        intent = self._ledger.settle(intent, [*OPEN, *UNCLEAR], IntentState.LAUNCHED, campaign_id=campaign.id)
        self._tell(intent, Result.DONE)
        return CreateResult(CreationOutcome.CREATED, intent, campaign.id)

    def _found(self, intent: Intent) -> CreateResult:
        try:
            return self._find(intent)
        except DatabaseAway:  # it is looked for when the database is back
            return self._stored(intent)

    def _find(self, intent: Intent) -> CreateResult:
        """A campaign of that name which was not there before is the one, if it is the only one."""
        looks = intent.looks.and_one(self._ledger.wall())  # before reading: what comes later was not seen
        try:
            with self._api.budget.purpose("create campaign"):
                now = self._same_name(intent.campaign_name)
        except ApiError:
            return self._stored(self._ledger.get(intent.id))
        before = set(intent.seen.get("same_name", []))
        new = tuple(one.id for one in now if one.id not in before)
        if len(new) == 1:
            self._ledger.advance(intent.id, UNCLEAR, IntentState.LAUNCHED, campaign_id=new[0])
            return CreateResult(CreationOutcome.CREATED, self._ledger.get(intent.id), new[0])
        nothing = not new and looks.enough(intent.lease_until)
        found = looks.record() | {"candidates": list(new)}
        state = IntentState.NOT_LAUNCHED if nothing else IntentState.UNCERTAIN
        self._ledger.advance(intent.id, UNCLEAR, state, finding=found)
        return self._stored(self._ledger.get(intent.id))

    def _same_name(self, name: str) -> list[Campaign]:
        """Campaigns are listed newest first: one that was made a moment ago is on the first page."""
        page = self._api.campaigns.list(limit=NEWEST)
        return [one for one in page.items if one.name == name]

    def _refused(self, intent: Intent, error: ApiError) -> CreateResult:
        intent = self._ledger.settle(intent, OPEN, IntentState.REFUSED, **stored_error(error))
        sent = not isinstance(error, errors.BudgetSpent | errors.ConnectionFailed)
        self._tell(intent, Result.REFUSED if sent else Result.FAILED)
        return CreateResult(CreationOutcome.REFUSED, intent, error=error)

    def _lost(self, intent: Intent) -> CreateResult:
        waited = 0.0
        while intent.state in OPEN and not self._ledger.expired(intent) and waited < self._patience:
            self._pause(POLL_SECONDS)
            waited += POLL_SECONDS
            intent = self._ledger.get(intent.id)
        return self.look(intent.id) if self._ledger.expired(intent) else self._stored(intent)

    def _tell(self, intent: Intent, result: Result) -> None:
        if self._audit:
            self._audit.record(
                AuditAction.CREATE,
                result,
                who=intent.who,
                campaign_id=intent.campaign_id,
                campaign_name=intent.campaign_name,
            )

    def _stored(self, intent: Intent) -> CreateResult:
        return CreateResult(
            made=_MADE_OF_STATE[intent.state],
            intent=intent,
            campaign_id=intent.campaign_id,
            error=rebuilt_error(intent, "createCampaign"),
            candidates=tuple((intent.finding or {}).get("candidates", ())),
            watched_for=self._ledger.watched_for(intent),
        )


_AUDITED = {CreationOutcome.CREATED: Result.DONE, CreationOutcome.NOT_CREATED: Result.FAILED}


__all__ = ["CreateResult", "CreationOutcome", "Creations"]

"""Idempotent creation: a campaign is created once, however often the form is sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Protocol, Unpack

from sqlalchemy import Engine

from services.api import Api, ApiError, errors
from services.api.models import Campaign, CampaignCreate, CampaignStatus
from services.audit.audit import AuditAction, Result
from services.calling_days.days import CallingDays
from services.campaigns.one import read_now
from services.database.circuit_breaker import DatabaseAway
from services.launch.intents import (
    OPEN,
    Intent,
    IntentKind,
    IntentRequest,
    IntentState,
    rebuilt_error,
    stored_error,
)
from services.launch.looks import Looks
from services.launch.uninvited import people_nobody_chose, record_of, uninvited_in
from services.launch.write_ahead import Columns, IntentOptions, WriteAheadIntents
from services.person import Person

NEWEST = 50
DAYS_KEPT_WITHIN = timedelta(days=7)
"""So long a campaign's days are kept later where its creation could not."""
_DAYS, _DAYS_KEPT, _ASKED = "days", "days_kept", "asked"


class CreationOutcome(StrEnum):
    """Outcome of sending a form."""

    CREATED = "created"  # by this click
    ALREADY = "already"  # by an earlier click on the same form
    ANOTHER = "another"  # an earlier click made a campaign of this form, when it asked for something else
    IN_PROGRESS = "in_progress"  # an earlier click is being carried out right now
    REFUSED = "refused"  # the platform said no, or nothing reached it; `error` says why
    NOT_CREATED = "not_created"  # no clear answer, and it was looked: there is no such campaign
    UNCERTAIN = "uncertain"  # no clear answer, and it is not certain yet; `candidates` may be it


_OUTCOME_OF_STATE = {
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

    outcome: CreationOutcome
    intent: Intent
    campaign_id: str | None = None
    error: ApiError | None = None
    candidates: tuple[str, ...] = ()
    watched_for: timedelta | None = None
    other: bool = False

    def answering(self, asked: str) -> CreateResult:
        """The result for a form that asks for this now (`asked_for`): a campaign that was asked for otherwise is `ANOTHER`, and
        nothing of the form goes into it. So is one of which it is not known what was asked."""
        if self.campaign_id is None or self.other or self.intent.seen.get(_ASKED) == asked:
            return self
        return replace(self, outcome=CreationOutcome.ANOTHER)

    @property
    def people_nobody_chose(self) -> errors.PeopleNobodyChose | None:
        """Set where the platform put people into the new campaign by itself: it stays a draft, and is not launched here."""
        return people_nobody_chose(self.intent, "createCampaign")


def asked_for(wanted: CampaignCreate, days: CallingDays | None = None, besides: str = "") -> str:
    """Digest of what a form asks for; `besides` is what else its click decides on, its people for one."""
    request = wanted.model_dump(mode="json", exclude_unset=True)
    asked = json.dumps([request, None if days is None else days.to_json(), besides], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()


class PlansStarts(Protocol):
    """What a creation with a start date needs: `services.keeper`."""

    def offered(self) -> bool: ...

    def plan_new(
        self, campaign_id: str, name: str, starts_at: datetime, who: Person, *, waits: bool = False
    ) -> None: ...


class KeepsDays(Protocol):
    """What a creation with calling days needs: `services.campaigns.kept_days`."""

    def begin(self, campaign_id: str, campaign_name: str, days: CallingDays, who: Person) -> None: ...


class Creations(WriteAheadIntents[CreateResult]):
    """All campaigns created from this console, in every process that shares `engine`."""

    purpose = "create campaign"
    actions: ClassVar = {IntentKind.CREATE: AuditAction.CREATE}

    def __init__(
        self,
        engine: Engine,
        api: Api,
        *,
        starts: PlansStarts | None = None,
        days: KeepsDays | None = None,
        **others: Unpack[IntentOptions],
    ) -> None:
        super().__init__(engine, api, **others)
        self._starts = starts
        self._days = days

    def create_once(
        self,
        form_token: str,
        wanted: CampaignCreate,
        *,
        who: Person,
        people_follow: bool = False,
        days: CallingDays | None = None,
        besides: str = "",
    ) -> CreateResult:
        """Create the campaign of one form. A token answers only for what it was first given with: with another request, other
        days or something else `besides` it answers with `ANOTHER`. A form whose result was not `CREATED` needs a new token to be sent again, and
        as long as an unclear creation of a campaign of that name is watched, another token answers with that one. A start
        date is set last, where that can be kept: `people_follow` says that the form's own people are put in before. `days` are
        its calling days; they stand with the intent before anything is sent.

        Raises nothing of the API: every failure is a result.

        Raises:
            NotAllowed: whoever clicked may not use this console; nothing was claimed or sent.
            DatabaseAway: the intent could not be kept; nothing was sent.
        """
        self._require_allowed()
        asked = asked_for(wanted, days, besides)
        request = IntentRequest(IntentKind.CREATE, who, None, wanted.name, {_ASKED: asked})
        claimed = self._ledger.begin_creation(form_token, request)
        if not claimed.won:
            lost = self._lost(claimed.intent)
            return replace(lost, other=True, campaign_id=None) if claimed.other else lost.answering(asked)
        try:
            with self._api.budget.purpose(self.purpose):
                before = [one.id for one in self._same_name(wanted.name)]
        except ApiError as error:
            return self._refused(claimed.intent, error)

        planned: dict[str, Any] = {_ASKED: asked} | ({} if days is None else {_DAYS: days.to_json()})
        if wanted.scheduled_start_at is not None and self._starts and self._starts.offered():
            planned |= {"starts_at": wanted.scheduled_start_at.isoformat(), "people_follow": people_follow}
            told = wanted.model_dump(exclude_unset=True, exclude={"scheduled_start_at"})
            wanted = CampaignCreate(**told)

        def ask(intent: Intent) -> Columns:
            created = self._api.campaigns.create(wanted)
            return self._created(intent, created)

        return self._send(claimed, ask, seen={"same_name": before} | planned)

    def of_form(self, form_token: str) -> CreateResult | None:
        """What became of the form with this token, as it is known; None where it was never sent. Asks nobody.

        Raises:
            DatabaseAway: it cannot be told now.
        """
        intent = self._ledger.creation_by(form_token)
        return self._stored(intent) if intent else None

    def sent(self, form_tokens: Collection[str]) -> dict[str, str | None]:
        """Of these forms those that were sent, with the campaign that each has become; None where that is not certain. One
        that was refused, or has become none for certain, may be sent again. Asks nobody.

        Raises:
            DatabaseAway: it cannot be told now.
        """
        if not form_tokens:
            return {}
        of_forms = self._ledger.creations_by(form_tokens)
        return {
            token: intent.campaign_id
            for token, intent in of_forms.items()
            if _OUTCOME_OF_STATE[intent.state] not in (CreationOutcome.REFUSED, CreationOutcome.NOT_CREATED)
        }

    def require_as_created(self, campaign_id: str) -> None:
        """Before anything of a form goes into a campaign that it has created earlier.

        Raises:
            LaunchedMeanwhile: it was launched since, as the platform tells it now.
            ApiError: it could not be read.
        """
        with self._api.budget.purpose(self.purpose):
            status = read_now(self._api, campaign_id).status
        if status not in (CampaignStatus.DRAFT, CampaignStatus.SCHEDULED):
            raise errors.LaunchedMeanwhile("addCampaignContacts")

    def _created(self, intent: Intent, created: Campaign) -> Columns:
        """Who is in it, its calling days, and the start that was wished for, which the keeper sets last."""
        kept = {_DAYS_KEPT: True} if self._keep_days(intent, created.id) else {}
        answer = record_of(uninvited_in(self._api, created)) | kept
        columns = {"campaign_id": created.id, "answer": answer}
        if self._starts and (at := intent.seen.get("starts_at")):
            waits = bool(intent.seen.get("people_follow"))
            with suppress(DatabaseAway):  # it stays a draft without a date, and its page says so
                self._starts.plan_new(
                    created.id, created.name, datetime.fromisoformat(at), intent.who, waits=waits
                )
        return columns

    def settle_abandoned(self) -> list[CreateResult]:
        """Also the days of campaigns that could not be kept when they were created."""
        for intent in self._ledger.creations(since=self._ledger.wall() - DAYS_KEPT_WITHIN):
            answer = intent.answer or {}
            wanted = intent.campaign_id and _DAYS in intent.seen and not answer.get(_DAYS_KEPT)
            if wanted and self._keep_days(intent, str(intent.campaign_id)):
                done = [IntentState.LAUNCHED]
                self._ledger.advance(intent.id, done, done[0], answer=answer | {_DAYS_KEPT: True})
        return super().settle_abandoned()

    def _keep_days(self, intent: Intent, campaign_id: str) -> bool:
        """Keep what the form asked for; False where there is nothing, or the database does not take it now."""
        asked = intent.seen.get(_DAYS)
        if self._days is None or asked is None:
            return False
        try:
            self._days.begin(campaign_id, intent.campaign_name, CallingDays.from_json(asked), intent.who)
        except DatabaseAway:
            return False
        return True

    def _looked(self, before: Intent, after: Intent) -> CreateResult:
        """Whoever finds it goes on to it as if her click had just created it."""
        found = after.state is IntentState.LAUNCHED and before.state is not IntentState.LAUNCHED
        return self._done(after) if found else self._stored(after)

    def _done(self, intent: Intent, error: ApiError | None = None) -> CreateResult:
        return CreateResult(CreationOutcome.CREATED, intent, intent.campaign_id)

    def _refused(self, intent: Intent, error: ApiError) -> CreateResult:
        intent = self._ledger.settle(intent, OPEN, IntentState.REFUSED, **stored_error(error))
        sent = not isinstance(error, errors.BudgetSpent | errors.ConnectionFailed | errors.NotInThisVersion)
        self._record(intent, Result.REFUSED if sent else Result.FAILED)
        return CreateResult(CreationOutcome.REFUSED, intent, error=error)

    def _seen(self, intent: Intent, looks: Looks) -> tuple[IntentState, Columns] | None:
        """A campaign of that name which was not there before is the one, if it is the only one."""
        try:
            now = self._same_name(intent.campaign_name)
        except ApiError:
            return None
        before = set(intent.seen.get("same_name", []))
        new = [one.id for one in now if one.id not in before]
        if len(new) == 1:
            created = next(one for one in now if one.id == new[0])
            return IntentState.LAUNCHED, self._created(intent, created)
        nothing = not new and looks.enough(intent.lease_until)
        state = IntentState.NOT_LAUNCHED if nothing else IntentState.UNCERTAIN
        return state, {"finding": looks.record() | {"candidates": new}}

    def _same_name(self, name: str) -> list[Campaign]:
        """Campaigns are listed newest first: one that was made a moment ago is on the first page."""
        page = self._api.campaigns.list(limit=NEWEST)
        return [one for one in page.items if one.name == name]

    def _stored(self, intent: Intent) -> CreateResult:
        return CreateResult(
            outcome=_OUTCOME_OF_STATE[intent.state],
            intent=intent,
            campaign_id=intent.campaign_id,
            error=rebuilt_error(intent, "createCampaign"),
            candidates=tuple((intent.finding or {}).get("candidates", ())),
            watched_for=self._ledger.watched_for(intent),
        )


__all__ = ["CreateResult", "CreationOutcome", "Creations", "asked_for"]

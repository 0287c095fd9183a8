"""Idempotent enrolment of a contact group: once for what a person has confirmed, and compared with it.

Nobody gets in without a preview of the same filters that a person of this console has seen and confirmed. It is made once
more before anything is sent; where it says something else by then, nothing is sent. More people than were confirmed stop
everything: that stays with the intent, and the campaign is not launched from here (`services.launch.uninvited`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar

from services.api import ApiError, errors
from services.api.models import Campaign, CampaignStatus
from services.audit.audit import AuditAction, Result
from services.campaigns.one import read_now
from services.do_not_call import listed_of
from services.do_not_call.recently_called import RecentlyCalled
from services.groups.audience import AudienceChoice, AudiencePreview, Barred, capped, people_inside, preview
from services.launch.intents import (
    OPEN,
    Intent,
    IntentKind,
    IntentRequest,
    IntentState,
    rebuilt_error,
    stored_error,
)
from services.launch.launches import NEVER_SENT
from services.launch.looks import Looks
from services.launch.uninvited import NOT_KNOWN, record_of
from services.launch.write_ahead import Columns, WriteAheadIntents
from services.person import Person

AT_ONCE = 500
OPERATION = "addCampaignContacts"


class GroupOutcome(StrEnum):
    """Outcome of confirming."""

    ENROLLED = "enrolled"  # by this click
    ALREADY = "already"  # by an earlier click on the same question
    IN_PROGRESS = "in_progress"  # an earlier click is being carried out right now
    CHANGED = "changed"  # not sent: what was confirmed is no longer so, `preview` says what is
    NOT_SENT = "not_sent"  # nothing reached the platform, `error` says why
    REFUSED = "refused"  # the platform said no, `error` says why
    NOT_ENROLLED = "not_enrolled"  # no clear answer, and it was looked: nobody got in
    UNCERTAIN = "uncertain"  # no clear answer, and what was seen does not decide it


_OUTCOME_OF_STATE = {
    IntentState.CLAIMED: GroupOutcome.IN_PROGRESS,
    IntentState.SENDING: GroupOutcome.IN_PROGRESS,
    IntentState.LAUNCHED: GroupOutcome.ALREADY,
    IntentState.REFUSED: GroupOutcome.REFUSED,
    IntentState.WITHDRAWN: GroupOutcome.NOT_SENT,
    IntentState.NOT_LAUNCHED: GroupOutcome.NOT_ENROLLED,
    IntentState.UNCERTAIN: GroupOutcome.UNCERTAIN,
}


@dataclass(frozen=True)
class GroupResult:
    """`confirmed` people were confirmed, and `added` got in, None where that is not told. `too_many` are in beyond those;
    None where that could not be counted. `watched_for` is how much longer an unclear one is looked at before anybody may do
    it again."""

    outcome: GroupOutcome
    intent: Intent
    preview: AudiencePreview | None = None
    error: ApiError | None = None
    watched_for: timedelta | None = None

    @property
    def group_name(self) -> str:
        return str(self.intent.seen.get("group_name", ""))

    @property
    def confirmed(self) -> int:
        return int(self.intent.seen.get("confirmed", 0))

    @property
    def added(self) -> int | None:
        return (self.intent.answer or {}).get("added")

    @property
    def too_many(self) -> int | None:
        told = int((self.intent.answer or {}).get("uninvited", 0))
        return None if told == NOT_KNOWN else told


@dataclass(frozen=True)
class AskedAudience:
    """Question that a person confirms. `previous` is the last group that had been sent into the campaign when it was asked:
    of any number of clicks on one question, one counts."""

    preview: AudiencePreview
    previous: int | None = None


class GroupEnrolments(WriteAheadIntents[GroupResult]):
    """All groups put into campaigns from this console, in every process that shares `engine`."""

    purpose = "add people"
    actions: ClassVar = {IntentKind.AUDIENCE: AuditAction.ADD_GROUP}
    called: RecentlyCalled | None = None
    """Who was called by another campaign a short while ago; nobody is asked about where nothing is set."""

    def ask(self, campaign_id: str, choice: AudienceChoice) -> AskedAudience:
        """Whom a choice would put into a campaign, for a person to confirm. Enrols nobody.

        Raises:
            ApiError: it could not be found out.
        """
        previous = self._ledger.latest_audience(campaign_id)
        with self._api.budget.purpose(self.purpose):
            found = preview(self._api, campaign_id, choice, self._barred(campaign_id))
        return AskedAudience(found, previous.id if previous else None)

    def _barred(self, campaign_id: str) -> Barred:
        engine, api = self._ledger.engine, self._api
        called = self.called or RecentlyCalled(engine, f"{api.base_url} {api.team_id}", api.clock.now)
        return Barred(listed_of(engine, api.team_id), called, campaign_id)

    def to_be_known(self, campaign_id: str) -> GroupResult | None:
        """Result of the group that brought more people into a campaign than were confirmed, else of the last one; None where
        there was none."""
        results = [self._stored(one) for one in self._ledger.audiences(campaign_id)]
        return next((one for one in results if one.too_many != 0), results[-1] if results else None)

    def added_to(self, campaign_id: str) -> int:
        """How many people a person's confirmed groups have put into a campaign: never more than she confirmed."""
        results = [self._stored(one) for one in self._ledger.audiences(campaign_id)]
        return sum(min(one.added or 0, one.confirmed) for one in results)

    def strangers_to(self, result: GroupResult) -> list[str]:
        """Names of those in the campaign who are no members of the group, for who has to see whom nobody chose.

        Raises:
            ApiError: they could not be read.
        """
        with self._api.budget.purpose(self.purpose):
            members = {one.id for one in self._api.groups.members(str(result.intent.seen["group_id"]))}
            rows = self._api.campaigns.contacts(str(result.intent.campaign_id)).complete()
        people = [one.contact for one in rows if one.contact and one.contact.id not in members]
        return [f"{one.first_name} {one.last_name}".strip() or one.phone or str(one.id) for one in people]

    def enroll_once(self, campaign: Campaign, asked: AskedAudience, *, who: Person) -> GroupResult:
        """Put the people into the campaign whom a person has confirmed, once for what she saw.

        Raises nothing of the API: every failure is a result.

        Raises:
            NotAllowed: whoever clicked may not use this console; nothing was claimed or sent.
            DatabaseAway: the intent could not be kept; nothing was sent.
        """
        self._require_allowed()
        confirmed = asked.preview
        seen = {
            "group_id": confirmed.choice.group_id,
            "group_name": confirmed.choice.group_name,
            "confirmed": confirmed.count,
            "before": confirmed.before,
        }
        request = IntentRequest(
            IntentKind.AUDIENCE, who, confirmed.campaign_id, campaign.name, seen, previous=asked.previous
        )
        claimed = self._ledger.begin_audience(request)
        if not claimed.won:
            return self._lost(claimed.intent)
        return self._check(claimed.intent, confirmed) or self._send(claimed, self._asking(confirmed))

    def _check(self, intent: Intent, confirmed: AudiencePreview) -> GroupResult | None:
        """Nothing is sent that nobody has confirmed as it is now."""
        try:
            with self._api.budget.purpose(self.purpose):
                now = read_now(self._api, confirmed.campaign_id)
                if now.status is not CampaignStatus.DRAFT:
                    raise errors.Conflict(OPERATION, status=409)
                choice = capped(confirmed.choice, confirmed.count) if confirmed.count else confirmed.choice
                again = preview(self._api, confirmed.campaign_id, choice, self._barred(confirmed.campaign_id))
        except ApiError as error:
            return self._withdraw(intent, GroupOutcome.NOT_SENT, error=error)
        if not confirmed.count or not again.agrees_with(confirmed):
            return self._withdraw(intent, GroupOutcome.CHANGED, changed_to=again)
        return None

    def _asking(self, confirmed: AudiencePreview) -> Callable[[Intent], Columns]:
        def ask(_intent: Intent) -> Columns:
            added, stopped_by = self._enroll(confirmed)
            try:
                after = len(people_inside(self._api, confirmed.campaign_id))
            except ApiError:
                after = None
            answer = compared(confirmed.count, confirmed.before, added, after)
            return {"answer": answer, **(stored_error(stopped_by) if stopped_by else {})}

        return ask

    def _enroll(self, confirmed: AudiencePreview) -> tuple[int | None, ApiError | None]:
        """How many got in, None where that is not told; and what kept the last of them out."""
        if confirmed.by_platform:
            choice = capped(confirmed.choice, confirmed.count)
            told = self._api.campaigns.add_audience(confirmed.campaign_id, choice.filters)
            inserted = told.enrollment.inserted if told.enrollment else None
            return told.added if inserted is None else inserted, None
        added: list[int | None] = []
        for start in range(0, confirmed.count, AT_ONCE):
            ids = confirmed.contact_ids[start : start + AT_ONCE]
            try:
                added.append(self._api.campaigns.add_contacts(confirmed.campaign_id, ids).added)
            except ApiError as error:
                if error.may_have_acted or not added:
                    raise
                return _sum(added), error
        return _sum(added), None

    def _seen(self, intent: Intent, looks: Looks) -> tuple[IntentState, Columns] | None:
        """Whoever is in it beyond those who were, got in by it."""
        try:
            after = len(people_inside(self._api, str(intent.campaign_id)))
        except ApiError:
            return None
        before, confirmed = int(intent.seen["before"]), int(intent.seen["confirmed"])
        if after > before:
            return IntentState.LAUNCHED, {"answer": compared(confirmed, before, after - before, after)}
        nothing = looks.enough(intent.lease_until)
        state = IntentState.NOT_LAUNCHED if nothing else IntentState.UNCERTAIN
        return state, {"finding": looks.record()}

    def _stored(self, intent: Intent) -> GroupResult:
        return GroupResult(
            _OUTCOME_OF_STATE[intent.state],
            intent,
            error=rebuilt_error(intent, OPERATION),
            watched_for=self._ledger.watched_for(intent),
        )

    def _done(self, intent: Intent, error: ApiError | None = None) -> GroupResult:
        return replace(self._stored(intent), outcome=GroupOutcome.ENROLLED, error=error)

    def _refused(self, intent: Intent, error: ApiError) -> GroupResult:
        if isinstance(error, NEVER_SENT):
            return self._withdraw(intent, GroupOutcome.NOT_SENT, error=error)
        intent = self._ledger.settle(intent, OPEN, IntentState.REFUSED, **stored_error(error))
        self._record(intent, Result.REFUSED)
        return GroupResult(GroupOutcome.REFUSED, intent, error=error)

    def _withdraw(
        self,
        intent: Intent,
        outcome: GroupOutcome,
        *,
        error: ApiError | None = None,
        changed_to: AudiencePreview | None = None,
    ) -> GroupResult:
        stored = stored_error(error) if error else {}
        withdrawn = self._ledger.settle(intent, OPEN, IntentState.WITHDRAWN, **stored)
        self._record(withdrawn, Result.REFUSED)
        return GroupResult(outcome, withdrawn, preview=changed_to, error=error)


def _sum(added: Sequence[int | None]) -> int | None:
    said = [one for one in added if one is not None]
    return sum(said) if len(said) == len(added) else None


def compared(confirmed: int, before: int, added: int | None, after: int | None) -> dict[str, int]:
    """What came of an enrolment against what was confirmed, as it is kept: more than that is somebody nobody chose."""
    told = [one for one in (added, None if after is None else after - before) if one is not None]
    if not told:
        return record_of(NOT_KNOWN)
    beyond = max(0, max(told) - confirmed)
    return {"added": told[0]} | (record_of(beyond) if beyond else {})

"""Launch once (write-ahead intent): the intent first, the request second, and after an unclear answer a look and a
person's decision.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar, Protocol, Unpack

from sqlalchemy import Engine

from services.api import Api, ApiError, errors
from services.api.generation import calls_follow, starts_by_action
from services.api.models import Campaign, CampaignStatus, CampaignUpdate, StatusCounts
from services.api.unclear import unclear_for
from services.audit.audit import AuditAction, Filter, Result
from services.campaigns.stops import is_stopped
from services.database.circuit_breaker import DatabaseAway
from services.keeper import NotKept
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
from services.launch.looks import Looks
from services.launch.requirements import named_by, one_at_a_time, require_startable
from services.launch.results import OPERATIONS, LaunchOutcome, LaunchResult, stored_result
from services.launch.uninvited import require_nobody_uninvited, still_going_in
from services.launch.views import Change, SeenState, changes, state_of
from services.launch.write_ahead import Columns, IntentOptions, WriteAheadIntents
from services.person import Person


class KeepsLimits(Protocol):
    """What a launch for at most N people needs: `services.keeper`."""

    def begin(self, campaign: Campaign, most: int, who: Person) -> None: ...

    def not_begun(self, campaign_id: str) -> None: ...

    def go_on(self, campaign_id: str, *, everybody: bool, by_itself: bool = False) -> None: ...


class KeepsDays(Protocol):
    """What holds a person's start back in a closed time, and lets it begin when that is over: `services.keeper`."""

    def before_a_start(self, campaign: Campaign, most: int | None, who: Person, *, launch: bool) -> None: ...


class KeepsGuardrails(Protocol):
    """What watches over every campaign that a person lets go: `services.keeper`."""

    def started(self, campaign: Campaign, who: Person) -> None: ...


RequiresClear = Callable[[Campaign, str], object]


def nobody_is_listed(_campaign: Campaign, _operation: str) -> None:
    """For who keeps no do-not-call list."""


NEVER_SENT = (
    errors.PeopleOnOwnList,
    errors.OwnListNotChecked,
    errors.BudgetSpent,
    errors.ConnectionFailed,
    errors.VersionUnknown,
    errors.NotInThisVersion,
    errors.LimitNotKept,
    errors.AnotherActive,
    errors.ClosedNow,
    errors.DaysNotKept,
    errors.HoursNotAllowed,
    errors.PeopleInTwoCampaigns,
    errors.CalledLatelyByAnother,
)


SHOWS_WITHIN = timedelta(minutes=3)
"""By then every list and every read shows a start, also on a platform whose answers lag behind what it does."""


class Launches(WriteAheadIntents[LaunchResult]):
    """All launches of this console, in every process that shares `engine`.

    `read` gives a campaign as it is now, never from a cache; the default asks for it by id. `on_failure` hears every
    failure, which may say that the operation is not for us, and `worked` every operation that was carried out.
    `before_a_start` is asked about the campaign as it is now, and raises an `ApiError` where it must not start. `limits`
    keeps what is launched for at most N people: nothing is launched so where nobody does. `days` keeps calling days, `guards`
    watches over whatever is started, `own_list` raises where somebody in it is on the team's own do-not-call list. The others
    are those of `WriteAheadIntents`.
    """

    purpose = "launch"
    actions: ClassVar = {
        IntentKind.RUN: AuditAction.LAUNCH,
        IntentKind.RESUME: AuditAction.RESUME,
        IntentKind.DRY_RUN: AuditAction.DRY_RUN,
    }

    def __init__(
        self,
        engine: Engine,
        api: Api,
        *,
        read: Callable[[str], Campaign] | None = None,
        limits: KeepsLimits | None = None,
        days: KeepsDays | None = None,
        guards: KeepsGuardrails | None = None,
        own_list: RequiresClear = nobody_is_listed,
        **others: Unpack[IntentOptions],
    ) -> None:
        super().__init__(engine, api, **others)
        self._limits = limits
        self._days = days
        self._guards = guards
        self.before_a_start: Callable[[Campaign], object] = lambda _campaign: None
        self._own_list = own_list
        self.on_failure: Callable[[ApiError, str], object] = lambda _error, _campaign_id: None
        self.worked: Callable[[str], object] = lambda _operation: None
        self._read = read or api.campaigns.get

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
        request = IntentRequest(
            IntentKind.RUN, who, campaign_id, seen.name, seen.record(), max_calls, seen.last_intent
        )
        return self._once(request, seen, acknowledged)

    def resume(
        self, campaign_id: str, seen: SeenState, *, who: Person, acknowledged: int | None = None
    ) -> LaunchResult:
        """Let a paused campaign go on, once for what the person saw, and never beside a launch: as `launch`."""
        request = IntentRequest(
            IntentKind.RESUME, who, campaign_id, seen.name, seen.record(), None, seen.last_intent
        )
        return self._once(request, seen, acknowledged)

    def suspect(self, campaign: Campaign, error: ApiError, *, who: Person) -> LaunchResult:
        """A dry run of `campaign`, as it was before, was answered so that it may have been a launch. It stands in line with
        the launches from now on, and is looked into at once.

        Raises:
            DatabaseAway: it could not be kept.
        """
        seen = self.seen(campaign)
        request = IntentRequest(
            IntentKind.DRY_RUN, who, campaign.id, seen.name, seen.record(), None, seen.last_intent
        )
        intent = self._ledger.note_unclear(request, unclear_for(error), **stored_error(error))
        self._record(intent, Result.UNCLEAR)
        return self.look(intent.id)

    @property
    def dry_runs_confirmed(self) -> bool:
        """Whether no answer has ever spoken against a dry run being one here. Then none is sent again.

        Raises:
            DatabaseAway: it cannot be told.
        """
        return not self._ledger.met(errors.DryRunNotConfirmed.__name__)

    def require_nobody_uninvited(self, campaign_id: str) -> None:
        """Raises where the campaign must not start, at once or at a date: people are in it whom nobody chose.

        Raises:
            PeopleNobodyChose: their number is known, or that it is not.
            WhoIsInNotCertain: what came of a group is not known yet.
        """
        require_nobody_uninvited(self._ledger, campaign_id)

    def watched(self) -> dict[str, LaunchResult]:
        """By campaign, the starts of which it is not certain yet whether they took place. Asks the platform nothing."""
        unclear = (one for one in self._ledger.watched() if one.kind in STARTS)
        return {str(one.campaign_id): self._stored(one) for one in unclear}

    def latest(self, campaign_id: str) -> LaunchResult | None:
        """Result of the campaign's last launch from this console; None where there was none."""
        last = self._ledger.latest(campaign_id)
        return self.result_of(last.id) if last else None

    def just_started(self, campaign_id: str) -> bool:
        """Whether it was started or resumed from here so lately that a read may still tell what was before, and has not been
        paused since. Asks nobody.

        Raises:
            DatabaseAway: it cannot be told.
        """
        last = self._ledger.latest_sent(campaign_id)
        if last is None or last.state in (IntentState.REFUSED, IntentState.NOT_LAUNCHED):
            return False
        clock = self._api.clock
        young = (clock.now() - last.claimed_at) < SHOWS_WITHIN * max(clock.speed, 1.0)
        return young and not self._paused_since(campaign_id, last.claimed_at)

    def _paused_since(self, campaign_id: str, moment: datetime) -> bool:
        """Whether a read has confirmed a pause since then, whoever asked for it."""
        if self._audit is None:
            return False
        wanted = Filter(
            actions=(AuditAction.PAUSE,), results=(Result.DONE,), campaign_id=campaign_id, since=moment
        )
        return self._audit.entries(wanted, limit=1).total > 0

    def history(self, campaign_id: str) -> list[Intent]:
        """All launches of the campaign, newest first."""
        return self._ledger.history(campaign_id)

    def result_of(self, intent_id: int) -> LaunchResult:
        """Result of an intent, as the ledger tells anyone who asks."""
        return self._stored(self._ledger.get(intent_id))

    def _once(self, request: IntentRequest, seen: SeenState, acknowledged: int | None) -> LaunchResult:
        self._require_allowed()
        claimed = self._ledger.begin_run(request, acknowledged)
        if not claimed.won:
            return self._lost(claimed.intent)
        ask = self._ask_to_resume if request.kind is IntentKind.RESUME else self._ask_to_run
        return self._check(claimed.intent, seen) or self._send(claimed, ask)

    def _check(self, intent: Intent, seen: SeenState) -> LaunchResult | None:
        try:
            self.require_nobody_uninvited(str(intent.campaign_id))
            with self._api.budget.purpose("launch"):
                now = self._read(str(intent.campaign_id))
        except ApiError as error:
            return self._withdraw(intent, LaunchOutcome.NOT_SENT, error=error)
        differences = changes(seen, now)
        if not differences and not _may_start(intent.kind, now):
            differences = (Change.STATUS,)
        if differences:
            return self._withdraw(intent, LaunchOutcome.STALE_VIEW, differences=differences)
        try:
            require_startable(self._api, now, OPERATIONS[intent.kind])
            self.before_a_start(now)
            with self._api.budget.purpose("launch"):
                self._own_list(now, OPERATIONS[intent.kind])
            self._require_all_in(intent)
            self._keep_days(intent, now)
            self._keep_limit(intent, now)
            if self._guards:
                self._guards.started(now, intent.who)
        except ApiError as error:
            return self._withdraw(intent, LaunchOutcome.NOT_SENT, error=error)
        except DatabaseAway:
            self._ledger.settle(intent, OPEN, IntentState.WITHDRAWN)
            raise
        return None

    def _require_all_in(self, intent: Intent) -> None:
        """Nobody goes into a campaign behind the back of who starts it. Looked at after the slow reads, for an import may have come
        meanwhile. What the keeper lets go on was running, and who was put into it meanwhile was said to be called.

        Raises:
            PeopleStillGoingIn: an import of this console is not over.
        """
        if intent.kind is IntentKind.RESUME and intent.who.keeper:
            return
        campaign_id = str(intent.campaign_id)
        if error := still_going_in(self._ledger.engine, campaign_id, OPERATIONS[intent.kind]):
            raise error

    def _keep_days(self, intent: Intent, now: Campaign) -> None:
        """No start of a person's is sent in a closed time. The keeper has looked for itself.

        Raises:
            ClosedNow: it begins at the next opening.
            DaysNotKept: nobody would pause it when a closed time begins.
        """
        if self._days and not intent.who.keeper:
            launch = intent.kind is not IntentKind.RESUME
            self._days.before_a_start(now, intent.max_calls, intent.who, launch=launch)

    def _keep_limit(self, intent: Intent, now: Campaign) -> None:
        """Somebody keeps watch before anything is sent; or a person lets it go on beyond a limit.

        Raises:
            LimitNotKept: nobody would stop it after as many as were said.
        """
        everybody = intent.kind is IntentKind.RUN and intent.max_calls is None
        if intent.max_calls is None:
            if self._limits:
                by_itself = intent.who.keeper
                self._limits.go_on(now.id, everybody=everybody and not by_itself, by_itself=by_itself)
        elif self._limits:
            self._limits.begin(now, intent.max_calls, intent.who)
        else:
            raise errors.LimitNotKept("runCampaign", NotKept.NOBODY_KEEPS.value)

    def _answered(self, intent: Intent, error: ApiError | None) -> None:
        if error and intent.max_calls is not None and self._limits and not error.may_have_acted:
            self._limits.not_begun(str(intent.campaign_id))
        if error:
            self.on_failure(error, str(intent.campaign_id))
        else:
            self.worked(self._operation(intent))

    def _operation(self, intent: Intent) -> str:
        by_action = starts_by_action(self._api.campaigns.which_generation())
        return OPERATIONS[IntentKind.RUN if by_action else intent.kind]

    def _ask_to_run(self, intent: Intent) -> Columns:
        """The run, as the platform says it did it."""
        answer = self._api.campaigns.run(str(intent.campaign_id), max_calls=intent.max_calls)
        told = {"failed": answer.failed, "left_out": len(answer.errors or ())}
        if calls_follow(self._api.campaigns.which_generation()):
            return {"answer": told | {"selected": answer.started, "follow": True}}
        return {"answer": told | {"started": answer.started}}

    def _ask_to_resume(self, intent: Intent) -> Columns:
        generation = self._api.campaigns.which_generation()
        if starts_by_action(generation):
            return self._ask_to_run(intent)
        change = CampaignUpdate(status=CampaignStatus.RUNNING)
        changed = self._api.campaigns.update(str(intent.campaign_id), change)
        if changed.status not in findings.ACTIVE:  # a good answer that does not say what it did
            raise errors.UnreadableAnswer("updateCampaign", status=200, may_have_acted=True)
        return {"answer": {"follow": True} if calls_follow(generation) else {}}

    def _stored(self, intent: Intent) -> LaunchResult:
        return stored_result(intent, self._ledger.watched_for(intent))

    def _done(self, intent: Intent, error: ApiError | None = None) -> LaunchResult:
        return replace(self._stored(intent), outcome=LaunchOutcome.LAUNCHED, error=error)

    def _refused(self, intent: Intent, error: ApiError) -> LaunchResult:
        if isinstance(error, errors.Conflict) and one_at_a_time(self._api.campaigns.which_generation()):
            seen = Campaign(id=str(intent.campaign_id), name=intent.campaign_name)
            error = named_by(error, self._api, seen, OPERATIONS[intent.kind])
        elif isinstance(error, NEVER_SENT):
            return self._withdraw(intent, LaunchOutcome.NOT_SENT, error=error)
        intent = self._ledger.settle(intent, [*OPEN, *UNCLEAR], IntentState.REFUSED, **stored_error(error))
        self._record(intent, Result.REFUSED)
        return LaunchResult(LaunchOutcome.REFUSED, intent, error=error)

    def _seen(self, intent: Intent, looks: Looks) -> tuple[IntentState, Columns]:
        finding = self._finding(intent, may_still_act=not looks.enough(intent.lease_until))
        if finding.why is Evidence.CANNOT_LOOK:
            looks = intent.looks
        return IntentState(finding.verdict.value), {"finding": finding.record() | looks.record()}

    def _finding(self, intent: Intent, *, may_still_act: bool) -> LaunchFinding:
        campaign_id = str(intent.campaign_id)

        def read_counts() -> StatusCounts | None:
            return self._api.campaigns.contacts(campaign_id, limit=1).status_counts

        return findings.look(
            stored_sight(intent.seen),
            lambda: self._read(campaign_id),
            read_counts,
            self._api.clock.now,
            may_still_act=may_still_act,
            status_tells=not calls_follow(self._api.campaigns.which_generation()),
        )

    def _withdraw(
        self,
        intent: Intent,
        outcome: LaunchOutcome,
        *,
        error: ApiError | None = None,
        differences: tuple[Change, ...] = (),
    ) -> LaunchResult:
        stored = stored_error(error) if error else {}
        withdrawn = self._ledger.settle(intent, OPEN, IntentState.WITHDRAWN, **stored)
        return LaunchResult(outcome, withdrawn, changes=differences, error=error)


def _may_start(kind: IntentKind, now: Campaign) -> bool:
    """Nothing is started that has a status this console does not know: it may be calling already."""
    return (
        now.status is CampaignStatus.PAUSED
        if kind is IntentKind.RESUME
        else isinstance(now.status, CampaignStatus) or is_stopped(now.status)
    )

"""Door to the facts about one campaign: all that is told of it, each asked for when somebody draws it, once for all.

Pages take a `CampaignFacts` and hand it down; what draws asks it, and never the platform. Under which key a fact is kept,
how old it may get and whose requests it takes stands in `shared_facts`. None of this decides: whoever acts reads the
campaign anew (`services.campaigns.one`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from services.api import Api, ApiError, Rows
from services.api.errors import (
    CalledLatelyByAnother,
    HoursNotAllowed,
    PeopleInTwoCampaigns,
    PeopleNobodyChose,
    PeopleOnOwnList,
)
from services.api.generation import Generation, calls_follow
from services.api.models import Call, Campaign, CampaignContact, CampaignUpdate
from services.api.paging import CampaignContactPage
from services.audit.audit import AuditAction
from services.calling_days.calendar import Calendar
from services.calling_days.days import CallingDays
from services.calling_days.whose import Whose
from services.calling_rules.calling_hours import CallingHoursTable
from services.campaign.calendars import Calendars
from services.campaign.call_limits import CallLimits
from services.campaign.calls_ahead import CallsAhead
from services.campaign.company_people import CompanyPeople
from services.campaign.day_plans import DayPlans
from services.campaign.days import CampaignDays
from services.campaign.dry_runs import FIRST_ONES, DryRuns
from services.campaign.earlier_calls import EarlierCalls
from services.campaign.everybody import Everybody
from services.campaign.expected import ExpectedPeople
from services.campaign.held_parts import Holding
from services.campaign.history import Histories, History
from services.campaign.holdings import Holdings, KeptHere
from services.campaign.narrowing import Narrowed, narrowed
from services.campaign.new_campaign import NewCampaignFacts
from services.campaign.other_campaigns import OtherCampaigns
from services.campaign.outcome_list import Chosen, FindRows, OutcomeList, OutcomeLists
from services.campaign.outlook import Outlooks
from services.campaign.own_list import OwnList
from services.campaign.planned_day import PlannedDay
from services.campaign.readiness import ReadinessChecks
from services.campaign.recent_calls import RecentCalls
from services.campaign.shared_facts import (
    DRY_RUN,
    EVERYBODY,
    FIRST_OF_ALL,
    GROUP,
    GUARDRAILS,
    JUST_STARTED,
    LAST_LAUNCH,
    LIMIT,
    LINKS,
    LISTS_NOT_KEPT,
    NOBODY_CHOSE,
    PEOPLE_PAGE,
    PLANNED_START,
    READINESS,
    REST,
    STRANGERS,
)
from services.campaigns.campaigns import CampaignAction, Campaigns, allowed_actions, may_have_begun
from services.campaigns.choices import Choices
from services.campaigns.first_people import is_unreached
from services.campaigns.hours_taken_on import HoursTakenOn
from services.campaigns.kept_days import DaysChanged, Kept, KeptDays
from services.campaigns.links import CampaignLink, CampaignLinks
from services.campaigns.stops import is_stopped
from services.database.circuit_breaker import DatabaseAway
from services.deployment import Deployment, SourcedAnswer
from services.do_not_call.calls_to_numbers import CallsToNumbers
from services.do_not_call.days_between import DaysBetweenCampaigns, OwnDays
from services.do_not_call.recently_called import RecentlyCalled
from services.forecast import Forecast
from services.generation import GenerationFinding
from services.groups.listing import ContactGroups
from services.keeper import (
    CampaignRest,
    Guarded,
    Guards,
    Limit,
    Limits,
    NotKept,
    PlannedStart,
    Rests,
    Starts,
)
from services.launch import DryRun, IntentState, LaunchForecasts, LaunchResult
from services.launch.group_enrolment import GroupEnrolments, GroupResult
from services.launch.own_list import people_on_own_list
from services.launch.preparing import LaunchService
from services.launch.reasons import LeftOutReason
from services.live import HandedOver, Live, LiveState
from services.person import Person
from services.readiness import TO_DECIDE, Code, Finding, Level
from services.reads.reads import Read, Reads
from services.results.call_log import CallLog
from services.results.calls_of_day import CallsOfDay
from services.results.intervals import Share

PAGE_SIZE = 50
UNREACHED_KNOWN = timedelta(days=1)
"""Of a campaign that is over nothing changes but a mark in the CRM, which is looked at when the people are taken over."""


class Relatives(NamedTuple):
    """Relatives of a campaign: what it came of and what came of it, the newest first, with the `names` of all
    campaigns by id."""

    origin: CampaignLink | None = None
    followers: Sequence[CampaignLink] = ()
    names: Mapping[str, str] = MappingProxyType({})


class FactSources:
    """The sources of one connection, built by the runtime; `of` opens the door to one campaign."""

    def __init__(
        self,
        api: Api,
        reads: Reads,
        campaigns: Campaigns,
        deployment: Deployment,
        live: Live,
        everybody: Everybody,
        dry_runs: DryRuns,
        launching: LaunchService,
        launch_forecasts: LaunchForecasts,
        links: CampaignLinks,
        calling_hours: CallingHoursTable,
        finding: Callable[[], GenerationFinding],
        group_enrolments: GroupEnrolments,
        limits: Limits,
        starts: Starts,
        kept_days: KeptDays,
        rests: Rests,
        call_log: CallLog,
        guards: Guards,
        hours_taken_on: HoursTakenOn,
        calls_to_numbers: CallsToNumbers,
        own_list: OwnList,
        recently: RecentlyCalled,
        days_between: DaysBetweenCampaigns,
        find_rows: FindRows,
    ) -> None:
        self.api = api
        self.reads = reads
        self.campaigns = campaigns
        self.deployment = deployment
        self.live = live
        self.launching = launching
        self.links = links
        self.finding = finding
        self.group_enrolments = group_enrolments
        self.limits = limits
        self.starts = starts
        self.rests = rests
        self.guards = guards
        self.days = CampaignDays(kept_days, calling_hours, api.clock.now, limits.not_offered, hours_taken_on)
        self.groups = ContactGroups(api, reads)
        self.everybody = everybody
        self.dry_runs = dry_runs
        self.company_people = CompanyPeople(api, reads)
        self.earlier_calls = EarlierCalls(api, reads, deployment)
        self.others = OtherCampaigns(campaigns, self.everybody)
        self.calendars = Calendars(self.days, self.everybody, self.company_people)
        self.outlooks = Outlooks(
            api.clock,
            reads,
            self.everybody,
            self.company_people,
            self.earlier_calls,
            self.calendars,
            guards.terms,
            lambda: api.campaigns.which_generation(),
        )
        self.calls_of_day = CallsOfDay(reads, call_log, deployment.may)
        self.call_limits = CallLimits(calling_hours, calls_to_numbers, self.calls_of_day, api.clock.now)
        self.calls_ahead = CallsAhead(self.call_limits, everybody, campaigns, hours_taken_on, api.clock.now)
        self.recent_calls = RecentCalls(recently, calls_to_numbers, self.calls_of_day, links, api.clock.now)
        self.days_between = days_between
        self.own_list = own_list
        self.readiness = ReadinessChecks(
            api,
            finding,
            reads,
            deployment,
            calling_hours,
            self.everybody,
            self.outlooks,
            self.others,
            self.days,
            self.call_limits,
            own_list,
            self.recent_calls,
        )
        self.histories = Histories(
            api.clock, reads, deployment, self.everybody, self.outlooks, launch_forecasts
        )
        self.holdings = Holdings(self.everybody, deployment, self.days.calendar)
        self.day_plans = DayPlans(
            api.clock,
            reads,
            campaigns,
            deployment,
            self.everybody,
            self.earlier_calls,
            self.outlooks,
            self.calls_of_day,
            self.calendars,
            limits.standing,
            rests.standing,
            guards.terms,
        )
        self.expected = ExpectedPeople(self.everybody, self.company_people, own_list)
        self.outcome_lists = OutcomeLists(self.everybody, links, find_rows)

    def of(self, campaign: Campaign) -> CampaignFacts:
        return CampaignFacts(campaign, self)

    def require_decided(self, campaign: Campaign) -> None:
        """Before a start, or before it is given the date that it has here: what is not allowed somewhere has been narrowed
        away, or somebody answers for it; and whoever another running campaign calls may be called from here too.

        Judged by what is read now: what a page has read may be of before the start of another campaign.

        Raises:
            HoursNotAllowed, PeopleInTwoCampaigns, CalledLatelyByAnother: nobody has decided.
        """
        for finding in self.readiness.anew(campaign):
            if finding.level is not Level.BLOCKER:
                continue
            if finding.code in TO_DECIDE:
                raise HoursNotAllowed("runCampaign", str(finding.params["count"]))
            if finding.code is Code.PEOPLE_IN_OTHER_CAMPAIGNS:
                raise PeopleInTwoCampaigns("runCampaign", str(finding.params["count"]))
            if finding.code is Code.CALLED_LATELY:
                raise CalledLatelyByAnother("runCampaign", str(finding.params["count"]))

    def held_back_of(self, campaign: Campaign, run: DryRun) -> DryRun:
        """A dry run with those named apart whom a start from here leaves out, or with whom it does not take place."""
        found = self.own_list.left_out_of(run)
        if not self.recent_calls.among(campaign, found):
            return found
        held = self.readiness.plan_of(campaign).twice_in_a_row
        return found.without(LeftOutReason.CALLED_LATELY, lambda one: one.number in held)

    def watch(self, campaign_id: str) -> LiveState:
        """A campaign as it happens.

        Raises:
            ApiError: nothing was ever read of it.
        """
        return self.live.watch(campaign_id)

    def listed(self, campaign_id: str) -> Campaign | None:
        """A campaign as the list has it, where that is good enough; None where it is not in there."""
        return self.campaigns.find(campaign_id).value

    def campaign(self, campaign_id: str) -> Campaign:
        """A campaign that no page watches, as it was a moment ago.

        Raises:
            NotFound: there is none of that id, neither by itself nor in the list.
        """
        return self.deployment.campaign(campaign_id).value

    def of_new(self) -> NewCampaignFacts:
        return NewCampaignFacts(
            self.api,
            self.deployment,
            self.company_people,
            self.expected,
            self.outlooks,
            self.readiness,
            self.groups,
            self.calendars,
        )


@dataclass(frozen=True)
class CampaignFacts:
    """Facts about `campaign` as it was read. A method raises an ApiError where the platform fails and nothing was read of it
    before, unless it says otherwise."""

    campaign: Campaign
    sources: FactSources

    def may(self, operation: str) -> bool:
        """Whether an operation of the contract can be used here."""
        return self.sources.deployment.may(operation)

    @property
    def generation(self) -> Generation:
        """The platform's generation, by which it depends what can be started and how."""
        return self.sources.finding().generation

    @property
    def clock_speed(self) -> float:
        """Platform seconds in a second."""
        return self.sources.api.clock.speed

    @property
    def people_listed(self) -> bool:
        """Whether this deployment shows who is in it."""
        return self.sources.everybody.listed

    def everybody(self) -> list[CampaignContact] | None:
        """All of its people; None where they cannot be read, or are too many to be read unasked."""
        return self.sources.everybody.people_or_none(self.campaign)

    def look_at_everybody(self) -> None:
        """A person wants all of them to be looked at, whatever that costs."""
        self.sources.everybody.read_all(self.campaign)

    def people_chosen(self, chosen: Chosen) -> Rows[CampaignContact] | None:
        """Those of its people who are `chosen`, whom it called last first, and those who could not be read; None where people are
        not told here, or are too many to be read unasked."""
        rows = self.sources.everybody.rows(self.campaign, exact=True)
        return None if rows is None else rows.model_copy(update={"items": chosen.of(rows.items)})

    def unreached(self) -> int | None:
        """How many of its people a campaign that calls them again would take over; None where that is not known without asking
        for it."""
        people = self.sources.everybody.known(self.campaign, UNREACHED_KNOWN, exact=True)
        return None if people is None else sum(map(is_unreached, people))

    def names(self, calls: Sequence[Call]) -> Mapping[str, str]:
        """Names of whom these calls were to, by `campaign_contact_id` and by `contact_id`; without those not known. Raises
        nothing."""
        wanted = {one.campaign_contact_id or one.contact_id for one in calls} - {None}
        return self.sources.everybody.names(self.campaign, {one for one in wanted if one})

    def people_page(self, status: str, number: int) -> Read[CampaignContactPage]:
        """A page of its people, from 1 on; `status` "" for everybody."""
        return self.sources.reads.get(
            PEOPLE_PAGE.key(self.campaign.id, status, str(number)),
            lambda: self.sources.api.campaigns.contacts(
                self.campaign.id, status or None, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE
            ),
            PEOPLE_PAGE.max_age,
            purpose=PEOPLE_PAGE.purpose,
        )

    def outcome_list(self, chosen: Chosen) -> OutcomeList | None:
        """Those of its people who are `chosen`, with the rows of the files that they came from; None where this deployment does
        not show people. Read now: somebody takes them away.

        Raises:
            DatabaseAway: the rows could not be read.
        """
        return self.sources.outcome_lists.of(self.campaign, chosen)

    def lists_not_kept(self) -> Sequence[str]:
        """Names of lists whose people are in it, and whose columns are deleted here by now; none where the console's own
        database does not answer."""
        outcome_lists, key = self.sources.outcome_lists, LISTS_NOT_KEPT.key(self.campaign.id)
        return self.sources.reads.get(
            key, lambda: outcome_lists.not_kept(self.campaign.id), LISTS_NOT_KEPT.max_age
        ).value

    def forget_people_pages(self) -> None:
        self.sources.reads.forget(PEOPLE_PAGE.key(self.campaign.id))

    def on_own_list(self, people: Iterable[CampaignContact]) -> Collection[str]:
        """Which of these enrolments are of people on the team's do-not-call list. Raises nothing."""
        return self.sources.own_list.of(people).keys()

    def stuck_on_own_list(self) -> PeopleOnOwnList | None:
        """Set where people of it are on the list who can neither be taken out nor be marked, as far as is known. Of what runs
        those are looked at who were read for another answer. Raises nothing."""
        sources, campaign = self.sources, self.campaign
        if sources.own_list.can_leave_out:
            return None
        runs = not is_stopped(campaign.status)
        known = sources.everybody.known(campaign, EVERYBODY.max_age) if runs else self.everybody()
        found = sources.own_list.of(known or [])
        return people_on_own_list("runCampaign", list(found.values())) if found else None

    def readiness(self) -> list[Finding]:
        """Findings for and against launching it."""
        return self.sources.readiness.of(self.campaign)

    def narrowed(self) -> Narrowed | None:
        """What would be left of its hours within what is allowed; None where nothing would be, or that is not known."""
        return narrowed(self.sources.readiness.plan_of(self.campaign))

    def narrow_hours(self, who: Person) -> Narrowed | None:
        """Narrow them to that: the days first, which the console keeps, then the window. None where nothing would be left.

        Raises:
            NotAllowed, DatabaseAway: nothing was changed.
            ApiError: the days are kept, and the window was not changed.
        """
        sources, campaign = self.sources, self.campaign
        found = self._days_narrowed(who)
        if found is None:
            return None
        if found.window is not None and CampaignAction.EDIT in allowed_actions(campaign):
            start, end = (clock.strftime("%H:%M") for clock in found.window)
            change = CampaignUpdate(call_window_start=start, call_window_end=end)
            sources.campaigns.edit(campaign, change, who=who)
        sources.reads.forget(f"campaign:{campaign.id}:")
        return found

    def _days_narrowed(self, who: Person) -> Narrowed | None:
        """What somebody changes in the same moment is not lost: it is narrowed, too."""
        days, campaign = self.sources.days, self.campaign
        while True:
            before = days.of(campaign.id)
            found = self.narrowed()
            if found is None or days.not_offered() is not None:
                return found
            with suppress(DaysChanged):
                seen = before.version if before else 0
                days.kept.set(campaign.id, campaign.name, found.days, who=who, seen=seen)
                return found

    def call_from_both(self, breaches: Collection[str], people: int, who: Person, reason: str) -> None:
        """`who` says that people of other running campaigns may be called from here too, as readiness has found them.

        Raises:
            NotAllowed, DatabaseAway: nothing was saved.
        """
        self.sources.days.taken_on.take_on(
            self.campaign.id,
            self.campaign.name,
            breaches,
            people=people,
            who=who,
            reason=reason,
            action=AuditAction.CALL_FROM_BOTH,
        )
        self.sources.reads.forget(READINESS.key(self.campaign.id))

    def answer_for_hours(self, breaches: Collection[str], people: int, who: Person, reason: str) -> None:
        """`who` answers for hours outside of what is allowed, as readiness has found them.

        Raises:
            NotAllowed, ReasonMissing, DatabaseAway: nothing was saved.
        """
        self.sources.days.taken_on.take_on(
            self.campaign.id, self.campaign.name, breaches, people=people, who=who, reason=reason
        )
        self.sources.reads.forget(READINESS.key(self.campaign.id))

    def own_days_between(self) -> OwnDays | None:
        """Days between two campaigns' calls to one number that somebody has set for it; None where it has the usual ones.

        Raises:
            DatabaseAway: it is not known.
        """
        return self.sources.days_between.own(self.campaign.id)

    @property
    def usual_days_between(self) -> int:
        return self.sources.days_between.usual.days

    def set_days_between(self, days: int | None, reason: str, who: Person) -> None:
        """Give it days of its own, or with None the usual ones.

        Raises:
            NotAllowed, NoReasonGiven, DatabaseAway: nothing was saved.
        """
        self.sources.days_between.set(self.campaign.id, self.campaign.name, days, reason, who=who)
        self.sources.reads.forget(READINESS.key(self.campaign.id))

    def outlook(self) -> Forecast | None:
        """Forecast of when it will be over."""
        return self.sources.outlooks.of(self.campaign)

    def outlook_with(
        self, planned: Campaign, *, otherwise: int, days: CallingDays | None = None
    ) -> Forecast | None:
        """Forecast of when it would be over with settings, or days, that are not saved yet.

        Raises:
            DatabaseAway: it is not known which days it keeps.
        """
        return self.sources.outlooks.with_settings(planned, otherwise=otherwise, days=days)

    def calendar(self) -> Calendar:
        """Its daily hours with the days that it keeps.

        Raises:
            DatabaseAway: it is not known which days it keeps.
        """
        return self.sources.calendars.of(self.campaign)

    def people_by_place(self) -> tuple[Whose, ...]:
        """The kinds of those who still wait in it: whose public holidays count. Raises nothing."""
        return self.sources.calendars.kinds(self.campaign)

    def no_days_because(self) -> NotKept | None:
        """Why no calling days can be kept here; None where they can."""
        return self.sources.days.not_offered()

    def calling_days(self) -> Kept | None:
        """Days that it keeps, and who set them; None where it has none of its own.

        Raises:
            DatabaseAway: it is not known.
        """
        return self.sources.days.of(self.campaign.id)

    def holding(self, state: LiveState) -> Holding | None:
        """What keeps its people from being called, at the moment `state` was read; None while somebody is."""
        return self.sources.holdings.of(state, self._kept_here())

    def behind_calls(self, state: LiveState) -> Holding | None:
        """What those wait for who are not being called while others are; None where nobody is, or nobody else waits."""
        return self.sources.holdings.behind_calls(state, self._kept_here())

    def _kept_here(self) -> KeptHere:
        start = self.handed_over()
        return KeptHere.of(
            self.limit(), self.planned_start(), start.at if start else None, self.rest(), self.guardrails()
        )

    def day_plan(self, since: datetime, until: datetime) -> PlannedDay:
        """Its plan of the day [since, until)."""
        return self.sources.day_plans.of(self.campaign, since, until)

    def history(self) -> Read[History | None]:
        """History so far."""
        return self.sources.histories.of(self.campaign)

    def earlier_answers(self) -> Share | None:
        """How many were answered before the latest calls."""
        return self.sources.earlier_calls.answers(self.campaign)

    def calls(self) -> SourcedAnswer[list[Call] | None]:
        """Its newest calls."""
        return self.sources.deployment.calls(self.campaign.id)

    def dry_run(self, who: Person | None) -> Read[DryRun]:
        """Dry run: who would be called if it were launched now; `who` looks at it."""
        return self.sources.reads.get(
            DRY_RUN.key(self.campaign.id),
            lambda: self.sources.dry_runs.now(self.campaign, who),
            DRY_RUN.max_age,
        )

    def forget_dry_run(self) -> None:
        self.sources.reads.forget(DRY_RUN.key(self.campaign.id))

    def first_of_all(self) -> list[CampaignContact]:
        """The first of those who wait, and of those who are left out."""

        return self.sources.reads.get(
            FIRST_OF_ALL.key(self.campaign.id),
            lambda: self.sources.everybody.first_ones(self.campaign, FIRST_ONES),
            FIRST_OF_ALL.max_age,
            purpose=FIRST_OF_ALL.purpose,
        ).value

    def choices(self) -> Choices:
        """The names of its assistant, its numbers in whatever state, its company."""
        deployment = self.sources.deployment
        return Choices(
            deployment.assistants().value, deployment.every_number().value, deployment.companies().value
        )

    def relatives(self) -> Relatives:
        """Nobody where the console's own database does not answer. The names are an extra: without them where the platform
        does not answer."""
        links = self.sources.links
        key = LINKS.key(self.campaign.id)
        try:
            origin, followers = self.sources.reads.get(
                key, lambda: links.around(self.campaign.id), LINKS.max_age
            ).value
        except DatabaseAway:
            return Relatives()
        if not origin and not followers:
            return Relatives()
        return Relatives(origin, followers, self._names())

    def _names(self) -> Mapping[str, str]:
        try:
            return {one.id: one.name for one in self.sources.campaigns.all().value}
        except ApiError:
            return {}

    def last_launch(self) -> LaunchResult | None:
        """Result of its last launch from this console; None where there was none, or where the console's own database
        does not answer."""
        return self.sources.reads.get(
            LAST_LAUNCH.key(self.campaign.id),
            lambda: self.sources.launching.latest(self.campaign.id),
            LAST_LAUNCH.max_age,
        ).value

    def handed_over(self) -> HandedOver | None:
        """Its start, where a dialler takes that up by itself; None elsewhere, and where no start is told."""
        if not calls_follow(self.generation):
            return None
        last = self.last_launch()
        if last is not None and last.intent.state is IntentState.LAUNCHED:
            start = last.intent
            return HandedOver(start.settled_at or start.claimed_at, start.seen.get("contacts_called"))
        at = self.campaign.started_at
        return HandedOver(at) if at else None

    def limit(self) -> Limit | None:
        """The limit of people that it was launched for last; None where there was none, or where the console's own
        database does not answer."""

        def read() -> Limit | None:
            try:
                return self.sources.limits.of(self.campaign.id)
            except DatabaseAway:
                return None

        return self.sources.reads.get(LIMIT.key(self.campaign.id), read, LIMIT.max_age).value

    def just_started(self) -> bool:
        """Whether it was started from here so lately that what was read of it may be of before; then it may be paused,
        whatever its status says."""
        key = JUST_STARTED.key(self.campaign.id)
        young = self.sources.reads.get(
            key, lambda: self.sources.launching.just_started(self.campaign.id), JUST_STARTED.max_age
        ).value
        return young and may_have_begun(self.campaign)

    def guardrails(self) -> Guarded | None:
        """Its limits that act, and how they stand; None where the console's own database does not answer."""
        key = GUARDRAILS.key(self.campaign.id)
        return self.sources.reads.get(
            key, lambda: self.sources.guards.of(self.campaign.id), GUARDRAILS.max_age
        ).value

    def forget_guardrails(self) -> None:
        self.sources.reads.forget(GUARDRAILS.key(self.campaign.id))

    def planned_start(self) -> PlannedStart | None:
        """The start that is planned for it, or was last."""
        key = PLANNED_START.key(self.campaign.id)
        return self.sources.reads.get(
            key, lambda: self.sources.starts.of(self.campaign.id), PLANNED_START.max_age
        ).value

    def rest(self) -> CampaignRest | None:
        """How it stands with its calling days; None where it keeps none."""
        return self.sources.reads.get(
            REST.key(self.campaign.id), lambda: self.sources.rests.of(self.campaign.id), REST.max_age
        ).value

    def forget_rest(self) -> None:
        self.sources.reads.forget(REST.key(self.campaign.id))

    def no_limit_because(self) -> NotKept | None:
        """Why it cannot be launched for at most so many people; None as far as is known."""
        return self.sources.limits.not_offered()

    def unclear_launch(self) -> LaunchResult | None:
        """Its last launch or resume, while it is not certain whether that took place."""
        return self.sources.launching.watched().get(self.campaign.id)

    @property
    def groups(self) -> ContactGroups:
        """The contact groups of this platform."""
        return self.sources.groups

    def group_to_be_known(self) -> GroupResult | None:
        """The contact group that brought more people into it than were confirmed, else the last one from this console; None
        where there was none. Asks the platform nothing."""
        return self.sources.reads.get(
            GROUP.key(self.campaign.id),
            lambda: self.sources.group_enrolments.to_be_known(self.campaign.id),
            GROUP.max_age,
        ).value

    def people_nobody_chose(self) -> PeopleNobodyChose | None:
        """Set where an import has found people in it whom nobody chose. Asks the platform nothing."""
        return self.sources.reads.get(
            NOBODY_CHOSE.key(self.campaign.id),
            lambda: self.sources.launching.people_nobody_chose(self.campaign.id),
            NOBODY_CHOSE.max_age,
        ).value

    def strangers_to(self, result: GroupResult) -> list[str]:
        """Names of those in it who are no members of the group."""
        return self.sources.reads.get(
            STRANGERS.key(self.campaign.id, str(result.intent.id)),
            lambda: self.sources.group_enrolments.strangers_to(result),
            STRANGERS.max_age,
            purpose=STRANGERS.purpose,
        ).value

    def watch_anew(self) -> None:
        """A person wants to see it as it is now."""
        self.sources.live.forget(self.campaign.id)

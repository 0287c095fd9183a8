"""Composition root: everything the pages need, built once a process from the settings.

`start` and `stop` are called by the server's lifespan; tests build a `Runtime` of their own and `use` it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from services.access.access import Access, Denial, Rules, Visitor, present
from services.access.data_export import DataExports
from services.api import Api, ApiError, RequestBudget
from services.api.models import Campaign
from services.audit.audit import Audit
from services.audit.key_changes import record_key_change
from services.audit.security_log import Event, EventOutcome, SecurityLog
from services.calling_rules.calling_hours import CallingHoursTable
from services.campaign.answered_today import AnsweredTallies
from services.campaign.day_report import DayReports
from services.campaign.dry_runs import DryRuns
from services.campaign.everybody import Everybody
from services.campaign.facts import FactSources
from services.campaign.lookout import Lookout, LookoutThread
from services.campaign.own_list import OwnList
from services.campaign.sightings import Sightings
from services.campaigns.campaigns import Campaigns
from services.campaigns.hours_taken_on import HoursTakenOn
from services.campaigns.kept_days import KeptDays
from services.campaigns.links import CampaignLinks
from services.campaigns.listing import CampaignListings
from services.campaigns.one import read_now
from services.campaigns.stops import Stops
from services.database.circuit_breaker import CircuitBreaker, DatabaseAway
from services.database.database import breaker_of, close_engine
from services.deployment import Deployment
from services.do_not_call import DoNotCallList
from services.do_not_call.calls_to_numbers import CallsToNumbers
from services.do_not_call.days_between import DaysBetweenCampaigns
from services.do_not_call.marks import PlatformMarks
from services.do_not_call.recently_called import RecentlyCalled
from services.drafts.drafts import PURGED_EVERY, Drafts
from services.durable import WorkflowEngine
from services.generation.generations import Generations
from services.imports import Jobs, JobState
from services.imports.connection import executor_base
from services.imports.queue import QUEUE as IMPORTS
from services.keeper import QUEUE as WATCHES
from services.keeper import Chosen, Keeper, Tools, terms_of_setting
from services.keeper.call_times import CallsToPeople
from services.keeper.campaign_calendar import CampaignCalendar, whereabouts_of
from services.keeper.held import holds
from services.keeper.timetable import Whereabouts
from services.launch import Creations, Launches, LaunchForecasts, Ledger, Watcher
from services.launch.by_keeper import KeeperStarts
from services.launch.group_enrolment import GroupEnrolments
from services.launch.own_list import OwnListGate
from services.launch.own_list_watch import OwnListWatch
from services.launch.preparing import LaunchService
from services.live import CREDITS_AGE, Live
from services.migrations.start import open_database
from services.notifications.notifications import ChannelsSetUp, Notifications
from services.process.turns import turns
from services.readiness import Level
from services.reads.budget_store import SharedBudgetStore
from services.reads.reads import Reads
from services.reads.store import SharedReads
from services.results.call_log import CallLog
from services.results.counted import CountedCalls
from services.sandbox_process import ACCOUNT_SLUG, TEAM_ID, SandboxProcess
from services.settings import HOME, Settings
from services.settings_follower import AccountFollower, FollowedSettings
from services.sign_ins import SignIns
from services.sign_ins.session_management import SessionManagement
from services.templates.templates import Templates
from services.upload.choices import UploadChoices
from services.upload.space import MEGABYTE, UploadSpace
from services.upload.team_fields import TeamFields
from services.web.files import OfferedFiles

log = logging.getLogger(__name__)


@dataclass
class Runtime:
    """Services that all people of one process share. `sandbox` is None against a real account; `visitor` says who is
    in front of a page."""

    settings: Settings
    engine: Engine
    budget: RequestBudget
    api: Api
    sandbox: SandboxProcess | None = None
    channels: ChannelsSetUp = field(default_factory=ChannelsSetUp)
    notifications: Notifications = field(init=False)
    access: Access = field(init=False)
    sign_ins: SignIns = field(init=False)
    sessions: SessionManagement = field(init=False)
    exports: DataExports = field(init=False)
    audit: Audit = field(init=False)
    reads: Reads = field(init=False)
    campaigns: Campaigns = field(init=False)
    stops: Stops = field(init=False)
    calling_days: KeptDays = field(init=False)
    hours_taken_on: HoursTakenOn = field(init=False)
    days_between: DaysBetweenCampaigns = field(init=False)
    listings: CampaignListings = field(init=False)
    deployment: Deployment = field(init=False)
    do_not_call: DoNotCallList = field(init=False)
    own_list: OwnListGate = field(init=False)
    own_list_watch: OwnListWatch = field(init=False)
    generations: Generations = field(init=False)
    live: Live = field(init=False)
    launches: Launches = field(init=False)
    launch_forecasts: LaunchForecasts = field(init=False)
    launching: LaunchService = field(init=False)
    creations: Creations = field(init=False)
    group_enrolments: GroupEnrolments = field(init=False)
    keeper: Keeper = field(init=False)
    jobs: Jobs = field(init=False)
    role: str = "web"
    security_log: SecurityLog = field(default_factory=SecurityLog)
    visitor: Callable[[], Visitor | None] = present
    call_log: CallLog = field(init=False)
    calls_to_numbers: CallsToNumbers = field(init=False)
    recently_called: RecentlyCalled = field(init=False)
    links: CampaignLinks = field(init=False)
    facts: FactSources = field(init=False)
    counted: CountedCalls = field(init=False)
    drafts: Drafts = field(init=False)
    templates: Templates = field(init=False)
    upload_choices: UploadChoices = field(init=False)
    team_fields: TeamFields = field(init=False)
    upload_space: UploadSpace = field(init=False)
    calling_hours: CallingHoursTable = field(init=False)
    files: OfferedFiles = field(init=False, default_factory=OfferedFiles)

    def __post_init__(self) -> None:
        self.sign_ins = SignIns(self.engine)
        self._followed = FollowedSettings(self.settings)
        self.access = Access(
            lambda: Rules.of(self._followed()),
            self.visitor,
            standing=self.sign_ins.standing,
            refused=self._record_refusal,
        )
        self.notifications = Notifications(
            self.engine,
            self.access,
            lambda: self._account,
            self.channels,
            rules=lambda: Rules.of(self._followed()),
            demo=self.demo,
        )
        self._replaced: list[Api] = []
        self._follower: AccountFollower | None = None
        self._watcher: Watcher | None = None
        self._lookout: LookoutThread | None = None
        self._drafts_retention: LookoutThread | None = None
        self.launch_forecasts = LaunchForecasts(self.engine)
        self.calling_hours = CallingHoursTable(self.settings.console_calling_hours)
        imports_here = not self.settings.console_workers_apart
        self._durable = WorkflowEngine(
            self.engine,
            executor_base(self.settings, self.role),
            (IMPORTS, WATCHES) if imports_here else (WATCHES,),
        )
        self.keeper = Keeper(
            self.engine,
            self._durable,
            self._keeper_tools,
            account=lambda: self._account,
            usual=terms_of_setting(self.settings.console_limits),
        )
        self._connect()
        self.jobs = Jobs(
            self.engine,
            lambda: self.api,
            durable=self._durable,
            run_here=imports_here,
            retention=timedelta(days=self.settings.console_retention_days),
            between_campaigns=timedelta(days=self.settings.console_days_between_campaigns),
            require_allowed=self.access.require,
        )
        self.drafts = Drafts(
            self.engine,
            lambda: self._account,
            self.access,
            retention=timedelta(days=self.settings.console_draft_days),
            room=self.settings.console_drafts_mb * MEGABYTE,
            sent=lambda forms: self.creations.sent(forms),
        )
        self.upload_choices = UploadChoices(self.engine)
        self.team_fields = TeamFields(self.engine)
        self.upload_space = UploadSpace(self.settings.console_upload_memory_mb * MEGABYTE)

    def _connect(self) -> None:
        """All that talks to the platform, or follows its clock, through `api`."""
        allowed = self.access.require
        self.audit = Audit(self.engine, self.api.clock.now, self.api.clock.both)
        if self.demo:
            self.api.clock.remember(self.audit.clocks_seen())
        self.exports = DataExports(self.audit, self.security_log)
        self.sessions = SessionManagement(self.sign_ins, self.access, self.audit, self.security_log)
        self.budget.keep_in(SharedBudgetStore(self.engine, self.api.fingerprint))
        self.reads = Reads(
            self.budget,
            shared=SharedReads(self.engine),
            connection=self.api.fingerprint,
            waiting=turns.given_up,
        )
        self.stops = Stops(self.api, self.engine)
        self.campaigns = Campaigns(
            self.api, self.reads, self.audit, stops=self.stops, require_allowed=allowed
        )
        self.calling_days = KeptDays(self.engine, lambda: self._account, self.audit, require_allowed=allowed)
        self.hours_taken_on = HoursTakenOn(
            self.engine, lambda: self._account, self.audit, require_allowed=allowed
        )
        usual = timedelta(days=self.settings.console_days_between_campaigns)
        self.days_between = DaysBetweenCampaigns(
            self.engine, self._account, self.audit, self.api.clock.now, usual, require_allowed=allowed
        )
        self.templates = Templates(
            self.engine, lambda: self._account, self.audit, lambda: datetime.now(UTC), require_allowed=allowed
        )
        self.campaigns.on_deleted = self._forget_hours
        self.listings = CampaignListings(self.campaigns)
        self.deployment = Deployment(self.api, self.reads, self.campaigns, self.engine)
        self.generations = Generations(
            self.engine,
            self.api,
            lambda: datetime.now(UTC),
            audit=self.audit,
            require_admin=self.access.require_keeper,
        )
        self.api.campaigns.which_generation = lambda: self.generations.generation
        read = partial(read_now, self.api)
        # what is looked at every few seconds does not ask each time for what this key may not read
        watched = partial(read_now, self.api, may=self.deployment.may)
        self.live = Live(
            self.api,
            self.reads,
            read=watched,
            may=self.deployment.may,
            listed=self.campaigns.find,
            credits=partial(self.deployment.credits_left, CREDITS_AGE),
            days=self.calling_days.known,
        )
        self.do_not_call = DoNotCallList(
            self.engine,
            self.api.team_id,
            self.api.clock.now,
            audit=self.audit,
            require_allowed=allowed,
            require_keeper=self.access.require_keeper,
        )
        marks = PlatformMarks(self.api, self.do_not_call)
        self.own_list = OwnListGate(
            self.engine, self.api, marks, may=self.deployment.may, on_failure=self.deployment.learn_from
        )
        self.own_list_watch = OwnListWatch(
            self.engine, self.api, self.campaigns, self.own_list, marks, self.audit, self._account
        )
        self.launches = Launches(
            self.engine,
            self.api,
            own_list=self.own_list.require_clear,
            audit=self.audit,
            read=read,
            pause=turns.sleep,
            require_allowed=allowed,
            limits=self.keeper.limits,
            days=self.keeper.rests,
            guards=self.keeper,
        )
        self.campaigns.before_a_pause = self._stays_paused
        self.calling_days.keeper = self.keeper.rests
        self.calling_days.changed = lambda campaign_id: self.reads.forget(f"campaign:{campaign_id}:")
        ledger = Ledger(self.engine, self.api.clock.now)
        own = Launches(
            self.engine,
            self.api,
            audit=self.audit,
            read=read,
            limits=self.keeper.limits,
            guards=self.keeper,
            ledger=ledger,
            own_list=self.own_list.require_clear,
        )
        self._keeper_starts = KeeperStarts(own, ledger)
        own.before_a_start = lambda campaign: self.facts.require_decided(campaign)
        self.keeper.limits.on_failure = self.deployment.learn_from
        self.launches.on_failure, self.launches.worked = self.deployment.learn_from, self.deployment.used
        everybody = Everybody(self.api, self.reads, self.deployment.may)
        own_list = OwnList(self.do_not_call.listed, marks, self.deployment)
        dry_runs = DryRuns(
            self.api,
            everybody,
            self.generations.finding,
            self.launches,
            lambda campaign, run: self.facts.held_back_of(campaign, run),
        )
        self.campaigns.before_a_date = self._before_a_date
        self.launching = LaunchService(
            self.engine, self.api, self.launches, self.launch_forecasts, self.campaigns, dry_runs.now
        )
        self.campaigns.just_started = self.launching.just_started
        self.creations = Creations(
            self.engine,
            self.api,
            audit=self.audit,
            pause=turns.sleep,
            require_allowed=allowed,
            starts=self.keeper.starts,
            days=self.calling_days,
        )
        self.campaigns.plans_start = self.keeper.starts.takes
        self.group_enrolments = GroupEnrolments(
            self.engine, self.api, audit=self.audit, pause=turns.sleep, require_allowed=allowed
        )
        self.recently_called = RecentlyCalled(
            self.engine, self._account, self.api.clock.now, self.days_between.usual
        )
        self.group_enrolments.called = self.recently_called
        self.calls_to_numbers = CallsToNumbers(self.engine, self._account, self.api.clock.now)
        self.call_log = CallLog(self.engine, self.api, self._account, numbers=self.calls_to_numbers)
        self.links = CampaignLinks(self.engine, self.api.clock.now)
        self.counted = CountedCalls(self.reads, self.call_log, self.links.lists)
        self.facts = FactSources(
            self.api,
            self.reads,
            self.campaigns,
            self.deployment,
            self.live,
            everybody,
            dry_runs,
            self.launching,
            self.launch_forecasts,
            self.links,
            self.calling_hours,
            self.generations.glance,
            self.group_enrolments,
            self.keeper.limits,
            self.keeper.starts,
            self.calling_days,
            self.keeper.rests,
            self.call_log,
            self.keeper.guards,
            self.hours_taken_on,
            self.calls_to_numbers,
            own_list,
            self.recently_called,
            self.days_between,
            lambda campaign_ids, wanted: self.jobs.file_rows(campaign_ids, wanted),
        )
        self.launches.before_a_start = self.facts.require_decided
        self._sightings = Sightings(self.engine, lambda: self._account)
        self.answered = AnsweredTallies(self._sightings)
        self.notifications.reports = DayReports(
            self.campaigns, self.counted, self.keeper, lambda: self.jobs.list(), self.api.clock.now
        ).of

    def _forget_hours(self, campaign_id: str) -> None:
        self.calling_days.forget(campaign_id)
        self.hours_taken_on.forget(campaign_id)

    def _stays_paused(self, campaign_id: str) -> None:
        self.keeper.rests.stays_paused(campaign_id)
        self.keeper.guards.stays_paused(campaign_id)

    @property
    def _account(self) -> str:
        """By team and not by key: a replaced key goes on with what another one began."""
        return f"{self.api.base_url} {self.api.team_id}"

    def _keeper_tools(self) -> Tools:
        return Tools(
            self.api,
            self.audit,
            lambda: datetime.now(UTC),
            may=self.deployment.may,
            unsettled=lambda campaign_id: campaign_id in self.launches.watched(),
            changed=self.campaigns.changed,
            stops=self.stops,
            chosen=self._chosen,
            calendar=self._calendar,
            whereabouts=self._whereabouts,
            holds=lambda campaign_id, but: holds(self.keeper.store, campaign_id, but=but),
            speaks_against=self._speaks_against,
            before_a_date=self._before_the_keepers_date,
            go_on=self._keeper_starts.go_on,
            last_start=self._keeper_starts.last_start,
            answered_for=self._days_answered_for,
            calls_to_people=self._calls_to_people,
            credits=self.deployment.credits_left,
            running=self.campaigns.running,
        )

    def _before_a_date(self, campaign_id: str) -> None:
        """What holds back a campaign that would begin by itself."""
        self.launches.require_nobody_uninvited(campaign_id)
        if self.do_not_call.listed():
            self.own_list.require_clear(read_now(self.api, campaign_id), "updateCampaign")

    def _before_the_keepers_date(self, campaign: Campaign) -> None:
        self._before_a_date(campaign.id)
        self.facts.require_decided(campaign)

    def _keep_all_days(self) -> None:
        """Those of an older version, whose process died before it told the keeper."""
        for campaign_id, kept in self.calling_days.all().items():
            self.keeper.rests.keep_if_new(campaign_id, kept.campaign_name, kept.who)

    def _days_answered_for(self, campaign_id: str) -> bool:
        """Somebody answers for calls on closed days."""
        taken_on = self.hours_taken_on.of(campaign_id)
        return taken_on is not None and any(key.endswith((":days", ":holidays")) for key in taken_on.breaches)

    def _calendar(self, campaign: Campaign, people: tuple[Whereabouts, ...]) -> CampaignCalendar | None:
        kept = self.calling_days.of(campaign.id)
        return None if kept is None or kept.days.every_day else CampaignCalendar(campaign, kept.days, people)

    def _whereabouts(self, campaign: Campaign) -> list[Whereabouts] | None:
        people = self.facts.everybody.rows(campaign)
        return None if people is None else whereabouts_of(people.items)

    def _calls_to_people(self, campaign: Campaign, max_age: timedelta) -> CallsToPeople | None:
        return self.facts.calls_ahead.of(campaign, max_age)

    def _speaks_against(self, campaign: Campaign) -> tuple[str, ...]:
        found = self.facts.readiness.anew(campaign)
        return tuple(one.code.value for one in found if one.level is Level.BLOCKER)

    def _chosen(self, campaign_id: str) -> Chosen:
        """People put into a campaign by its imports and by a group."""
        jobs = [job for job in self.jobs.list() if job.campaign_id == campaign_id]
        under_way = any(job.active or job.state == JobState.PAUSED for job in jobs)
        enrolled = sum(job.rows.enrolled for job in jobs)
        others = self.jobs.people_nobody_chose(campaign_id) is not None
        return Chosen(
            enrolled + self.group_enrolments.added_to(campaign_id), under_way and not others, others
        )

    def _record_refusal(self, visitor: Visitor, denial: Denial) -> None:
        self.security_log.record(visitor.event(Event.ACCESS, EventOutcome.REFUSED, denial.value))

    @property
    def database(self) -> CircuitBreaker:
        """Circuit breaker of the console's own database."""
        return breaker_of(self.engine)

    @property
    def demo(self) -> bool:
        """True when no real calls are placed."""
        return self.settings.mode == "sandbox"

    def reconnect(self, settings: Settings) -> None:
        """The settings name another key, or another account: pages and imports go on with it."""
        self._replaced.append(self.api)  # a request may be under way on it
        self.settings = self.settings.with_account_of(settings)
        self.budget = RequestBudget(self.settings.console_requests_per_hour)
        self.api = _client(self.settings, self.settings.account, self.budget)
        self._connect()
        record_key_change(self.audit, self.security_log, self.api.clock.now)

    def follow_settings(self, now: Callable[[], Settings] | None = None) -> AccountFollower:
        """From now on a key that is replaced in the settings counts without a restart."""
        self._follower = AccountFollower(self.settings, self.reconnect, now or self._followed)
        return self._follower

    def start(self) -> None:
        """Go on with the watches and imports this process left; in the background, catch up with the platform."""
        self.keeper.stand_ready()
        self.jobs.start()
        self.keeper.start()
        if not self.demo:
            self.follow_settings().start()
        threading.Thread(target=self._catch_up, name="catch-up", daemon=True).start()
        self._watcher = Watcher(self._settle_unclear)
        self._watcher.start()
        self.notifications.start()
        self._lookout = LookoutThread(self.look_out)
        self._lookout.start()
        self._drafts_retention = LookoutThread(self._purge_drafts, "retention of drafts")
        self._drafts_retention.start()

    def _purge_drafts(self) -> timedelta:
        self.drafts.purge()
        return PURGED_EVERY

    def look_out(self) -> timedelta:
        """Look once for what people are told of; answers when to look again."""
        return Lookout(self.facts, self._sightings, self.answered).look()

    def _catch_up(self) -> None:
        """Learn what the deployment allows, and which generation of the platform it is."""
        try:
            with self.budget.purpose("deployment", background=True):
                self._keep_all_days()
                self.deployment.table()
                self.generations.finding()
        except ApiError as error:
            log.warning("the platform could not be asked at the start: %s", type(error).__name__)
        except DatabaseAway as error:
            log.warning("what was left open could not be settled at the start: %s", error)

    def _settle_unclear(self) -> None:
        """Look at launches, creations, stops and groups put into campaigns of which it is not certain what became of them."""
        self.stops.watch_all()
        self.launches.settle_abandoned()
        self.creations.settle_abandoned()
        self.group_enrolments.settle_abandoned()
        self.own_list_watch.look()

    def stop(self) -> None:
        if self._follower:
            self._follower.stop()
        if self._watcher:
            self._watcher.stop()
        if self._lookout:
            self._lookout.stop()
        if self._drafts_retention:
            self._drafts_retention.stop()
        self.notifications.stop()
        self.keeper.halt()
        self.jobs.stop()
        self.keeper.stop()
        self._durable.close()
        for api in (self.api, *self._replaced):
            api.close()
        if self.sandbox:
            self.sandbox.stop()
        self.security_log.flush()
        close_engine(self.engine)


def build(
    settings: Settings,
    *,
    sandbox_arguments: tuple[str, ...] = (),
    role: str = "web",
    sent_back_to: str = "",
) -> Runtime:
    """Make a runtime, starting the sandbox where no account is configured. `role` tells processes of a machine apart,
    `sent_back_to` is where an identity provider sends people.

    Raises:
        StartRefused: the database cannot be used, or the platform's address, or the table of calling hours, or where
            messages are to go, or the demo could not be started.
    """
    account = settings.account  # before anything is opened
    CallingHoursTable(settings.console_calling_hours).require_usable()
    channels = ChannelsSetUp.of(settings, sent_back_to)
    engine = open_database(settings.console_database_url)
    budget = RequestBudget(settings.console_requests_per_hour)
    if settings.mode == "sandbox":
        generation = settings.console_demo_generation
        arguments = ("--generation", generation, *sandbox_arguments)
        sandbox = SandboxProcess(_sandbox_database(engine, generation), arguments=arguments)
        sandbox.start()
        demo = (sandbox.base_url, sandbox.token, TEAM_ID, ACCOUNT_SLUG)
        api = _client(settings, demo, budget)
        return Runtime(settings, engine, budget, api, sandbox, channels, role=role)
    api = _client(settings, account, budget)
    return Runtime(settings, engine, budget, api, channels=channels, role=role)


def _client(settings: Settings, account: tuple[str, str, str, str], budget: RequestBudget) -> Api:
    """A client of `account` that lets other pages go first while it waits for the platform."""
    return Api(
        *account,
        budget=budget,
        deadline=settings.console_deadline_seconds,
        waiting=turns.given_up,
        demo=settings.demo_clock,
    )


def _sandbox_database(engine: Engine, generation: str) -> Path:
    """Beside the console's own SQLite file; under `var/` where the console keeps its tables elsewhere. One a generation."""
    name = "sandbox.db" if generation == "seed" else f"sandbox-{generation}.db"
    file = engine.url.database
    if engine.dialect.name == "sqlite" and file:
        return Path(file).with_name(name)
    return HOME / "var" / name


_lock = threading.Lock()
_current: Runtime | None = None


def use(made: Runtime | None) -> None:
    """Make `made` the runtime of this process."""
    global _current
    with _lock:
        _current = made


def start(role: str = "web", sent_back_to: str = "") -> None:
    """Build and start the runtime from the environment, unless the settings are incomplete: then the pages say so."""
    settings = Settings()
    if settings.mode == "incomplete":
        return
    made = build(settings, role=role, sent_back_to=sent_back_to)
    made.start()
    use(made)


def stop() -> None:
    made = _current
    use(None)
    if made:
        made.stop()


def current() -> Runtime | None:
    """The runtime of this process; None where the settings are incomplete."""
    return _current

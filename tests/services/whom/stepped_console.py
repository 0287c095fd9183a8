"""Console whose background work is stepped by a test: nothing looks, imports or settles but when it is told to, and a
process that is killed leaves just what stands in its database.

Everything else is real: the services, their database, and the sandbox at the other end of HTTP.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, Engine

from services.api import Api, ApiError, RequestBudget
from services.api.generation import Generation, knows_companies
from services.api.models import Campaign, CampaignCreate, CampaignUpdate
from services.audit.audit import Audit
from services.calling_days.days import EVERY_DAY, CallingDays
from services.campaigns.campaigns import Campaigns
from services.campaigns.first_people import FirstPeople, PeopleSource, enrol
from services.campaigns.one import read_now
from services.campaigns.stops import Stops
from services.database.circuit_breaker import AwayReason, DatabaseAway
from services.database.database import writing
from services.do_not_call import NOBODY_LISTED
from services.durable import Holder
from services.generation.generations import Generations
from services.imports.platform import Platform
from services.imports.rows import in_chunks
from services.imports.store import JobStore, NewJob
from services.imports.work import Worker
from services.keeper import Duty, GoneOn, LastStart, Tools
from services.keeper.call_times import CallsToPeople
from services.keeper.campaign_calendar import CampaignCalendar, whereabouts_of
from services.keeper.claim import Superseded, take
from services.keeper.duties import KeeperDuty
from services.keeper.held import holds
from services.keeper.keeper import BEAT_SECONDS, DUTIES
from services.keeper.limits import Limit, Limits
from services.keeper.rests import Rests
from services.keeper.store import WATCHDOG_SECONDS, WatchStore
from services.keeper.timetable import Whereabouts
from services.launch import CreationOutcome, Creations, Launches, LaunchOutcome, LaunchResult
from services.launch.by_keeper import KeeperStarts
from services.launch.ledger import Ledger
from services.person import Person
from services.reads.reads import Reads
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, RunningSandbox
from tests.services.imports.people import batches, person

CallsOfPeople = Callable[[Campaign, timedelta], CallsToPeople | None]


def _nobody_limited(_campaign: Campaign, _max_age: timedelta) -> CallsToPeople:
    return CallsToPeople()


ANNA = Person("Anna", "anna@example.com")
ALL_DAY: dict[str, Any] = {
    "call_window_start": "00:00",
    "call_window_end": "23:59",
    "call_window_timezone": "UTC",
}
CHUNK = 10
MOST_TURNS = 10_000
_lives = itertools.count(1)
_tokens = itertools.count(1)


class Killed(BaseException):
    """As a power cut would."""


@dataclass
class SteppedConsole:
    """One process on a database that others may have used before. `looks` are the keeper's next looks, by watch, and
    `imports` the runs that wait: what an engine would start by itself."""

    sandbox: RunningSandbox
    engine: Engine
    looks: dict[int, tuple[int, datetime]] = field(default_factory=dict)
    imports: list[tuple[str, int]] = field(default_factory=list)
    days: dict[str, CallingDays] = field(default_factory=dict)
    """Calling days, by campaign."""
    closed: set[str] = field(default_factory=set)
    """Operations that this key may not use."""
    duties: Mapping[Duty, KeeperDuty] = field(default_factory=lambda: DUTIES)
    calls_to_people: CallsOfPeople = _nobody_limited
    speaks_against: tuple[str, ...] = ()
    """What readiness would find against calls."""

    days_away: bool = field(default=False, init=False)
    """Which days campaigns keep cannot be told: the database has gone away in the middle of a look."""
    answered_for: set[str] = field(default_factory=set, init=False)
    """Campaigns for whose days a named person answers."""
    steps: dict[str, Callable[[], object]] = field(default_factory=dict, init=False)

    looking: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.api = Api(
            self.sandbox.url,
            self.sandbox.token,
            self.sandbox.team_id,
            "acme",
            demo=True,
            budget=RequestBudget(10_000_000),
            sleep=lambda _seconds: None,
        )
        self.audit = Audit(self.engine, self.now, self.api.clock.both)
        self.generations = Generations(self.engine, self.api, self.now)
        self.api.campaigns.which_generation = lambda: self.generations.generation
        self.reads = Reads(self.api.budget, clock=self.now)
        self.campaigns = Campaigns(self.api, self.reads, self.audit, stops=Stops(self.api, self.engine))
        self.watches = WatchStore(self.engine, self.now, lambda: "account", self._look_later)
        self.limits = Limits(self.watches, self._tools, opened=lambda: None)
        self.ledger = Ledger(self.engine, self.now, wall=self.now)
        self.rests = Rests(self.watches, self._tools, opened=lambda: None)
        self.campaigns.before_a_pause = self.rests.stays_paused
        self.launches = self._launches(days=self.rests)
        self.starts = KeeperStarts(self._launches(), self.ledger)
        self.creations = Creations(self.engine, self.api, patience_seconds=0)
        self.holder = Holder("stepped", f"life {next(_lives)}")
        self.jobs = JobStore(self.engine, self.now, self._import_later)
        self.worker = Worker(
            self.jobs,
            lambda claim: Platform(self.api, claim),
            self.holder,
            chunk_rows=CHUNK,
            random=random.Random(1),
            pause=lambda _seconds: None,
        )

    def now(self) -> datetime:
        """The sandbox's clock is the only one there is."""
        return self.api.clock.now()

    @property
    def generation(self) -> Generation:
        return self.generations.generation

    def meanwhile(self, step: str, act: Callable[[], object]) -> None:
        """Once, when the keeper comes to that step of a look."""
        self.steps[step] = act

    def dies(self, step: str) -> None:
        """The process is killed when it comes to that step; another one takes over once nothing was heard of it."""

        def die() -> None:
            raise Killed

        self.meanwhile(step, die)

    def reborn(self) -> SteppedConsole:
        """The process is killed, and another one goes on from its database."""
        self.api.close()
        return SteppedConsole(
            self.sandbox,
            self.engine,
            self.looks,
            self.imports,
            self.days,
            self.closed,
            self.duties,
            self.calls_to_people,
            self.speaks_against,
        )

    def close(self) -> None:
        self.api.close()

    # a person at work

    def create(self, name: str, **others: Any) -> str | None:
        """Id of the new campaign; None where none came of it, or it is not certain."""
        company = COMPANY_ID if knows_companies(self.generation) else None
        settings: dict[str, Any] = {**ALL_DAY, "max_attempts_per_contact": 1, **others}
        wanted = CampaignCreate(
            team_id=self.sandbox.team_id,
            assistant_id=ASSISTANT_ID,
            company_id=company,
            from_number_ids=NUMBER_IDS,
            name=name,
            **settings,
        )
        made = self.creations.create_once(f"form {next(_tokens)}", wanted, who=ANNA)
        return made.campaign_id if made.outcome is CreationOutcome.CREATED else None

    def pick(self, campaign_id: str, people: Mapping[str, str]) -> None:
        """People of the CRM, numbers by their ids. Raises ApiError, as it may be told a person."""
        if self.generation is Generation.SEED:
            enrol(
                self.api,
                campaign_id,
                COMPANY_ID,
                FirstPeople(PeopleSource.PICKED, tuple(people)),
                NOBODY_LISTED,
            )
            return
        rows = [
            person(row, e164=number, phone=number, contact_id=one)
            for row, (one, number) in enumerate(people.items())
        ]
        self.upload(campaign_id, rows)

    def upload(self, campaign_id: str, people: list[dict[str, Any]]) -> str:
        digest = f"file {next(_tokens)}"
        company = COMPANY_ID if self.generation is Generation.SEED else ""
        new = NewJob(f"{digest}.csv", digest, campaign_id, "Spring", company, ANNA)
        job_id, _created = self.jobs.reserve(new)
        self.jobs.put_rows(job_id, in_chunks(batches(people), CHUNK))
        self.jobs.accept(job_id)
        return job_id

    def read(self, campaign_id: str) -> Campaign:
        return read_now(self.api, campaign_id)

    def launch(self, campaign_id: str, most: int | None) -> LaunchResult:
        return self.launches.launch(
            campaign_id, self.launches.seen(self.read(campaign_id)), who=ANNA, max_calls=most
        )

    def resume(self, campaign_id: str) -> LaunchResult:
        return self.launches.resume(campaign_id, self.launches.seen(self.read(campaign_id)), who=ANNA)

    def pause(self, campaign_id: str) -> None:
        self.campaigns.pause(self.read(campaign_id), who=ANNA)

    def stay_paused(self, campaign_id: str) -> None:
        self.campaigns.stay_paused(self.read(campaign_id), who=ANNA)

    def set_at_once(self, campaign_id: str, at_once: int) -> None:
        change = CampaignUpdate(max_concurrent_calls=at_once)
        self.campaigns.edit(self.read(campaign_id), change, who=ANNA)

    def limit(self, campaign_id: str) -> Limit | None:
        return self.limits.of(campaign_id)

    def keep_days(self, campaign_id: str, days: CallingDays) -> None:
        self.days[campaign_id] = days
        with writing(self.engine) as connection:
            self.rests.keep(connection, campaign_id, "Spring", ANNA)

    # what an engine does

    def next_look(self) -> datetime | None:
        return min((due for _run, due in self.looks.values()), default=None)

    def work(self) -> None:
        """Every look that is due, every run that waits."""
        for watch_id, (run, due) in list(self.looks.items()):
            if due <= self.now():
                del self.looks[watch_id]
                self._look(watch_id, run)
        for _run in range(len(self.imports)):
            job_id, run = self.imports.pop(0)
            turns = takewhile(bool, (self.worker.turn(job_id, run) for _turn in range(MOST_TURNS)))
            assert sum(turns) < MOST_TURNS, "it goes on and on"

    def look_now(self) -> None:
        """At everything, whether it is due or not."""
        for watch_id, (run, _due) in list(self.looks.items()):
            self._look(watch_id, run)

    def settle(self) -> None:
        """Look at what was left unclear."""
        self.launches.settle_abandoned()
        self.creations.settle_abandoned()

    def _look(self, watch_id: int, run: int) -> None:
        """One look, and the next one when the keeper wants it."""
        self.looking = True
        try:
            self._looked(watch_id, run)
        finally:
            self.looking = False

    def _looked(self, watch_id: int, run: int) -> None:
        claim = take(self.watches, self.holder, watch_id, run)
        if claim is None:
            return
        try:
            wait = self.duties[claim.watch.duty].look(claim, self._tools())
            if wait is not None:
                claim.run_later(wait)
        except Superseded:
            pass
        except Killed:
            self.looks[watch_id] = (run, self.now() + timedelta(seconds=WATCHDOG_SECONDS + BEAT_SECONDS))

    def _look_later(self, _connection: Connection, watch_id: int, run: int, delay: float) -> None:
        self.looks[watch_id] = (
            run,
            datetime.fromtimestamp(self.now().timestamp() + delay, tz=self.now().tzinfo),
        )

    def _import_later(self, _connection: Connection, job_id: str, run: int, _delay: float) -> None:
        self.imports.append((job_id, run))

    def _tools(self) -> Tools:
        return Tools(
            self.api,
            self.audit,
            self.now,
            may=lambda operation: operation not in self.closed,
            unsettled=lambda campaign_id: campaign_id in self.launches.watched(),
            calendar=self._calendar,
            whereabouts=lambda campaign: whereabouts_of(
                self.api.campaigns.contacts(campaign.id).everything().items
            ),
            holds=lambda campaign_id, but: holds(self.watches, campaign_id, but=but),
            speaks_against=lambda _campaign: self.speaks_against,
            calls_to_people=self.calls_to_people,
            go_on=self._go_on,
            last_start=self._last_start,
            answered_for=lambda campaign_id: campaign_id in self.answered_for,
            changed=lambda _campaign: self._at("paused"),
        )

    def _go_on(self, campaign: Campaign, most: int | None) -> GoneOn:
        self._at("before it goes on")
        told = self.starts.go_on(campaign, most)
        self._at("it went on")
        return told

    def _last_start(self, campaign_id: str) -> LastStart | None:
        self._at("before it pauses")
        return self.starts.last_start(campaign_id)

    def _at(self, step: str) -> None:
        if self.looking and (act := self.steps.pop(step, None)):
            act()

    def _calendar(self, campaign: Campaign, people: tuple[Whereabouts, ...]) -> CampaignCalendar | None:
        if self.days_away:
            raise DatabaseAway(AwayReason.UNREACHABLE)
        days = self.days.get(campaign.id, EVERY_DAY)
        return None if days.every_day else CampaignCalendar(campaign, days, people)

    def _launches(self, days: Rests | None = None) -> Launches:
        return Launches(
            self.engine,
            self.api,
            read=partial(read_now, self.api),
            limits=self.limits,
            days=days,
            audit=self.audit,
            ledger=self.ledger,
            patience_seconds=0,
        )


__all__ = ["ANNA", "ApiError", "LaunchOutcome", "SteppedConsole"]

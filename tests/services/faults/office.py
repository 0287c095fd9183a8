"""A console's services over a real sandbox, on a clock that moves only when somebody would have waited."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any, cast

import httpx

from sandbox.demo.groups import DEFAULT_GROUP
from sandbox.deviations.faults import FaultKind
from services.api import Api, BudgetState, RequestBudget
from services.api.generation import Generation
from services.api.models import Campaign, CampaignCreate, CampaignStatus, CampaignUpdate, ContactCreate
from services.api.network import NetworkTransport, deadline
from services.campaigns.campaigns import Campaigns
from services.campaigns.one import read_now
from services.database.database import make_engine
from services.deployment import Deployment
from services.imports.claim import Claim
from services.imports.platform import Platform
from services.launch import Creations, Launches, Ledger
from services.reads.reads import Reads
from tests.new_database import make_tables
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, RunningSandbox
from tests.services.imports.desk import Desk
from tests.services.imports.fake_platform import FakePlatform
from tests.services.imports.people import person

LATE = 0.8  # seconds a late answer takes here, and how long it is waited for, even on a busy machine
PATIENCE = 0.45
START = datetime(2026, 3, 3, 10, tzinfo=UTC)  # the sandbox's clock, which stands
FOR_GOOD = 1000

# Each kind as it may show: which status, and whether the platform acted before it.
VARIANTS: dict[FaultKind, list[dict[str, Any]]] = {
    FaultKind.DELAY_BEFORE: [{"seconds": LATE}],
    FaultKind.DELAY_AFTER: [{"seconds": LATE}],
    FaultKind.SLOW_DRIP: [{"seconds": LATE}],
    FaultKind.SERVER_ERROR: [{"status": 500}, {"status": 503}, {"status": 500, "act": True}],
    FaultKind.ACT_LATE: [{"seconds": 0}, {"seconds": 29}],
    FaultKind.HTML: [{"status": 502}, {"status": 200, "act": True}, {"status": 502, "act": True}],
}
LATE_KINDS = (FaultKind.DELAY_BEFORE, FaultKind.DELAY_AFTER, FaultKind.SLOW_DRIP)
_names = count(1)
_numbers = count(0, 1000)


def variants(kind: FaultKind) -> list[dict[str, Any]]:
    return VARIANTS.get(kind, [{}])


class Impatient(httpx.BaseTransport):
    """The network, where the next `times` answers to `operation` are waited for `PATIENCE` seconds only."""

    def __init__(self, base_url: str) -> None:
        self._inner = NetworkTransport(httpx.URL(base_url))
        self.operation = ""
        self.times = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.extensions["plan"].operation != self.operation or self.times == 0:
            return self._inner.handle_request(request)
        self.times -= 1
        with deadline(PATIENCE):
            return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


@dataclass
class ThroughSandbox:
    """In place of a platform in memory: the job's real one, through `api`."""

    api: Api

    def open(self, claim: Claim) -> Platform:
        return Platform(self.api, claim)

    def budget(self) -> BudgetState:
        return self.api.budget.state()


class Office:
    """`waited` is what somebody would have slept through; the time is the one of `desk`, where imports are worked on.
    `generation` is the one that the sandbox plays."""

    def __init__(self, sandbox: RunningSandbox, generation: Generation = Generation.SEED) -> None:
        self.sandbox = sandbox
        self.generation = generation
        self.waited: list[float] = []
        self.transport = Impatient(sandbox.url)
        self.budget = RequestBudget(10_000_000, clock=lambda: self.desk.now, sleep=self._wait)
        self.api = Api(
            sandbox.url,
            sandbox.token,
            sandbox.team_id,
            "acme",
            demo=True,
            transport=self.transport,
            budget=self.budget,
            sleep=self._wait,
        )
        self.api.campaigns.which_generation = lambda: generation
        self.desk = Desk(platform=cast(FakePlatform, ThroughSandbox(self.api)), now=START)
        self.engine = make_engine("sqlite://")
        make_tables(self.engine)
        ledger = Ledger(self.engine, self.api.clock.now, wall=lambda: self.desk.now)
        self.launches = Launches(
            self.engine, self.api, ledger=ledger, read=partial(read_now, self.api), patience_seconds=0
        )
        self.creations = Creations(self.engine, self.api, ledger=ledger, patience_seconds=0)
        self.sit_down()

    @property
    def skips_known(self) -> bool:
        """Whether whoever is sent a second time is skipped; else she is merged with, and her next call moved."""
        return self.generation is Generation.SEED

    def sit_down(self) -> None:
        """As in a console that was just started: nobody has looked at anything yet."""
        self.reads = Reads(self.budget, clock=lambda: self.desk.now)
        self.campaigns = Campaigns(self.api, self.reads)
        self.deployment = Deployment(
            self.api, self.reads, self.campaigns, self.engine, now=lambda: self.desk.now
        )

    def close(self) -> None:
        self.api.close()
        self.engine.dispose()
        self.desk.store.engine.dispose()

    def _wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.later(seconds=seconds)

    def later(self, **passed: float) -> None:
        self.desk.now += timedelta(**passed)

    def pass_by(self, seconds: float) -> None:
        """The same time here and on the platform, which does on the way what it has put aside."""
        self.later(seconds=seconds)
        self.sandbox.advance(minutes=seconds / 60)

    # what goes wrong

    def fault(self, operation: str, kind: FaultKind, times: int | None = 1, **more: Any) -> None:
        """From now on this fault alone; for late answers with somebody who does not wait for them."""
        self.sandbox.faults({"operation": operation, "kind": kind, "times": times, **more})
        if kind in LATE_KINDS:
            self.transport.operation = operation
            self.transport.times = FOR_GOOD if times is None else times

    def mended(self) -> None:
        self.sandbox.faults()
        self.transport.times = 0

    def sent(self, operation: str, do: Callable[[], object]) -> int:
        """How many requests of this operation `do` sends."""
        before = self.sandbox.requests().get(operation, 0)
        do()
        return self.sandbox.requests().get(operation, 0) - before

    # what there is, as the sandbox's own database has it

    def there(self, query: str, *values: str) -> list[Any]:
        with closing(
            sqlite3.connect(f"file:{self.sandbox.db_path}?mode=ro", uri=True, timeout=30)
        ) as database:
            return [value for (value,) in database.execute(query, values)]

    def campaign_ids(self) -> list[str]:
        return self.there("select id from campaigns where deleted_at is null")

    def named(self, name: str) -> list[str]:
        return self.there("select id from campaigns where name = ?", name)

    def enrolled(self, campaign_id: str) -> list[str]:
        """Numbers in a campaign, one for each enrolment."""
        return self.there(
            "select c.phone from enrolments e join contacts c on c.id = e.contact_id where e.campaign_id = ?",
            campaign_id,
        )

    def launched(self, campaign_id: str) -> int:
        """How often the platform really ran this campaign."""
        runs = self.sandbox.runs()
        return sum(run["campaign_id"] == campaign_id and not run["dry_run"] for run in runs)

    # what people begin with

    def wanted(self, **fields: Any) -> CampaignCreate:
        usual: dict[str, Any] = {"name": f"Campaign {next(_names)}", "assistant_id": ASSISTANT_ID}
        return CampaignCreate(
            team_id=self.api.team_id,
            company_id=COMPANY_ID,
            from_number_ids=NUMBER_IDS,
            call_window_start="00:00",
            call_window_end="23:59",
            **(usual | fields),
        )

    def campaign(self, *, people: int = 0) -> Campaign:
        if self.generation is Generation.NEWEST:
            self._end_what_runs()
        made = self.api.campaigns.create(self.wanted())
        if people:
            self.api.campaigns.add_contacts(made.id, [self.contact() for _ in range(people)])
            made = self.api.campaigns.get(made.id)
        return made

    def contact(self) -> str:
        (one,) = self.people(1)
        if self.generation is not Generation.SEED:
            return self._member(one)
        new = ContactCreate(
            company_id=COMPANY_ID,
            first_name=one["first_name"],
            last_name=one["last_name"],
            phone=one["e164"],
        )
        return self.api.contacts.create(new).contact.id

    def _end_what_runs(self) -> None:
        """An assistant has one active campaign at a time: what a check before this one left is in the way."""
        for campaign_id in self.there("select id from campaigns where status = 'running'"):
            self.api.campaigns.update(campaign_id, CampaignUpdate(status=CampaignStatus.CANCELLED))

    def _member(self, one: dict[str, Any]) -> str:
        """Where people belong to groups: of one that no assistant has."""
        person = {"firstName": one["first_name"], "lastName": one["last_name"], "phone": one["e164"]}
        with self.sandbox.client() as client:
            made = client.post(
                "/api/crm/contacts",
                json={"teamId": self.api.team_id, "groupId": DEFAULT_GROUP, **person},
            )
            made.raise_for_status()
            return made.json()["contact"]["id"]

    def people(self, number: int) -> list[dict[str, Any]]:
        """A checked list of people whom nobody else has put into the sandbox."""
        start = next(_numbers)
        return [person(place, e164=f"+49302{start + place:07}") for place in range(number)]

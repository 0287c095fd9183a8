"""Learning from use: what a key may change is never asked; its first real use tells, in whatever process, until
somebody asks anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.api import Api, RequestBudget, errors
from services.api.generation import Generation
from services.api.models import Campaign
from services.campaigns.campaigns import Campaigns
from services.database.database import make_engine
from services.deployment import CapabilityState, Deployment, Feature, Instead, OperationVerdict
from services.imports.ways import WAY_SINGLE, way_in
from services.person import Person
from services.reads.reads import Reads
from tests.new_database import make_tables
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.reads.test_reads import Clock

READING = {"GET", "HEAD", "OPTIONS"}
CHANGE, DELETE = "updateCampaign", "deleteCampaign"


@pytest.fixture(scope="module")
def own_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path_factory.mktemp("uses"), "--empty", "--speed", "0") as running:
        yield running


class Console:
    """A console that has learned, and one campaign to do something with."""

    def __init__(self, sandbox: RunningSandbox, engine: Engine) -> None:
        self.sandbox = sandbox
        self.clock = Clock()
        budget = RequestBudget(100_000)
        self.api = Api(
            sandbox.url, sandbox.token, sandbox.team_id, budget=budget, sleep=lambda _seconds: None
        )
        self.campaign = make_campaign(self.api, "Spring")
        self.campaigns, self.deployment = self.process(engine)
        sandbox.forget_requests()

    def process(self, engine: Engine) -> tuple[Campaigns, Deployment]:
        """One more process of the same connection."""
        reads = Reads(clock=self.clock)
        campaigns = Campaigns(self.api, reads)
        return campaigns, Deployment(self.api, reads, campaigns, engine, now=self.clock)

    def fault(self, operation: str, status: int) -> None:
        self.sandbox.faults({"operation": operation, "kind": "closed", "status": status, "times": None})

    def state(self, wanted: Feature) -> CapabilityState:
        return next(row.state for row in self.deployment.table() if row.name is wanted)


@pytest.fixture
def console(own_sandbox: RunningSandbox, engine: Engine) -> Iterator[Console]:
    made = Console(own_sandbox, engine)
    yield made
    made.api.close()
    own_sandbox.faults()


def pause(console: Console, campaign: Campaign) -> None:
    console.api.campaigns.run(campaign.id)
    console.campaigns.pause(console.api.campaigns.get(campaign.id), who=Person("Anna"))


def test_learning_and_learning_again_only_read_and_cost_a_dozen_requests(console: Console) -> None:
    console.deployment.table()
    cost = len(console.sandbox.request_log())
    console.deployment.learn_again()
    log = console.sandbox.request_log()
    assert {one["method"] for one in log} <= READING
    assert cost <= 12
    assert len(log) - cost <= 12


def test_what_worked_is_shown_as_working(console: Console) -> None:
    assert console.state(Feature.CHANGE_CAMPAIGN) is CapabilityState.NOT_TRIED
    pause(console, console.campaign)
    assert console.state(Feature.CHANGE_CAMPAIGN) is CapabilityState.WORKS
    assert console.state(Feature.DELETE_CAMPAIGN) is CapabilityState.NOT_TRIED


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (401, OperationVerdict.CLOSED_TO_KEYS),
        (403, OperationVerdict.CLOSED_TO_KEYS),
        (404, OperationVerdict.NOT_HERE),
        (405, OperationVerdict.NOT_HERE),
        (501, OperationVerdict.NOT_HERE),
    ],
)
def test_a_refused_first_use_closes_the_control_in_every_process(
    console: Console, engine: Engine, status: int, verdict: OperationVerdict
) -> None:
    console.fault(DELETE, status)
    assert console.deployment.may(DELETE)
    with pytest.raises(errors.StatusError):
        console.campaigns.delete(console.campaign, who=Person("Anna"))
    assert console.deployment.verdict(DELETE) is verdict
    assert console.state(Feature.DELETE_CAMPAIGN) is CapabilityState.NOT_POSSIBLE
    assert not console.process(engine)[1].may(DELETE)


def test_a_campaign_that_is_gone_does_not_close_the_control(console: Console) -> None:
    console.api.campaigns.delete(console.campaign.id)  # by somebody else, a moment ago
    with pytest.raises(errors.NotFound):
        console.campaigns.delete(console.campaign, who=Person("Anna"))
    assert console.deployment.verdict(DELETE) is None
    assert console.deployment.may(DELETE)


def test_asking_anew_offers_again_what_was_refused(console: Console) -> None:
    pause(console, console.campaign)
    console.fault(DELETE, 403)
    with pytest.raises(errors.Forbidden):
        console.campaigns.delete(console.campaign, who=Person("Anna"))
    console.deployment.learn_again()
    assert console.state(Feature.DELETE_CAMPAIGN) is CapabilityState.NOT_TRIED
    assert console.deployment.may(DELETE)
    assert console.state(Feature.CHANGE_CAMPAIGN) is CapabilityState.WORKS


def test_a_pause_that_cannot_be_remembered_is_a_pause_all_the_same(tmp_path: Path, console: Console) -> None:
    """The console's database goes away between learning and the click."""
    engine = make_engine(f"sqlite:///{tmp_path / 'gone.db'}")
    make_tables(engine)
    console.campaigns, console.deployment = console.process(engine)
    console.deployment.table()
    with engine.begin() as connection:
        connection.exec_driver_sql("drop table learned_operation")
    pause(console, console.campaign)
    assert console.api.campaigns.get(console.campaign.id).status == "paused"
    assert console.deployment.may(CHANGE)
    engine.dispose()


def test_people_go_in_one_by_one_once_a_file_was_refused(console: Console) -> None:
    console.deployment.table()
    console.deployment.learn_from(errors.Forbidden("importContacts", status=403))
    row = next(row for row in console.deployment.table() if row.name is Feature.NEW_PEOPLE)
    assert (row.state, row.instead) == (CapabilityState.ANOTHER_WAY, Instead.ONE_BY_ONE)
    assert way_in(console.deployment.may, Generation.SEED) == WAY_SINGLE

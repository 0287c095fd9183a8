"""Deployment: what the console finds out about it, and what it does where something is missing. Over real sandboxes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from services.api import Api, RequestBudget, errors
from services.api.generation import Generation
from services.api.models import CampaignCreate
from services.campaigns.campaigns import Campaigns
from services.database.database import make_engine
from services.deployment import CapabilityState, Deployment, Feature, Instead, OperationVerdict, Way
from services.imports.ways import WAY_SINGLE, way_in
from services.operation_verdicts import LearnedOperation
from services.reads.reads import Reads
from tests.new_database import make_tables
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, RunningSandbox, start_sandbox
from tests.services.reads.test_reads import Clock

W = Feature


@pytest.fixture(scope="module")
def own_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """A sandbox whose profile these tests change."""
    with start_sandbox(tmp_path_factory.mktemp("deployment"), "--empty", "--speed", "0") as running:
        yield running


class Console:
    """A console on a sandbox of one profile."""

    def __init__(self, sandbox: RunningSandbox, engine: Engine) -> None:
        self.sandbox = sandbox
        self.engine = engine
        self.clock = Clock()
        self.api = Api(
            sandbox.url,
            sandbox.token,
            sandbox.team_id,
            demo=True,
            budget=RequestBudget(100_000),
            sleep=lambda seconds: None,
        )
        self.deployment = self.new(engine)
        self._elsewhere: list[Engine] = []

    def new(self, engine: Engine) -> Deployment:
        """The same connection in another process."""
        reads = Reads(clock=self.clock)
        return Deployment(self.api, reads, Campaigns(self.api, reads), engine, now=self.clock)

    def elsewhere(self) -> Deployment:
        """A console that has learned nothing yet."""
        engine = make_engine("sqlite://")
        make_tables(engine)
        self._elsewhere.append(engine)
        return self.new(engine)

    def close(self) -> None:
        self.api.close()
        for engine in self._elsewhere:
            engine.dispose()

    def asked(self) -> int:
        return sum(self.sandbox.requests().values())

    def states(self) -> dict[Feature, tuple[CapabilityState, Instead | None]]:
        return {row.name: (row.state, row.instead) for row in self.deployment.table()}


@pytest.fixture
def console(own_sandbox: RunningSandbox, engine: Engine) -> Iterator[Console]:
    """On a platform with one campaign and every operation, unless the test says `only`."""
    only(own_sandbox, "full")
    console = Console(own_sandbox, engine)
    if not console.api.campaigns.list(limit=1).items:
        console.api.campaigns.create(
            CampaignCreate(
                team_id=own_sandbox.team_id,
                assistant_id=ASSISTANT_ID,
                company_id=COMPANY_ID,
                from_number_ids=NUMBER_IDS,
                name="Spring",
            )
        )
    own_sandbox.forget_requests()
    yield console
    console.close()
    own_sandbox.faults()
    only(own_sandbox, "full")


def only(sandbox: RunningSandbox, profile: str) -> None:
    sandbox.account(profile=profile)


def campaign_id(console: Console) -> str:
    return console.api.campaigns.list(limit=1).items[0].id


NOT_TRIED = dict.fromkeys(
    (W.CHANGE_CAMPAIGN, W.DELETE_CAMPAIGN, W.NEW_PEOPLE), (CapabilityState.NOT_TRIED, None)
)
WHAT_READING_TELLS = dict.fromkeys(Feature, (CapabilityState.WORKS, None)) | NOT_TRIED


def test_it_finds_that_all_that_can_be_read_works_and_the_rest_is_not_tried_yet(console: Console) -> None:
    assert console.states() == WHAT_READING_TELLS
    assert all(map(console.deployment.may, ("updateCampaign", "deleteCampaign", "importContacts")))


def test_it_finds_what_the_live_platform_keeps_from_keys(console: Console) -> None:
    only(console.sandbox, "live")
    states = console.states()
    closed = {name: state for name, state in states.items() if state != (CapabilityState.WORKS, None)}
    assert closed == {
        W.ONE_CAMPAIGN: (CapabilityState.ANOTHER_WAY, Instead.CAMPAIGN_LIST),
        W.ASSISTANTS: (CapabilityState.ANOTHER_WAY, Instead.ASSISTANTS_OF_NUMBERS),
        W.LIVE_COUNTS: (CapabilityState.ANOTHER_WAY, Instead.COUNTS_OF_PEOPLE),
        **NOT_TRIED,
    }
    assert console.deployment.verdict("getDashboard") is OperationVerdict.CLOSED_TO_KEYS


def test_it_finds_that_only_the_core_is_there(console: Console) -> None:
    only(console.sandbox, "core")
    states = console.states()
    assert {name for name, (state, _) in states.items() if state is CapabilityState.ANOTHER_WAY} == {
        W.ONE_CAMPAIGN,
        W.ASSISTANTS,
        W.NUMBERS,
        W.COMPANIES,
        W.LIVE_COUNTS,
        W.NEW_PEOPLE,
    }
    assert states[W.LIVE_COUNTS] == (CapabilityState.ANOTHER_WAY, Instead.COUNTERS)
    assert states[W.CALL_LOG] == (CapabilityState.NOT_POSSIBLE, None)
    assert console.deployment.verdict("listContacts") is OperationVerdict.NOT_HERE


def test_people_go_in_one_by_one_where_a_files_people_could_not_be_found_again(console: Console) -> None:
    console.sandbox.faults({"operation": "listContacts", "kind": "closed", "status": 403, "times": None})
    states = console.states()
    assert states[W.FIND_PEOPLE] == (CapabilityState.NOT_POSSIBLE, None)
    assert states[W.NEW_PEOPLE] == (CapabilityState.ANOTHER_WAY, Instead.ONE_BY_ONE)
    assert way_in(console.deployment.may, Generation.SEED) == WAY_SINGLE


def test_it_learns_once_and_remembers_for_every_process(console: Console) -> None:
    console.states()
    first = console.asked()
    assert first <= 12
    console.states()
    console.new(console.engine).table()
    assert console.asked() <= first + 1  # the other process reads the list for itself


def test_it_learns_again_on_demand(console: Console) -> None:
    only(console.sandbox, "core")
    assert not console.deployment.may("getDashboard")
    only(console.sandbox, "full")
    assert not console.deployment.may("getDashboard")
    console.deployment.learn_again()
    assert console.deployment.may("getDashboard")


def test_it_does_not_take_a_revoked_token_for_closed_operations(console: Console) -> None:
    console.states()
    console.sandbox.replace_token(None)
    try:
        with pytest.raises(errors.Unauthorized):
            console.deployment.learn_again()
        with pytest.raises(errors.Unauthorized):
            console.deployment.assistants()
        assert console.states() == WHAT_READING_TELLS
    finally:
        console.sandbox.replace_token(console.sandbox.token)


def test_it_learns_nothing_from_a_platform_that_fails(console: Console) -> None:
    console.sandbox.faults({"operation": "getCredits", "kind": "server_error", "times": None})
    assert console.states()[W.CREDITS] == (CapabilityState.NOT_KNOWN, None)
    assert console.deployment.may("getCredits")
    console.sandbox.faults()
    console.clock.pass_by(minutes=11)
    assert console.states()[W.CREDITS] == (CapabilityState.WORKS, None)


def test_it_never_writes_the_token_down(console: Console) -> None:
    console.states()
    with console.engine.connect() as connection:
        written = repr(connection.execute(select(LearnedOperation)).all())
    assert console.sandbox.token not in written
    assert console.api.fingerprint in written


def test_it_offers_assistants_by_the_best_way_there_is(console: Console) -> None:
    direct = console.deployment.assistants()
    only(console.sandbox, "live")
    by_number = console.elsewhere().assistants()
    only(console.sandbox, "core")
    by_campaign = console.elsewhere().assistants()
    assert (direct.way, by_number.way, by_campaign.way) == (Way.DIRECT, Way.NUMBERS, Way.LIST)
    assert [each.id for each in direct.value] == [ASSISTANT_ID]
    assert by_number.value == direct.value
    assert [each.id for each in by_campaign.value] == [ASSISTANT_ID]


def test_it_offers_the_active_numbers_of_the_assistant(console: Console) -> None:
    found = console.deployment.numbers(ASSISTANT_ID)
    assert [number.id for number in found.value] == NUMBER_IDS
    assert console.deployment.numbers("another").value == []
    only(console.sandbox, "core")
    assert console.elsewhere().numbers(ASSISTANT_ID).way is Way.BY_HAND


def test_it_finds_companies_on_campaigns_where_they_cannot_be_listed(console: Console) -> None:
    assert [company.id for company in console.deployment.companies().value] == [COMPANY_ID]
    only(console.sandbox, "core")
    found = console.elsewhere().companies()
    assert ([company.id for company in found.value], found.way) == ([COMPANY_ID], Way.LIST)


@pytest.mark.parametrize(("profile", "way"), [("full", Way.DIRECT), ("live", Way.LIST), ("core", Way.LIST)])
def test_it_finds_one_campaign_on_any_deployment(console: Console, profile: str, way: Way) -> None:
    only(console.sandbox, profile)
    identifier = campaign_id(console)
    found = console.deployment.campaign(identifier)
    assert (found.value.name, found.way) == ("Spring", way)
    with pytest.raises(errors.NotFound):
        console.deployment.campaign("cmp_nowhere")


def test_it_says_that_the_balance_and_the_calls_are_not_to_be_had(console: Console) -> None:
    only(console.sandbox, "core")
    assert (console.deployment.credits().value, console.deployment.credits().way) == (None, Way.ABSENT)
    assert console.deployment.calls(campaign_id(console)).way is Way.ABSENT


def test_it_takes_recent_calls_where_there_is_no_call_log(console: Console) -> None:
    console.states()
    console.sandbox.faults({"operation": "listCalls", "kind": "closed", "status": 403, "times": None})
    found = console.deployment.calls(campaign_id(console))
    assert (found.value, found.way) == ([], Way.DASHBOARD)
    assert not console.deployment.may("listCalls")

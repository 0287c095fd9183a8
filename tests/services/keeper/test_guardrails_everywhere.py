"""Guardrails on every generation of the platform and every way of knowing how calls end; killed, and by two processes at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.api.generation import Generation
from services.api.models import CampaignCreate
from services.audit.audit import AuditAction, Filter
from services.campaigns.stops import is_stopped
from services.keeper import Rule
from services.person import Person
from tests.sandbox_process import ASSISTANT_ID, NUMBER_IDS, RunningSandbox, start_sandbox
from tests.services.keeper.conftest import SPEED
from tests.services.keeper.office import Office
from tests.services.keeper.process import ConsoleProcess
from tests.waiting import until

pytestmark = pytest.mark.lengthy


def held_by(office: Office, campaign_id: str) -> Rule:
    guards = office.console.keeper.guards
    return until(guards.holding, lambda holding: campaign_id in holding)[campaign_id]


def pauses(office: Office, campaign_id: str) -> int:
    wanted = Filter(who=Person.of_keeper(), actions=(AuditAction.PAUSE,), campaign_id=campaign_id)
    return office.console.audit.entries(wanted).total


@pytest.mark.parametrize(
    "generation", [pytest.param(Generation.ACTIONS, marks=pytest.mark.soak), Generation.NEWEST]
)
def test_it_is_paused_on_the_newer_generations_too(generation: Generation, tmp_path: Path) -> None:
    arguments = ("--empty", "--speed", str(SPEED), "--no-skip", "--generation", str(generation))
    with start_sandbox(tmp_path, *arguments) as sandbox, Office(sandbox, tmp_path) as office:
        office.api.campaigns.which_generation = lambda: generation
        sandbox.odds(error=1.0)
        made = office.api.campaigns.create(
            CampaignCreate(
                team_id=sandbox.team_id,
                assistant_id=ASSISTANT_ID,
                from_number_ids=NUMBER_IDS,
                name="Newer",
                call_window_start="00:00",
                call_window_end="23:59",
                call_window_timezone="UTC",
                max_concurrent_calls=5,
            )
        )
        group = office.api.groups.create("Everybody")
        people = [office.contact(made.id, number, group_id=group.id) for number in range(40)]
        office.api.campaigns.add_contacts(made.id, people)
        office.launch(made.id, most=None)

        assert held_by(office, made.id) is Rule.FAILURES
        assert is_stopped(office.api.campaigns.get(made.id).status)
        assert pauses(office, made.id) == 1


@pytest.mark.parametrize("closed", [("getDashboard",), ("getDashboard", "listCalls")])
def test_it_is_known_by_the_call_log_or_by_each_persons_attempts(
    busy_sandbox: RunningSandbox, tmp_path: Path, closed: tuple[str, ...]
) -> None:
    busy_sandbox.odds(error=1.0)
    busy_sandbox.faults(
        *({"operation": one, "kind": "closed", "status": 403, "times": None} for one in closed)
    )
    with Office(busy_sandbox, tmp_path) as office:
        campaign = office.campaign(40, at_once=5)
        office.launch(campaign.id, most=None)
        assert held_by(office, campaign.id) is Rule.FAILURES


@pytest.fixture
def desk(busy_sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Office]:
    """Where a person works; limits are kept by processes of their own."""
    busy_sandbox.odds(error=1.0)
    with Office(busy_sandbox, tmp_path, works=False) as made:
        yield made


@pytest.fixture(autouse=True)
def as_it_was(busy_sandbox: RunningSandbox) -> Iterator[None]:
    yield
    busy_sandbox.odds()
    busy_sandbox.faults()


@pytest.mark.soak  # it waits 45 seconds for another process to take over, as of "at most N" in test_killed_and_doubled.py
def test_killed_in_the_middle_it_goes_on_and_of_two_one_acts(desk: Office) -> None:
    url = desk.console.settings.console_database_url
    with ConsoleProcess(desk.sandbox, url, "first") as first, ConsoleProcess(desk.sandbox, url, "second"):
        campaign = desk.campaign(150, at_once=2)
        desk.launch(campaign.id, most=None)
        until(lambda: desk.called(campaign.id), lambda called: called >= 4)
        first.kill()

        assert held_by(desk, campaign.id) is Rule.FAILURES
        assert pauses(desk, campaign.id) == 1

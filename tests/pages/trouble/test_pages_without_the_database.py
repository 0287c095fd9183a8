"""Every page while the console's own database does not answer: read, paused and cancelled as ever; launching waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.api.models import Campaign, CampaignStatus, CampaignUpdate
from services.audit.audit import AuditAction
from services.person import Person
from services.reads.budget_store import SharedBudgetStore
from services.runtime import Runtime
from tests.pages.conftest import FILES, OpenPage, everything, running_console, with_jobs
from tests.pages.launches import launch, prepare
from tests.pages.own_elements import click, name_in_head, names, words
from tests.pages.test_new_campaign_page import named, run
from tests.pages.trouble.test_pages_in_trouble import TECHNICAL
from tests.pages.upload.test_upload_draft import draft_of
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox
from tests.services.database.database_troubles import held_by_another_program, stopped
from tests.services.imports.bench import submit
from tests.services.imports.people import many
from tests.services.imports.postgresql import Server, postgresql_server
from tests.waiting import until

SENTENCE = {
    "locked": {
        "en": "The console's own database does not answer: another program holds it. Pause and Cancel work;",
        "de": "Die eigene Datenbank der Konsole antwortet nicht: ein anderes Programm belegt sie. Pausieren und endgültig Beenden",
    },
    "stopped": {
        "en": "The console's own database does not answer: it cannot be reached. Pause and Cancel work;",
        "de": "Die eigene Datenbank der Konsole antwortet nicht: sie ist nicht erreichbar. Pausieren und endgültig Beenden",
    },
}
UNFORESEEN = ("Something went wrong", "Etwas ist schiefgegangen")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgresql_server() as running:
        yield running


@dataclass
class World:
    """A console, two campaigns, and what happens to its database."""

    console: Runtime
    trouble: str
    happens: AbstractContextManager[None]
    running: Campaign
    draft: Campaign

    def sentence(self, language: str) -> str:
        return SENTENCE[self.trouble][language]

    @contextmanager
    def away(self) -> Iterator[None]:
        with self.happens:
            SharedBudgetStore(self.console.engine, "somebody else").add(datetime.now(UTC), "clicks", 1)
            self.console.database.ask_now()
            yield
        until(self.console.database.ask_now, bool)


@pytest.fixture(params=["locked", pytest.param("stopped", marks=pytest.mark.soak)])
def world(request: pytest.FixtureRequest, sandbox: RunningSandbox, tmp_path: Path) -> Iterator[World]:
    """A SQLite file that another program holds, and a PostgreSQL that is stopped: that one by day without pages
    (`tests/services/database/test_without_the_database.py`)."""
    if request.param == "locked":
        database, happens = "", held_by_another_program(tmp_path / "console.db")
    else:
        server: Server = request.getfixturevalue("server")
        database, happens = server.new_database(), stopped(server)
    with (
        contextmanager(running_console)(sandbox, tmp_path, database=database) as console,
        contextmanager(with_jobs)(console, run_here=False),
    ):
        running = make_campaign(console.api, "Spring offer", people=2)
        console.api.campaigns.run(running.id)
        running = console.api.campaigns.get(running.id)
        yield World(
            console, request.param, happens, running, make_campaign(console.api, "Summer offer", people=1)
        )
        if not console.api.campaigns.get(running.id).status.is_over:
            console.api.campaigns.update(running.id, CampaignUpdate(status=CampaignStatus.CANCELLED))


def test_every_page_is_drawn_and_says_so_once(world: World, open_page: OpenPage, language: str) -> None:
    with world.away():
        for page in FILES:
            address = {"id": world.running.id} if page == "campaign" else {}
            world.console.reads.forget("")
            tab = open_page(page, language, **address)
            shown = everything(tab)
            assert not tab.exception
            assert tab.title or name_in_head(tab)
            assert not TECHNICAL.search(shown), (page, shown)
            assert not [one for one in UNFORESEEN if one in shown], (page, shown)
            said = [one.value for one in tab.warning if world.sentence(language) in one.value]
            assert len(said) == 1, (page, shown)


def test_the_campaigns_are_listed_and_a_campaign_is_shown_in_all_its_views(
    world: World, open_page: OpenPage
) -> None:
    with world.away():
        assert {"Spring offer", "Summer offer"} <= set(names(open_page("campaigns")))
        for view in ("overview", "people", "dry-run", "calls", "settings"):
            tab = open_page("campaign", "en", id=world.running.id, view=view)
            assert name_in_head(tab) == "Spring offer"
            assert not tab.exception
            assert not [one for one in UNFORESEEN if one in everything(tab)], (view, everything(tab))


def test_a_campaign_is_paused_and_cancelled_and_activity_has_it_once_when_the_database_is_back(
    world: World, open_page: OpenPage, sandbox: RunningSandbox
) -> None:
    campaign = world.running
    with world.away():
        for action, status in (("pause", "paused"), ("cancel", "cancelled")):
            tab = click(open_page("campaign", "en", id=campaign.id), action, campaign.id)
            if action == "cancel":  # nothing clicks inside a dialog here: its answer is given by hand
                assert tab.button(key=f"confirm-{action}-{campaign.id}")
                world.console.campaigns.cancel(campaign, who=Person("Anna"))
            assert world.console.api.campaigns.get(campaign.id).status == status
        tab = open_page("activity")
        assert "2 acts are not in this log yet" in everything(tab)
        assert [list(row) for row in tab.dataframe[0].value[["What", "Campaign"]].to_numpy()] == [
            ["Campaign canceled", "Spring offer"],
            ["Campaign paused", "Spring offer"],
        ]

    tab = open_page("activity")
    assert "not in this log yet" not in everything(tab)
    done = [entry.action for entry in world.console.audit.entries().rows if entry.campaign_id == campaign.id]
    assert done == [AuditAction.CANCEL, AuditAction.PAUSE]


def test_a_launch_is_refused_with_the_reason_and_nobody_is_called(
    world: World, open_page: OpenPage, sandbox: RunningSandbox, language: str
) -> None:
    nobody = {"en": "Nobody was called.", "de": "Es wurde niemand angerufen."}[language]
    with world.away():
        sandbox.forget_requests()
        tab = click(open_page("campaigns", language), "launch", world.draft.id)
        said = [one.value for one in tab.error if world.sentence(language) in one.value]
        assert said
        assert nobody in said[0]
        assert not [one for one in tab.button if one.key == f"confirm-launch-{world.draft.id}"]
        assert "runCampaign" not in sandbox.requests()


def test_a_launch_is_refused_that_was_prepared_before(world: World, sandbox: RunningSandbox) -> None:
    view = prepare(world.draft.id)
    sandbox.forget_requests()
    with world.away():
        launch(view)
        assert view.away
        assert view.result is None
        assert "runCampaign" not in sandbox.requests()


def test_an_import_cannot_be_paused_and_says_why(world: World, open_page: OpenPage) -> None:
    job = submit(world.console.jobs, many(3), world.draft.id)
    if world.trouble == "locked":  # then what the import is can be read still
        with world.away():
            tab = open_page("imports", job=job.id)
            tab = tab.button(key=f"pause-import-{job.id}").click().run()
            assert [one.value for one in tab.toast if world.sentence("en") in one.value]
            assert not tab.exception
    assert world.console.jobs.get(job.id).active


def test_the_first_page_after_a_failure_says_so_already(world: World, open_page: OpenPage) -> None:
    if world.trouble == "locked":  # what may be the console's own work is told once it has lasted
        return
    with world.happens:
        world.console.reads.forget("")
        assert world.sentence("en") in everything(open_page("campaigns"))
    until(world.console.database.ask_now, bool)


def test_a_draft_in_the_address_is_shown_or_waited_for_and_no_empty_form_stands_in_its_place(
    world: World, open_page: OpenPage
) -> None:
    draft_id = draft_of(named(open_page("new"), "Waited for"))
    readable = world.trouble == "locked"

    with world.away():
        tab = open_page("new", draft=draft_id)
        shown = [field.value for field in tab.text_input if field.key == "campaign-name"]
        assert shown == (["Waited for"] if readable else [])
        assert ("cannot be opened right now" in everything(tab)) is not readable

    assert run(tab).text_input(key="campaign-name").value == "Waited for"


@pytest.mark.parametrize("world", [pytest.param("stopped", marks=pytest.mark.soak)], indirect=True)
def test_that_no_campaign_waits_is_not_said_where_nobody_knows(world: World, open_page: OpenPage) -> None:
    with world.away():
        tab = open_page("campaigns", waiting="1")
        assert "0 campaigns wait" not in words(tab)
        assert {"Spring offer", "Summer offer"} <= set(names(tab))

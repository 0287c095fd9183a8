"""The console as a server while its own database is away: looked at, paused and cancelled in a browser; its health told."""

from __future__ import annotations

import json
import resource
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from services.api import Api
from services.api.models import Campaign, CampaignStatus
from tests.browser.conftest import lend
from tests.browser.console_server import ConsoleServer
from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tabs
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.database.database_troubles import held_by_another_program, stopped
from tests.services.imports.postgresql import postgresql_server
from tests.waiting import until

pytestmark = pytest.mark.lengthy
NOT_ANSWERING = {
    "en": "The console's own database does not answer: {reason}.",
    "de": "Die eigene Datenbank der Konsole antwortet nicht: {reason}.",
}

TWO_ACTS_WAIT = {
    "en": "2 acts are not in this log yet",
    "de": "2 Handlungen stehen noch nicht in dieser Liste",
}


@dataclass
class Way:
    """How the database goes away, what the console then says, and in which language it is asked."""

    happens: AbstractContextManager[None]
    health: str
    language: str
    words: str


@dataclass
class World:
    server: ConsoleServer
    api: Api
    way: Way

    @contextmanager
    def away(self) -> Iterator[None]:
        """Until the console itself has noticed; it asks again by itself when that is over."""
        with self.way.happens:
            until(lambda: asked(self.server)[1]["database"], lambda state: state == self.way.health)
            yield
        until(lambda: asked(self.server)[0], lambda status: status == 200)

    def campaign(self, name: str) -> Campaign:
        return next(one for one in self.api.campaigns.list() if one.name == name)

    @property
    def sentence(self) -> str:
        return NOT_ANSWERING[self.way.language].format(reason=self.way.words)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path_factory.mktemp("sandbox"), "--empty", "--speed", "0") as running:
        yield running


WAYS = ["locked", *(pytest.param(one, marks=pytest.mark.soak) for one in ("full", "stopped"))]
"""By day one: the services and pages know each of them (`tests/services/database`, `tests/pages/trouble`)."""


@pytest.fixture(params=WAYS)
def world(request: pytest.FixtureRequest, sandbox: RunningSandbox, tmp_path: Path) -> Iterator[World]:
    """A console with a running campaign. Another program holds its SQLite file; no file may grow any more, as on a full
    disk; its PostgreSQL is stopped."""
    with Api(sandbox.url, sandbox.token, sandbox.team_id, demo=True) as api:
        running = make_campaign(api, f"Spring {request.param}", people=2)
        api.campaigns.run(running.id)
        make_campaign(api, f"Summer {request.param}", people=1)
        if request.param == "stopped":
            with postgresql_server() as postgresql:
                way = Way(stopped(postgresql), "unreachable", "en", "it cannot be reached")
                with ConsoleServer(tmp_path, sandbox, CONSOLE_DATABASE_URL=postgresql.url) as server:
                    yield World(server, api, way)
            return
        with ConsoleServer(tmp_path, sandbox) as server:
            if request.param == "locked":
                held = held_by_another_program(tmp_path / "console.db")
                way = Way(held, "locked", "de", "ein anderes Programm belegt sie")
            else:
                way = Way(no_file_grows(server.pid), "disk", "de", "ihr Datenträger meldet einen Fehler")
            yield World(server, api, way)


@contextmanager
def no_file_grows(process: int) -> Iterator[None]:
    """Whatever that process writes is refused by the machine, as where there is no room left."""
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, before)


def asked(server: ConsoleServer) -> tuple[int, dict[str, Any], dict[str, str]]:
    """Status, body and headers of the health address."""
    try:
        with urllib.request.urlopen(f"{server.base_url}/api/health", timeout=30) as answer:  # noqa: S310  loopback http
            return answer.status, json.load(answer), dict(answer.headers.items())
    except urllib.error.HTTPError as error:
        return error.code, json.load(error), dict(error.headers.items())


def test_health_answers_503_in_its_form_with_all_its_headers(world: World) -> None:
    well = asked(world.server)
    assert (well[0], well[1]["healthy"]) == (200, True)
    with world.away():
        for _again in range(3):
            status, body, headers = asked(world.server)
            assert (status, body["healthy"]) == (503, False)
            assert set(body) == set(well[1])
            assert body["platform"] == "ok"
            assert set(well[2]) == set(headers)


def test_a_page_that_nobody_touches_says_so_for_as_long_as_it_is_so(
    world: World, tabs: Tabs, request: pytest.FixtureRequest
) -> None:
    spring = world.campaign(f"Spring {request.node.callspec.id}")
    with lend(tabs, world.server, request) as opened:
        tab = opened(world.way.language)
        tab.open(f"/campaign?id={spring.id}")
        Hand(tab.page).at(f"pause-{spring.id}").wait_for(timeout=WAIT)
        with world.away():
            Hand(tab.page).sees(world.sentence)
        expect(tab.page.get_by_text(world.sentence)).to_have_count(0, timeout=WAIT)


def test_a_campaign_is_stopped_in_a_browser_and_none_is_launched(
    world: World, tabs: Tabs, sandbox: RunningSandbox, request: pytest.FixtureRequest
) -> None:
    spring, summer = (world.campaign(f"{name} {request.node.callspec.id}") for name in ("Spring", "Summer"))
    with lend(tabs, world.server, request) as opened:
        tab = opened(world.way.language)
        hand = Hand(tab.page)
        with world.away():
            runs = len(sandbox.runs())
            tab.open("/")
            hand.sees(world.sentence)
            hand.click(f"launch-{summer.id}")
            expect(tab.page.get_by_role("dialog").get_by_text(world.sentence)).to_be_visible(timeout=WAIT)
            assert len(sandbox.runs()) == runs

            for clicks, status in (
                (("pause",), CampaignStatus.PAUSED),
                (("cancel", "confirm-cancel"), CampaignStatus.CANCELLED),
            ):
                tab.open(f"/campaign?id={spring.id}")
                hand.sees(world.sentence)
                for click in clicks:
                    hand.click(f"{click}-{spring.id}")
                until(lambda status=status: world.api.campaigns.get(spring.id).status is status)
            tab.open("/activity")
            hand.sees(
                world.sentence
            )  # the other pages, too: tests/pages/trouble/test_pages_without_the_database.py
            hand.sees(TWO_ACTS_WAIT[world.way.language])

        tab.open("/activity")
        expect(hand.at("download-activity")).to_be_visible(timeout=WAIT)
        expect(tab.page.get_by_text(TWO_ACTS_WAIT[world.way.language])).to_have_count(0)

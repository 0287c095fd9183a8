"""A platform that accepts everything it is sent, and a console that starts, learns and shows every page: nothing on the
platform is another than before, to the byte."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

import pytest

from services.api import Api
from services.api.models import CampaignStatus
from tests.browser.console_server import ConsoleServer
from tests.browser.hand import Hand
from tests.browser.tabs import Tab
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox, start_sandbox

Views = tuple[str, ...]
READING = {"GET", "HEAD", "OPTIONS"}
LEARNED = ("/api/credits", "/api/crm/calls")
PAGES = ("/", "/new", "/upload", "/imports", "/insights", "/activity", "/connection")
VIEWS: Views = ("overview", "people", "calls", "settings")
"""A dry run is not asking what a key may do: it is one."""


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """With a campaign in each state that is not over; from then on it takes whatever it is sent."""
    with start_sandbox(tmp_path_factory.mktemp("lenient"), "--empty", "--speed", "0") as running:
        with Api(running.url, running.token, running.team_id) as api:
            make_campaign(api, "Draft", people=2)
            paused = make_campaign(api, "Paused", people=2)
            api.campaigns.run(paused.id)
            with running.client() as client:
                client.put(f"/api/crm/campaigns/{paused.id}", json={"status": "paused"}).raise_for_status()
            api.campaigns.run(make_campaign(api, "Running", people=2).id)
        running.account(lenient=True)
        running.forget_requests()
        yield running


def everything_in(sandbox: RunningSandbox) -> list[str]:
    """All that the platform keeps, as the statements that would make it again."""
    with sqlite3.connect(f"file:{sandbox.db_path}?mode=ro", uri=True) as database:
        return list(database.iterdump())


@pytest.fixture(scope="module")
def before(sandbox: RunningSandbox) -> list[str]:
    return everything_in(sandbox)


@pytest.fixture(scope="module")
def server(
    sandbox: RunningSandbox, before: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ConsoleServer]:
    """Started once it is written down how the platform was `before`."""
    assert before
    with ConsoleServer(tmp_path_factory.mktemp("console"), sandbox) as running:
        yield running


@pytest.mark.parametrize(
    "of_the_others", [VIEWS[:1], pytest.param(VIEWS, marks=pytest.mark.soak)], ids=["overview", "all-views"]
)
def test_a_platform_that_accepts_everything_is_the_same_to_the_byte_after_all_was_learned_and_shown(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, before: list[str], of_the_others: Views
) -> None:
    """All views of the campaign that runs; by day one of those that do not."""
    tab = open_tab("en")
    hand = Hand(tab.page)
    hand.until(lambda: all(path in str(sandbox.request_log()) for path in LEARNED))
    with Api(sandbox.url, sandbox.token, sandbox.team_id) as api:
        views = {
            one.id: VIEWS if one.status is CampaignStatus.RUNNING else of_the_others
            for one in api.campaigns.list()
        }
    assert sorted(map(len, views.values())) == sorted([len(VIEWS), *[len(of_the_others)] * 2])
    for path in (*PAGES, *(f"/campaign?id={one}&view={view}" for one in views for view in views[one])):
        tab.open(path)
        hand.arrived()
    tab.open("/connection")
    hand.sees("Not tried yet")
    hand.click("learn-again")
    assert {one["method"] for one in sandbox.request_log()} <= READING
    assert everything_in(sandbox) == before


def test_the_platform_of_these_tests_writes_what_others_refuse(
    sandbox: RunningSandbox, before: list[str]
) -> None:
    """Else nothing would be shown by its being the same."""
    with sandbox.client() as client:
        campaign = client.get("/api/crm/campaigns", params={"teamId": sandbox.team_id}).json()["campaigns"][0]
        address = f"/api/crm/campaigns/{campaign['id']}"
        assert client.put(address, json={"status": ""}).status_code == 200
        assert client.request("DELETE", f"{address}/contacts", json={"contactIds": []}).status_code == 200
        assert client.post("/api/crm/contacts", json={}).status_code == 200
        after = client.get("/api/crm/campaigns", params={"teamId": sandbox.team_id}).json()["campaigns"][0]
        people = client.get(f"{address}/contacts").json()["count"]
    assert (after["status"], people) == ("", 0)
    assert everything_in(sandbox) != before

"""First start: what somebody sees who starts the console with nothing configured, or with half of it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults_in_both_themes
from tests.browser.conftest import lend
from tests.browser.console_process import own_process
from tests.browser.console_server import ConsoleServer
from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Opened, Tabs

PAGES = [
    "/",
    "/new",
    "/upload",
    "/imports",
    "/insights",
    "/activity",
    "/connection",
    "/campaign?id=camp_demo_08",
]
DEMO = {"en": "Demo: no real calls are placed", "de": "Demo: niemand wird wirklich angerufen"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleServer]:
    console = ConsoleServer(tmp_path_factory.mktemp("demo"), None)
    console.process = own_process  # as a person starts it
    with console as running:
        yield running


@pytest.fixture
def open_demo(tabs: Tabs, demo: ConsoleServer, request: pytest.FixtureRequest) -> Iterator[Opened]:
    with lend(tabs, demo, request) as opened:
        yield opened


def test_it_is_healthy_and_says_that_it_is_a_sandbox(demo: ConsoleServer) -> None:
    report = demo.health()
    assert report["healthy"] is True
    assert report["mode"] == "sandbox"


@pytest.mark.parametrize("language", ["en", pytest.param("de", marks=pytest.mark.soak)])
def test_every_page_says_that_nobody_is_called_and_leaves_no_error_in_the_browsers_console(
    open_demo: Opened, language: str
) -> None:
    tab = open_demo(language)
    for address in PAGES:
        page = tab.open(address)
        expect(page.get_by_text(DEMO[language]).first).to_be_visible(timeout=WAIT)
        expect(page.locator("h1").first).to_be_visible(timeout=WAIT)
        Hand(page).settled()
        expect(page.get_by_text("Traceback")).to_have_count(0)
        assert tab.complaints == [], address


def test_somebody_is_being_called_when_it_is_opened(open_demo: Opened, demo: ConsoleServer) -> None:
    """Calls are begun while the page is open, as the sandbox's own database tells."""
    page = open_demo("en").open("/?status=running")
    Hand(page).at("launch-").wait_for(timeout=WAIT)
    before = _calls(demo.folder)
    Hand(page).until(lambda: _calls(demo.folder) > before)


def test_half_a_configuration_names_what_is_missing(tabs: Tabs, tmp_path: Path) -> None:
    with (
        ConsoleServer(tmp_path, None, TALKTURO_BASE_URL="http://127.0.0.1:9") as server,
        tabs.on(server.base_url) as opened,
    ):
        page = opened("en").open("/")
        expect(page.get_by_text("TALKTURO_TOKEN")).to_be_visible(timeout=WAIT)
        expect(page.get_by_text("TALKTURO_TEAM_ID")).to_be_visible()
        expect(page.get_by_text("Traceback")).to_have_count(0)
        assert faults_in_both_themes(page, "en") == []
        assert server.health()["healthy"] is False


@pytest.fixture(scope="module")
def cut_off(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleServer]:
    """A console whose platform nobody can reach."""
    account = {
        "TALKTURO_BASE_URL": "http://127.0.0.1:9",
        "TALKTURO_TOKEN": "tk_test_gone",
        "TALKTURO_TEAM_ID": "team_1",
    }
    with ConsoleServer(tmp_path_factory.mktemp("cut-off"), None, **account) as running:
        yield running


@pytest.fixture
def open_cut_off(tabs: Tabs, cut_off: ConsoleServer, request: pytest.FixtureRequest) -> Iterator[Opened]:
    with lend(tabs, cut_off, request) as opened:
        yield opened


def test_a_platform_that_is_gone_is_a_sentence_not_a_traceback(
    open_cut_off: Opened, cut_off: ConsoleServer
) -> None:
    page = open_cut_off("en").open("/")
    expect(page.get_by_text("Talkturo cannot be reached").first).to_be_visible(timeout=2 * WAIT)
    expect(page.get_by_text("Traceback")).to_have_count(0)
    assert faults_in_both_themes(page, "en") == []
    assert "tk_test_gone" not in page.content()
    assert "tk_test_gone" not in cut_off.log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "address"),
    [
        pytest.param("audit", "/activity", id="on a page"),
        pytest.param("import_jobs", "/connection", id="around every page"),
    ],
)
def test_what_nobody_foresaw_is_a_sentence_with_a_reference(
    open_cut_off: Opened, cut_off: ConsoleServer, table: str, address: str
) -> None:
    """Somebody has damaged the console's own database: a traceback is provoked, and it stays in the log."""
    with sqlite3.connect(cut_off.folder / "console.db", timeout=30) as database:
        database.execute(f"drop table {table}")
    tab = open_cut_off("en")
    hand = Hand(tab.page)

    def told() -> bool:
        tab.open(address)  # again: what stands around every page is asked for once a moment, not each time
        hand.settled()
        return tab.page.get_by_text("Something went wrong in the console").count() > 0

    hand.until(told)
    shown = tab.page.locator("body").inner_text()
    reference = re.search(r"reference ([0-9A-F]{6})", shown)
    assert reference and f"reference {reference[1]}" in cut_off.log.read_text(encoding="utf-8")
    for technical in ("Traceback", "sqlite", "OperationalError", table, ".py"):
        assert technical not in shown


def _calls(folder: Path) -> int:
    with sqlite3.connect(f"file:{folder / 'sandbox.db'}?mode=ro", uri=True) as database:
        return database.execute("select count(*) from calls").fetchone()[0]

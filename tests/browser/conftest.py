"""A real Chromium against a real console over a real sandbox. A console error of the browser fails the test."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.chromium import launch_chromium
from tests.browser.console_process import forked_process
from tests.browser.console_server import ConsoleServer
from tests.browser.tabs import Opened, Tabs
from tests.forked_process import load_before_forking
from tests.sandbox_process import RunningSandbox, start_sandbox

load_before_forking("tests.browser.loaded")
ConsoleServer.process = staticmethod(forked_process)


@pytest.fixture(scope="session")
def tabs() -> Iterator[Tabs]:
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        yield Tabs(browser)
        browser.close()


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """A sandbox with the demo's data, an hour passing in two minutes."""
    with start_sandbox(tmp_path_factory.mktemp("sandbox"), "--speed", "30", "--seed", "1") as running:
        yield running


@pytest.fixture(scope="module")
def server(sandbox: RunningSandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleServer]:
    with ConsoleServer(tmp_path_factory.mktemp("console"), sandbox) as running:
        yield running


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@contextmanager
def lend(tabs: Tabs, server: ConsoleServer, request: pytest.FixtureRequest) -> Iterator[Opened]:
    """Tabs on a console for one test; what they show and what the console has logged is told of one that fails."""
    with tabs.on(server.base_url) as opened:
        yield opened
        opened.failed = request.node.stash.get(FAILED, False)
        if opened.failed:
            for tab in opened.all:
                print(tab.seen())
            print(server.log.read_text(errors="replace")[-5000:])


@pytest.fixture
def open_tab(tabs: Tabs, server: ConsoleServer, request: pytest.FixtureRequest) -> Iterator[Opened]:
    """`open_tab("de")` → a tab in German; at the end no tab may have had a console error."""
    with lend(tabs, server, request) as opened:
        yield opened


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where the README's pictures go."""
    folder = Path(__file__).resolve().parents[2] / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder

"""A real Chromium against a real console over a real sandbox. A console error of the browser fails the test."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser.chromium import launch_chromium
from tests.browser.console_server import ConsoleServer
from tests.browser.conversation import Conversation
from tests.sandbox_process import RunningSandbox, start_sandbox

# Opened below the root, Streamlit's own page first asks whether it lives there and gets a 404: its way of finding out.
PROBE = re.compile(r"^https?://[^/]+/[a-z-]+/_stcore/(?:health|host-config)$")
ZONES = {"de": "Europe/Berlin", "en": "America/New_York"}
LOCALES = {"de": "de-DE", "en": "en-US"}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = launch_chromium(playwright)
        yield running
        running.close()


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """A sandbox with the demo's data, an hour passing in half a minute."""
    with start_sandbox(tmp_path_factory.mktemp("sandbox"), "--speed", "120", "--seed", "1") as running:
        yield running


@pytest.fixture(scope="module")
def server(sandbox: RunningSandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleServer]:
    with ConsoleServer(tmp_path_factory.mktemp("console"), sandbox) as running:
        yield running


class Tab:
    """One browser tab: the page and what its console complained about."""

    def __init__(self, context: BrowserContext, base_url: str) -> None:
        self.page: Page = context.new_page()
        Conversation(self.page)
        self.complaints: list[str] = []
        self._base_url = base_url
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.set_default_timeout(60_000)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not PROBE.search(message.location["url"]):
            self.complaints.append(f"{message.text} {message.location['url']}")

    def seen(self) -> str:
        """Address and visible text: what a person would report of a page that is not as it should be."""
        if self.page.is_closed():
            return "a closed tab"
        return f"{self.page.url}\n{self.page.locator('body').inner_text()}"

    def open(self, path: str = "/") -> Page:
        self.page.goto(self._base_url + path)
        self.page.get_by_test_id("stApp").wait_for()
        return self.page


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def open_tab(
    browser: Browser, server: ConsoleServer, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Tab]]:
    """`open_tab("de")` → a tab in German; at the end no tab may have had a console error."""
    contexts: list[BrowserContext] = []
    tabs: list[Tab] = []

    def make(language: str = "en", *, width: int = 1280, height: int = 900, dark: bool = False) -> Tab:
        context = browser.new_context(
            locale=LOCALES[language],
            timezone_id=ZONES[language],
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        tabs.append(Tab(context, server.base_url))
        return tabs[-1]

    yield make
    if request.node.stash.get(FAILED, False):
        for tab in tabs:
            print(tab.seen())
        print(server.log.read_text(errors="replace")[-5000:])
    for context in contexts:
        context.close()
    assert [complaint for tab in tabs for complaint in tab.complaints] == []


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where the README's pictures go."""
    folder = Path(__file__).resolve().parents[2] / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder

"""A console over a real sandbox, opened without a browser: `open_page("campaigns", status="running")`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4
from zlib import crc32

import pytest
from pydantic import SecretStr
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest, local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from services import runtime, texts
from services.api import Api, RequestBudget
from services.database.database import make_engine
from services.imports import Jobs
from services.notifications.notifications import ChannelsSetUp
from services.runtime import Runtime
from services.settings import HOME, Settings
from tests.forked_check import forked_workers
from tests.new_database import make_tables
from tests.pages.own_elements import words
from tests.sandbox_process import RunningSandbox
from tests.services.imports.bench import SOON
from tests.waiting import DEADLINE

FILES = {
    "campaigns": "pages/campaigns_page.py",
    "campaign": "pages/campaign_page.py",
    "new": "pages/new_campaign_page.py",
    "upload": "pages/upload_page.py",
    "drafts": "pages/drafts_page.py",
    "imports": "pages/imports_page.py",
    "connection": "pages/connection_page.py",
    "insights": "pages/insights_page.py",
    "activity": "pages/activity_page.py",
    "notifications": "pages/notifications_page.py",
    "do-not-call": "pages/do_not_call_page.py",
}
LOCALES = {"en": "en-US", "de": "de-DE"}

OpenPage = Callable[..., AppTest]
# As in a server, all tabs share what is known of components. Each test's looking through all that is installed for more
# of them took a fifth of the time of all tests of pages.
_components = BidiComponentManager()
# What the navigation calls its pages. Who opens a page by its address has seen no other page before.
_registered: dict[str, Any] = {}


def _until_it_has_run(runner: LocalScriptRunner, timeout: float = DEADLINE) -> None:
    """AppTest's own wait looks through all that the page has sent a thousand times a second, while the page is at work."""
    thread = runner._script_thread
    assert thread is not None
    thread.join(timeout)
    assert not thread.is_alive(), f"after {timeout:.0f} s the page still runs"


local_script_runner.require_widgets_deltas = _until_it_has_run


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each test that takes `language` runs in one by day, half of them in English and half in German, and in the soak in
    the other: what it proves beside the words is the same, and that no words are missing `tests/test_texts.py` proves."""
    given = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    if "language" not in metafunc.fixturenames or any("language" in names for names in given):
        return
    by_day, other = ("en", "de")[:: 1 if crc32(metafunc.function.__name__.encode()) % 2 else -1]
    metafunc.parametrize("language", [by_day, pytest.param(other, marks=pytest.mark.soak)])


@pytest.fixture(scope="module", autouse=True)
def workers() -> Iterator[None]:
    """Files are checked by processes that have loaded what they need."""
    with forked_workers():
        yield


@pytest.fixture
def console(sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    """The services of a console whose platform is `sandbox`: one company, an assistant, two numbers, nobody to call."""
    yield from running_console(sandbox, tmp_path)


@pytest.fixture
def working(console: Runtime) -> Iterator[Runtime]:
    """The console with its imports at work, soon after each is submitted."""
    yield from with_jobs(console, poll_seconds=SOON)


@pytest.fixture
def demo_console(demo_sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    """The same over the demo's data. Look, but change nothing."""
    yield from running_console(demo_sandbox, tmp_path)


def running_console(
    sandbox: RunningSandbox,
    folder: Path,
    *,
    demo: bool = True,
    database: str = "",
    slug: str = "",
    channels: ChannelsSetUp | None = None,
) -> Iterator[Runtime]:
    """`slug` is the account's short name. `demo`: the sandbox's clock counts whatever it shows, as no real account's does. `database` is a file in the folder
    where nothing is said."""
    settings = Settings(
        talkturo_base_url=sandbox.url,
        talkturo_token=SecretStr(sandbox.token),
        talkturo_team_id=sandbox.team_id,
        console_account_is_sandbox=demo,
        console_database_url=database or f"sqlite:///{folder / 'console.db'}",
    )
    engine = make_engine(settings.console_database_url)
    make_tables(engine)
    budget = RequestBudget(10_000_000)
    api = Api(
        sandbox.url,
        sandbox.token,
        sandbox.team_id,
        slug,
        demo=demo,
        budget=budget,
        sleep=lambda _seconds: None,
    )
    made = Runtime(settings, engine, budget, api, channels=channels or ChannelsSetUp())
    runtime.use(made)
    yield made
    runtime.use(None)
    made.stop()


def with_jobs(console: Runtime, **how: Any) -> Iterator[Runtime]:
    """The console with imports of its own, made with what `how` says of them."""
    console.jobs = Jobs(console.engine, lambda: console.api, executor_id=f"test-{uuid4().hex}", **how)
    console.jobs.start()
    yield console
    console.jobs.stop()


@pytest.fixture
def open_page() -> Iterator[OpenPage]:
    """Opens a page in a language, with the parameters of its address."""

    def opened(page: str, language: str = "en", /, **address: str) -> AppTest:
        texts.set_language(language)  # labels are looked up outside of the page too, by AppTest itself
        tab = AppTest.from_file(str(HOME / "app.py"), default_timeout=DEADLINE)
        tab._bidi_component_manager = _components
        tab.context = {"locale": LOCALES.get(language, language), "timezone": "Europe/Berlin"}
        if page != "campaigns":
            tab._registered_pages = _pages(tab)
            tab.switch_page(FILES[page])
        for name, value in address.items():
            tab.query_params[name] = value
        return tab.run()

    yield opened
    texts.set_language("en")


def _pages(tab: AppTest) -> dict[str, Any]:
    """AppTest knows the pages once one was opened; the first tab tells all others."""
    if not _registered:
        _registered.update(tab.run()._registered_pages)
    return _registered


def everything(tab: AppTest) -> str:
    """All text on the page, as it was handed to Streamlit; of elements and HTML of our own the words."""
    kinds = ("title", "header", "markdown", "caption", "info", "warning", "error", "success", "button")
    texts_shown = [
        str(getattr(one, "value", "")) + str(getattr(one, "label", ""))
        for kind in kinds
        for one in tab.get(kind)
    ]
    return "\n".join([*texts_shown, words(tab), *(words_of(str(one.value)) for one in tab.html)])


def words_of(html: str) -> str:
    """What a browser shows of it, on one line."""
    without_markup = re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(without_markup).split())

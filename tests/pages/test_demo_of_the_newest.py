"""Demo of the newest generation: every page shows it, with the figures that this generation tells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from components.campaign.views import VIEWS
from services.api.generation import Generation
from services.runtime import Runtime
from tests.pages.conftest import FILES, OpenPage, everything, running_console
from tests.sandbox_process import RunningSandbox, start_sandbox

RUNNING = "Green tariff upgrade"


@pytest.fixture(scope="module")
def newest_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    options = "--generation", "newest", "--seed", "1", "--speed", "1"
    with start_sandbox(tmp_path_factory.mktemp("newest"), *options) as running:
        yield running


@pytest.fixture
def newest_console(newest_demo: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    yield from running_console(newest_demo, tmp_path)


def running_campaign(console: Runtime) -> str:
    return next(each.id for each in console.api.campaigns.list().items if each.name == RUNNING)


@pytest.mark.parametrize("page", FILES)
def test_each_page_shows_it(page: str, newest_console: Runtime, open_page: OpenPage) -> None:
    assert newest_console.generations.finding().generation is Generation.NEWEST
    address = {"id": running_campaign(newest_console)} if page == "campaign" else {}
    tab = open_page(page, "en", **address)
    assert not tab.exception
    assert not tab.error, everything(tab)
    if page in ("campaigns", "campaign"):
        assert RUNNING in everything(tab)


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_of_a_campaign_shows_it(view: str, newest_console: Runtime, open_page: OpenPage) -> None:
    tab = open_page("campaign", "en", id=running_campaign(newest_console), view=view)
    assert not tab.exception
    assert not tab.error, everything(tab)

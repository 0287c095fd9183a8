"""Demos of the later generations: every page shows them, with the figures that each generation tells."""

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


@pytest.fixture(
    scope="module", params=[pytest.param(Generation.ACTIONS, marks=pytest.mark.soak), Generation.NEWEST]
)
def generation(request: pytest.FixtureRequest) -> Generation:
    return request.param


@pytest.fixture(scope="module")
def later_demo(tmp_path_factory: pytest.TempPathFactory, generation: Generation) -> Iterator[RunningSandbox]:
    options = "--generation", generation.value, "--seed", "1", "--speed", "1"
    with start_sandbox(tmp_path_factory.mktemp(generation.value), *options) as running:
        yield running


@pytest.fixture
def later_console(later_demo: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    yield from running_console(later_demo, tmp_path)


def running_campaign(console: Runtime) -> str:
    return next(each.id for each in console.api.campaigns.list().items if each.name == RUNNING)


@pytest.mark.parametrize("page", FILES)
def test_each_page_shows_it(
    page: str, generation: Generation, later_console: Runtime, open_page: OpenPage
) -> None:
    assert later_console.generations.finding().generation is generation
    address = {"id": running_campaign(later_console)} if page == "campaign" else {}
    tab = open_page(page, "en", **address)
    assert not tab.exception
    assert not tab.error, everything(tab)
    if page in ("campaigns", "campaign"):
        assert RUNNING in everything(tab)


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_of_a_campaign_shows_it(view: str, later_console: Runtime, open_page: OpenPage) -> None:
    tab = open_page("campaign", "en", id=running_campaign(later_console), view=view)
    assert not tab.exception
    assert not tab.error, everything(tab)

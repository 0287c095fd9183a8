"""A platform with nothing but the four core operations: the console lists, shows, dry-runs and launches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.api.models import Campaign
from services.launch import LaunchOutcome
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything, running_console
from tests.pages.launches import launch, prepare
from tests.pages.own_elements import button, click, name_in_head
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox, start_sandbox

VIEWS = ["overview", "people", "dry-run", "calls", "settings"]


@pytest.fixture(scope="module")
def core_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path_factory.mktemp("core"), "--empty", "--speed", "0") as running:
        yield running


@pytest.fixture
def core_console(core_sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    yield from running_console(core_sandbox, tmp_path)


@pytest.fixture
def draft(core_console: Runtime, core_sandbox: RunningSandbox) -> Campaign:
    """Two people are in it from before; from now on the platform is a core one."""
    core_sandbox.account(profile="full")
    made = make_campaign(core_console.api, "Spring offer", people=2)
    core_sandbox.account(profile="core")
    return made


def test_the_list_shows_it_and_can_launch_it(draft: Campaign, open_page: OpenPage, language: str) -> None:
    tab = open_page("campaigns", language)

    assert button(tab, f"launch-{draft.id}")[1] is None
    assert button(tab, f"dry-run-{draft.id}")[1] is None
    assert not tab.error
    assert not tab.exception


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_without_an_error(
    draft: Campaign, open_page: OpenPage, language: str, view: str
) -> None:
    tab = open_page("campaign", language, id=draft.id, view=view)

    assert name_in_head(tab) == "Spring offer"
    assert not tab.error
    assert not tab.exception


def test_the_dry_run_says_who_would_be_called(draft: Campaign, open_page: OpenPage) -> None:
    tab = click(open_page("campaigns"), "dry-run", draft.id)

    assert "**2 people** would be called now." in everything(tab)


def test_it_launches_once_and_the_funnel_is_drawn_from_the_counters(
    draft: Campaign, core_sandbox: RunningSandbox, open_page: OpenPage
) -> None:
    view = prepare(draft.id)
    launch(view)
    core_sandbox.advance(minutes=30)
    tab = open_page("campaign", id=draft.id)

    assert view.result is not None
    assert view.result.outcome is LaunchOutcome.LAUNCHED
    launches = [run for run in core_sandbox.runs() if run["campaign_id"] == draft.id and not run["dry_run"]]
    assert len(launches) == 1
    assert tab.get("plotly_chart")
    said = everything(tab).replace("\\", "").replace("\u2060", "")
    assert "Counted by Talkturo, for each campaign as a whole." in said
    assert not tab.error
    assert not tab.exception


def test_what_this_key_may_not_do_is_disabled_with_where_to_do_it(
    draft: Campaign, core_console: Runtime, open_page: OpenPage
) -> None:
    """Known from the first time that it was tried."""
    launch(prepare(draft.id))
    tab = click(open_page("campaign", id=draft.id), "pause", draft.id)
    assert "in Talkturo itself" in everything(tab)

    _word, why_not = button(open_page("campaign", id=draft.id), f"pause-{draft.id}")

    assert why_not == "This key may not pause campaigns. You can do it in Talkturo itself."

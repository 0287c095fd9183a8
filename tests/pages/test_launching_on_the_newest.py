"""Launch dialog on the newest generation: what is missing is said before the click, and after it that the calls follow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from components.launch.result import started_words
from services.api import errors
from services.api.generation import Generation
from services.api.models import Campaign, CampaignStatus
from services.launch import LaunchOutcome
from services.runtime import Runtime
from services.texts import set_language
from tests.pages.conftest import OpenPage, everything, running_console
from tests.pages.launches import WHO, launch, prepare
from tests.pages.own_elements import click
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox, start_sandbox

SLUG = {"en": "set TALKTURO_ACCOUNT_SLUG", "de": "TALKTURO_ACCOUNT_SLUG setzen"}
ONE = {
    "en": "An assistant calls for one campaign at a time, and this one is active: Autumn offer",
    "de": "Ein Assistent ruft immer nur für eine Kampagne an, und diese ist aktiv: Autumn offer",
}
FOLLOW = {"en": "the first calls follow", "de": "die ersten Anrufe folgen"}


@pytest.fixture
def newest(tmp_path: Path) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path, "--generation", "newest", "--empty", "--speed", "0") as running:
        yield running


@pytest.fixture
def console(newest: RunningSandbox, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Runtime]:
    yield from running_console(newest, tmp_path, slug=getattr(request, "param", "demo"))


@pytest.fixture
def draft(console: Runtime) -> Campaign:
    made = make_campaign(console.api, "Spring offer")
    assert console.generations.generation is Generation.NEWEST
    return made


def confirm(tab: object, campaign: Campaign) -> bool:
    """Whether the button that launches can be pressed."""
    return not tab.button(key=f"confirm-launch-{campaign.id}").disabled  # type: ignore[attr-defined]


@pytest.mark.parametrize("console", [""], indirect=True)
def test_before_a_launch_it_asks_for_the_accounts_short_name(
    draft: Campaign, open_page: OpenPage, newest: RunningSandbox, language: str
) -> None:
    tab = click(open_page("campaigns", language), "launch", draft.id)
    assert SLUG[language] in everything(tab)
    assert not confirm(tab, draft)
    assert newest.runs() == []


def test_before_a_launch_it_names_the_other_active_campaign(
    draft: Campaign, console: Runtime, open_page: OpenPage, language: str
) -> None:
    other = make_campaign(console.api, "Autumn offer")
    launch(prepare(other.id))
    console.campaigns.refresh()
    tab = click(open_page("campaigns", language), "launch", draft.id)
    assert ONE[language] in everything(tab)
    assert not confirm(tab, draft)

    refused = console.launches.launch(draft.id, console.launches.seen(draft), who=WHO)
    assert refused.outcome is LaunchOutcome.NOT_SENT
    assert isinstance(refused.error, errors.AnotherActive)


def test_after_a_launch_the_first_calls_follow(draft: Campaign, language: str) -> None:
    view = prepare(draft.id)
    assert not view.dry_run.worked_out
    launch(view)
    assert view.result is not None
    assert view.result.outcome is LaunchOutcome.LAUNCHED
    set_language(language)
    assert FOLLOW[language] in started_words(view.result)
    set_language("en")


def test_a_pause_is_read(draft: Campaign, console: Runtime) -> None:
    launch(prepare(draft.id))
    running = console.api.campaigns.get(draft.id)
    assert console.campaigns.pause(running, who=WHO).status is CampaignStatus.PAUSED
    assert console.stops.unconfirmed() == {}

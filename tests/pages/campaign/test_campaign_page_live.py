"""A platform that keeps changing and deleting campaigns to its own pages: both are offered until the first use is
refused; from then on what is left works, and the rest says why not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from services.api import errors
from services.api.models import Campaign, CampaignUpdate
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything, running_console
from tests.pages.launches import launch, prepare
from tests.pages.own_elements import button, click
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox, start_sandbox

MAY_NOT = {"en": "This key may not {what} campaigns.", "de": "Dieser Schlüssel darf keine Kampagnen {what}."}
WORDS = {
    "en": {"pause": "pause", "cancel": "cancel", "edit": "change", "delete": "delete"},
    "de": {"pause": "pausieren", "cancel": "beenden", "edit": "ändern", "delete": "löschen"},
}


@pytest.fixture(scope="module")
def live_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    folder = tmp_path_factory.mktemp("live")
    with start_sandbox(folder, "--empty", "--speed", "0", "--profile", "live") as running:
        yield running


@pytest.fixture
def new_console(live_sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    """Nobody has used it yet."""
    yield from running_console(live_sandbox, tmp_path)


@pytest.fixture
def live_console(new_console: Runtime) -> Runtime:
    """Somebody has tried to change a campaign and to delete one."""
    campaign = make_campaign(new_console.api, "Tried before")
    with pytest.raises(errors.Forbidden):
        new_console.campaigns.edit(campaign, CampaignUpdate(description="new"), who=Person("Anna"))
    with pytest.raises(errors.Forbidden):
        new_console.campaigns.delete(campaign, who=Person("Anna"))
    return new_console


@pytest.fixture
def draft(live_console: Runtime) -> Campaign:
    return make_campaign(live_console.api, "Spring offer", people=2)


@pytest.fixture
def running(draft: Campaign, live_console: Runtime) -> Campaign:
    live_console.api.campaigns.run(draft.id)
    return draft


def reason(language: str, control: str) -> str:
    return MAY_NOT[language].format(what=WORDS[language][control])


def test_pausing_is_offered_until_it_is_refused_and_then_says_where_to_do_it(
    new_console: Runtime, open_page: OpenPage, language: str
) -> None:
    campaign = make_campaign(new_console.api, "Spring offer", people=2)
    new_console.api.campaigns.run(campaign.id)
    control = f"pause-{campaign.id}"
    tab = open_page("campaign", language, id=campaign.id)
    assert button(tab, control)[1] is None

    tab = click(tab, "pause", campaign.id)
    assert "Talkturo" in tab.error[0].value
    assert not [one for one in tab.button if one.key == f"confirm-{control}"]
    why_not = str(button(open_page("campaign", language, id=campaign.id), control)[1])
    assert why_not.startswith(reason(language, "pause"))


def test_a_draft_can_be_launched_but_not_changed(draft: Campaign, open_page: OpenPage, language: str) -> None:
    tab = open_page("campaign", language, id=draft.id)

    for control in ("edit", "cancel", "delete"):
        why_not = str(button(tab, f"{control}-{draft.id}")[1])
        assert why_not.startswith(reason(language, control))
        assert "Talkturo" in why_not
    for control in ("launch", "add-people"):
        assert button(tab, f"{control}-{draft.id}")[1] is None
    assert not tab.error
    assert not tab.exception


def test_a_running_campaign_cannot_be_paused_here(
    running: Campaign, open_page: OpenPage, language: str
) -> None:
    tab = open_page("campaign", language, id=running.id)

    for control in ("pause", "edit", "cancel"):
        assert str(button(tab, f"{control}-{running.id}")[1]).startswith(reason(language, control))
    assert not tab.error


def test_a_warning_names_no_pause_that_would_fail(running: Campaign, language: str) -> None:
    tab = AppTest.from_function(_draw_warning, args=(running, language)).run()

    assert str(tab.warning[0].value).splitlines()[-1].startswith(reason(language, "pause"))


def _draw_warning(campaign: object, language: str) -> None:
    from components.campaign.warnings import draw_warnings
    from services import runtime, texts
    from services.api.models import Campaign
    from services.live import LiveWarning, WarningCode

    texts.set_language(language)
    assert isinstance(campaign, Campaign)
    console = runtime.current()
    assert console is not None
    draw_warnings(console.facts.of(campaign), [LiveWarning(WarningCode.FAILURES, {"failed": 15, "of": 20})])


def test_the_form_stays_closed_with_its_reason(draft: Campaign, open_page: OpenPage, language: str) -> None:
    tab = open_page("campaign", language, id=draft.id, view="settings", edit="yes")

    assert reason(language, "edit") in everything(tab)
    assert not [one for one in tab.button if one.key == f"save-{draft.id}"]
    assert not tab.error


def test_a_campaign_that_is_over_is_copied_whatever_the_key(
    draft: Campaign, live_console: Runtime, live_sandbox: RunningSandbox, open_page: OpenPage
) -> None:
    live_sandbox.account(profile="full")
    live_console.campaigns.cancel(draft, who=Person("test"))
    live_sandbox.account(profile="live")
    tab = open_page("campaign", id=draft.id)

    assert "Copy it" in str(button(tab, f"edit-{draft.id}")[1])
    assert str(button(tab, f"delete-{draft.id}")[1]).startswith(reason("en", "delete"))


def test_the_dry_run_and_the_launch_work(
    draft: Campaign, live_sandbox: RunningSandbox, open_page: OpenPage
) -> None:
    shown = everything(open_page("campaign", id=draft.id, view="dry-run"))
    assert "**2 people** would be called now." in shown

    tab = click(open_page("campaign", id=draft.id), "launch", draft.id)
    assert not tab.button(key=f"confirm-launch-{draft.id}").disabled
    launch(prepare(draft.id))

    launches = [run for run in live_sandbox.runs() if run["campaign_id"] == draft.id and not run["dry_run"]]
    assert len(launches) == 1
    assert not tab.error

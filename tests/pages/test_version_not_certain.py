"""Pages on a platform whose version is not certain: nothing can be started, it says why, and all else goes on."""

from __future__ import annotations

import pytest

from services.api import errors
from services.api.generation import Generation
from services.api.models import Campaign
from services.launch import LaunchOutcome
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.launches import WHO
from tests.pages.own_elements import button
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox

NOTHING = {"en": "nothing is launched, resumed", "de": "wird hier nichts gestartet"}
REASON = {
    "en": "It is not certain which version",
    "de": "Es ist nicht sicher, welche Version",
}


@pytest.fixture
def draft(console: Runtime) -> Campaign:
    made = make_campaign(console.api, "Spring offer", people=1)
    assert console.generations.generation is Generation.SEED
    console.generations.decide(Generation.UNKNOWN, Person("Ada"))
    return made


def test_the_list_holds_a_launch_back_and_says_why(
    draft: Campaign, open_page: OpenPage, language: str
) -> None:
    tab = open_page("campaigns", language)

    _, why_not = button(tab, f"launch-{draft.id}")
    assert why_not and why_not.startswith(REASON[language])
    assert button(tab, f"dry-run-{draft.id}")[1] is None  # worked out here, without the platform
    assert NOTHING[language] in everything(tab)
    assert tab.get("page_link")


def test_the_page_of_a_campaign_holds_it_back_too(
    draft: Campaign, open_page: OpenPage, language: str
) -> None:
    tab = open_page("campaign", language, id=draft.id)

    _, why_not = button(tab, f"launch-{draft.id}")
    assert why_not and why_not.startswith(REASON[language])
    assert button(tab, f"add-people-{draft.id}")[1] is None
    assert button(tab, f"cancel-{draft.id}")[1] is None
    assert NOTHING[language] in everything(tab)


def test_no_start_can_be_set_on_a_date(draft: Campaign, open_page: OpenPage, language: str) -> None:
    tab = open_page("campaign", language, id=draft.id, view="settings", edit="yes")

    assert tab.radio(key=f"start-mode-{draft.id}").disabled
    assert REASON[language] in everything(tab)


def test_the_services_hold_back_what_a_page_did_not(
    draft: Campaign, console: Runtime, sandbox: RunningSandbox
) -> None:
    launches = console.launches
    seen = launches.seen(console.api.campaigns.get(draft.id))
    launched = launches.launch(draft.id, seen, who=WHO)

    assert launched.outcome is LaunchOutcome.NOT_SENT
    assert isinstance(launched.error, errors.VersionUnknown)
    assert not [run for run in sandbox.runs() if run["campaign_id"] == draft.id]


@pytest.mark.usefixtures("draft")
def test_where_it_is_certain_again_nothing_is_held_back(console: Runtime, open_page: OpenPage) -> None:
    console.generations.decide(None, Person("Ada"))
    tab = open_page("campaigns")

    assert NOTHING["en"] not in everything(tab)

"""*Campaign*: its head, its controls and its views, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from components.campaign.head import KEY as HEAD
from services.api.models import Campaign
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.own_elements import button, click, link, name_in_head, tell, view_shown
from tests.pages.world import NASTY_NAMES, make_campaign
from tests.sandbox_process import RunningSandbox

VIEWS = ["overview", "people", "dry-run", "calls", "settings"]
SENTENCES = {
    "en": "It waits for somebody to launch it",
    "de": "Die Kampagne wartet darauf, dass jemand sie startet",
}

DELETE = {"action": "delete", "id": "camp_demo_01"}
OTHER = {"action": "edit", "id": "camp_demo_02"}
UNKNOWN = {"action": "erase", "id": "camp_demo_01"}


@pytest.fixture
def draft(console: Runtime) -> Iterator[Campaign]:
    """A draft with three people, cancelled afterwards so that the sandbox stays quiet."""
    made = make_campaign(console.api, "Spring offer", people=3, description="For existing customers")
    yield made
    last = console.api.campaigns.get(made.id)
    if last.status in ("draft", "scheduled", "running", "paused"):
        console.campaigns.cancel(last, who=Person("test"))


def test_the_head_says_what_it_does_now(draft: Campaign, open_page: OpenPage, language: str) -> None:
    tab = open_page("campaign", language, id=draft.id)

    assert name_in_head(tab) == "Spring offer"
    assert SENTENCES[language] in everything(tab)
    assert not tab.exception


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens(demo_console: Runtime, open_page: OpenPage, language: str, view: str) -> None:
    tab = open_page("campaign", language, id="camp_demo_01", view=view)

    assert view_shown(tab) == view
    assert not tab.exception
    assert not tab.error


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_before_anybody_was_called(
    draft: Campaign, open_page: OpenPage, language: str, view: str
) -> None:
    tab = open_page("campaign", language, id=draft.id, view=view)

    assert not tab.exception
    assert not tab.error


def test_the_people_are_listed_with_their_reasons(draft: Campaign, open_page: OpenPage) -> None:
    table = open_page("campaign", id=draft.id, view="people").dataframe[0].value

    assert sorted(table["Name"]) == ["Anna Becker 0", "Anna Becker 1", "Anna Becker 2"]
    assert set(table["Status"]) == {"Waiting"}  # for the launch, not for a line
    assert set(table["Next try"]) == {"–"}


def test_the_dry_run_says_who_would_be_called(
    draft: Campaign, console: Runtime, open_page: OpenPage, sandbox: RunningSandbox
) -> None:
    before = len([run for run in sandbox.runs() if not run["dry_run"]])
    tab = open_page("campaign", id=draft.id, view="dry-run")

    assert "**3 people** would be called now." in everything(tab)
    assert list(tab.dataframe[0].value.columns) == ["Name", "Number", "Called from", "Their local time"]
    assert len([run for run in sandbox.runs() if not run["dry_run"]]) == before


def test_the_settings_are_sentences(draft: Campaign, open_page: OpenPage, language: str) -> None:
    shown = everything(open_page("campaign", language, id=draft.id, view="settings"))

    assert "For existing customers" in shown
    assert "use_contact_timezone" not in shown
    assert "{" not in shown


def test_a_number_that_cannot_call_any_more_is_still_told_by_its_digits(
    demo_console: Runtime, open_page: OpenPage
) -> None:
    suspended = next(one for one in demo_console.api.phone_numbers.list().items if one.status == "suspended")
    owner = next(
        one for one in demo_console.campaigns.all().value if suspended.id in (one.from_number_ids or ())
    )

    shown = everything(open_page("campaign", id=owner.id, view="settings"))

    assert "not active" in shown
    assert suspended.id not in shown


def test_a_view_that_is_none_is_the_overview(draft: Campaign, open_page: OpenPage) -> None:
    assert view_shown(open_page("campaign", id=draft.id, view="nonsense")) == "overview"


def test_another_view_keeps_what_is_chosen_and_leaves_an_edit(draft: Campaign, open_page: OpenPage) -> None:
    chosen = {"people-status": "completed", "edit": "yes"}
    tab = open_page("campaign", id=draft.id, view="settings", **chosen)

    assert link(tab, "view-people") == f"campaign?id={draft.id}&view=people&people-status=completed"
    assert link(tab, "view-overview") == f"campaign?id={draft.id}&people-status=completed"


def test_what_is_in_the_address_stays_an_address(draft: Campaign, open_page: OpenPage) -> None:
    tab = open_page("campaign", id=draft.id, more='"><script>&view=calls')

    assert (
        link(tab, "view-people")
        == f"campaign?id={draft.id}&more=%22%3E%3Cscript%3E%26view%3Dcalls&view=people"
    )


def test_an_address_without_a_campaign_leads_back(
    console: Runtime, open_page: OpenPage, language: str
) -> None:
    tab = open_page("campaign", language)

    assert not tab.exception
    assert tab.get("page_link")


def test_a_campaign_that_is_not_there_is_a_sentence(
    console: Runtime, open_page: OpenPage, language: str
) -> None:
    tab = open_page("campaign", language, id="camp_nobody_has")

    assert len(tab.error) == 1
    assert tab.get("page_link")


def test_what_a_status_forbids_is_disabled_with_its_reason(
    demo_console: Runtime, open_page: OpenPage
) -> None:
    tab = open_page("campaign", id="camp_demo_01")

    _word, why_not = button(tab, "delete-camp_demo_01")
    assert "stays" in str(why_not)


def test_a_click_on_what_has_become_impossible_says_why_and_does_nothing(
    demo_console: Runtime, open_page: OpenPage
) -> None:
    """The browser may show the campaign as it was."""
    tab = tell(open_page("campaign", id="camp_demo_01"), DELETE, HEAD)

    assert "stays" in tab.warning[0].value
    assert not [one for one in tab.button if one.key == "confirm-delete-camp_demo_01"]


@pytest.mark.parametrize(
    "told",
    [None, 1, "edit", [], {}, {"action": "edit"}, {"action": ["edit"], "id": "camp_demo_01"}, OTHER, UNKNOWN],
)
def test_a_browser_that_tells_anything_else_changes_nothing(
    demo_console: Runtime, open_page: OpenPage, told: object
) -> None:
    tab = tell(open_page("campaign", id="camp_demo_01"), told, HEAD)

    assert not tab.exception
    assert not tab.error
    assert not tab.warning


@pytest.mark.parametrize("name", NASTY_NAMES.values(), ids=NASTY_NAMES)
def test_a_name_shows_as_typed(console: Runtime, open_page: OpenPage, name: str) -> None:
    made = make_campaign(console.api, name)
    tab = click(open_page("campaign", id=made.id), "cancel", made.id)

    assert name_in_head(tab) == name.strip()
    assert not tab.exception
    console.campaigns.delete(made, who=Person("test"))


def test_a_platform_that_fails_on_a_view_leaves_the_head(
    draft: Campaign, open_page: OpenPage, sandbox: RunningSandbox, language: str
) -> None:
    sandbox.faults({"operation": "runCampaign", "kind": "server_error", "times": None})
    tab = open_page("campaign", language, id=draft.id, view="dry-run")
    sandbox.faults()

    assert name_in_head(tab) == "Spring offer"
    assert len(tab.error) == 1


def test_a_platform_that_fails_leaves_the_last_state_with_its_age(
    draft: Campaign, console: Runtime, open_page: OpenPage, sandbox: RunningSandbox, language: str
) -> None:
    open_page("campaign", language, id=draft.id, view="settings")
    sandbox.faults({"kind": "server_error", "times": None})
    console.live.forget(draft.id)
    tab = open_page("campaign", language, id=draft.id, view="settings")
    sandbox.faults()

    assert name_in_head(tab) == "Spring offer"
    assert tab.warning

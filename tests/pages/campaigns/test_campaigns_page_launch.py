"""Launching from a row of the list: what the dialog shows before, and that many clicks are one launch."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import product

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from services.api.models import Campaign
from services.launch import LaunchForecast, LaunchOutcome
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.launches import launch, prepare
from tests.pages.own_elements import button, click
from tests.pages.world import NASTY_NAMES, make_campaign
from tests.sandbox_process import RunningSandbox

CALLS = {"en": "Start campaign: 2 people, now", "de": "Kampagne starten: 2 Personen, jetzt"}


@pytest.fixture
def draft(console: Runtime) -> Iterator[Campaign]:
    made = make_campaign(console.api, "Spring offer", people=2)
    yield made
    last = console.api.campaigns.get(made.id)
    if last.status in ("draft", "running", "paused"):
        console.campaigns.cancel(last, who=Person("test"))


def launches_of(sandbox: RunningSandbox, campaign: Campaign) -> int:
    return sum(run["campaign_id"] == campaign.id and not run["dry_run"] for run in sandbox.runs())


def clicked(open_page: OpenPage, action: str, campaign: Campaign, language: str = "en") -> AppTest:
    return click(open_page("campaigns", language), action, campaign.id)


def test_the_dialog_has_made_the_dry_run(
    draft: Campaign, open_page: OpenPage, sandbox: RunningSandbox, language: str
) -> None:
    tab = clicked(open_page, "launch", draft, language)

    assert tab.button(key=f"confirm-launch-{draft.id}").label == CALLS[language]
    assert launches_of(sandbox, draft) == 0


def test_a_dry_run_from_the_list_calls_nobody(
    draft: Campaign, open_page: OpenPage, sandbox: RunningSandbox
) -> None:
    tab = clicked(open_page, "dry-run", draft)

    assert "**2 people** would be called now." in everything(tab)
    assert launches_of(sandbox, draft) == 0


def test_a_click_on_what_is_no_longer_listed_opens_nothing(console: Runtime, open_page: OpenPage) -> None:
    made = make_campaign(console.api, "Gone meanwhile")
    tab = open_page("campaigns")
    console.campaigns.delete(made, who=Person("somebody else"))
    tab = click(tab, "launch", made.id)

    assert not [one for one in tab.button if one.key == f"confirm-launch-{made.id}"]
    assert not tab.exception


def test_a_name_shows_as_typed_in_the_dialogs(console: Runtime, open_page: OpenPage) -> None:
    made = [make_campaign(console.api, name) for name in NASTY_NAMES.values()]
    tab = open_page("campaigns")

    for one, action in product(made, ("launch", "dry-run")):
        assert not click(tab, action, one.id).exception, (one.name, action)
    for one in made:
        console.campaigns.delete(one, who=Person("test"))


def test_a_platform_that_fails_before_a_launch_is_a_sentence(
    draft: Campaign, open_page: OpenPage, sandbox: RunningSandbox, language: str
) -> None:
    sandbox.faults({"operation": "runCampaign", "kind": "server_error", "times": None})
    tab = clicked(open_page, "launch", draft, language)
    sandbox.faults()

    assert len(tab.error) == 1
    assert not [one for one in tab.button if one.key == f"confirm-launch-{draft.id}"]


@pytest.mark.usefixtures("console")
def test_many_clicks_are_one_launch(draft: Campaign, sandbox: RunningSandbox) -> None:
    view = prepare(draft.id)
    for _click in range(3):
        launch(view)

    assert view.result is not None
    assert view.result.outcome is LaunchOutcome.LAUNCHED
    assert launches_of(sandbox, draft) == 1


@pytest.mark.usefixtures("console")
def test_two_who_saw_the_same_launch_once(draft: Campaign, sandbox: RunningSandbox) -> None:
    first, second = prepare(draft.id), prepare(draft.id)
    launch(first)
    launch(second)

    assert second.result is not None
    assert second.result.outcome is LaunchOutcome.ALREADY
    assert launches_of(sandbox, draft) == 1


@pytest.mark.usefixtures("console")
def test_what_was_changed_meanwhile_is_not_launched(
    draft: Campaign, console: Runtime, sandbox: RunningSandbox
) -> None:
    view = prepare(draft.id)
    console.api.campaigns.add_contacts(draft.id, [_somebody(console)])
    launch(view)

    assert view.result is not None
    assert view.result.outcome is LaunchOutcome.STALE_VIEW
    assert launches_of(sandbox, draft) == 0


@pytest.mark.usefixtures("console")
def test_the_forecast_the_person_saw_is_kept_and_only_the_winners(draft: Campaign, console: Runtime) -> None:
    first, second = prepare(draft.id), prepare(draft.id)
    outlook = console.facts.of(first.campaign).outlook()
    assert outlook is not None
    launch(first, outlook=outlook)
    launch(second, outlook=dataclasses.replace(outlook, people=7))

    found = console.launch_forecasts.of(draft.id)
    assert isinstance(found, LaunchForecast)
    assert found.people == 2


def test_a_forecast_that_cannot_be_kept_stops_no_launch(
    draft: Campaign, console: Runtime, sandbox: RunningSandbox
) -> None:
    with console.engine.begin() as connection:
        connection.execute(text("drop table launch_forecast"))
    view = prepare(draft.id)
    launch(view, outlook=console.facts.of(view.campaign).outlook())

    assert view.result is not None
    assert view.result.outcome is LaunchOutcome.LAUNCHED
    assert launches_of(sandbox, draft) == 1


def test_the_list_shows_the_launch_at_once(draft: Campaign, console: Runtime, open_page: OpenPage) -> None:
    open_page("campaigns")
    launch(prepare(draft.id))
    tab = open_page("campaigns", q="spring offer", status="running")

    assert button(tab, f"launch-{draft.id}") == ("Call more", None)


WATCHED = {
    "en": "It is not certain yet whether it was launched",
    "de": "Noch ist nicht sicher, ob sie gestartet wurde",
}
BADGE = {"en": "Not certain whether launched", "de": "Ungewiss, ob gestartet"}


@pytest.fixture
def unclear(draft: Campaign, console: Runtime, sandbox: RunningSandbox) -> Campaign:
    """Somebody has launched it, and the platform answered 500."""
    view = prepare(draft.id)
    sandbox.faults({"operation": "runCampaign", "kind": "server_error"})
    launch(view)
    sandbox.faults()
    assert view.result is not None
    assert view.result.outcome is LaunchOutcome.UNCERTAIN
    assert list(console.launches.watched()) == [draft.id]
    return draft


def test_while_it_is_unclear_the_dialog_says_so_and_has_no_button_to_launch_with(
    unclear: Campaign, open_page: OpenPage, sandbox: RunningSandbox, language: str
) -> None:
    tab = clicked(open_page, "launch", unclear, language)

    assert tab.warning[0].proto.title == WATCHED[language]
    assert not [one for one in tab.button if one.key == f"confirm-launch-{unclear.id}"]
    assert launches_of(sandbox, unclear) == 0


def test_while_it_is_unclear_the_list_and_the_campaigns_own_page_say_so(
    unclear: Campaign, open_page: OpenPage, language: str
) -> None:
    assert BADGE[language] in everything(open_page("campaigns", language))
    page = open_page("campaign", language, id=unclear.id)
    assert WATCHED[language] in [warning.proto.title for warning in page.warning]


@pytest.mark.usefixtures("console")
def test_every_end_of_a_launch_is_said(draft: Campaign, language: str) -> None:
    view = prepare(draft.id)
    launch(view, 1)
    assert view.result is not None
    for said in LaunchOutcome:
        result = dataclasses.replace(view.result, outcome=said)
        shown = AppTest.from_function(_draw, args=(result, language)).run()

        assert not shown.exception, said
        assert everything(shown).strip(), said


def _draw(result: object, language: str) -> None:
    from components.launch import result as launch_result
    from services import launch, texts

    texts.set_language(language)
    assert isinstance(result, launch.LaunchResult)
    launch_result.draw_result(result)


def _somebody(console: Runtime) -> str:
    return next(iter(console.api.contacts.list())).id

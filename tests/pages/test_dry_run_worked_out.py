"""Dry run that is worked out here: said so in the launch dialog, in the list's dialog, on the campaign and in the file; and one
that the platform did not confirm, with the way to stop what it may have started."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from components.launch.dry_run import _as_spreadsheet
from services.api import errors
from services.api.generation import Generation
from services.api.models import Campaign, CampaignStatus
from services.person import Person
from services.runtime import Runtime
from services.texts import set_language
from tests.pages.conftest import OpenPage, everything
from tests.pages.launches import WHO, launching, prepare
from tests.pages.own_elements import click
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox

HERE = {
    "en": "Worked out here; the platform was not asked.",
    "de": "Hier ausgerechnet; die Plattform wurde nicht gefragt.",
}
NOT_CONFIRMED = {"en": "did not confirm that it was one", "de": "nicht bestätigt, dass es einer war"}


@pytest.fixture
def draft(console: Runtime) -> Iterator[Campaign]:
    yield make_campaign(console.api, "Spring offer", people=2)


@pytest.fixture
def by_hand(console: Runtime, draft: Campaign) -> Campaign:
    """A campaign on a platform whose signs say nothing certain."""
    assert console.generations.generation is Generation.SEED
    console.generations.decide(Generation.UNKNOWN, Person("Ada"))
    return draft


def runs(sandbox: RunningSandbox, campaign: Campaign) -> int:
    return sum(run["campaign_id"] == campaign.id for run in sandbox.runs())


def test_every_screen_says_that_it_was_worked_out_here(
    by_hand: Campaign, open_page: OpenPage, sandbox: RunningSandbox, language: str
) -> None:
    for tab in (
        open_page("campaign", language, id=by_hand.id, view="dry-run"),
        click(open_page("campaigns", language), "dry-run", by_hand.id),
        click(open_page("campaigns", language), "launch", by_hand.id),
    ):
        assert not tab.exception
        assert HERE[language] in everything(tab)
    assert runs(sandbox, by_hand) == 0


@pytest.mark.usefixtures("by_hand")
def test_the_file_says_it_too(by_hand: Campaign, language: str) -> None:
    run = prepare(by_hand.id).dry_run
    assert run.count == 2
    set_language(language)
    written = _as_spreadsheet(run).decode("utf-8-sig")
    set_language("en")
    assert written.count(HERE[language]) == 2


@pytest.fixture
def unconfirmed(console: Runtime, draft: Campaign) -> Campaign:
    read = console.api.campaigns.get(draft.id)
    console.launches.suspect(read, errors.DryRunNotConfirmed("runCampaign"), who=WHO)
    return read


def test_one_that_was_not_confirmed_stands_on_the_campaign_with_the_way_to_stop_it(
    unconfirmed: Campaign, open_page: OpenPage, language: str
) -> None:
    tab = open_page("campaign", language, id=unconfirmed.id)
    assert not tab.exception
    assert NOT_CONFIRMED[language] in everything(tab)
    assert tab.button(key=f"stop-now-{unconfirmed.id}")


def test_the_launch_dialog_offers_to_stop_and_not_to_launch(
    unconfirmed: Campaign, open_page: OpenPage, language: str
) -> None:
    tab = click(open_page("campaigns", language), "launch", unconfirmed.id)
    assert not tab.exception
    assert NOT_CONFIRMED[language] in everything(tab)
    assert tab.button(key=f"stop-in-dialog-{unconfirmed.id}")
    assert not [one for one in tab.button if one.key == f"confirm-launch-{unconfirmed.id}"]


def test_stop_stops_what_it_has_started(unconfirmed: Campaign, console: Runtime, open_page: OpenPage) -> None:
    console.api.campaigns.run(unconfirmed.id)  # as it did, without telling
    tab = open_page("campaign", id=unconfirmed.id)
    tab.button(key=f"stop-now-{unconfirmed.id}").click().run()
    assert not tab.exception
    assert console.api.campaigns.get(unconfirmed.id).status is CampaignStatus.PAUSED


def test_the_next_dry_run_is_worked_out_here(unconfirmed: Campaign, sandbox: RunningSandbox) -> None:
    assert launching().dry_run(unconfirmed.id, who=WHO).worked_out
    assert runs(sandbox, unconfirmed) == 0

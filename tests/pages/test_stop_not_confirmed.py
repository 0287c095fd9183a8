"""Pages while a stop is not confirmed: a red line on the campaign and on the list, until a read says that it has stopped."""

from __future__ import annotations

import pytest

from services.api.models import Campaign, CampaignStatus
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.launches import WHO, launch, prepare
from tests.pages.own_elements import words
from tests.pages.world import make_campaign

LINE = {
    "en": "Talkturo does not say that it has stopped; it says: Running",
    "de": "Talkturo sagt nicht, dass sie angehalten hat, sondern: Läuft",
}
BADGE = {"en": "Calls may go on", "de": "Womöglich wird weiter angerufen"}


@pytest.fixture
def running(console: Runtime) -> Campaign:
    made = make_campaign(console.api, "Spring offer", people=1)
    launch(prepare(made.id))
    now = console.api.campaigns.get(made.id)
    console.stops.asked(now, CampaignStatus.PAUSED, WHO)
    console.stops.look(made.id)  # and it runs on
    return now


def test_the_campaign_shows_a_red_line_until_it_has_stopped(
    running: Campaign, console: Runtime, open_page: OpenPage, language: str
) -> None:
    tab = open_page("campaign", language, id=running.id)
    assert [LINE[language] in one.value for one in tab.error] == [True]
    assert "Spring offer" in tab.error[0].value

    assert console.campaigns.pause(running, who=WHO).status is CampaignStatus.PAUSED
    assert not open_page("campaign", language, id=running.id).error


def test_the_list_shows_it_too(
    running: Campaign, console: Runtime, open_page: OpenPage, language: str
) -> None:
    tab = open_page("campaigns", language)
    assert "Spring offer" in tab.error[0].value
    assert BADGE[language] in words(tab)

    console.campaigns.pause(running, who=WHO)
    tab = open_page("campaigns", language)
    assert not tab.error
    assert BADGE[language] not in everything(tab)

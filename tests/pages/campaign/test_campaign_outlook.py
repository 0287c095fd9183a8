"""Outlook on a campaign's page: what it says of its forecast, and of what to check before it is launched."""

from __future__ import annotations

import pytest

from services.api.models import Campaign, CampaignStatus
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.world import make_campaign

RESTS_ON = {"en": "The forecast rests on", "de": "Die Prognose beruht auf"}
IN_GERMAN_HOURS = {
    "call_window_start": "10:00",
    "call_window_end": "16:00",
    "call_window_timezone": "Europe/Berlin",
}


@pytest.fixture
def under_way(demo_console: Runtime) -> Campaign:
    """A campaign of the demo that has called many people and has many left."""
    return max(
        (one for one in demo_console.campaigns.all().value if one.status is CampaignStatus.RUNNING),
        key=lambda one: one.contacts_called or 0,
    )


def test_the_forecast_says_what_it_rests_on(under_way: Campaign, open_page: OpenPage, language: str) -> None:
    tab = open_page("campaign", language, id=under_way.id)

    assert RESTS_ON[language] in everything(tab)
    assert not tab.error
    assert not tab.exception


def test_a_draft_says_what_to_check_and_when_it_would_be_over(
    console: Runtime, open_page: OpenPage, language: str
) -> None:
    draft = make_campaign(console.api, "Not launched yet", people=2, **IN_GERMAN_HOURS)
    tab = open_page("campaign", language, id=draft.id)
    check, end = {
        "en": ("Check before launching", "Probably done on"),
        "de": ("Vor dem Start prüfen", "Voraussichtlich fertig am"),
    }[language]
    assert any(check in folded.label for folded in tab.expander)
    assert end in everything(tab)

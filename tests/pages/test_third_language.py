"""Every page speaks a language that is only a record and a catalogue."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components.campaign.views import OVERVIEW, VIEWS
from services.api.models import CampaignStatus
from services.languages import Language
from services.runtime import Runtime
from tests.pages.conftest import FILES, OpenPage, everything
from tests.third_language import MARK, french, french_offered

__all__ = ["french", "french_offered"]


@pytest.mark.parametrize("page", FILES)
def test_each_page_speaks_it(
    page: str, demo_console: Runtime, open_page: OpenPage, french_offered: Language
) -> None:
    address = {"id": _running(demo_console)} if page == "campaign" else {}

    tab = open_page(page, "fr", **address)

    _speaks(tab)


@pytest.mark.parametrize("view", [one for one in VIEWS if one != OVERVIEW])
def test_each_view_of_a_campaign_speaks_it(
    view: str, demo_console: Runtime, open_page: OpenPage, french_offered: Language
) -> None:
    _speaks(open_page("campaign", "fr", id=_running(demo_console), view=view))


def test_it_is_offered_and_can_be_asked_for_in_the_address(
    demo_console: Runtime, open_page: OpenPage, french_offered: Language
) -> None:
    tab = open_page("campaigns", "en", lang="fr")

    assert any(french_offered.name in switch.options for switch in tab.button_group)
    assert MARK in everything(tab)


def _speaks(tab: AppTest) -> None:
    assert not tab.exception
    assert not tab.error
    said = everything(tab)
    assert MARK in tab.title[0].value if tab.title else MARK in said
    for button in tab.button:
        assert not button.label or MARK in button.label, button.label


def _running(console: Runtime) -> str:
    return next(one.id for one in console.campaigns.all().value if one.status is CampaignStatus.RUNNING)

"""A campaign and what was made of it show the way to each other."""

from __future__ import annotations

from services.campaigns.links import Relation
from services.runtime import Runtime
from tests.pages.conftest import OpenPage
from tests.pages.own_elements import words
from tests.pages.world import NASTY_NAMES, make_campaign


def head(open_page: OpenPage, campaign_id: str) -> str:
    tab = open_page("campaign", id=campaign_id)
    assert not tab.exception
    return words(tab)


def test_it_links_a_campaign_to_the_one_whose_unreached_it_calls(
    console: Runtime, open_page: OpenPage
) -> None:
    old, new = make_campaign(console.api, NASTY_NAMES["html"]), make_campaign(console.api, "Second round")
    console.links.remember(new.id, old.id, Relation.UNREACHED)
    console.campaigns.refresh()
    assert f"Calls whom {NASTY_NAMES['html']} did not reach" in head(open_page, new.id)
    assert "Whom it did not reach is called by Second round" in head(open_page, old.id)


def test_it_says_nothing_of_a_campaign_that_stands_alone(console: Runtime, open_page: OpenPage) -> None:
    alone = make_campaign(console.api, "Alone")
    said = head(open_page, alone.id)
    assert "Made with the settings" not in said
    assert "used again" not in said
    assert "reach" not in said

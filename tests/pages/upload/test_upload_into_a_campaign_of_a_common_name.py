"""Two campaigns of one name: the list goes into the one the address names, whatever else she touches."""

from __future__ import annotations

from uuid import uuid4

from services.runtime import Runtime
from tests.pages.conftest import OpenPage
from tests.pages.world import make_campaign


def test_the_chosen_campaign_stays_chosen(open_page: OpenPage, console: Runtime, language: str) -> None:
    name = f"Spring {uuid4().hex[:6]}"
    campaigns = [make_campaign(console.api, name) for _twin in range(2)]
    for campaign in campaigns:
        tab = open_page("upload", language, campaign=campaign.id)

        assert tab.selectbox(key="upload-campaign").value == campaign.id
        assert tab.run().selectbox(key="upload-campaign").value == campaign.id
        assert len([label for label in tab.selectbox(key="upload-campaign").options if name in label]) == 2
        options = tab.selectbox(key="upload-campaign").options
        assert len(options) == len(set(options))

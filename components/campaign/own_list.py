"""Warning that a campaign holds people of the team's own do-not-call list who can neither be taken out nor be marked, on every
view of it: by name, with what can be done. A draft tells it among what is checked before a launch.
"""

from __future__ import annotations

import streamlit as st

from components.ui.messages import problem_words
from services.api.models import CampaignStatus
from services.campaign.facts import CampaignFacts
from services.texts import _


def draw_on_own_list(facts: CampaignFacts) -> None:
    campaign = facts.campaign
    if campaign.status is CampaignStatus.DRAFT or campaign.status.is_over or campaign.deleted_at:
        return
    error = facts.stuck_on_own_list()
    if error is None:
        return
    with st.container(key=f"on-own-list-{campaign.id}"):
        said = problem_words(error)
        st.warning(said.body, title=said.title, icon=":material/phone_disabled:")
        st.page_link(
            "pages/new_campaign_page.py",
            label=_("Copy its settings"),
            icon=":material/content_copy:",
            query_params={"copy": campaign.id},
        )

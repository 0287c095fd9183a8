"""The *Settings* view of a campaign: what is set, or the form that changes it."""

from __future__ import annotations

import streamlit as st

from components.campaign.settings import draw_edit_form, draw_settings
from components.campaign_form.basics import Choices
from components.console import console, whoever
from components.ui.messages import problems_shown
from components.words.obstacles import obstacle
from services.api.models import CampaignUpdate
from services.campaigns.campaigns import CampaignAction
from services.live import LiveState


def draw_settings_view(state: LiveState) -> None:
    campaign, reason = state.campaign, obstacle(state.campaign, CampaignAction.EDIT)
    if "edit" in st.query_params and reason is None:
        draw_edit_form(campaign, state.now, lambda change: _save(state, change), _leave)
        return
    if reason:
        st.caption(reason)
    draw_settings(campaign, _choices())


def _save(state: LiveState, change: CampaignUpdate) -> None:
    console().campaigns.edit(state.campaign, change, who=whoever())


def _leave() -> None:
    if "edit" in st.query_params:
        del st.query_params["edit"]


def _choices() -> Choices:
    """Names for the ids; where they cannot be read, the ids have to do."""
    deployment = console().deployment
    with problems_shown():
        return Choices(
            deployment.assistants().value,
            deployment.every_number().value,
            deployment.companies().value,
        )
    return Choices()

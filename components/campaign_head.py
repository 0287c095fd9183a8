"""The head of a campaign: its name, its status, what it does now, its controls."""

from __future__ import annotations

import streamlit as st

from components.campaign_controls import draw_controls
from components.campaign_origin import draw_origin
from components.campaign_words import what_it_does
from components.console import console
from components.markdown import plain
from components.messages import draw_age
from components.status import status_badge
from services.live import LiveState
from services.texts import _


def open_campaign(campaign_id: str) -> LiveState | None:
    """The campaign the address asks for, shared by all who look; None where it asks for none.

    Raises:
        ApiError: the platform did not answer, or there is no such campaign.
    """
    return console().live.watch(campaign_id) if campaign_id else None


def draw_head(state: LiveState) -> None:
    campaign = state.campaign
    st.page_link("pages/campaigns_page.py", label=_("All campaigns"), icon=":material/arrow_back:")
    st.title(f"{plain(campaign.name)} {status_badge(campaign.status)}", anchor=False)
    described = f":small[:gray[{plain(campaign.description)}]]  \n" if campaign.description else ""
    st.markdown(described + what_it_does(campaign, state.now))
    draw_origin(campaign.id)
    draw_age(state, lambda: console().live.forget(campaign.id))
    if not campaign.deleted_at:
        draw_controls(campaign)


def draw_nothing_there(*, failed: bool) -> None:
    """No campaign to show: the way back. With `failed` the page has told already why there is none."""
    if not failed:
        st.title(_("Campaign"), anchor=False)
        st.markdown(_("There is no campaign to show here."))
    st.page_link("pages/campaigns_page.py", label=_("All campaigns"), icon=":material/arrow_back:")

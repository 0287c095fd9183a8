"""A campaign as it happens: counts, who is being called, what comes next, what goes wrong. It refreshes itself."""

from __future__ import annotations

import streamlit as st

from components import format as form
from components.campaign_calls import draw_calls
from components.console import console
from components.messages import problems_shown
from components.outcome_words import outcome_word
from components.people_table import name_of
from services.live import LiveState
from services.texts import _


def draw_overview(state: LiveState) -> None:
    every = state.pace.refresh_every
    st.fragment(run_every=every)(_draw_live)(state.campaign.id, state.campaign.status.value)


def _draw_live(campaign_id: str, status_of_page: str) -> None:
    with problems_shown():
        state = console().live.watch(campaign_id)
        if state.campaign.status.value != status_of_page:
            st.rerun()
        _draw_state(state)


def _draw_state(state: LiveState) -> None:
    campaign = state.campaign
    with st.container(horizontal=True):
        st.metric(_("People"), form.number(campaign.total_contacts))
        st.metric(_("Called"), form.number(campaign.contacts_called))
        st.metric(_("Answered"), form.number(campaign.contacts_answered))
        st.metric(_("Finished"), form.number(campaign.contacts_completed))
    if state.calling:
        st.markdown(", ".join(name_of(one) for one in state.calling))
    if state.by_outcome:
        st.markdown(", ".join(f"{outcome_word(k)}: {v}" for k, v in state.by_outcome.items()))
    if state.recent_calls:
        draw_calls(state.recent_calls[:10])

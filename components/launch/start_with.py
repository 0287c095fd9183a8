"""Number of calls to start with, of the launch dialog: so many at most, then somebody looks before it goes on with the others."""

from __future__ import annotations

import streamlit as st

from components.ui.entries import FormEntries
from components.words.limits import before_the_start, not_offered
from services.api.models import Campaign
from services.keeper.limits import NotKept
from services.texts import _

FIELD_WIDTH = 170  # pixels: room for "everybody" in both languages and the two buttons


def draw_start_with(campaign: Campaign, why_not: NotKept | None) -> int | None:
    """How many at most, and what that means, where somebody can stop it; None for everybody. What was typed comes back after a
    problem was drawn in its place.

    The words stand beside the field: above it they would push the button below them down, under the mouse of who is pressing
    it, because a field arrives in the browser after the button does."""
    if why_not:
        st.caption(not_offered(why_not))
        return None
    words = _("Start with at most")
    entries, key = _entries(campaign.id), f"launch-most-{campaign.id}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            words,
            help=_("Begin with so many calls, look at their outcomes, then go on with the others."),
            width="content",
        )
        most = st.number_input(
            words,
            min_value=1,
            value=None,
            step=1,
            placeholder=_("everybody"),
            key=entries.key(key, None),
            label_visibility="collapsed",
            width=FIELD_WIDTH,
        )
    st.caption(before_the_start(campaign.max_concurrent_calls))
    return entries.keep(key, most)


def begin_anew(campaign_id: str) -> None:
    """The dialog is opened: nothing is typed yet."""
    _entries(campaign_id).clear()


def _entries(campaign_id: str) -> FormEntries:
    return FormEntries(f"launch-{campaign_id}", place="launch")

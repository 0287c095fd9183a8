"""Line of a planned start: what it waits for, or why it is not set; nothing once the platform says that it is scheduled."""

from __future__ import annotations

import streamlit as st

from components.ui import formats
from services.api.models import CampaignStatus
from services.campaign.facts import CampaignFacts
from services.keeper import WatchState, Why
from services.texts import _


def draw_planned_start(facts: CampaignFacts) -> None:
    planned = facts.planned_start()
    if planned is None or facts.campaign.status is not CampaignStatus.DRAFT:
        return
    moment = formats.moment(planned.starts_at)
    if planned.why is Why.STRANGERS:
        st.error(
            _(
                "Not started: it was to start on {moment}, and more people are in it than were chosen here. Please look who is in "
                "it, then set a date again or launch it."
            ).format(moment=moment),
            icon=":material/group_off:",
        )
    elif planned.why is Why.TOO_LATE:
        st.warning(
            _(
                "Not started: it was to start on {moment}. Its people were not in by then, or Talkturo did not take the "
                "date. Please set another date, or launch it."
            ).format(moment=moment),
            icon=":material/event_busy:",
        )
    elif planned.state is WatchState.WATCHING:
        st.info(_waits(planned.why).format(moment=moment), icon=":material/event:")


def _waits(why: Why) -> str:
    if why is Why.NOT_CONFIRMED:
        return _(
            "It is to start by itself on {moment}. The date was sent, and Talkturo does not say yet that it is scheduled; the console "
            "keeps looking."
        )
    if why is Why.NOT_READY:
        return _(
            "It is to start by itself on {moment}, and somebody has to decide before: what holds it back stands below. The console sets "
            "the date once that is done."
        )
    return _(
        "It is to start by itself on {moment}. The console sets the date once the people who were chosen are in and counted."
    )

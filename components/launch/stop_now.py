"""Stop beside a start of which it is not certain whether it took place: one click, whatever the status says."""

from __future__ import annotations

import streamlit as st

from components.console import console, whoever
from components.launch.unconfirmed_stop import draw_unconfirmed_stop
from components.ui.markdown import plain
from components.ui.messages import Doing, draw_problem
from components.ui.status import status_word
from components.words.obstacles import closed_to_this_key
from services.api import ApiError
from services.api.models import Campaign
from services.campaigns.campaigns import CampaignAction
from services.campaigns.stops import has_stopped
from services.launch import Intent
from services.texts import _

_STOPPED = "stopped-now"


def draw_stop_now(start: Intent, *, dialog: bool) -> None:
    """For the campaign of `start`; on its page the head says what came of it, a dialog covers that."""
    campaign = Campaign(
        id=str(start.campaign_id), name=start.campaign_name
    )  # its status is what is not known
    services = console()
    generation = services.generations.glance().generation
    reason = closed_to_this_key(CampaignAction.PAUSE, services.deployment.may, generation)
    st.button(
        _("Stop this campaign"),
        key=f"stop-in-dialog-{campaign.id}" if dialog else f"stop-now-{campaign.id}",
        icon=":material/pause:",
        type="primary",
        disabled=reason is not None,
        help=reason,
        on_click=_stop,
        args=(campaign,),
    )
    told = st.session_state.pop(_STOPPED, None)
    if isinstance(told, ApiError):
        draw_problem(told, Doing.SAVING)
    elif isinstance(told, Campaign) and has_stopped(told):
        words = _("It has stopped; Talkturo says: {status}.").format(status=plain(status_word(told.status)))
        st.success(words, icon=":material/pause_circle:")
    if dialog:
        draw_unconfirmed_stop(campaign.id, dialog=True)


def _stop(campaign: Campaign) -> None:
    """A callback. It is asked for also where a read would say that nothing runs: that may be about to change."""
    try:
        st.session_state[_STOPPED] = console().campaigns.pause_unsure(campaign, who=whoever())
    except ApiError as error:
        st.session_state[_STOPPED] = error

"""Wish to start a campaign or let it go on, said where no dialog can be opened: its page opens the dialog next."""

from __future__ import annotations

import streamlit as st

from services.api.models import Campaign, CampaignStatus
from services.campaigns.campaigns import CampaignAction

_GO_ON_WANTED, _AFTER_JOB = "go-on-wanted", "launch-after-job"


def go_on_wanted(campaign: Campaign) -> CampaignAction | None:
    """What starts it, or lets it go on, where somebody asked for that; asked once, answered once."""
    if st.session_state.pop(_GO_ON_WANTED, None) != campaign.id:
        return None
    return CampaignAction.RESUME if campaign.status is CampaignStatus.PAUSED else CampaignAction.LAUNCH


def rerun_where_wanted() -> None:
    """A dialog belongs to the page and not to the part of it that refreshes itself."""
    if _GO_ON_WANTED in st.session_state:
        st.rerun()


def want_to_go_on(campaign_id: str) -> None:
    """A person asks for what starts it, or lets it go on: its page opens that. In a callback, or on the way to the page."""
    st.session_state[_GO_ON_WANTED] = campaign_id


def want_to_launch_after(job_id: str) -> None:
    """A person wants to start a campaign once an import has put its people in."""
    st.session_state[_AFTER_JOB] = job_id


def launch_wanted_after(job_id: str) -> bool:
    """Whether somebody asked for that; asked once, answered once."""
    return st.session_state.pop(_AFTER_JOB, None) == job_id

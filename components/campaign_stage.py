"""A launch with "at most N": how far it is, and the way on once they were called."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from components import format as form
from components.console import console
from services.api.models import Campaign, CampaignStatus
from services.launch import LaunchResult, State
from services.live import LiveState
from services.texts import _, ngettext

MAX_AGE = timedelta(seconds=1)
_WANTED = "launch-wanted"


def draw_stage(state: LiveState) -> None:
    """Nothing where the last launch was for everybody, or from elsewhere."""
    campaign = state.campaign
    last = _last_launch(campaign.id)
    if last is None or last.intent.state is not State.LAUNCHED or not last.intent.max_calls:
        return
    if campaign.status is not CampaignStatus.RUNNING:
        return
    most, called = last.intent.max_calls, _called_since(campaign, last.intent.seen)
    if called < most or state.calling:
        st.info(
            ngettext(
                "It was launched for at most {count} person: {called} called so far.",
                "It was launched for at most {count} people: {called} called so far.",
                most,
            ).format(count=form.number(most), called=form.number(min(called, most))),
            icon=":material/flag:",
        )
        return
    st.success(
        ngettext(
            "The first {count} person was called. Look at the outcome below, then go on with the others.",
            "The first {count} people were called. Look at the outcomes below, then go on with the others.",
            most,
        ).format(count=form.number(most)),
        icon=":material/flag:",
    )
    st.button(
        _("Go on with the others"),
        key=f"go-on-{campaign.id}",
        icon=":material/rocket_launch:",
        on_click=_want,
        args=(campaign.id,),
    )


def _last_launch(campaign_id: str) -> LaunchResult | None:
    """From the ledger once for all who look."""
    made = console()
    key = f"campaign:{campaign_id}:last-launch"
    return made.reads.get(key, lambda: made.launches.latest(campaign_id), MAX_AGE).value


def launch_wanted(campaign_id: str) -> bool:
    """Whether somebody asked in the live view to go on; asked once, true once."""
    return st.session_state.pop(_WANTED, None) == campaign_id


def rerun_where_wanted() -> None:
    """A dialog belongs to the page and not to the part of it that refreshes itself."""
    if _WANTED in st.session_state:
        st.rerun()


def _want(campaign_id: str) -> None:
    st.session_state[_WANTED] = campaign_id


def _called_since(campaign: Campaign, seen: dict[str, object]) -> int:
    before = seen.get("contacts_called")
    return campaign.contacts_called - (before if isinstance(before, int) else 0)

"""Choice of the campaign a list goes into: the address's, else one of those that accept people."""

from __future__ import annotations

import streamlit as st

from components.ui.focus import draw_field_error, focus_on
from components.ui.markdown import plain
from components.ui.messages import problems_shown
from components.ui.status import status_word
from components.ui.unique_labels import unique_labels
from components.upload import session_file
from components.words.obstacles import obstacle
from services.api.models import Campaign
from services.campaign.facts import CampaignFacts, FactSources
from services.campaigns.campaigns import CampaignAction, Campaigns, allowed_actions
from services.texts import _

KEY, MISSING = "upload-campaign", "upload-campaign-missing"
NEW = "new"
"""The address's word for a campaign that the list begins, and its place among the choices."""


def choose_campaign(campaigns: Campaigns, facts: FactSources) -> Campaign | None:
    """The campaign; None where none is chosen yet, the list begins one, or the chosen one cannot take people."""
    asked = "" if begins_one() else st.query_params.get("campaign", "")
    open_ones: list[Campaign] = []
    found: Campaign | None = None
    with problems_shown():
        open_ones = [
            one for one in campaigns.all().value if CampaignAction.ADD_PEOPLE in allowed_actions(one)
        ]
        found = next((one for one in open_ones if one.id == asked), None)
        if asked and found is None:
            found = facts.campaign(asked)
            if CampaignAction.ADD_PEOPLE in allowed_actions(found):
                open_ones.append(found)
    if found is not None and found not in open_ones:
        _draw_closed(facts.of(found))
        found = None
    _draw_choice(open_ones, found)
    session_file.for_campaign(found.id if found else "")
    return found


def begins_one() -> bool:
    """Whether the list begins a campaign of its own."""
    return st.query_params.get("campaign") == NEW


def _draw_closed(facts: CampaignFacts) -> None:
    st.warning(
        obstacle(facts.campaign, CampaignAction.ADD_PEOPLE, facts.may, facts.generation) or "",
        title=plain(facts.campaign.name),
        icon=":material/group_off:",
    )


def _draw_choice(open_ones: list[Campaign], found: Campaign | None) -> None:
    labels = unique_labels(
        {NEW: _("New campaign"), **{one.id: _label(one) for one in sorted(open_ones, key=_oldest_first)}}
    )
    st.session_state[KEY] = NEW if begins_one() else found.id if found else None
    st.selectbox(
        _("Into which campaign?"),
        [NEW, *(one.id for one in open_ones)],
        format_func=labels.__getitem__,
        index=None,
        placeholder=_("Please choose"),
        key=KEY,
        on_change=_keep,
        width=480,
    )
    if found is not None or begins_one():
        st.session_state.pop(MISSING, None)
    missing = MISSING in st.session_state
    draw_field_error(KEY, _("Please choose the campaign these people go into.") if missing else None)


def ask_for_campaign() -> None:
    """Callback: say at the field that it has to be filled, and go there."""
    st.session_state[MISSING] = True
    focus_on(KEY)


def _oldest_first(campaign: Campaign) -> tuple[float, str]:
    """An order that a new campaign of the same name does not change."""
    return (campaign.created_at.timestamp() if campaign.created_at else 0.0, campaign.id)


def _label(campaign: Campaign) -> str:
    return f"{campaign.name} · {status_word(campaign.status)}"


def _keep() -> None:
    st.query_params["campaign"] = st.session_state[KEY] or ""

"""Line of a campaign that rests: until when, or what keeps it from going on, and the way to keep it paused; and of one whose calls
to one person cannot be counted."""

from __future__ import annotations

import streamlit as st

from components.console import console, whoever
from components.ui.messages import Doing, draw_problem
from components.words.rests import calls_words, rest_words
from services.api import ApiError
from services.campaign.facts import CampaignFacts
from services.database.circuit_breaker import DatabaseAway
from services.keeper import WatchState, Why
from services.texts import _

_PROBLEM = "stay-paused-problem"


def draw_rest(facts: CampaignFacts) -> None:
    problem = st.session_state.pop(_PROBLEM, None)
    if isinstance(problem, ApiError | DatabaseAway):
        draw_problem(problem, Doing.SAVING)
    rest, found = facts.rest(), facts.guardrails()
    if found is not None and found.goes_on_by_itself:
        _draw_stay_paused(facts)
        return
    if rest is None or facts.campaign.status.is_over:
        return
    if not rest.holds:
        if words := calls_words(rest):
            st.warning(words, icon=":material/phone_missed:")
        return
    words = rest_words(rest)
    if rest.state is WatchState.ALARM:
        st.error(words, icon=":material/phone_in_talk:")
        return
    (st.info if rest.why is Why.CLOSED else st.warning)(words, icon=":material/bedtime:")
    _draw_stay_paused(facts)


def _draw_stay_paused(facts: CampaignFacts) -> None:
    st.button(
        _("Do not go on by itself"),
        key=f"stay-paused-{facts.campaign.id}",
        icon=":material/pause:",
        on_click=_stay_paused,
        args=(facts,),
    )


def _stay_paused(facts: CampaignFacts) -> None:
    try:
        console().campaigns.stay_paused(facts.campaign, who=whoever())
    except (ApiError, DatabaseAway) as error:
        st.session_state[_PROBLEM] = error
    facts.forget_rest()
    facts.forget_guardrails()

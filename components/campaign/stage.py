"""Staged launch, one with "at most N": how far it is, what the console did, and the way on once it has stopped it."""

from __future__ import annotations

import streamlit as st

from components.launch.wanted import want_to_go_on
from components.ui import formats
from components.ui.markdown import plain
from components.words.limits import at_once_words, limit_words
from components.words.outcomes import outcome_word
from services.api.models import CampaignStatus
from services.campaign.facts import CampaignFacts
from services.keeper import WatchState, Why
from services.live import FirstStage, LiveState, stage_of
from services.texts import _


def draw_stage(state: LiveState, facts: CampaignFacts) -> None:
    """Nothing where no limit holds."""
    limit = facts.limit()
    stage = stage_of(state, limit)
    if stage is None:
        if limit is not None and not limit.put_back:
            st.info(at_once_words(limit), icon=":material/groups:")
        return
    words = limit_words(stage.limit, stage.called, resting=state.campaign.status is CampaignStatus.PAUSED)
    sentences = " ".join(one for one in (words, _outcomes(stage)) if one)
    if stage.limit.state is WatchState.ALARM and stage.limit.why is not Why.NONE:
        st.error(sentences, icon=":material/phone_in_talk:")
    else:
        (st.success if stage.over else st.info)(sentences, icon=":material/flag:")
    if stage.limit.reached and state.campaign.status is not CampaignStatus.PAUSED:  # else it is in the head
        st.button(
            _("Go on with the others"),
            key=f"go-on-{state.campaign.id}",
            icon=":material/rocket_launch:",
            on_click=want_to_go_on,
            args=(state.campaign.id,),
        )


def _outcomes(stage: FirstStage) -> str:
    counted = [f"{outcome_word(one)} {formats.number(count)}" for one, count in stage.outcomes.items()]
    return _("Outcomes: {outcomes}.").format(outcomes=plain(" · ".join(counted))) if counted else ""

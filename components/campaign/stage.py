"""Staged launch, one with "at most N": how far it is, and the way on once they were called."""

from __future__ import annotations

import streamlit as st

from components.ui import formats
from components.ui.markdown import plain
from components.words.outcomes import outcome_word
from services.campaign.facts import CampaignFacts
from services.live import FirstStage, LiveState, stage_of
from services.texts import _, ngettext

_WANTED = "launch-wanted"


def draw_stage(state: LiveState, facts: CampaignFacts) -> None:
    """Nothing where the last launch was for everybody, or from elsewhere."""
    last = facts.last_launch()
    stage = stage_of(state, last.intent if last else None)
    if stage is None:
        return
    sentences = [_how_far(stage), _outcomes(stage)]
    (st.success if stage.over else st.info)(" ".join(one for one in sentences if one), icon=":material/flag:")
    if stage.over:
        st.button(
            _("Go on with the others"),
            key=f"go-on-{state.campaign.id}",
            icon=":material/rocket_launch:",
            on_click=_want,
            args=(state.campaign.id,),
        )


def _how_far(stage: FirstStage) -> str:
    if stage.over:
        return ngettext(
            "The first {count} person was called. Look at the outcome, then go on with the others.",
            "The first {count} people were called. Look at the outcomes, then go on with the others.",
            stage.most,
        ).format(count=formats.number(stage.most))
    return ngettext(
        "It was launched for at most {count} person: {called} called so far.",
        "It was launched for at most {count} people: {called} called so far.",
        stage.most,
    ).format(count=formats.number(stage.most), called=formats.number(stage.called))


def _outcomes(stage: FirstStage) -> str:
    counted = [f"{outcome_word(one)} {formats.number(count)}" for one, count in stage.outcomes.items()]
    return _("Outcomes: {outcomes}.").format(outcomes=plain(" · ".join(counted))) if counted else ""


def launch_wanted(campaign_id: str) -> bool:
    """Whether somebody asked in the live view to go on; asked once, true once."""
    return st.session_state.pop(_WANTED, None) == campaign_id


def rerun_where_wanted() -> None:
    """A dialog belongs to the page and not to the part of it that refreshes itself."""
    if _WANTED in st.session_state:
        st.rerun()


def _want(campaign_id: str) -> None:
    st.session_state[_WANTED] = campaign_id

"""Readiness of a campaign that is there: what speaks for and against launching it, with the click that mends it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.console import console
from components.launch.days_between import draw_days_between_decision
from components.launch.hours_decision import (
    call_from_both,
    draw_hours_decision,
    draw_what_became_of_hours,
    narrow_hours,
)
from components.launch.readiness_list import PAGE_OF, draw_readiness, open_page_of, to_look_at
from components.ui import formats
from components.ui.messages import draw_problem
from components.words.readiness import MEND_WORDS, sentence
from services.api import ApiError
from services.api.models import Campaign
from services.campaign.facts import CampaignFacts
from services.campaign.readiness import blocked
from services.readiness import Code, Finding, Mend
from services.texts import N_, _

_PROBLEM = "everybody-problem"
_TO_SETTINGS = (Mend.NAME, Mend.HOURS, Mend.START, Mend.CONCURRENCY, Mend.RETRIES)
_BY_COPYING = (Mend.NUMBERS, Mend.ASSISTANT)
"""The platform changes neither in a campaign that is there."""
MENDABLE = tuple(Mend)
WORDS = {
    **MEND_WORDS,
    Mend.NUMBERS: N_("Copy it and choose other numbers"),
    Mend.ASSISTANT: N_("Copy it and choose an assistant"),
}


def draw_campaign_readiness(facts: CampaignFacts, key: str) -> list[Finding]:
    """Draw the list, folded where nothing has to be looked at; answers it."""
    findings = facts.readiness()
    _draw_problem()
    count = to_look_at(findings)
    label = (
        f"{_('Check before launching')} ({formats.number(count)})" if count else _("Checked before launching")
    )
    icon = ":material/block:" if blocked(findings) else ":material/fact_check:"
    with st.expander(label, expanded=bool(count), icon=icon):
        _draw(facts, findings, key)
    return findings


def draw_before_start(facts: CampaignFacts, key: str) -> list[Finding]:
    """Draw right above the button that starts, never folded; answers the list, so that a blocker holds a launch back."""
    findings = facts.readiness()
    _draw_problem()
    _draw(facts, findings, key)
    if left := [sentence(finding) for finding in findings if finding.code is Code.CREDITS_LEFT]:
        st.caption(left[0])
    return findings


def _draw_problem() -> None:
    problem = st.session_state.pop(_PROBLEM, None)
    if isinstance(problem, ApiError):
        draw_problem(problem)
    draw_what_became_of_hours()


def _draw(facts: CampaignFacts, findings: list[Finding], key: str) -> None:
    campaign = facts.campaign
    draw_readiness(
        findings, key, on_mend=lambda mend: _mend(campaign, mend, findings), mendable=MENDABLE, words=WORDS
    )
    draw_hours_decision(campaign, findings, key)
    draw_days_between_decision(facts, findings, key)


def _mend(campaign: Campaign, mend: Mend, findings: Sequence[Finding]) -> None:
    """A callback: leads to where it is mended, from whatever page the list is on."""
    if mend is Mend.EVERYBODY:
        _check_everybody(campaign)
        return
    if mend is Mend.CALL_FROM_BOTH:
        call_from_both(campaign, findings)
        return
    if mend is Mend.NARROW:
        narrow_hours(campaign)
        return
    if mend is Mend.PEOPLE:
        st.switch_page("pages/upload_page.py", query_params={"campaign": campaign.id})
    if mend in _BY_COPYING:
        st.switch_page("pages/new_campaign_page.py", query_params={"copy": campaign.id})
    if mend in PAGE_OF:
        open_page_of(mend)
    view = {"view": "settings", "edit": "yes"} if mend in _TO_SETTINGS else {"view": "people"}
    st.switch_page("pages/campaign_page.py", query_params={"id": campaign.id, **view})


def _check_everybody(campaign: Campaign) -> None:
    try:
        console().facts.of(campaign).look_at_everybody()
    except ApiError as error:
        st.session_state[_PROBLEM] = error

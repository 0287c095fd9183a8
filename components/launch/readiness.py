"""Readiness of a campaign that is there: what speaks for and against launching it, with the click that mends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import streamlit as st

from components.campaign_everybody import read_everybody, rows_or_none, too_many
from components.campaign_outlook import outlook_of
from components.console import console
from components.launch.readiness_list import PAGE_OF, draw_readiness, open_page_of
from components.other_campaigns import other_campaigns
from components.ui import format as form
from components.ui.messages import draw_problem
from components.words.readiness import MEND_WORDS
from services.api import ApiError
from services.api.models import Campaign
from services.readiness import Finding, LaunchPlan, Level, Mend, People, check
from services.texts import N_, _

T = TypeVar("T")
MAX_AGE = timedelta(seconds=30)
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


def readiness_of(campaign: Campaign) -> list[Finding]:
    """What `services.readiness` finds; computed once for all who look."""
    return console().reads.get(f"campaign:{campaign.id}:readiness", lambda: _check(campaign), MAX_AGE).value


def draw_campaign_readiness(campaign: Campaign, key: str) -> list[Finding]:
    """Draw the list, folded where nothing blocks; answers it, so that a launch can be held back by a blocker."""
    findings = readiness_of(campaign)
    problem = st.session_state.pop(_PROBLEM, None)
    if isinstance(problem, ApiError):
        draw_problem(problem)
    open_ones = sum(finding.level is not Level.OK for finding in findings)
    label = f"{_('Check before launching')} ({form.number(open_ones)})"
    icon = ":material/block:" if blocked(findings) else ":material/fact_check:"
    with st.expander(label, expanded=blocked(findings), icon=icon):
        draw_readiness(
            findings, key, on_mend=lambda mend: _mend(campaign, mend), mendable=MENDABLE, words=WORDS
        )
    return findings


def blocked(findings: list[Finding]) -> bool:
    return any(finding.level is Level.BLOCKER for finding in findings)


def _check(campaign: Campaign) -> list[Finding]:
    made = console()
    rows = rows_or_none(campaign)
    outlook, others = outlook_of(campaign), other_campaigns(but=campaign.id)
    return check(
        LaunchPlan.of_campaign(
            campaign,
            made.api.clock.now(),
            People.enrolled(rows.items, len(rows.unreadable)) if rows is not None else None,
            too_many=rows is None and too_many(campaign) and made.deployment.may("listCampaignContacts"),
            finishes_at=outlook.latest if outlook else None,
            numbers=_or_none(lambda: made.deployment.numbers(campaign.assistant_id or "").value or None),
            credits=_or_none(lambda: _credits()),
            other_names=others.names,
            other_running=others.running,
            others_unread=others.unread,
            calling_hours=console().calling_hours.read(),
            second_opinion=made.api.clock.second_opinion,
        )
    )


def _credits() -> float | None:
    found = console().deployment.credits().value
    return found.credits if found else None


def _mend(campaign: Campaign, mend: Mend) -> None:
    """A callback: leads to where it is mended, from whatever page the list is on."""
    if mend is Mend.EVERYBODY:
        _check_everybody(campaign)
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
        read_everybody(campaign)
    except ApiError as error:
        st.session_state[_PROBLEM] = error


def _or_none(read: Callable[[], T]) -> T | None:
    """What this deployment tells, or None: readiness says itself what it could not look at."""
    try:
        return read()
    except ApiError:
        return None

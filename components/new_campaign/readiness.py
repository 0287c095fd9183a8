"""Readiness of a campaign in the making: what speaks for and against it, before it is created."""

from __future__ import annotations

import streamlit as st

from components.campaign_form.basics import WHO
from components.campaign_form.folds import open_fold
from components.campaign_form.hours import START
from components.launch.readiness_list import PAGE_OF, draw_readiness, open_page_of
from components.new_campaign.draft import Draft
from components.new_campaign.parts import PACE
from components.new_campaign.people import expected_or_unknown
from components.ui.focus import focus_on
from services.campaign.expected import Expected
from services.campaign.new_campaign import NewCampaignFacts
from services.campaigns.choices import Choices
from services.campaigns.first_people import PeopleSource
from services.readiness import Code, Finding, Mend
from services.texts import _

CONTROL_OF = {
    Mend.NAME: "campaign-name",
    Mend.ASSISTANT: "campaign-assistant",
    Mend.NUMBERS: "campaign-numbers-",
    Mend.HOURS: "window-start",
    Mend.NARROW: "window-start",
    Mend.CALL_FROM_BOTH: "people-source",
    Mend.START: "start-mode",
    Mend.CONCURRENCY: "people-at-once",
    Mend.RETRIES: "attempts",
    Mend.PEOPLE: "people-source",
    Mend.PEOPLE_DETAILS: "people-source",
}
_FOLD_OF = {
    Mend.ASSISTANT: WHO,
    Mend.NUMBERS: WHO,
    Mend.START: START,
    Mend.CONCURRENCY: PACE,
    Mend.RETRIES: PACE,
}


def draw_wizard_readiness(made: Draft, choices: Choices, facts: NewCampaignFacts) -> None:
    """The list, with the way to the control that mends each."""
    expected = expected_or_unknown(made, choices, facts)
    findings = _findings(made, choices, facts, expected)
    draw_readiness(findings, "new", on_mend=_mend, mendable=(*CONTROL_OF, *PAGE_OF))
    if made.people.source is PeopleSource.UPLOAD:
        st.caption(_("The people of your list are checked when you upload it."))
    if made.people.source is PeopleSource.GROUP:
        st.caption(
            _("The people of the group are counted once the campaign is there, and you confirm the number.")
        )


def _findings(made: Draft, choices: Choices, facts: NewCampaignFacts, expected: Expected) -> list[Finding]:
    """That nobody is there yet is no finding where people come later."""
    later = made.people.source in (PeopleSource.UPLOAD, PeopleSource.GROUP, PeopleSource.LATER)
    found = facts.readiness(made.request(facts.team_id), expected, choices, made.days)
    return [finding for finding in found if not (later and finding.code is Code.PEOPLE_NONE)]


def _mend(mend: Mend) -> None:
    """A callback. What was typed stays, also where the click leads to another page."""
    if mend not in CONTROL_OF:
        open_page_of(mend)
        return
    if mend in _FOLD_OF:
        open_fold(_FOLD_OF[mend])
    focus_on(CONTROL_OF[mend])

"""Readiness of a campaign in the making: what speaks for and against it, before it is created."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import streamlit as st

from components.console import console
from components.launch.readiness_list import PAGE_OF, draw_readiness, open_page_of
from components.new_campaign.draft import BASICS, HOURS, PEOPLE, Draft, open_step
from components.other_campaigns import other_campaigns
from components.wizard_expected import MOST_CHECKED, Expected, expected_or_unknown, outlook_of_draft
from services.api import ApiError
from services.campaigns.choices import Choices
from services.campaigns.first_people import PeopleSource
from services.campaigns.planned import planned_campaign
from services.readiness import Code, Finding, LaunchPlan, Mend, check
from services.texts import _

T = TypeVar("T")
CREDITS_MAX_AGE = timedelta(minutes=1)

STEP_OF = {
    Mend.NAME: BASICS,
    Mend.ASSISTANT: BASICS,
    Mend.NUMBERS: BASICS,
    Mend.HOURS: HOURS,
    Mend.START: HOURS,
    Mend.CONCURRENCY: HOURS,
    Mend.RETRIES: HOURS,
    Mend.PEOPLE: PEOPLE,
    Mend.PEOPLE_DETAILS: PEOPLE,
}


def draw_wizard_readiness(made: Draft, choices: Choices) -> None:
    """The list, with the way to the step that mends each."""
    expected = expected_or_unknown(made, choices)
    findings = readiness_of(made, choices, expected)
    draw_readiness(findings, "new", on_mend=_mend, mendable=(*STEP_OF, *PAGE_OF))
    if made.people.source is PeopleSource.UPLOAD:
        st.caption(_("The people of your list are checked when you upload it."))


def readiness_of(made: Draft, choices: Choices, expected: Expected) -> list[Finding]:
    """What `services.readiness` finds. That nobody is there yet is no finding where people come later."""
    api, others = console().api, other_campaigns()
    outlook = outlook_of_draft(made, expected) if expected.people else None
    plan = LaunchPlan.of_campaign(
        planned_campaign(made.request()),
        api.clock.now(),
        expected.people,
        finishes_at=outlook.latest if outlook else None,
        numbers=list(choices.numbers) or None,
        credits=_or_none(
            lambda: console().reads.get("credits", api.credits.get, CREDITS_MAX_AGE).value.credits
        ),
        other_names=others.names,
        other_running=others.running,
        others_unread=others.unread,
        calling_hours=console().calling_hours.read(),
        second_opinion=api.clock.second_opinion,
    )
    if expected.people is None:
        plan = replace(plan, people_total=expected.total, too_many=expected.total > MOST_CHECKED)
    later = made.people.source in (PeopleSource.UPLOAD, PeopleSource.LATER)
    return [finding for finding in check(plan) if not (later and finding.code is Code.PEOPLE_NONE)]


def _mend(mend: Mend) -> None:
    """A callback. What was typed stays, also where the click leads to another page."""
    if mend in STEP_OF:
        open_step(STEP_OF[mend])
    else:
        open_page_of(mend)


def _or_none(read: Callable[[], T]) -> T | None:
    """What this deployment tells, or None: readiness says itself what it could not look at."""
    try:
        return read()
    except ApiError:
        return None

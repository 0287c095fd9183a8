"""What speaks for and against launching a campaign that is there, with the click that mends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import streamlit as st

from components import format as form
from components.campaign_everybody import everybody_or_none
from components.campaign_history import outlook_of
from components.console import console
from components.readiness_list import draw_readiness
from services.api import ApiError
from services.api.models import Campaign, CampaignStatus
from services.calling_hours import CallingHours, CallingHoursError, calling_hours
from services.readiness import Finding, Level, Mend, People, Plan, check
from services.texts import _

T = TypeVar("T")
MAX_AGE = timedelta(seconds=30)
MOST_OTHERS = 3
_TO_SETTINGS = (Mend.NAME, Mend.HOURS, Mend.START, Mend.CONCURRENCY, Mend.RETRIES)
MENDABLE = (*_TO_SETTINGS, Mend.PEOPLE, Mend.PEOPLE_DETAILS)


def readiness_of(campaign: Campaign) -> list[Finding]:
    """What `services.readiness` finds; computed once for all who look."""
    return console().reads.get(f"campaign:{campaign.id}:readiness", lambda: _check(campaign), MAX_AGE).value


def draw_campaign_readiness(campaign: Campaign, key: str) -> list[Finding]:
    """Draw the list, folded where nothing blocks; answers it, so that a launch can be held back by a blocker."""
    findings = readiness_of(campaign)
    open_ones = sum(finding.level is not Level.OK for finding in findings)
    label = f"{_('Check before launching')} ({form.number(open_ones)})"
    icon = ":material/block:" if blocked(findings) else ":material/fact_check:"
    with st.expander(label, expanded=blocked(findings), icon=icon):
        draw_readiness(findings, key, on_mend=lambda mend: _mend(campaign, mend), mendable=MENDABLE)
    return findings


def blocked(findings: list[Finding]) -> bool:
    return any(finding.level is Level.BLOCKER for finding in findings)


def _check(campaign: Campaign) -> list[Finding]:
    made = console()
    rows = everybody_or_none(campaign)
    outlook = outlook_of(campaign)
    return check(
        Plan.of_campaign(
            campaign,
            made.api.clock.now(),
            People.enrolled(rows) if rows is not None else None,
            finishes_at=outlook.latest if outlook else None,
            numbers=_or_none(lambda: made.deployment.numbers(campaign.assistant_id or "").value or None),
            credits=_or_none(lambda: _credits()),
            other_names=_or_none(lambda: _other_names(campaign)) or (),
            other_running=_or_none(lambda: _people_of_others(campaign)),
            calling_hours=_table(),
        )
    )


def _credits() -> float | None:
    found = console().deployment.credits().value
    return found.credits if found else None


def _other_names(campaign: Campaign) -> list[str]:
    return [one.name for one in console().campaigns.all().value if one.id != campaign.id]


def _people_of_others(campaign: Campaign) -> dict[str, frozenset[str]]:
    """Who is in another running campaign of the same company; the largest ones are left unread."""
    running = [
        one
        for one in console().campaigns.all().value
        if one.status is CampaignStatus.RUNNING
        and one.id != campaign.id
        and one.company_id == campaign.company_id
    ]
    people = {one.name: everybody_or_none(one) for one in running[:MOST_OTHERS]}
    return {name: People.enrolled(rows).contact_ids for name, rows in people.items() if rows}


def _mend(campaign: Campaign, mend: Mend) -> None:
    """A callback: leads to where it is mended, from whatever page the list is on."""
    if mend is Mend.PEOPLE:
        st.switch_page("pages/upload_page.py", query_params={"campaign": campaign.id})
    view = {"view": "settings", "edit": "yes"} if mend in _TO_SETTINGS else {"view": "people"}
    st.switch_page("pages/campaign_page.py", query_params={"id": campaign.id, **view})


def _or_none(read: Callable[[], T]) -> T | None:
    """What this deployment tells, or None: readiness says itself what it could not look at."""
    try:
        return read()
    except ApiError:
        return None


def _table() -> CallingHours | None:
    try:
        return calling_hours()
    except (CallingHoursError, OSError):
        return None

"""What speaks for and against a campaign in the making, before it is created."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

import streamlit as st

from components.campaign_fields import Choices
from components.company_people import MAX_AGE, picked_contacts
from components.console import console
from components.messages import problems_shown
from components.readiness_list import draw_readiness
from components.wizard import BASICS, HOURS, PEOPLE, Draft, open_step
from services.api import ApiError
from services.api.models import CampaignContact, Contact
from services.calling_hours import CallingHours, CallingHoursError, calling_hours
from services.campaign_form import planned_campaign
from services.first_people import Source, unreached
from services.readiness import Code, Finding, Mend, People, Person, Plan, check
from services.texts import _

T = TypeVar("T")
MOST_CHECKED = 5_000
"""So many people are read to be checked beforehand; more are checked on the campaign's own page."""
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
}


@dataclass(frozen=True)
class Expected:
    """`people` are None where they are not known yet; `total` is then what is known of their number."""

    people: People | None
    total: int = 0


def draw_wizard_readiness(made: Draft, choices: Choices) -> None:
    """The list, with the way to the step that mends each."""
    expected = expected_or_unknown(made, choices)
    findings = readiness_of(made, choices, expected)
    draw_readiness(findings, "new", on_mend=_mend, mendable=tuple(STEP_OF))
    if made.people.source is Source.UPLOAD:
        st.caption(_("The people of your list are checked when you upload it."))


def expected_or_unknown(made: Draft, choices: Choices) -> Expected:
    """The people the campaign will begin with; a failure to read them is said."""
    with problems_shown():
        return _expected(made, choices)
    return Expected(None)


def readiness_of(made: Draft, choices: Choices, expected: Expected) -> list[Finding]:
    """What `services.readiness` finds. That nobody is there yet is no finding where people come later."""
    api = console().api
    plan = Plan.of_campaign(
        planned_campaign(made.request()),
        api.clock.now(),
        expected.people,
        numbers=list(choices.numbers) or None,
        credits=_or_none(
            lambda: console().reads.get("credits", api.credits.get, CREDITS_MAX_AGE).value.credits
        ),
        other_names=_or_none(_other_names) or (),
        calling_hours=_table(),
    )
    if expected.people is None:
        plan = replace(plan, people_total=expected.total)
    later = made.people.source in (Source.UPLOAD, Source.LATER)
    return [finding for finding in check(plan) if not (later and finding.code is Code.PEOPLE_NONE)]


def _mend(mend: Mend) -> None:
    open_step(STEP_OF[mend])


def _other_names() -> Sequence[str]:
    return [one.name for one in console().campaigns.all().value]


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


def _expected(made: Draft, choices: Choices) -> Expected:
    """The people the campaign will begin with."""
    match made.people.source:
        case Source.PICKED:
            return Expected(People.of_contacts(picked_contacts(made.people.picked)))
        case Source.EVERYBODY:
            return _everybody(made, choices)
        case Source.UNREACHED if made.copied and made.copied.total_contacts <= MOST_CHECKED:
            return Expected(_unreached_of(made.copied.id))
        case _:
            return Expected(None)


def _unreached_of(campaign_id: str) -> People:
    def fetch() -> list[CampaignContact]:
        return unreached(console().api, campaign_id)

    rows = console().reads.get(f"unreached:{campaign_id}", fetch, MAX_AGE, purpose="readiness").value
    people = [row.contact for row in rows if row.contact]
    return People.gather(Person(one.phone, one.timezone, one.do_not_call, one.id) for one in people)


def _everybody(made: Draft, choices: Choices) -> Expected:
    company_id, api = made.basics.company_id or "", console().api
    count = next((one.contact_count or 0 for one in choices.companies if one.id == company_id), 0)
    if count > MOST_CHECKED or made.people.at_most:
        return Expected(None, made.people.at_most or count)

    def fetch() -> list[Contact]:
        return list(api.contacts.list(company_id))

    contacts = console().reads.get(f"everybody:{company_id}", fetch, MAX_AGE, purpose="readiness")
    return Expected(People.of_contacts(contacts.value))

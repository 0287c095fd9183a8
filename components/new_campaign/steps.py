"""Steps of *New campaign* but the third, and what each says about itself."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import streamlit as st

from components.campaign_form.basics import FaultPlaces, basics_fields
from components.campaign_form.days import days_fields
from components.campaign_form.each_call import each_call_fields
from components.campaign_form.hours import hours_fields
from components.campaign_form.limits import limits_fields
from components.campaign_form.retries import retries_fields
from components.console import console, whoever
from components.new_campaign.create import draw_consequence, draw_open_faults, draw_result
from components.new_campaign.draft import BASICS, HOURS, Draft
from components.new_campaign.forecast import draw_wizard_forecast
from components.new_campaign.people import expected_or_unknown
from components.new_campaign.readiness import draw_wizard_readiness
from components.ui.entries import FormEntries
from components.words.calling_days import days_not_offered
from services.calling_days.calendar import Calendar
from services.calling_days.days import EVERY_DAY
from services.calling_days.whose import Whose
from services.calling_rules.call_window import CallWindow
from services.campaign.new_campaign import NewCampaignFacts
from services.campaigns.choices import Choices
from services.campaigns.form import FieldFault
from services.database.circuit_breaker import DatabaseAway
from services.keeper import GuardrailTerms
from services.texts import _


def draw_basics(
    made: Draft, entries: FormEntries, choices: Choices, facts: NewCampaignFacts
) -> Sequence[FieldFault]:
    """Name, assistant, numbers, company. Returns what is wrong with what is typed now."""
    places = FaultPlaces()
    made.basics = basics_fields(entries, made.basics, choices, places, made.generation)
    made.follow_numbers(entries)
    return _say(made, BASICS, choices, places, facts.now())


def draw_hours(
    made: Draft, entries: FormEntries, choices: Choices, facts: NewCampaignFacts
) -> Sequence[FieldFault]:
    """Calling hours, start, pace and retries. Returns what is wrong with what is typed now."""
    places = FaultPlaces()
    st.header(_("When may people be called?"))
    draw_window(made, entries, places, choices, facts)
    st.header(_("How often is somebody called?"))
    made.retries = retries_fields(entries, made.retries, places, made.most, offered=made.offered)
    st.header(_("What holds for each call?"))
    made.each = each_call_fields(entries, made.each, places, offered=made.offered)
    made.limits = limits_fields(entries, made.limits or _limits_begun_from(made))
    draw_wizard_forecast(made, entries, choices, facts)
    return _say(made, HOURS, choices, places, facts.now())


def draw_window(
    made: Draft, entries: FormEntries, places: FaultPlaces, choices: Choices, facts: NewCampaignFacts
) -> None:
    """Calling hours and days, and the start."""
    zones = facts.company_zones(made.basics.company_id) if made.hours.use_contact_timezone else []
    people = made.kinds or facts.expected_kinds(
        expected_or_unknown(made, choices, facts), made.basics.company_id, made.hours.timezone
    )
    made.follow_places(entries, facts.usual_hours(people))
    made.hours = hours_fields(
        entries,
        made.hours,
        places,
        now=facts.now(),
        contact_zones=zones,
        generation=made.generation,
        days=lambda window: _draw_days(made, entries, places, facts, people, window),
    )


def _draw_days(
    made: Draft,
    entries: FormEntries,
    places: FaultPlaces,
    facts: NewCampaignFacts,
    people: Sequence[Whose],
    window: CallWindow,
) -> Calendar | None:
    if (why := facts.no_days_because()) is not None:
        made.days = None
        st.caption(days_not_offered(why))
        return None
    today = facts.now().astimezone(window.zone()).date()
    days = made.days if made.days is not None else EVERY_DAY
    typed = days_fields(entries, days, places, window=window, people=people, today=today, who=whoever().name)
    made.days, made.unread_days = typed.days, typed.unread
    return Calendar(window, typed.days, tuple(people))


def _limits_begun_from(made: Draft) -> GuardrailTerms:
    guards = console().keeper.guards
    with suppress(DatabaseAway):  # every page says so
        if made.copied:
            return guards.terms(made.copied.id)
    return guards.usual


def _say(
    made: Draft, step: str, choices: Choices, places: FaultPlaces, now: datetime
) -> Sequence[FieldFault]:
    """A form that was just opened is not full of complaints: they are said once somebody wanted to go on."""
    faults = made.faults(step, choices, now)
    if step in made.tried:
        places.say(faults)
    return faults


def draw_check(made: Draft, choices: Choices, facts: NewCampaignFacts) -> Sequence[FieldFault]:
    """Draw what is still missing, what speaks against it, and the button."""
    if not draw_open_faults(made, choices, facts.now()):
        draw_wizard_readiness(made, choices, facts)
    draw_consequence(made)
    draw_result(made)
    return ()

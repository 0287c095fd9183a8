"""Parts of *New campaign*, one below the other: who calls, when, and what has a good default, folded."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.campaign_form.basics import basics_fields, description_field
from components.campaign_form.days import days_fields
from components.campaign_form.each_call import each_call_fields
from components.campaign_form.faults import FaultPlaces
from components.campaign_form.folds import Fold
from components.campaign_form.hours import InFold, hours_fields
from components.campaign_form.limits import limits_fields
from components.campaign_form.retries import pace_words, retries_fields
from components.campaign_form.section import section
from components.campaign_form.words import each_call_words
from components.console import console, whoever
from components.new_campaign.draft import Draft
from components.new_campaign.people import expected_kinds
from components.new_campaign.summary import when_words
from components.ui.entries import FormEntries
from components.words.calling_days import days_not_offered
from services.calling_days.calendar import Calendar
from services.calling_days.days import EVERY_DAY
from services.calling_days.whose import Whose
from services.calling_rules.call_window import CallWindow
from services.campaign.new_campaign import NewCampaignFacts
from services.campaigns.choices import Choices
from services.database.circuit_breaker import DatabaseAway
from services.keeper import GuardrailTerms
from services.texts import _

PACE, EACH_CALL = "fold-pace", "fold-each-call"


def draw_who(made: Draft, entries: FormEntries, places: FaultPlaces, choices: Choices) -> None:
    """Name, assistant, company, numbers."""
    with section(_("Who calls?"), "basics"):
        made.basics = basics_fields(entries, made.basics, choices, places, made.generation)
        made.follow_numbers(entries)


def draw_when(
    made: Draft,
    entries: FormEntries,
    places: FaultPlaces,
    choices: Choices,
    facts: NewCampaignFacts,
    strip_in: DeltaGenerator,
) -> None:
    """Calling hours and days, and the start."""
    with section(_("When may people be called?"), "hours") as line:
        _window(made, entries, places, choices, facts, strip_in=strip_in)
        line.caption(when_words(made))


def _window(
    made: Draft,
    entries: FormEntries,
    places: FaultPlaces,
    choices: Choices,
    facts: NewCampaignFacts,
    *,
    strip_in: DeltaGenerator,
) -> None:
    """The fields of when; the strip is drawn where `strip_in` is."""
    zones = facts.company_zones(made.basics.company_id) if made.hours.use_contact_timezone else []
    people = expected_kinds(made, choices, facts)
    made.follow_places(entries, facts.usual_hours(people))
    made.hours = hours_fields(
        entries,
        made.hours,
        places,
        now=facts.now(),
        contact_zones=zones,
        generation=made.generation,
        days=lambda window, rare: _draw_days(made, entries, places, facts, people, window, rare),
        days_before=made.days,
        strip_in=strip_in,
    )


def _draw_days(
    made: Draft,
    entries: FormEntries,
    places: FaultPlaces,
    facts: NewCampaignFacts,
    people: Sequence[Whose],
    window: CallWindow,
    rare: InFold,
) -> Calendar | None:
    if (why := facts.no_days_because()) is not None:
        made.days = None
        st.caption(days_not_offered(why))
        return None
    today = facts.now().astimezone(window.zone()).date()
    days = made.days if made.days is not None else EVERY_DAY
    typed = days_fields(
        entries, days, places, window=window, people=people, today=today, who=whoever().name, rare=rare
    )
    made.days, made.unread_days = typed.days, typed.unread
    return Calendar(window, typed.days, tuple(people))


def draw_folded(made: Draft, entries: FormEntries, places: FaultPlaces) -> None:
    """What has a good default, its value in the label of each fold."""
    with st.container(key="form-folds"):
        pace = Fold(PACE, _("Tries"), pace_words(made.retries), icon=":material/replay:")
        with pace.place, places.in_fold(PACE):
            made.retries = retries_fields(entries, made.retries, places, made.most, offered=made.offered)
        pace.say(pace_words(made.retries))
        each = Fold(
            EACH_CALL, _("Each call"), each_call_words(made.each, made.offered), icon=":material/call:"
        )
        with each.place, places.in_fold(EACH_CALL):
            made.each = each_call_fields(entries, made.each, places, offered=made.offered)
        each.say(each_call_words(made.each, made.offered))
        made.limits = limits_fields(entries, made.limits or _limits_begun_from(made))
        made.basics = description_field(entries, made.basics, places)


def _limits_begun_from(made: Draft) -> GuardrailTerms:
    guards = console().keeper.guards
    with suppress(DatabaseAway):  # every page says so
        if made.copied:
            return guards.terms(made.copied.id)
    return guards.usual

"""Basics, the first group of a campaign's entries: what it is called, who calls, for which company.

`hours_fields` and `retries_fields` are beside it in `hours.py` and `retries.py`. Each
takes the form's `FormEntries`, the values to begin with, and the `FaultPlaces` for what is wrong; each returns what is
typed now. `suffix` is the campaign's id where the form belongs to one campaign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import phonenumbers
import streamlit as st
from babel import Locale
from streamlit.delta_generator import DeltaGenerator

from components.ui import formats
from components.ui.entries import FormEntries
from components.ui.markdown import plain
from components.ui.unique_labels import unique_labels
from services.api.generation import Generation, knows_companies, needs_company
from services.api.models import PhoneNumber
from services.campaigns.choices import Choices
from services.campaigns.form import LONGEST_DESCRIPTION, LONGEST_NAME, Basics, FieldFault, Flaw
from services.texts import N_, _

_SENTENCES: dict[tuple[str, Flaw] | Flaw, str] = {
    ("name", Flaw.MISSING): N_("Please give the campaign a name."),
    ("name", Flaw.TOO_LONG): N_("Please shorten the name to at most 200 characters."),
    ("description", Flaw.TOO_LONG): N_("Please shorten the description to at most 2,000 characters."),
    ("assistant", Flaw.MISSING): N_("Please choose the assistant that speaks with people."),
    ("numbers", Flaw.MISSING): N_("Please choose at least one number to call from."),
    ("numbers", Flaw.NOT_ITS_NUMBER): N_(
        "One of these numbers is not an active number of this assistant. Please choose again."
    ),
    ("people", Flaw.MISSING): N_("Please pick at least one person, or decide later."),
    ("group", Flaw.MISSING): N_("Please choose a contact group, or decide later."),
    ("company", Flaw.MISSING): N_("Please choose the company whose people are called."),
    ("start", Flaw.MISSING): N_("Please say from when people may be called."),
    ("end", Flaw.MISSING): N_("Please say until when people may be called."),
    ("end", Flaw.WINDOW_EMPTY): N_(
        "These hours begin and end at the same time, so nobody would ever be called."
    ),
    ("timezone", Flaw.UNKNOWN_ZONE): N_("Please choose a time zone."),
    ("starts_at", Flaw.MISSING): N_("Please choose the day and time of the start."),
    ("starts_at", Flaw.IN_THE_PAST): N_("This time has passed. Please choose a later one."),
    ("weekdays", Flaw.MISSING): N_(
        "Please choose at least one day: on none of them nobody would ever be called."
    ),
    ("last_day", Flaw.IN_THE_PAST): N_(
        "This day is over before the campaign can begin. Please choose a later one."
    ),
    Flaw.UNREADABLE: N_("Please write the hours like 10:00–14:00, several with a comma between them."),
    Flaw.WINDOW_EMPTY: N_(
        "These hours lie outside the calling hours above, so nobody would be called on this day."
    ),
    Flaw.MISSING: N_("Please fill this in."),
    Flaw.OUT_OF_RANGE: N_("This number is too small or too large."),
}


def fault_sentence(fault: FieldFault) -> str:
    return _(_SENTENCES.get((fault.field, fault.flaw)) or _SENTENCES[fault.flaw])


class FaultPlaces:
    """Places beside the controls, kept free until it is known what is wrong with what is typed now."""

    def __init__(self) -> None:
        self._places: dict[str, DeltaGenerator] = {}

    def keep(self, *fields: str) -> None:
        """Under the control just drawn."""
        place = st.container()
        self._places.update(dict.fromkeys(fields, place))

    def say(self, faults: Sequence[FieldFault]) -> None:
        for fault in faults:
            place = self._places.get(fault.field) or st.container()
            place.markdown(f":small[:red[:material/error: {fault_sentence(fault)}]]")


def caller_label(number: PhoneNumber) -> str:
    """ "+49 30 1234567 · Germany", as typed where it is no number."""
    try:
        parsed = phonenumbers.parse(number.phone_number)
    except phonenumbers.NumberParseException:
        return number.phone_number
    written = formats.telephone(number.phone_number)
    country = number.country_code or phonenumbers.region_code_for_number(parsed)
    return f"{written} · {country_name(country)}" if country else written


def country_name(country: str) -> str:
    """ "Germany" for DE; the code where it is none."""
    locale: Locale = formats.locale()
    return locale.territories.get(country.upper(), country)


def name_fields(entries: FormEntries, initial: Basics, places: FaultPlaces, *, suffix: str = "") -> Basics:
    """Name and description only: what can change after a campaign was created."""
    name_key, text_key = f"campaign-name{suffix}", f"campaign-description{suffix}"
    name = st.text_input(
        _("Name"),
        key=entries.key(name_key, initial.name),
        max_chars=LONGEST_NAME,
        placeholder=_("Such as: Spring offer for existing customers"),
    )
    places.keep("name")
    description = st.text_area(
        _("Description (optional)"),
        key=entries.key(text_key, initial.description),
        max_chars=LONGEST_DESCRIPTION,
        height=80,
        placeholder=_("For your team only. People who are called never see it."),
    )
    places.keep("description")
    return replace(
        initial,
        name=entries.keep(name_key, name or ""),
        description=entries.keep(text_key, description or ""),
    )


def basics_fields(
    entries: FormEntries,
    initial: Basics,
    choices: Choices,
    places: FaultPlaces,
    generation: Generation = Generation.SEED,
) -> Basics:
    """Everything of the first step. Where there are no companies, none is asked for."""
    named = name_fields(entries, initial, places)
    assistant = _one_of(
        entries,
        "campaign-assistant",
        _("Assistant"),
        {one.id: one.name for one in choices.assistants},
        initial.assistant_id,
        _("The assistant's identifier, as Talkturo shows it"),
        _("Who speaks with people. Its texts and voice are set up in Talkturo."),
    )
    places.keep("assistant")
    numbers = _caller_numbers(entries, initial, choices, assistant)
    places.keep("numbers")
    company = None
    if knows_companies(generation):
        company = _company(entries, initial, choices, needed=needs_company(generation))
        places.keep("company")
    return replace(named, assistant_id=assistant, from_number_ids=numbers, company_id=company)


def _company(entries: FormEntries, initial: Basics, choices: Choices, *, needed: bool) -> str | None:
    return _one_of(
        entries,
        "campaign-company",
        _("Company") if needed else _("Company (optional)"),
        {one.id: one.name for one in choices.companies},
        initial.company_id,
        _("The company's identifier, as Talkturo shows it"),
        _("A campaign calls people of one company.")
        if needed
        else _("Some versions of the platform need one, and it is not certain which version this is."),
    )


def _one_of(
    entries: FormEntries,
    key: str,
    label: str,
    names: dict[str, str],
    initial: str | None,
    by_hand: str,
    hint: str,
) -> str | None:
    """One of `names`, by id; typed where the deployment does not tell which there are."""
    if not names:
        typed = st.text_input(
            label, key=entries.key(f"{key}-typed", initial or ""), placeholder=by_hand, help=hint
        )
        return entries.keep(f"{key}-typed", (typed or "").strip()) or None
    labels = unique_labels(names)
    only = next(iter(names)) if len(names) == 1 else None
    entries.key(key, initial if initial in names else only)
    if st.session_state[key] not in (None, *names):
        st.session_state[key] = None  # somebody deleted it meanwhile
    chosen = st.selectbox(
        label,
        list(names),
        index=None,
        format_func=lambda one: labels.get(one, str(one)),
        key=key,
        placeholder=_("Please choose"),
        help=hint,
    )
    return entries.keep(key, chosen)


def _caller_numbers(
    entries: FormEntries, initial: Basics, choices: Choices, assistant_id: str | None
) -> tuple[str, ...]:
    """Numbers to call from. Each assistant's choice is kept apart, so that trying another one loses nothing."""
    if not choices.numbers:
        key = "campaign-numbers-typed"
        typed = st.text_input(
            _("Numbers to call from"),
            key=entries.key(key, ", ".join(initial.from_number_ids)),
            placeholder=_("The numbers' identifiers, separated by commas"),
        )
        entries.keep(key, typed or "")
        return tuple(part.strip() for part in (typed or "").split(",") if part.strip())
    callers = choices.callers(assistant_id) if assistant_id else []
    labels = unique_labels({number.id: caller_label(number) for number in callers})
    key = f"campaign-numbers-{assistant_id}" if assistant_id else "campaign-numbers"
    usable = [one for one in initial.from_number_ids if one in labels] or list(labels)
    entries.key(key, usable)
    if set(st.session_state[key]) - set(labels):
        st.session_state[key] = [one for one in st.session_state[key] if one in labels]
    chosen = st.multiselect(
        _("Numbers to call from"),
        list(labels),
        format_func=lambda one: labels.get(one, str(one)),
        key=key,
        placeholder=_number_hint(assistant_id, labels),
        disabled=not labels,
        help=_("Talkturo takes turns between them. Whoever is called again is called from the same number."),
    )
    return tuple(entries.keep(key, [one for one in chosen if one in labels]))


def _number_hint(assistant_id: str | None, labels: dict[str, str]) -> str:
    if not assistant_id:
        return _("Choose an assistant first")
    if not labels:
        return _("This assistant has no active number")
    return _("Please choose")


def names_of(numbers: Sequence[str], choices: Choices) -> list[str]:
    """The chosen numbers as they are written, escaped for Markdown."""
    labels = {number.id: _with_state(number) for number in choices.numbers}
    return [plain(labels.get(number, number)) for number in numbers]


def _with_state(number: PhoneNumber) -> str:
    """A number that was suspended since is still the campaign's, but calls nobody."""
    if number.status == "active":
        return caller_label(number)
    return _("{number} (not active)").format(number=caller_label(number))

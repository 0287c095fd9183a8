"""Basics, the first group of a campaign's entries: what it is called, who calls, for which company.

The other groups are beside it. Each takes the form's `FormEntries`, the values to begin with, and the `FaultPlaces` for what is
wrong; each returns what is typed now. `suffix` is the campaign's id where the form belongs to one campaign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import phonenumbers
import streamlit as st
from babel import Locale

from components.campaign_form.faults import FaultPlaces
from components.campaign_form.folds import Fold
from components.ui import formats
from components.ui.entries import FormEntries
from components.ui.markdown import plain, shortened
from components.ui.unique_labels import unique_labels
from services.api.generation import Generation, knows_companies, needs_company
from services.api.models import PhoneNumber
from services.campaigns.choices import Choices
from services.campaigns.form import LONGEST_DESCRIPTION, LONGEST_NAME, Basics, basics_faults
from services.texts import _, ngettext

SHOWN, LONGEST_CHOSEN = 60, 80
"""So much of a text, and of the name of what was chosen, stands in the label of its fold."""
WHO = "fold-who"


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


def name_field(entries: FormEntries, initial: Basics, places: FaultPlaces, *, suffix: str = "") -> Basics:
    """Name only."""
    name_key = f"campaign-name{suffix}"
    name = st.text_input(
        _("Name"),
        key=entries.key(name_key, initial.name),
        max_chars=LONGEST_NAME,
        placeholder=_("Such as: Spring offer for existing customers"),
    )
    places.keep("name", name_key)
    return replace(initial, name=entries.keep(name_key, name or ""))


def description_field(
    entries: FormEntries, initial: Basics, places: FaultPlaces, *, suffix: str = ""
) -> Basics:
    """Description, folded: few need one."""
    text_key, fold_key = f"campaign-description{suffix}", f"fold-description{suffix}"
    fold = Fold(fold_key, _("Description"), _description_words(initial.description), icon=":material/notes:")
    with fold.place, places.in_fold(fold_key):
        typed = st.text_area(
            _("Description (optional)"),
            key=entries.key(text_key, initial.description),
            max_chars=LONGEST_DESCRIPTION,
            height=80,
            placeholder=_("For your team only. People who are called never see it."),
        )
        places.keep("description", text_key)
    fold.say(_description_words(typed or ""))
    return replace(initial, description=entries.keep(text_key, typed or ""))


def _description_words(description: str) -> str:
    return plain(shortened(" ".join(description.split()), SHOWN)) or _("none")


def basics_fields(
    entries: FormEntries,
    initial: Basics,
    choices: Choices,
    places: FaultPlaces,
    generation: Generation = Generation.SEED,
) -> Basics:
    """Name, and folded assistant, company and numbers, open where one of them is missing. Where there are no companies, none is
    asked for."""
    named = name_field(entries, initial, places)
    missing = basics_faults(
        replace(named, name="-"),
        choices.caller_ids(initial.assistant_id),
        company_needed=needs_company(generation),
    )
    said = who_words(initial, choices, generation)
    fold = Fold(WHO, _("Assistant and numbers"), said, icon=":material/call:", opened=bool(missing))
    with fold.place, places.in_fold(WHO):
        chosen = _who_fields(entries, named, choices, places, generation)
    fold.say(who_words(chosen, choices, generation))
    return chosen


def _who_fields(
    entries: FormEntries, initial: Basics, choices: Choices, places: FaultPlaces, generation: Generation
) -> Basics:
    with st.container(key="who-for-whom"):
        left, right = st.columns(2) if knows_companies(generation) else (st.container(), None)
    with left:
        assistant = _one_of(
            entries,
            "campaign-assistant",
            _("Assistant"),
            {one.id: one.name for one in choices.assistants},
            initial.assistant_id,
            _("The assistant's identifier, as Talkturo shows it"),
            _("Who speaks with people. Its texts and voice are set up in Talkturo."),
        )
        places.keep("assistant", _key_of("campaign-assistant", choices.assistants))
    company = None
    if right is not None:
        with right:
            company = _company(entries, initial, choices, needed=needs_company(generation))
            places.keep("company", _key_of("campaign-company", choices.companies))
    numbers = _caller_numbers(entries, initial, choices, places, assistant)
    return replace(initial, assistant_id=assistant, from_number_ids=numbers, company_id=company)


def who_words(basics: Basics, choices: Choices, generation: Generation) -> str:
    """Who calls, and for whom: assistant, company, numbers; as Markdown."""
    named = [_chosen_words(basics.assistant_id, {one.id: one.name for one in choices.assistants})]
    if knows_companies(generation):
        named.append(_chosen_words(basics.company_id, {one.id: one.name for one in choices.companies}))
    return " · ".join(filter(None, [*named, *names_of(basics.from_number_ids, choices)]))


def _chosen_words(chosen: str | None, names: dict[str, str]) -> str:
    return plain(shortened(names.get(chosen, chosen), LONGEST_CHOSEN)) if chosen else ""


def _key_of(key: str, offered: Sequence[object]) -> str:
    """Key of the control that is drawn: a list, or a field to type into where nothing is offered."""
    return key if offered else f"{key}-typed"


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
    """One of `names`, by id; typed where the deployment does not tell which there are. Whoever chose one that is gone chooses
    anew: nobody else's people are called in its place."""
    if not names:
        typed = st.text_input(
            label, key=entries.key(f"{key}-typed", initial or ""), placeholder=by_hand, help=hint
        )
        return entries.keep(f"{key}-typed", (typed or "").strip()) or None
    labels = unique_labels(names)
    only = next(iter(names)) if len(names) == 1 else None
    entries.key(key, initial if initial in names else None if initial else only)
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
    entries: FormEntries, initial: Basics, choices: Choices, places: FaultPlaces, assistant_id: str | None
) -> tuple[str, ...]:
    """Numbers to call from. Each assistant's choice is kept apart, so that trying another one loses nothing. Where all that were
    chosen are gone, none is: not every other one in their place. Whichever is gone is said, until she has chosen again."""
    if not choices.numbers:
        key = "campaign-numbers-typed"
        typed = st.text_input(
            _("Numbers to call from"),
            key=entries.key(key, ", ".join(initial.from_number_ids)),
            placeholder=_("The numbers' identifiers, separated by commas"),
        )
        entries.keep(key, typed or "")
        places.keep("numbers", key)
        return tuple(part.strip() for part in (typed or "").split(",") if part.strip())
    callers = choices.callers(assistant_id) if assistant_id else []
    labels = unique_labels({number.id: caller_label(number) for number in callers})
    key = f"campaign-numbers-{assistant_id}" if assistant_id else "campaign-numbers"
    its_own = bool(initial.from_number_ids) and initial.assistant_id == assistant_id
    usable = [one for one in initial.from_number_ids if one in labels] or ([] if its_own else list(labels))
    lost = entries.key(
        f"{key}-gone", [one for one in initial.from_number_ids if one not in labels] if its_own else []
    )
    entries.key(key, usable)
    if left := [one for one in st.session_state[key] if one not in labels]:
        st.session_state[key] = [one for one in st.session_state[key] if one in labels]
        st.session_state[lost] = [*st.session_state[lost], *left]
    entries.keep(lost, st.session_state[lost])
    chosen = st.multiselect(
        _("Numbers to call from"),
        list(labels),
        format_func=lambda one: labels.get(one, str(one)),
        key=key,
        placeholder=_number_hint(assistant_id, labels),
        disabled=not labels,
        on_change=entries.put,
        args=(lost, []),
        help=_("Talkturo takes turns between them. Whoever is called again is called from the same number."),
    )
    places.keep("numbers", key)
    if st.session_state[lost]:
        st.warning(_gone_words(st.session_state[lost], choices), icon=":material/phone_disabled:")
    return tuple(entries.keep(key, [one for one in chosen if one in labels]))


def _gone_words(gone: Sequence[str], choices: Choices) -> str:
    """Numbers that were chosen and may not be called from any more; of one that is not there at all nothing is known but its id."""
    known = [number.id for number in choices.numbers]
    said = ngettext(
        "{count} of the numbers chosen is not an active number of this assistant any more and was taken out",
        "{count} of the numbers chosen are not active numbers of this assistant any more and were taken out",
        len(gone),
    ).format(count=formats.number(len(gone)))
    names = names_of([one for one in gone if one in known], choices)
    return f"{said}: {', '.join(names)}" if names else f"{said}."


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

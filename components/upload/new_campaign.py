"""Campaign that a list begins: everything about it is suggested and said in a few lines, its form is a step of its own, and
the click that uses the people creates it first. `/upload?campaign=new`.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import streamlit as st

from components.campaign_form.basics import who_words
from components.campaign_form.faults import FaultPlaces, fault_sentence
from components.console import console
from components.new_campaign.create import answer_click, take_up, was_clicked
from components.new_campaign.draft import BASICS, Draft
from components.new_campaign.opening import FIRST_OF, blank, read_choices
from components.new_campaign.parts import draw_folded, draw_when, draw_who
from components.new_campaign.results import draw_found, draw_result, draw_settings_problem
from components.new_campaign.summary import from_words, name_words, when_words
from components.new_campaign.templates import draw_template_choice
from components.ui.entries import FormEntries
from components.ui.focus import focus_on
from components.upload import kept
from components.upload.campaign import NEW
from components.upload.file import Upload
from services.api.models import Campaign, CampaignStatus
from services.campaign.new_campaign import NewCampaignFacts
from services.campaigns.choices import Choices
from services.campaigns.suggested import suggested_basics
from services.contact_file import CheckedFile
from services.runtime import Runtime
from services.texts import _
from services.upload.places import kinds_of_people, main_country

CHANGE = "change-begun"
_CHANGING = "changing-begun-"


class Begun(NamedTuple):
    """The campaign that a list begins; `missing` is what has to be mended before it can be created, None where nothing has.
    `changing`: its form is the step in front of the person, and the list waits."""

    draft: Draft
    missing: str | None
    changing: bool


def draw_new_campaign(upload: Upload, checked: CheckedFile) -> Begun:
    """Draw the campaign that this list begins: in a few lines, or its form while it is changed. Goes to it in the run after the click that creates it, and
    stops the page where it is there but not as it was chosen."""
    services = console()
    choices, facts = read_choices(services.deployment), services.facts.of_new()
    made = _begun(upload, checked, choices, services, facts)
    made.speak(facts.generation)
    take_up(made, services)
    if made.half_there:
        answer_click(made, choices, services, partial(kept.claim, upload))
    if made.settings_problem:
        draw_settings_problem(made, made.settings_problem)
        st.stop()
    if made.found:
        draw_found(made)
        st.stop()
    entries, changing = (
        FormEntries(f"begun-{made.token}", place="new-campaign"),
        _is_changing(made, choices, facts),
    )
    made.follow_numbers(entries)
    if changing:
        draw_template_choice(made, entries, choices, facts)
        _draw_fields(made, entries, choices, facts)
        _draw_way_back(made)
    else:
        _say(made, choices, facts)
    answer_click(made, choices, services, partial(kept.claim, upload))
    if made.settings_problem:
        st.rerun()
    draw_result(made)
    missing = (fault_sentence(fault) for fault in made.all_faults(choices, facts.now()))
    return Begun(made, next(missing, None), changing)


def not_yet_there(made: Draft) -> Campaign:
    """The campaign that is not created yet, as far as sentences need it."""
    status = CampaignStatus.SCHEDULED if made.hours.on_a_date else CampaignStatus.DRAFT
    basics = made.basics
    return Campaign(
        id=NEW,
        name=basics.name.strip(),
        status=status,
        assistant_id=basics.assistant_id,
        company_id=basics.company_id,
    )


def _begun(
    upload: Upload, checked: CheckedFile, choices: Choices, services: Runtime, facts: NewCampaignFacts
) -> Draft:
    """The draft of this list, and another one where that has become a campaign: it is chosen like every other then. Its hours and
    days follow the places of its people, until a person says otherwise."""
    counted = (upload.edits, checked.callable_rows)
    if upload.begun is not None and _is_over(upload.begun):
        upload.begun = None
    if upload.begun is not None and upload.begun_for == counted:
        return upload.begun
    kinds, country = kinds_of_people(checked), main_country(checked)
    if upload.begun is None:
        usual = facts.usual_hours(kinds) if facts.no_days_because() is None else None
        upload.begun = blank(usual)
        upload.begun.basics = suggested_basics(upload.name, services.campaigns.all().value, choices, country)
    upload.begun.kinds, upload.begun.country, upload.begun_for = kinds, country, counted
    return upload.begun


def _is_over(begun: Draft) -> bool:
    """Whether it has become a campaign, and nothing is left to be said or done about that here."""
    nobody_chose = begun.result is not None and begun.result.people_nobody_chose is not None
    return begun.campaign_id is not None and not (begun.half_there or nobody_chose or was_clicked())


def _is_changing(made: Draft, choices: Choices, facts: NewCampaignFacts) -> bool:
    """Whether its form is the step in front of the person: since she asked for it, and at first where something of it is missing."""
    incomplete = bool(made.all_faults(choices, facts.now()))
    return bool(st.session_state.setdefault(_CHANGING + made.token, incomplete))


def _change(token: str, changing: bool) -> None:
    """A callback."""
    st.session_state[_CHANGING + token] = changing
    focus_on(FIRST_OF[BASICS] if changing else CHANGE)


def _draw_fields(made: Draft, entries: FormEntries, choices: Choices, facts: NewCampaignFacts) -> None:
    """The parts of *New campaign* but for whom it calls."""
    places = FaultPlaces()
    form, beside = st.columns([5, 3], gap="large")
    with beside:
        strip = st.container(key="form-beside")
    with form:
        draw_who(made, entries, places, choices)
        draw_when(made, entries, places, choices, facts, strip)
        draw_folded(made, entries, places)
    places.say(made.all_faults(choices, facts.now()))


def _draw_way_back(made: Draft) -> None:
    """In place of what is done with the list."""
    with (
        st.bottom,
        st.container(
            horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="change-bar"
        ),
    ):
        st.markdown(_("The list waits meanwhile; nothing of it is lost."), width="stretch")
        st.button(
            _("Back to the list"),
            key="back-to-list",
            type="primary",
            icon=":material/check:",
            on_click=_change,
            args=(made.token, False),
        )


def _say(made: Draft, choices: Choices, facts: NewCampaignFacts) -> None:
    """What is suggested in a few lines, what is missing, and the way to change it."""
    missing = [fault_sentence(fault) for fault in made.all_faults(choices, facts.now())]
    lines = [
        who_words(made.basics, choices, made.generation),
        from_words(made, choices),
        when_words(made),
        *(f":red[:material/error: {sentence}]" for sentence in missing),
    ]
    with st.container(border=True, key="begun-campaign", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{_('New campaign')} **{name_words(made)}**", width="stretch")
            st.button(
                _("Change"), key=CHANGE, icon=":material/tune:", on_click=_change, args=(made.token, True)
            )
        st.markdown("  \n".join(line for line in lines if line))

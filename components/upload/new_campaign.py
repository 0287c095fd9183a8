"""Campaign that a list begins: everything about it is suggested, said in a few lines and can be changed there; the click
that uses the people creates it first. `/upload?campaign=new`.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import streamlit as st

from components.campaign_form.basics import FaultPlaces, basics_fields, fault_sentence, names_of
from components.campaign_form.words import hours_words, start_words
from components.console import console
from components.new_campaign.create import answer_click, draw_result, draw_settings_problem
from components.new_campaign.draft import BASICS, HOURS, Draft, blank, read_choices
from components.new_campaign.steps import draw_window
from components.ui.entries import FormEntries
from components.ui.markdown import plain, shortened
from components.upload.campaign import NEW
from components.upload.file import Upload
from components.words.calling_days import days_words
from services.api.generation import knows_companies
from services.api.models import Campaign, CampaignStatus
from services.campaign.new_campaign import NewCampaignFacts
from services.campaigns.choices import Choices
from services.campaigns.form import FieldFault
from services.campaigns.suggested import suggested_basics
from services.contact_file import CheckedFile
from services.runtime import Runtime
from services.texts import _
from services.upload.places import kinds_of_people

LONGEST = 80


class Begun(NamedTuple):
    """The campaign that a list begins; `missing` is what has to be mended before it can be created, None where nothing has."""

    draft: Draft
    missing: str | None


def draw_new_campaign(upload: Upload, checked: CheckedFile) -> Begun:
    """Draw the campaign that this list begins, its fields folded. Goes to it in the run after the click that creates it, and
    stops the page where it is there but not as it was chosen."""
    services = console()
    choices, facts = read_choices(services.deployment), services.facts.of_new()
    made = _begun(upload, checked, choices, services, facts)
    made.speak(facts.generation)
    answer_click(made, choices, services)
    if made.settings_problem:
        draw_settings_problem(made, made.settings_problem)
        st.stop()
    with st.container(border=True, key="begun-campaign", gap="small"):
        said = st.container()
        _draw_fields(made, choices, facts, opened=bool(_faults(made, choices, facts.now())))
        with said:
            _say(made, choices)
    draw_result(made)
    missing = (fault_sentence(fault) for fault in _faults(made, choices, facts.now()))
    return Begun(made, next(missing, None))


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


def _faults(made: Draft, choices: Choices, now: datetime) -> list[FieldFault]:
    return [fault for step in (BASICS, HOURS) for fault in made.faults(step, choices, now)]


def _begun(
    upload: Upload, checked: CheckedFile, choices: Choices, services: Runtime, facts: NewCampaignFacts
) -> Draft:
    """The draft of this list. Its hours and days follow the places of its people, until a person says otherwise."""
    counted = (upload.edits, checked.callable_rows)
    if upload.begun is not None and upload.begun_for == counted:
        return upload.begun
    kinds = kinds_of_people(checked)
    if upload.begun is None:
        usual = facts.usual_hours(kinds) if facts.no_days_because() is None else None
        upload.begun = blank(usual)
        upload.begun.basics = suggested_basics(upload.name, services.campaigns.all().value, choices)
    upload.begun.kinds, upload.begun_for = kinds, counted
    return upload.begun


def _draw_fields(made: Draft, choices: Choices, facts: NewCampaignFacts, *, opened: bool) -> None:
    entries, places = FormEntries(f"begun-{made.token}", place="new-campaign"), FaultPlaces()
    with st.expander(_("Change"), key="change-begun", icon=":material/tune:", expanded=opened):
        made.basics = basics_fields(entries, made.basics, choices, places, made.generation)
        made.follow_numbers(entries)
        draw_window(made, entries, places, choices, facts)
        st.caption(
            _(
                "Tries, limits and everything else are as usual. They can be changed in the campaign's settings before it starts."
            )
        )
    places.say(_faults(made, choices, facts.now()))


def _say(made: Draft, choices: Choices) -> None:
    basics = made.basics
    assistants = {one.id: one.name for one in choices.assistants}
    companies = {one.id: one.name for one in choices.companies}
    named = [
        assistants.get(basics.assistant_id or "", basics.assistant_id or ""),
        companies.get(basics.company_id or "", basics.company_id or "")
        if knows_companies(made.generation)
        else "",
    ]
    who = [plain(shortened(one, LONGEST)) for one in named if one]
    days = [plain(days_words(made.days))] if made.days is not None else []
    lines = [
        [f"{_('New campaign')} **{plain(shortened(basics.name, LONGEST))}**"],
        [*who, *names_of(basics.from_number_ids, choices)],
        [hours_words(made.hours), *days],
        [start_words(made.hours)],
    ]
    st.markdown("  \n".join(" · ".join(part for part in line if part) for line in lines))

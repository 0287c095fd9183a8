"""Campaign that a list begins: everything about it is suggested, said in a few lines and can be changed there; the click
that uses the people creates it first. `/upload?campaign=new`.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import NamedTuple

import streamlit as st

from components.campaign_form.basics import basics_fields
from components.campaign_form.faults import FaultPlaces, fault_sentence
from components.console import console
from components.new_campaign.create import answer_click, take_up, was_clicked
from components.new_campaign.draft import BASICS, HOURS, Draft
from components.new_campaign.opening import blank, read_choices
from components.new_campaign.parts import draw_window
from components.new_campaign.results import draw_found, draw_result, draw_settings_problem
from components.new_campaign.summary import from_words, name_words, when_words, who_words
from components.new_campaign.templates import draw_template_choice
from components.ui.entries import FormEntries
from components.upload import kept
from components.upload.campaign import NEW
from components.upload.file import Upload
from services.api.models import Campaign, CampaignStatus
from services.campaign.new_campaign import NewCampaignFacts
from services.campaigns.choices import Choices
from services.campaigns.form import FieldFault
from services.campaigns.suggested import suggested_basics
from services.contact_file import CheckedFile
from services.runtime import Runtime
from services.texts import _
from services.upload.places import kinds_of_people, main_country


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
    take_up(made, services)
    if made.half_there:
        answer_click(made, choices, services, partial(kept.claim, upload))
    if made.settings_problem:
        draw_settings_problem(made, made.settings_problem)
        st.stop()
    if made.found:
        draw_found(made)
        st.stop()
    entries = FormEntries(f"begun-{made.token}", place="new-campaign")
    with st.container(border=True, key="begun-campaign", gap="small"):
        draw_template_choice(made, entries, choices, facts)
        said = st.container()
        _draw_fields(made, entries, choices, facts, opened=bool(_faults(made, choices, facts.now())))
        with said:
            _say(made, choices)
    answer_click(made, choices, services, partial(kept.claim, upload))
    if made.settings_problem:
        st.rerun()
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


def _draw_fields(
    made: Draft, entries: FormEntries, choices: Choices, facts: NewCampaignFacts, *, opened: bool
) -> None:
    places = FaultPlaces()
    with st.expander(_("Change"), key="change-begun", icon=":material/tune:", expanded=opened):
        left, right = st.columns(2, gap="large")
        with left:
            made.basics = basics_fields(entries, made.basics, choices, places, made.generation)
            made.follow_numbers(entries)
            strip = st.container()
        with right:
            draw_window(made, entries, places, choices, facts, strip_in=strip)
        st.caption(
            _(
                "Tries, limits and everything else are as in the template. They can be changed in the campaign's settings before it starts."
            )
            if made.template
            else _(
                "Tries, limits and everything else are as usual. They can be changed in the campaign's settings before it starts."
            )
        )
    places.say(_faults(made, choices, facts.now()))


def _say(made: Draft, choices: Choices) -> None:
    lines = [
        f"{_('New campaign')} **{name_words(made)}**",
        who_words(made, choices),
        from_words(made, choices),
        when_words(made),
    ]
    st.markdown("  \n".join(line for line in lines if line))

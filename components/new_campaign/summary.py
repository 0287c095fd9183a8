"""Summary of a campaign in the making, beside its four steps."""

from __future__ import annotations

import streamlit as st

from components.campaign_form.basics import names_of
from components.campaign_form.retries import retries_sentence
from components.campaign_form.words import hours_words, longest_words, start_words, voicemail_words
from components.new_campaign.draft import Draft
from components.ui import formats
from components.ui.markdown import plain, shortened
from components.words.calling_days import days_words
from services.api.generation import knows_companies
from services.api.taken_settings import Setting
from services.campaigns.choices import Choices
from services.campaigns.first_people import FirstPeople, PeopleSource, takes_limit
from services.texts import N_, _, ngettext

SOURCE_WORDS = {
    PeopleSource.UPLOAD: N_("From a list, uploaded next"),
    PeopleSource.EVERYBODY: N_("Everybody of the company"),
    PeopleSource.UNREACHED: N_("Whom the copied campaign did not reach"),
    PeopleSource.GROUP: N_("A contact group, counted and confirmed next"),
    PeopleSource.LATER: N_("Decided later"),
}


def draw_summary(made: Draft, choices: Choices) -> None:
    """Each entry in words; a dash where nothing is chosen yet."""
    assistants = {one.id: one.name for one in choices.assistants}
    companies = {one.id: one.name for one in choices.companies}
    basics = made.basics
    with st.container(border=True, key="new-campaign-summary", gap="xsmall"):
        st.markdown(f"**{_('Summary')}**")
        _line(_("Name"), plain(shortened(basics.name, 80)))
        _line(_("Assistant"), _named(basics.assistant_id, assistants))
        _line(_("Numbers"), ", ".join(names_of(basics.from_number_ids, choices)))
        if knows_companies(made.generation):
            _line(_("Company"), _named(basics.company_id, companies))
        _line(_("Calling hours"), hours_words(made.hours))
        if made.days is not None:
            _line(_("Calling days"), plain(days_words(made.days)))
        _line(_("Start"), start_words(made.hours))
        if made.retries.people_at_once:
            _line(_("People at once"), formats.number(made.retries.people_at_once))
        _line(_("Tries"), retries_sentence(made.retries))
        if Setting.LONGEST_CALL in made.offered and made.each.longest_minutes:
            _line(_("Longest call"), longest_words(made.each))
        if Setting.VOICEMAIL in made.offered and (voicemail := voicemail_words(made.each)):
            _line(_("Voicemail"), voicemail)
        _line(_("People"), people_words(made.people))


def _line(label: str, value: str) -> None:
    st.markdown(f":small[:gray[{label}]]  \n{value or formats.NOTHING}")


def _named(chosen: str | None, names: dict[str, str]) -> str:
    return plain(shortened(names.get(chosen, chosen), 60)) if chosen else ""


def people_words(people: FirstPeople) -> str:
    if people.at_most and takes_limit(people.source):
        first = ngettext(
            "only the first {count} of them now", "only the first {count} of them now", people.at_most
        )
        return f"{source_words(people)}: {first.format(count=formats.number(people.at_most))}"
    return source_words(people)


def source_words(people: FirstPeople) -> str:
    if people.source is PeopleSource.PICKED:
        count = len(people.picked)
        return ngettext("{count} person picked", "{count} people picked", count).format(
            count=formats.number(count)
        )
    return _(SOURCE_WORDS[people.source])

"""People of *New campaign*: where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from components.campaign_form.faults import FaultPlaces
from components.campaign_form.section import section
from components.new_campaign.draft import Draft
from components.new_campaign.picked import draw_picked, picked_contacts
from components.new_campaign.summary import people_words
from components.ui import formats
from components.ui.empty import draw_empty
from components.ui.entries import FormEntries
from components.ui.markdown import plain
from components.ui.messages import problems_shown
from components.ui.unreadable import ListKind, draw_unreadable
from components.words.groups import group_labels, no_groups_yet
from services.api.generation import needs_company
from services.api.models import Company
from services.calling_days.whose import Whose
from services.campaign.expected import Expected
from services.campaign.new_campaign import NewCampaignFacts
from services.campaigns.choices import Choices
from services.campaigns.first_people import PeopleSource, takes_limit
from services.groups.listing import HAVE_GROUPS
from services.texts import _, ngettext


def draw_people(
    made: Draft, entries: FormEntries, places: FaultPlaces, choices: Choices, facts: NewCampaignFacts
) -> None:
    """Upload, everybody, picked ones, the unreached of the campaign copied, or later."""
    with section(_("Who is called?"), "people") as line:
        _draw_source(made, entries, choices, facts)
        if made.people.source is PeopleSource.GROUP:
            _choose_group(made, entries, facts)
            places.keep("group", "people-group")
        if made.people.source is PeopleSource.PICKED:
            draw_picked(made, entries, facts)
            places.keep("people", "people-picked")
        if takes_limit(made.people.source):
            _only_the_first(made, entries)
        line.caption(people_words(made.people))


def _draw_source(made: Draft, entries: FormEntries, choices: Choices, facts: NewCampaignFacts) -> None:
    company = _company(made, choices)
    sources = _sources(made, facts)
    if made.people.source not in sources:
        made.people = replace(made.people, source=PeopleSource.UPLOAD)
    source = st.radio(
        _("Where do they come from?"),
        sources,
        format_func=lambda one: _label(one, made, company),
        key=_source_key(entries, made, sources),
        horizontal=True,
        label_visibility="collapsed",
    )
    chosen = entries.keep("people-source", PeopleSource(source or PeopleSource.LATER))
    made.people = replace(made.people, source=chosen)
    said = [_caption(chosen, company)]
    if PeopleSource.PICKED not in sources:
        said.append(_("Choosing from the people Talkturo knows is not possible with this connection."))
    if why := no_groups_yet(made.generation):
        said.append(why)
    st.caption("  \n".join(said))


def expected_or_unknown(made: Draft, choices: Choices, facts: NewCampaignFacts) -> Expected:
    """The people the campaign will begin with; a failure to read them is said."""
    with problems_shown():
        picked = picked_contacts(made.people.picked)
        return facts.expected_people(made.people, _company(made, choices), picked, made.copied)
    return Expected(None)


def expected_kinds(made: Draft, choices: Choices, facts: NewCampaignFacts) -> Sequence[Whose]:
    """The kinds of people that hours and days follow: those of its list, else of whom it is expected to begin with."""
    return made.kinds or facts.expected_kinds(
        expected_or_unknown(made, choices, facts), made.basics.company_id, made.hours.timezone
    )


def _company(made: Draft, choices: Choices) -> Company | None:
    return next((one for one in choices.companies if one.id == made.basics.company_id), None)


def _sources(made: Draft, facts: NewCampaignFacts) -> list[PeopleSource]:
    """Sources that this deployment allows. Whoever cannot be listed cannot be chosen."""
    sources = [PeopleSource.UPLOAD]
    with problems_shown():
        if made.copied and facts.may("listCampaignContacts"):
            sources.insert(0, PeopleSource.UNREACHED)
        if facts.may("listContacts"):
            everybody = [PeopleSource.EVERYBODY] if needs_company(made.generation) else []
            sources += [*everybody, PeopleSource.PICKED]
        if made.generation in HAVE_GROUPS:
            sources.append(PeopleSource.GROUP)
    return [*sources, PeopleSource.LATER]


def _source_key(entries: FormEntries, made: Draft, sources: list[PeopleSource]) -> str:
    key = entries.key("people-source", made.people.source)
    if st.session_state[key] not in sources:
        st.session_state[key] = made.people.source
    return key


def _label(source: PeopleSource, made: Draft, company: Company | None) -> str:
    name = plain(company.name) if company else _("the company")
    copied = plain(made.copied.name) if made.copied else ""
    return {
        PeopleSource.UPLOAD: _("A list that I upload next"),
        PeopleSource.EVERYBODY: _("Everybody of {company}").format(company=name),
        PeopleSource.PICKED: _picked_label(made, name),
        PeopleSource.UNREACHED: _("The people whom {campaign} did not reach").format(campaign=copied),
        PeopleSource.GROUP: _("A contact group"),
        PeopleSource.LATER: _("I decide later"),
    }[source]


def _picked_label(made: Draft, company: str) -> str:
    if made.basics.company_id or needs_company(made.generation):
        return _("People of {company} whom I pick").format(company=company)
    return _("People whom I pick")


def _caption(source: PeopleSource, company: Company | None) -> str:
    return {
        PeopleSource.UPLOAD: _(
            "A spreadsheet export with names and phone numbers. It is checked before anybody is added, and only the first of "
            "them can be put in at first."
        ),
        PeopleSource.EVERYBODY: _everybody_caption(company),
        PeopleSource.PICKED: _("From the people Talkturo knows already."),
        PeopleSource.UNREACHED: _("No answer, busy or voicemail until the last try."),
        PeopleSource.GROUP: _(
            "One of Talkturo's groups. Who of it would be added is counted before anybody is."
        ),
        PeopleSource.LATER: _("The campaign is created without people and calls nobody."),
    }[source]


def _everybody_caption(company: Company | None) -> str:
    hint = _("All who have a number and are not marked do-not-call.")
    if company is None or company.contact_count is None:
        return hint
    known = ngettext(
        "{count} person is known there.", "{count} people are known there.", company.contact_count
    )
    return f"{hint} {known.format(count=formats.number(company.contact_count))}"


def _only_the_first(made: Draft, entries: FormEntries) -> None:
    most = st.number_input(
        _("Only the first so many of them now (empty: all)"),
        min_value=1,
        value=None,
        step=1,
        key=entries.key("people-at-most", made.people.at_most),
        help=_(
            "The surest way to call at most so many: nobody else is in the campaign then. The others wait with the import; one "
            "click puts them in later."
        ),
        width=360,
    )
    made.people = replace(made.people, at_most=entries.keep("people-at-most", most))


def _choose_group(made: Draft, entries: FormEntries, facts: NewCampaignFacts) -> None:
    with problems_shown():
        groups = facts.groups.all()
        draw_unreadable(ListKind.GROUPS, groups.unreadable)
        if not groups.items:
            draw_empty(_("There are no contact groups in Talkturo yet. People can be uploaded from a list."))
            made.people = replace(made.people, group_id=None)
            return
        labels = group_labels(groups.items)
        key = entries.key("people-group", made.people.group_id)
        if st.session_state[key] not in labels:
            st.session_state[key] = None
        chosen = st.selectbox(
            _("Group"),
            list(labels),
            index=None,
            format_func=lambda one: labels.get(one, str(one)),
            key=key,
            placeholder=_("Please choose"),
        )
        made.people = replace(made.people, group_id=entries.keep("people-group", chosen))

"""People of *New campaign* who are picked by hand, out of those whom Talkturo knows already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from components.new_campaign.draft import Draft
from components.ui import formats
from components.ui.empty import draw_empty
from components.ui.entries import FormEntries
from components.ui.markdown import plain
from components.ui.messages import problems_shown
from components.ui.unique_labels import unique_labels
from services.api.generation import needs_company
from services.api.models import Contact
from services.campaign.company_people import AT_ONCE
from services.campaign.new_campaign import NewCampaignFacts
from services.texts import _, ngettext

_KEY = "people-picked"
_OFFERED, _THERE = "people-offered", "people-there"
"""Whom this person was offered or has picked before, by id; and ids of those whom Talkturo has told of in this session."""


def remember_offered(people: Sequence[Contact]) -> dict[str, Contact]:
    """Everybody offered to this person so far, by id: who was picked stays known when the search changes."""
    offered: dict[str, Contact] = st.session_state.setdefault(_OFFERED, {})
    offered.update({one.id: one for one in people})
    return offered


def picked_contacts(contact_ids: Sequence[str]) -> list[Contact]:
    """Those of them who are known, for their names and places."""
    offered: dict[str, Contact] = st.session_state.get(_OFFERED, {})
    return [offered[one] for one in contact_ids if one in offered]


def draw_picked(made: Draft, entries: FormEntries, facts: NewCampaignFacts) -> None:
    if not made.basics.company_id and needs_company(made.generation):
        draw_empty(_("Please choose a company above: its people are shown here."))
        return
    search = st.text_input(
        _("Search"),
        type="search",
        key=entries.key("people-search", ""),
        placeholder=_("Name, number or e-mail"),
    )
    found: list[Contact] = []
    with problems_shown():
        found = facts.company_people(made.basics.company_id, entries.keep("people-search", search or ""))
    _draw_choice(made, entries, found, facts)


def _draw_choice(made: Draft, entries: FormEntries, found: list[Contact], facts: NewCampaignFacts) -> None:
    """People picked so far: they stay picked, whatever is searched for next."""
    offered = remember_offered(found)
    there: set[str] = st.session_state.setdefault(_THERE, set())
    there.update(one.id for one in found)
    entries.key(_KEY, list(made.people.picked))
    picked: list[str] = st.session_state[_KEY]
    with problems_shown():
        made.gone = _look_up([one for one in picked if one not in there], there, facts)
    options = [*dict.fromkeys([*picked, *(one.id for one in found)])]
    labels = unique_labels({one: _label(offered[one]) if one in offered else one for one in options})
    chosen = st.multiselect(
        _("People"),
        options,
        format_func=lambda one: labels.get(one, str(one)),
        key=_KEY,
        placeholder=_("Please choose") if options else _("Nobody was found"),
    )
    made.people = replace(made.people, picked=tuple(entries.keep(_KEY, list(chosen))))
    if len(found) == AT_ONCE:
        st.caption(_("Only the first {count} are offered. Search for the others.").format(count=AT_ONCE))
    if gone := [labels[one] for one in made.gone if one in made.people.picked]:
        _draw_gone(made, entries, gone)


def _look_up(picked: Sequence[str], there: set[str], facts: NewCampaignFacts) -> tuple[str, ...]:
    """Of those who were picked before, and are not offered now, who is not in Talkturo any more."""
    known = facts.known_people(picked) if picked else None
    if known is None:
        return ()
    remember_offered(known)
    there.update(one.id for one in known)
    return tuple(one for one in picked if one not in there)


def _draw_gone(made: Draft, entries: FormEntries, names: Sequence[str]) -> None:
    said = ngettext(
        "{count} of the people picked could not be found in Talkturo any more: {names}",
        "{count} of the people picked could not be found in Talkturo any more: {names}",
        len(names),
    )
    st.warning(
        said.format(count=formats.number(len(names)), names=", ".join(plain(name) for name in names)),
        icon=":material/person_off:",
    )
    st.button(
        _("Go on without them"), key="leave-out-gone", on_click=_leave_out, args=(made, entries, made.gone)
    )


def _leave_out(made: Draft, entries: FormEntries, gone: tuple[str, ...]) -> None:
    """Callback."""
    picked = tuple(one for one in made.people.picked if one not in gone)
    made.people, made.gone = replace(made.people, picked=picked), ()
    entries.put(_KEY, list(picked))


def _label(one: Contact) -> str:
    name = f"{one.first_name} {one.last_name}".strip()
    return " · ".join(part for part in (name, one.phone and formats.telephone(one.phone)) if part)

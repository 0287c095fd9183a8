"""One click on somebody of a table: she asked not to be called again. A dialog asks why, and what was done can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

import streamlit as st

from components.console import console, region_set, whoever
from components.do_not_call.country import draw_country
from components.do_not_call.words import REASONS, mark_word, reason_word, who_is_it
from components.ui import formats
from components.ui.dialogs import open_dialog
from components.ui.markdown import plain
from components.ui.messages import Doing, problems_shown
from components.ui.unique_labels import unique_labels
from services.do_not_call import Added, NewEntry, NotRemovable, NumberNotRead
from services.do_not_call.reading import has_country_code
from services.texts import _

_DONE = "do-not-call-done"


class SomebodyToCall(NamedTuple):
    """Somebody of the table; `contact_id` where the platform tells it."""

    number: str
    name: str = ""
    contact_id: str | None = None


def draw_asked(people: Sequence[SomebodyToCall], key: str) -> None:
    """Draw the choice below a table. `key` tells the table from others."""
    _draw_done(key)
    by_number = {one.number: one for one in people if one.number}
    if not by_number:
        return
    labels = unique_labels(
        {
            number: " · ".join(word for word in (one.name, formats.telephone(number)) if word)
            for number, one in by_number.items()
        }
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Asked not to be called again"),
            list(by_number),
            index=None,
            format_func=lambda one: labels.get(one, ""),
            placeholder=_("Choose who asked for it"),
            key=f"asked-{key}",
            width=480,  # beside its button on a desk, above it on a phone
        )
        clicked = st.button(
            _("Do not call again …"),
            key=f"do-not-call-{key}",
            disabled=chosen is None,
            icon=":material/phone_disabled:",
        )
    if clicked and chosen in by_number:
        open_dialog(
            _("Do not call again"), _draw_why, by_number[chosen], key, icon=":material/phone_disabled:"
        )


def _draw_why(one: SomebodyToCall, key: str) -> None:
    st.markdown(
        _("No campaign of this team calls **{who}** any more, whatever Talkturo says.").format(
            who=plain(f"{one.name} {formats.telephone(one.number)}".strip())
        )
    )
    why = st.radio(
        _("Why"), list(REASONS), format_func=reason_word, key=f"why-{key}", label_visibility="collapsed"
    )
    note = st.text_input(_("Remark (optional)"), key=f"note-{key}", max_chars=500)
    region = region_set()
    if not region and not has_country_code(one.number):
        region = draw_country(f"country-{key}", _("Country of this number"))
    if st.button(_("Put on the list"), key=f"put-{key}", type="primary"):
        with problems_shown(Doing.SAVING):
            new = NewEntry(one.number, why, one.name, one.contact_id, note)
            try:
                st.session_state[_DONE] = (
                    key,
                    console().do_not_call.add(new, region=region, who=whoever()),
                )
            except NumberNotRead:
                st.error(
                    _(
                        "This number cannot be read for certain. Please choose its country, or put it on the list by hand: *Do not call*."
                    )
                )
                return
            st.rerun()


def _draw_done(key: str) -> None:
    """Say what was done a moment ago, with the way back."""
    told = st.session_state.get(_DONE)
    if not told or told[0] != key:
        return
    added: Added = told[1]
    who = plain(who_is_it(added.entry))
    with st.container(horizontal=True, vertical_alignment="center"):
        if added.new:
            st.success(
                _(
                    "**{who}** is on the list. A running campaign leaves this person out, or is paused within a few moments."
                ).format(who=who),
                icon=":material/phone_disabled:",
            )
            st.button(
                _("Undo"), key=f"undo-{key}", icon=":material/undo:", on_click=_undo, args=(added.entry.id,)
            )
        else:
            st.info(
                _("**{who}** was on the list already, since {when}.").format(
                    who=who, when=formats.moment(added.entry.at)
                ),
                icon=":material/phone_disabled:",
            )
    st.caption(_("Talkturo: {mark}").format(mark=mark_word(added.entry.mark)))


def _undo(entry_id: int) -> None:
    st.session_state.pop(_DONE, None)
    with problems_shown(Doing.SAVING), suppress(NotRemovable):
        console().do_not_call.remove(entry_id, _("Undone at once"), who=whoever())

"""Faults of a form, said beside the controls they belong to and tied to them; after a click the first of them has the focus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.campaign_form.folds import open_fold
from components.ui.focus import draw_field_error, focus_on
from services.campaigns.form import FieldFault, Flaw
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
    ("people", Flaw.GONE): N_(
        "Some of the people picked are not in Talkturo any more. Please go on without them."
    ),
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
    Flaw.UNREADABLE: N_("Please write the hours like 10:00 AM–2:00 PM, several with a comma between them."),
    Flaw.WINDOW_EMPTY: N_(
        "These hours lie outside the calling hours above, so nobody would be called on this day."
    ),
    Flaw.MISSING: N_("Please fill this in."),
    Flaw.OUT_OF_RANGE: N_("This number is too small or too large."),
}
_SAID = "faults-said"
"""Keys of the controls that were said to be wrong when the page was drawn last."""


def fault_sentence(fault: FieldFault) -> str:
    return _(_SENTENCES.get((fault.field, fault.flaw)) or _SENTENCES[fault.flaw])


class _Place(NamedTuple):
    """Room under a control, the control's key, and the fold it is in; "" where it is in none."""

    under: DeltaGenerator
    key: str
    fold: str


class FaultPlaces:
    """Places beside the controls, kept free until it is known what is wrong with what is typed now."""

    def __init__(self) -> None:
        self._places: dict[str, _Place] = {}
        self._fold = ""

    def keep(self, field: str, key: str) -> None:
        """Under the control just drawn, whose key it is."""
        self._places[field] = _Place(st.container(), key, self._fold)

    @contextmanager
    def in_fold(self, key: str) -> Iterator[None]:
        """The controls drawn meanwhile are in the fold of this key."""
        before, self._fold = self._fold, key
        yield
        self._fold = before

    def say(self, faults: Sequence[FieldFault]) -> None:
        """Say each beside its control, and what was said before and is right now no more."""
        said: dict[str, list[str]] = {}
        for fault in faults:
            if fault.field in self._places:
                said.setdefault(fault.field, []).append(fault_sentence(fault))
            else:
                st.markdown(f":small[:red[:material/error: {fault_sentence(fault)}]]")
        before: set[str] = st.session_state.get(_SAID, set())
        for field, place in self._places.items():
            if field in said or place.key in before:
                with place.under:
                    draw_field_error(place.key, _words(said.get(field, [])))
        st.session_state[_SAID] = {self._places[field].key for field in said}

    def go_to_first(self, faults: Sequence[FieldFault]) -> None:
        """After a click: the first control that is wrong has the focus, and its fold is open once the page is drawn anew."""
        wrong = {fault.field for fault in faults}
        first = next((place for field, place in self._places.items() if field in wrong), None)
        if first is None:
            return
        if first.fold:
            open_fold(first.fold)
        focus_on(first.key)


def _words(sentences: Sequence[str]) -> str | None:
    return f":small[:material/error: {' '.join(sentences)}]" if sentences else None

"""Entries of a form, what a person typed into it, kept in her session.

Streamlit forgets a control's value when the control is not drawn (another step, another page), and loses a choice
when its label changes (another language). Here both come back: what was typed is kept beside the controls, and put
back where a control is new or begins to speak another language.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from components.streamlit_internals.browser_values import is_drawn, is_told
from services.texts import language

T = TypeVar("T")


class FormEntries:
    """The entries of one form, by the keys of its controls. `form` names it, e.g. `campaign-c1`.

    Make it before the form's controls are drawn. Forms that take turns in the same controls share a `place`.
    """

    def __init__(self, form: str, place: str = "") -> None:
        self._kept: dict[str, object] = st.session_state.setdefault(f"entries-{form}", {})
        self._told: set[str] = st.session_state.setdefault("entries-told", set())
        self._leave_other_form(f"entries-shown-{place or form}", form)
        spoken = f"entries-language-{form}"
        code = language().code
        if st.session_state.setdefault(spoken, code) != code:
            st.session_state[spoken] = code
            for key in self._kept:
                st.session_state.pop(key, None)

    @staticmethod
    def _leave_other_form(shown: str, form: str) -> None:
        other = st.session_state.setdefault(shown, form)
        if other != form:
            st.session_state[shown] = form
            for key in st.session_state.get(f"entries-{other}", {}):
                st.session_state.pop(key, None)

    def key(self, key: str, initial: object) -> str:
        """The key of a control about to be drawn, its state set to what was typed, at first to `initial`. It is set again until
        the browser has drawn the control: where a page is drawn anew before all of it was sent, the first value is lost on the
        way, and the browser would tell the control's default as if a person had chosen it."""
        if key not in st.session_state:
            self._told.discard(key)
            st.session_state[key] = self._kept.get(key, initial)
        elif key not in self._told:
            if is_told(key):
                self._told.add(key)
            elif not is_drawn(key):
                st.session_state[key] = st.session_state[key]
        return key

    def keep(self, key: str, value: T) -> T:
        """Remember what a control answered."""
        self._kept[key] = value
        return value

    def put(self, key: str, value: object) -> None:
        """Type `value` for the person. Only before the control is drawn: in callbacks."""
        self._kept[key] = value
        st.session_state[key] = value

    def begin_anew(self, *keys: str) -> None:
        """Forget what was typed into some controls, which are not drawn yet: they begin with their initial value."""
        for key in keys:
            self._kept.pop(key, None)
            st.session_state.pop(key, None)

    def begin_anew_but(self, stays: Callable[[str], bool]) -> None:
        """Forget what was typed into all controls but those whose key `stays`. Only in callbacks."""
        self.begin_anew(*[key for key in self._kept if not stays(key)])

    def clear(self) -> None:
        """Forget everything typed."""
        for key in self._kept:
            st.session_state.pop(key, None)
        self._kept.clear()

"""Fold of a form (disclosure): what has a good default, shut, with its value in the label."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.ui.dialogs import redraw_page

_CHANGED = "folds-say-less"


class Fold:
    """An expander whose label says what is set in it. What is typed in it is known only once it is drawn: then `say` it, and at
    the page's end `redraw_where_folds_differ`. It stays open while its label changes. `opened` is for what begins incomplete: it is
    open then until a person shuts it."""

    def __init__(self, key: str, title: str, value: str, *, icon: str, opened: bool = False) -> None:
        self._said = f"fold-said-{key}"
        if opened:
            st.session_state.setdefault(_turn(key), 1)
        self._shown = st.session_state.setdefault(self._said, value)
        turn = st.session_state.get(_turn(key), 0)
        with st.container(key=key):
            self.place: DeltaGenerator = st.expander(
                f"{title}: {self._shown}" if self._shown else title,
                key=f"{key}-{turn}",
                icon=icon,
                expanded=turn > 0,
            )

    def say(self, value: str) -> None:
        """What is typed in it now, as Markdown."""
        if value != self._shown:
            st.session_state[self._said] = value
            st.session_state[_CHANGED] = True


def open_fold(key: str) -> None:
    """Whatever the person did with it: the browser remembers that by its key."""
    st.session_state[_turn(key)] = st.session_state.get(_turn(key), 0) + 1
    st.session_state[_CHANGED] = True


def redraw_where_folds_differ() -> None:
    """At the end of a page, once what was clicked is answered: draw it anew where a label says what was typed before."""
    if st.session_state.pop(_CHANGED, False):
        redraw_page()


def _turn(key: str) -> str:
    return f"fold-turn-{key}"

"""Focus of the keyboard, and what a screen reader is told of a control, where Streamlit offers neither.

A control that is gone after a click takes the focus with it, and the next Tab begins at the top of the page. Whoever draws
the page says where it goes on, by the key of a control (`docs/testing.md`).
"""

from __future__ import annotations

import json

import streamlit as st
from streamlit.components.v2 import component

from components.ui.html import COMPONENTS

_TURN, _FOCUS, _TOLD, _IF_LOST = "focus-turn", "focus-wanted", "focus-told", "focus-if-lost"
_focus = component(
    "focus",
    html="<span hidden></span>",
    js=(COMPONENTS / "ui" / "focus.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def focus_on(key: str, *, if_lost: bool = False) -> None:
    """Once the page is drawn, the control with this key has the focus; with `if_lost` only where no other has it by then.
    Call it in a callback or while drawing."""
    st.session_state[_FOCUS] = key
    st.session_state[_IF_LOST] = if_lost
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def tell_control(key: str, attribute: str, value: str | None) -> None:
    """Give the control with this key an ARIA attribute; None takes it away."""
    st.session_state.setdefault(_TOLD, []).append([key, attribute, value])


def draw_field_error(key: str, words: str | None) -> None:
    """What is wrong with the field above, tied to it; nothing where `words` is None."""
    error = f"{key}-error"
    tell_control(key, "aria-invalid", "true" if words else None)
    tell_control(key, "aria-describedby", error if words else None)
    if words:
        with st.container(key=error):
            st.markdown(f":red[{words}]")


def begin_focus() -> None:
    """At the beginning of such a page: what was told while it was drawn last is over."""
    st.session_state.pop(_TOLD, None)


def draw_focus() -> None:
    """At the end of a page whose parts have asked for it."""
    told = {
        "turn": st.session_state.get(_TURN, 0),
        "focus": st.session_state.get(_FOCUS, ""),
        "ifLost": st.session_state.get(_IF_LOST, False),
        "told": st.session_state.pop(_TOLD, []),
    }
    _focus(key="focus", data=json.dumps(told).encode())

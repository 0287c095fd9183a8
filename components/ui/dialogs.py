"""Dialogs over a page, and parts that refresh themselves without taking a dialog away from who reads it.

Streamlit closes a dialog as soon as the whole page is drawn anew. What a refreshing part finds out meanwhile (a status
that has changed, say) waits until the dialog is closed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from services.process.turns import turns

_OPEN = "dialog-open"


def open_dialog(
    title: str,
    draw: Callable[..., None],
    *args: object,
    icon: str,
    width: Literal["small", "medium", "large"] = "small",
) -> None:
    """Draw `draw(*args)` over the page; call it in the run of the click. `title` is Markdown.

    Never call it in a part that refreshes itself: the next refresh would leave a dialog on the screen that answers no
    click. And let nothing in `draw` change its height above a button (`docs/architecture.md`, *Pages*).
    """
    st.session_state[_OPEN] = True
    # drawn anew when it is dismissed, the page also shows what waited
    st.dialog(title, width=width, icon=icon, on_dismiss="rerun")(turns.in_turn(draw))(*args)


def begin_page() -> None:
    """The whole page is drawn: whatever dialog there was is closed."""
    st.session_state.pop(_OPEN, None)


def redraw_page() -> None:
    """From a part that refreshes itself: draw the whole page anew, or go on where that would close a dialog."""
    if _OPEN not in st.session_state:
        st.rerun()

"""Banner above every page while the console's own database does not answer: why, and what works all the same."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.console import console
from components.ui.dialogs import redraw_page
from components.ui.messages import database_away
from services.database.circuit_breaker import AwayReason

_SAID = "database-banner"


def draw_database_banner(place: DeltaGenerator) -> None:
    """Call it once more when the page was drawn: it may have been the first to find that out."""
    reason = _reason()
    st.session_state[_SAID] = reason
    if reason:
        place.warning(database_away(reason), icon=":material/database_off:")


def keep_banner_true() -> None:
    """From a part that refreshes itself: a page that nobody touches says so too, and no longer than it is so.

    Raises:
        NotAllowed: the sign-in has ended meanwhile; then the part shows nothing more.
    """
    if _SAID in st.session_state and st.session_state[_SAID] is not _reason():
        redraw_page()


def _reason() -> AwayReason | None:
    away = console().database.away
    return away.reason if away else None

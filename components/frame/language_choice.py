"""Choice of the language (a cookie): what a person chose with the switch holds in this browser for a year.

The address counts before it, for the tab that was opened with it: a link in another language changes nobody's choice.
"""

from __future__ import annotations

from contextvars import ContextVar

import streamlit as st

from components.streamlit_internals.script_run import in_script_run
from services import texts

LANGUAGE_KEY = "lang"
COOKIE = "console_language"
_CHOSEN = "chosen-language"
_TO_KEEP = "language-to-keep"
# Each sentence asks for the language; looking it up in the session hundreds of times a run takes longer than the rest.
_known: ContextVar[str | None] = ContextVar("known_language", default=None)


def _chosen_language() -> str | None:
    if not in_script_run():
        return None
    known = _known.get()
    if known is None:
        chosen = (st.session_state.get(_CHOSEN), st.context.cookies.get(COOKIE))
        known = texts.first_offered(chosen, st.context.locale)
        _known.set(known)
    return known


texts.follow(_chosen_language)


def to_keep() -> str | None:
    """Code of the language that was chosen with the switch in this session, for the browser to keep."""
    kept: str | None = st.session_state.get(_TO_KEEP)
    return kept


def _keep_language() -> None:
    chosen = st.session_state[LANGUAGE_KEY]
    st.session_state[_CHOSEN] = st.session_state[_TO_KEEP] = chosen
    _known.set(None)
    if LANGUAGE_KEY in st.query_params:
        st.query_params[LANGUAGE_KEY] = chosen


def take_language_from_address() -> None:
    """`?lang=de` chooses for this session, and holds on the pages visited next."""
    _known.set(None)
    asked = st.query_params.get(LANGUAGE_KEY)
    if texts.named(asked):
        st.session_state[_CHOSEN] = asked


def choose_language() -> None:
    """The language switch."""
    st.session_state[LANGUAGE_KEY] = texts.language().code
    names = {one.code: one.name for one in texts.offered()}
    with st.sidebar:
        st.segmented_control(
            "Language · Sprache",  # not translated: it must be found by who cannot read the rest
            list(names),
            format_func=names.__getitem__,
            required=True,
            key=LANGUAGE_KEY,
            on_change=_keep_language,
            label_visibility="collapsed",
        )

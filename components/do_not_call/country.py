"""Country in which a number without its country code is read: set by an admin, else asked for and never guessed."""

from __future__ import annotations

import streamlit as st

from components.console import region_set
from components.words.upload import region_word, regions
from services.texts import _


def draw_country(key: str, said_of: str = "") -> str:
    """Draw the choice; answers the country, "" where none is chosen yet. Without `said_of` the usual words stand before it."""
    known, usual = regions(), region_set()
    chosen = st.selectbox(
        said_of or _("Numbers without country code are from"),
        known,
        index=known.index(usual) if usual in known else None,
        format_func=region_word,
        placeholder=_("Please choose"),
        key=key,
    )
    return chosen or ""

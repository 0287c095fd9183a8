"""Number of people a forecast is made for, asked where it is not known yet who they are."""

from __future__ import annotations

import streamlit as st

from components.ui.entries import FormEntries
from services.texts import _

USUAL_LIST = 200


def asked_count(entries: FormEntries, key: str = "expected-people") -> int:
    """How many people the person expects, where it is not known yet who they are."""
    typed = st.number_input(
        _("Estimated for so many people"),
        min_value=1,
        max_value=1_000_000,
        step=50,
        key=entries.key(key, USUAL_LIST),
        width=240,
    )
    return entries.keep(key, int(typed))

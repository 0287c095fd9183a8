"""Field in which somebody searches a campaign for a person. What is typed stays out of the address: it is a name or a number."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from services.texts import _


def draw_person_search(
    key: str, *, on_change: Callable[..., None] | None = None, args: tuple[object, ...] = ()
) -> str:
    """Answers what is searched for; "" for nobody in particular."""
    typed = st.text_input(
        _("Search for a person"),
        type="search",
        placeholder=_("Name or number"),
        key=key,
        on_change=on_change,
        args=args,
        label_visibility="collapsed",
        width=240,
    )
    return typed.strip()

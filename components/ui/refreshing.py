"""Fragments: parts of a page that are drawn anew by themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import ParamSpec, TypeVar

import streamlit as st

from components.ui.database_banner import keep_banner_true
from services.process.turns import turns

P = ParamSpec("P")
R = TypeVar("R")


def refreshing(every: float | timedelta | None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A decorator: what the function draws is drawn anew `every` seconds, in turn with other people's pages. With None
    it is drawn anew only where somebody clicks in it."""

    def decorated(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
            keep_banner_true()
            return function(*args, **kwargs)

        return st.fragment(turns.in_turn(drawn), run_every=every)

    return decorated

"""Empty state: one quiet line where there is nothing to show, with the next step beside it.

Nothing is wrong, and nothing has to be known: so no box and no color, which are for what needs somebody's attention.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from components.ui import address
from services.texts import _


class NextStep(NamedTuple):
    """The way to a page, `query` and all, on which something can be done about it."""

    page: str
    label: str
    icon: str
    query: Mapping[str, str] | None = None


def draw_empty(
    words: str, *, icon: str | None = None, steps: Sequence[NextStep] = (), clears: Sequence[str] = ()
) -> None:
    """`words` is Markdown. `clears` are the parameters of the address that have narrowed the list to nothing."""
    with st.container(gap="xsmall"):
        st.markdown(f"{icon} {words}" if icon else words)
        if steps or clears:
            with st.container(horizontal=True, gap="small"):
                for step in steps:
                    st.page_link(
                        step.page,
                        label=step.label,
                        icon=step.icon,
                        query_params=step.query and dict(step.query),
                    )
                if clears:
                    st.button(
                        _("Show everything"),
                        key="clear-filters",
                        on_click=address.clear,
                        args=tuple(clears),
                        icon=":material/filter_alt_off:",
                    )

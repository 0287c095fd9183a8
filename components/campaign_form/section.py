"""Section of a form: its title, beside it what is chosen in a line, below it the fields."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


@contextmanager
def section(title: str, key: str) -> Iterator[DeltaGenerator]:
    """Draw the fields in it; what comes out takes the line, which is known once they are drawn."""
    with st.container(key=f"section-{key}", gap="small"):
        with st.container(gap="xxsmall", key=f"head-{key}"):
            st.header(title, anchor=False)
            line = st.container()
        yield line

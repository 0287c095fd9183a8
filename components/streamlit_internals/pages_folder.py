"""Streamlit's first way of naming pages, which it falls back to wherever there is a folder `pages/`."""

from __future__ import annotations

from streamlit.runtime.pages_manager import PagesManager


def ignore_pages_folder() -> None:
    """Until `st.navigation` has run once in this process, whoever opens a link first would read "Page not found"."""
    PagesManager.uses_pages_directory = False

"""Files for people's spreadsheets."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components.console import console
from services.texts import language, set_language


def spreadsheet_button(label: str, name: str, make: Callable[[], bytes], key: str) -> None:
    """A button for a CSV file called `name`; `make` runs when somebody clicks, in the language of the page, for who may
    use the console then."""
    spoken, require_allowed = language(), console().access.for_later()

    def made() -> bytes:
        set_language(spoken)  # a download is made outside of the page's run
        require_allowed()
        return make()

    st.download_button(
        label,
        made,
        file_name=f"{name}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=key,
    )

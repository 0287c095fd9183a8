"""Files for people's spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from components.console import console
from services.texts import language, set_language

# Excel reads the separator its language uses, and UTF-8 only behind this mark.
_SEPARATOR = {"en": ",", "de": ";"}
_BYTE_ORDER_MARK = "\ufeff"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """`value` as a spreadsheet shows it, never as a formula it runs."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def spreadsheet(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV for a person's spreadsheet program, in the form of her language."""
    text = io.StringIO()
    text.write(_BYTE_ORDER_MARK)
    writer = csv.writer(text, delimiter=_SEPARATOR[language()])
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return text.getvalue().encode()


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

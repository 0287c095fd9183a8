"""Editable table: a page of rows in which the phone cell can be mended."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.ui.markdown import shortened
from components.ui.table_height import table_height
from components.upload import file as upload_file
from components.upload.file import Upload
from components.upload.row import LONGEST, name_of, phone_cell, reading_words, why
from services.contact_file import CheckedFile, CheckedRow
from services.texts import _

PHONE = "phone"


def draw_grid(upload: Upload, checked: CheckedFile, rows: list[CheckedRow]) -> None:
    """Only these rows go to the browser."""
    frame = pd.DataFrame(
        {
            "line": [row.line for row in rows],
            "name": [name_of(checked, row) for row in rows],
            PHONE: [shortened(phone_cell(row), LONGEST) for row in rows],
            "reading": [reading_words(row) for row in rows],
            "why": [why(row) for row in rows],
        }
    )
    # a new key after each change: the editor would lay the old one over the new rows
    key = f"rows-{upload.edits}-{rows[0].row if rows else 0}"
    with st.container(key="rows"):
        st.data_editor(
            frame,
            key=key,
            hide_index=True,
            num_rows="fixed",
            height=table_height(len(rows)),
            disabled=["line", "name", "reading", "why"],
            column_config={
                "line": st.column_config.NumberColumn(_("Line"), width="small", format="%d"),
                "name": st.column_config.TextColumn(_("Name")),
                PHONE: st.column_config.TextColumn(
                    _("In the file"), help=_("Double-click to correct a number.")
                ),
                "reading": st.column_config.TextColumn(_("Number to call")),
                "why": st.column_config.TextColumn(_("Why"), width="large"),
            },
            on_change=_mended,
            args=(key, tuple((row.row, row.phone_column) for row in rows)),
        )


def _mended(key: str, places: tuple[tuple[int, int], ...]) -> None:
    upload = upload_file.present()
    if upload is None or upload.checked is None:
        return
    for position, cells in st.session_state[key]["edited_rows"].items():
        if PHONE in cells:
            row, column = places[int(position)]
            upload.checked.mend(row, column, cells[PHONE] or "")
    upload.edits += 1

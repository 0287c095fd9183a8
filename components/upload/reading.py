"""Panel *What we read*: how the file was understood, correctable, with a preview that follows."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.ui.markdown import plain, shortened
from components.ui.table_height import table_height
from components.upload import kept
from components.upload.file import Upload
from components.words.upload import (
    encoding_word,
    encodings,
    read_words,
    region_word,
    regions,
    separator_word,
    separators,
)
from services.contact_file import ContactTable, SheetRead, sentences
from services.texts import _

ENCODING, SEPARATOR, HEADER_ROW, REGION = "file-encoding", "file-separator", "file-header-row", "file-region"
SHEET = "file-sheet"
PREVIEW_ROWS = 6
LONGEST_CELL = 200  # so much of a cell goes to the browser


def draw_noticed(table: ContactTable) -> None:
    """How the file was read, and what was noticed on the way."""
    st.caption(plain(read_words(table)))
    notes = [sentences.note(note) for note in table.notes]
    if notes:
        said = "  \n".join(plain(note) for note in notes)
        (st.warning if any(note.warns for note in table.notes) else st.info)(said, icon=":material/info:")


def draw_reading(upload: Upload, *, opened: bool = False) -> None:
    """The means to correct how the file was read."""
    table = upload.table
    if table is None:
        return
    with st.expander(
        _("How the file is read"), expanded=opened, key="file-read", icon=":material/description:"
    ):
        _draw_controls(upload, table)
        draw_preview(table)


def _draw_controls(upload: Upload, table: ContactTable) -> None:
    st.session_state[HEADER_ROW] = table.header_row
    st.session_state[REGION] = upload.checked.region if upload.checked else upload.region
    first, second, third, fourth = st.columns(4, vertical_alignment="bottom")
    if table.sheet:
        _draw_sheet(first, table.sheet)
    else:
        _draw_text(first, second, table)
    _draw_table(third, fourth)


def _draw_sheet(place: DeltaGenerator, sheet: SheetRead) -> None:
    st.session_state[SHEET] = sheet.name
    place.selectbox(
        _("Sheet"),
        sheet.names,
        format_func=lambda name: _("{sheet} (hidden)").format(sheet=name) if name in sheet.hidden else name,
        key=SHEET,
        on_change=_read_again,
        args=("sheet", SHEET),
    )


def _draw_text(first: DeltaGenerator, second: DeltaGenerator, table: ContactTable) -> None:
    st.session_state[ENCODING] = table.encoding
    st.session_state[SEPARATOR] = table.delimiter
    first.selectbox(
        _("Character set"),
        encodings(table.encoding),
        format_func=encoding_word,
        key=ENCODING,
        on_change=_read_again,
        args=("encoding", ENCODING),
        help=_("Choose another one where letters such as ä, é or ß look wrong."),
    )
    second.selectbox(
        _("Cells are separated by"),
        separators(table.delimiter),
        format_func=separator_word,
        key=SEPARATOR,
        on_change=_read_again,
        args=("delimiter", SEPARATOR),
    )


def _draw_table(third: DeltaGenerator, fourth: DeltaGenerator) -> None:
    third.number_input(
        _("Column names are in line"),
        min_value=0,
        max_value=1_000_000,
        step=1,
        key=HEADER_ROW,
        on_change=_read_again,
        args=("header_row", HEADER_ROW),
        help=_("0 where the file has no column names."),
    )
    fourth.selectbox(
        _("Numbers without country code are from"),
        regions(),
        format_func=region_word,
        key=REGION,
        on_change=_take_region,
        help=_("A country in the row itself goes before."),
    )


def _read_again(what: str, key: str) -> None:
    kept.read_again(**{what: st.session_state[key]})


def _take_region() -> None:
    kept.judge_again(region=st.session_state[REGION])


def draw_preview(table: ContactTable) -> None:
    """The first rows as they were read."""
    rows = [[shortened(cell, LONGEST_CELL) for cell in row] for row in table.preview(PREVIEW_ROWS)]
    st.dataframe(
        pd.DataFrame(rows, columns=pd.Index(column_names(table.header))),
        hide_index=True,
        height=table_height(len(rows)),
        key="file-preview",
    )


def column_names(header: Sequence[str]) -> list[str]:
    """Names for a table on the page: each once, none empty."""
    names: list[str] = []
    for number, name in enumerate(header, 1):
        shown = shortened(name.strip(), 60) or _("Column {number}").format(number=number)
        names.append(f"{shown} ({number})" if shown in names else shown)
    return names

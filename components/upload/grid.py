"""Dense table of a file's rows: the phone cell is mended in it, and a row in doubt is decided in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from components.ui.focus import focus_on
from components.ui.markdown import shortened
from components.ui.table_height import ROW, table_height
from components.upload import session_file
from components.upload.file import Upload
from components.upload.row import (
    LONGEST,
    name_of,
    phone_cell,
    reading_words,
    why,
    words_that_speak_against,
)
from services.contact_file import CheckedFile, CheckedRow, RowVerdict
from services.texts import _

PHONE, DECISION = "phone", "decision"
SHOWN = 6  # rows at once; the others are scrolled to inside the table, so that the page stays short
TALL = (
    2 * ROW + 2
)  # pixels of a row whose words take three lines; Streamlit lets words wrap from twice its own height on
LONG_WORDS = 50


class Place(NamedTuple):
    """Row (from 1) in a line of the table, and the column its number stands in."""

    row: int
    column: int


def draw_grid(upload: Upload, checked: CheckedFile, rows: list[CheckedRow], *, asked: str = "") -> None:
    """Only these rows go to the browser. With `asked`, the reason of a group, each has its decision and the words that
    made it doubtful."""
    frame, height = _frame(checked, rows, asked), ROW
    if asked and any(len(said) > LONG_WORDS for said in frame["why"]):
        height = TALL
    # A new key after each change but a decision: the editor would lay the old one over the new rows.
    key = f"rows-{asked or 'list'}-{upload.edits}-{upload.turn}-{rows[0].row if rows else 0}"
    with st.container(key=f"rows-{asked}" if asked else "rows"):
        st.data_editor(
            frame,
            key=key,
            hide_index=True,
            num_rows="fixed",
            row_height=height,
            height=min(table_height(len(rows)), table_height(SHOWN)) if height == ROW else _tall(len(rows)),
            disabled=[name for name in frame.columns if name not in (PHONE, DECISION)],
            column_order=_order(frame, asked),
            column_config=_columns(tall=height == TALL),
            on_change=_edited,
            args=(key, tuple(Place(row.row, row.phone_column) for row in rows), asked),
            placeholder=_("open"),
            alt=_("Rows of the file"),
        )


def _tall(rows: int) -> int:
    return min(ROW + TALL * rows + 3, table_height(SHOWN))


def _frame(checked: CheckedFile, rows: list[CheckedRow], asked: str) -> pd.DataFrame:
    words = decision_words()
    frame = pd.DataFrame(
        {
            "line": [row.line for row in rows],
            "name": [name_of(checked, row) for row in rows],
            PHONE: [shortened(phone_cell(row), LONGEST) for row in rows],
            "reading": [reading_words(row) for row in rows],
            "why": [_why(checked, row, asked) for row in rows],
        }
    )
    if asked or any(row.verdict is RowVerdict.REJECTED for row in rows):
        frame[DECISION] = [words.get(row.decided) if can_be_decided(row) else None for row in rows]
    return frame


def _why(checked: CheckedFile, row: CheckedRow, asked: str) -> str:
    if asked and row.reason in (asked, "accepted"):
        return words_that_speak_against(checked, row, asked)
    return why(row)


def decision_words() -> dict[bool | None, str]:
    return {True: _("Use"), False: _("Leave out")}


def can_be_decided(row: CheckedRow) -> bool:
    """Whether nothing stronger than a person's word holds for it."""
    return row.verdict in (RowVerdict.REVIEW, RowVerdict.REJECTED) or row.reason == "accepted"


def _order(frame: pd.DataFrame, asked: str) -> Sequence[str]:
    """On a phone the first columns are those that are seen: what made a row doubtful, then the decision."""
    if not asked:
        return ["line", "name", PHONE, "reading", "why", *([DECISION] if DECISION in frame else [])]
    doubt = ["why"] if any(frame["why"]) else [PHONE, "reading"]
    return [*doubt, DECISION, "name", *(name for name in (PHONE, "reading", "line") if name not in doubt)]


def _columns(*, tall: bool) -> dict[str, Any]:
    return {
        "line": st.column_config.NumberColumn(_("Line"), width="small", format="%d"),
        "name": st.column_config.TextColumn(_("Name")),
        PHONE: st.column_config.TextColumn(_("In the file"), help=_("Double-click to correct a number.")),
        "reading": st.column_config.TextColumn(_("Number to call")),
        "why": st.column_config.TextColumn(_("Why"), width=240 if tall else "large"),
        DECISION: st.column_config.SelectboxColumn(
            _("Decision"), options=list(decision_words().values()), width=120
        ),
    }


def _edited(key: str, places: tuple[Place, ...], asked: str) -> None:
    upload = session_file.present()
    if upload is None or upload.checked is None:
        return
    for position, cells in st.session_state[key]["edited_rows"].items():
        place = places[int(position)]
        if DECISION in cells:
            _decide(upload, upload.checked, place.row, cells[DECISION])
        if PHONE in cells:
            upload.checked.mend(place.row, place.column, cells[PHONE] or "")
            upload.edits += 1
            focus_on(f"rows-{asked}" if asked else "rows")


def _decide(upload: Upload, checked: CheckedFile, number: int, word: str | None) -> None:
    """The editor tells of all its edits after each of them: what is decided so already stays as it is."""
    said = {shown: accept for accept, shown in decision_words().items()}
    accept, row = said.get(word) if word else None, checked.row(number)
    if row.decided is accept and checked.decided_by_row(number) is (accept is not None):
        return
    upload.decide((number,), accept)
    if not can_be_decided(row) or (accept and not row.e164):
        upload.decide((number,), None)
        upload.turn += 1  # it shows what holds

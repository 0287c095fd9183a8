"""Hidden rows and columns of a sheet: nobody is called by what its owner may not have meant to hand out, before she says so.

A mark in a hidden row or column counts like any other.
"""

from __future__ import annotations

import numpy as np

from services.contact_file.columns.columns import Columns
from services.contact_file.judging.judging import Codes
from services.contact_file.judging.settling import HIDDEN_LEFT_OUT
from services.contact_file.table.table import ContactTable

ROW, COLUMN = "hidden_row", "hidden_column"
ASKED_ONCE = frozenset({ROW, COLUMN})  # answered for all of them, not row by row


def hidden_phone_columns(table: ContactTable, columns: Columns) -> tuple[int, ...]:
    """Hidden columns whose numbers would be called, and that nobody chose for it."""
    if table.sheet is None:
        return ()
    hidden = table.sheet.hidden_columns
    return tuple(
        index for index in columns.phone if index in hidden and columns.choices[index].how != "chosen"
    )


def hidden_row_count(table: ContactTable) -> int:
    return int(table.sheet.hidden_rows.sum()) if table.sheet else 0


def hidden_of(
    table: ContactTable, columns: Columns, used: np.ndarray, answer: bool | None, codes: Codes
) -> np.ndarray:
    """By row the reason's code for which it waits, or is left out; 0 where nothing is hidden. `used` is the place of its
    phone column, `answer` whether hidden rows are wanted."""
    reasons = np.zeros(table.row_count, np.int16)
    unasked = hidden_phone_columns(table, columns)
    if unasked:
        places = [place for place, index in enumerate(columns.phone) if index in unasked]
        reasons[np.isin(used, places)] = codes.number(COLUMN)
    if table.sheet is not None and not answer:
        reasons[table.sheet.hidden_rows] = codes.number(ROW if answer is None else HIDDEN_LEFT_OUT)
    return reasons

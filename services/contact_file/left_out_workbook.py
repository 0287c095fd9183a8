"""Workbook of the rows left out (`.xlsx`): every cell is text by its type, so that nothing is calculated or loses its zero,
and what a person types into it stays text, too.

Uploaded again it is read like the CSV of these rows: the column of reasons goes, and so does one apostrophe.
"""

from __future__ import annotations

import io

import numpy as np
import pyarrow as pa
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from services.contact_file.export import reasons, rows_left_out
from services.contact_file.judging.checked import CheckedFile
from services.contact_file.kernels import pc
from services.contact_file.vocabulary.own_headers import reason_header
from services.spreadsheet import MOST_WORKBOOK_ROWS, WORKBOOK_OPTIONS, doubled_mark
from services.texts import _

LONGEST_CELL = 32_000  # characters; a workbook's cell holds 32,767
_WIDTH, _REASON_WIDTH = 18, 48  # of columns, in characters


def fits(checked: CheckedFile) -> bool:
    """Whether the rows left out have room in a workbook, whole."""
    if checked.left_out_rows > MOST_WORKBOOK_ROWS:
        return False
    longest = (pc.max(pc.utf8_length(column)).as_py() or 0 for column in checked.table.cells.columns)
    return all(length <= LONGEST_CELL for length in longest)


def left_out(checked: CheckedFile) -> bytes:
    """All rows that are not callable, in the file's order, the reason in the person's language before each."""
    sink = io.BytesIO()
    with Workbook(sink, WORKBOOK_OPTIONS) as book:
        sheet = book.add_worksheet()
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bold": True})
        header = [reason_header(), *(name or " " for name in checked.table.header)]
        sheet.set_column(0, 0, _REASON_WIDTH, text)
        sheet.set_column(1, len(header), _WIDTH, text)
        sheet.freeze_panes(1, 0)
        _write(sheet, 0, header, bold)
        rows = rows_left_out(checked, 0, checked.table.row_count)
        for place, cells in enumerate(_rows(checked, rows), 1):
            _write(sheet, place, cells, text)
    return sink.getvalue()


def _write(sheet: Worksheet, row: int, cells: list[str], shape: Format) -> None:
    for column, cell in enumerate(cells):
        if cell:
            sheet.write_string(row, column, doubled_mark(cell), shape)


def _rows(checked: CheckedFile, rows: np.ndarray) -> list[list[str]]:
    taken = checked.table.cells.take(pa.array(rows))
    columns = [column.to_pylist() for column in taken.columns]
    written = []
    for said, row, *cells in zip(reasons(checked, rows), rows.tolist(), *columns, strict=True):
        for column, text in checked.mended.get(row, {}).items():
            cells[column] = text
        written.append([said, *cells, *_beyond(checked, row)])
    return written


def _beyond(checked: CheckedFile, row: int) -> list[str]:
    """What stands behind the last column of a broken row, so that it comes back broken unless somebody looked at it."""
    fault = checked.table.faults.get(row)
    if fault == "long_row":
        return checked.table.overflow[row]
    if fault in ("short_row", "unclosed_quote") and row not in checked.mended:
        return [_("Complete this row, then delete this cell.")]
    return []

"""Contact table: bytes → every row of the file as text, where it stands in it, and what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from services.contact_file.kernels import pc
from services.contact_file.table import regular
from services.contact_file.table.dialect import Dialect, find_header, find_separator, sep_line
from services.contact_file.table.encoding import to_utf8
from services.contact_file.table.footer import LOOK_AT, SUM_WORDS, footer_rows, is_sum
from services.contact_file.table.formats import refuse_binary, refuse_other_text
from services.contact_file.table.from_workbook import SheetRead, read_sheet, sheet_notes, sheet_read
from services.contact_file.table.irregular import TableBody, read_body
from services.contact_file.table.wrapped import unwrap
from services.contact_file.verdicts import WARNINGS, FileNote, FileRejected
from services.contact_file.vocabulary.aliases import Field
from services.contact_file.vocabulary.headers import exact
from services.contact_file.workbook import WorkbookLimits, is_workbook
from services.spreadsheet import column_without_mark, without_mark

_LIMITS = WorkbookLimits()
_FILLED = re.compile(rb"[^\s\0]")


@dataclass
class ContactTable:
    """A file as it was read. Columns are text, by position; blank rows are left out and counted in `notes`.

    `header_row` is the physical line of the header, 0 where the file has none; `lines` the physical line of each
    row. `faults` names the rows that are not as the header says, `overflow` what a too long row has beyond the last
    column, `short` how many cells a too short one has. Of a workbook `encoding` is its kind, there is no `delimiter`, and
    `sheet` says which of its sheets it is.
    """

    encoding: str
    delimiter: str
    header_row: int
    header: list[str]
    cells: pa.Table
    lines: np.ndarray
    faults: dict[int, str]
    overflow: dict[int, list[str]]
    short: dict[int, int]
    notes: list[FileNote] = field(default_factory=list)
    sheet: SheetRead | None = None

    @property
    def row_count(self) -> int:
        return self.cells.num_rows

    @property
    def verdict(self) -> str:
        """`warn` where something had to be guessed or mended that a person should know of, else `ok`."""
        return "warn" if self.reason else "ok"

    @property
    def reason(self) -> str:
        """The weightiest warning, or an empty string."""
        codes = {note.code for note in self.notes}
        return next((code for code in WARNINGS if code in codes), "")

    def row(self, number: int) -> list[str]:
        """The cells of row `number` (from 0) as they came."""
        return [column[number].as_py() for column in self.cells.columns] + self.overflow.get(number, [])

    def preview(self, count: int = 10) -> list[list[str]]:
        """The first rows, without what is too long for the header."""
        head = self.cells.slice(0, count)
        return [list(row) for row in zip(*(column.to_pylist() for column in head.columns), strict=True)]


def read_table(
    content: bytes,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
    sheet: str | None = None,
    limits: WorkbookLimits = _LIMITS,
) -> ContactTable:
    """Read a workbook or a CSV file; what is not given is found by rule.

    `header_row` is the physical line of the header, 0 for none. Raises `FileRejected` for what is no table with rows.
    """
    if is_workbook(content):
        return _table_of_workbook(content, sheet, header_row, limits)
    refuse_binary(content)
    text = to_utf8(content, encoding)
    refuse_other_text(text.utf8[:8192].decode("utf-8", "ignore"))
    notes = list(text.notes)
    utf8 = text.utf8
    named, start = sep_line(utf8)
    separator = _checked(delimiter) or find_separator(utf8, start, named)
    unwrapped = unwrap(utf8, separator, start)
    if unwrapped is not None:
        utf8 = unwrapped
        notes.append(FileNote("wrapped_lines"))
        separator = _checked(delimiter) or find_separator(utf8, start, named)
    if not _FILLED.search(utf8, start):
        raise FileRejected("empty")
    dialect = find_header(utf8, separator, start=start, line=2 if start else 1, header_line=header_row)
    return _table(utf8, dialect, text.encoding, notes)


def _checked(delimiter: str | None) -> str | None:
    if delimiter is None:
        return None
    if len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n\0' or delimiter.isalnum():
        raise FileRejected("delimiter_unknown", delimiter=delimiter)
    return delimiter


def _table_of_workbook(
    content: bytes, name: str | None, header_row: int | None, limits: WorkbookLimits
) -> ContactTable:
    sheet, dialect, body = read_sheet(content, name, header_row, limits)
    notes: list[FileNote] = []
    kept = _kept_columns(dialect.header)
    table = _finished(body, dialect, sheet.kind, notes)
    table.sheet = sheet_read(sheet, table.lines, kept)
    notes[:0] = sheet_notes(sheet, table.sheet, dict(zip(kept, table.header, strict=True)))
    return table


def _table(utf8: bytes, dialect: Dialect, encoding: str, notes: list[FileNote]) -> ContactTable:
    body = regular.read_body(utf8, dialect) or read_body(utf8, dialect)
    return _finished(body, dialect, encoding, notes)


def _finished(body: TableBody, dialect: Dialect, encoding: str, notes: list[FileNote]) -> ContactTable:
    body = _without_blank_rows(body, notes)
    if not body.cells.num_rows:
        raise FileRejected("no_rows")
    _mark_footer(body)
    _mark_repeated_headers(body, dialect, notes)
    _note_faults(body, dialect, notes)
    table = ContactTable(
        encoding=encoding,
        delimiter=dialect.separator,
        header_row=dialect.header_line,
        header=dialect.header,
        cells=body.cells,
        lines=body.lines,
        faults=body.faults,
        overflow=body.overflow,
        short=body.short,
        notes=notes,
    )
    if any(exact(name) is Field.REASON for name in table.header):
        _undo_own_export(table)
    return table


def _without_blank_rows(body: TableBody, notes: list[FileNote]) -> TableBody:
    blank: np.ndarray | None = None
    for column in body.cells.columns:
        empty = np.asarray(pc.equal(pc.utf8_trim_whitespace(column), ""))
        blank = empty if blank is None else blank & empty
        if not blank.any():
            return body
    assert blank is not None  # noqa: S101  a table has a column
    blank[list(body.overflow)] = False
    if not blank.any():
        return body
    notes.append(FileNote("blank_rows", {"count": int(blank.sum())}))
    return body.keep(~blank)


def _note_faults(body: TableBody, dialect: Dialect, notes: list[FileNote]) -> None:
    if dialect.preamble:
        notes.append(FileNote("preamble", {"count": dialect.preamble}))
    if not dialect.header_line:
        notes.append(FileNote("no_header"))
    found = list(body.faults.values())
    if "unclosed_quote" in found:
        notes.append(FileNote("unclosed_quote", {"count": found.count("unclosed_quote")}))
    ragged = found.count("short_row") + found.count("long_row")
    if ragged:
        notes.append(FileNote("ragged", {"count": ragged}))


def _mark_footer(body: TableBody) -> None:
    count = body.cells.num_rows
    first = max(0, count - LOOK_AT)
    tail = body.cells.slice(first)
    rows = [list(row) for row in zip(*(column.to_pylist() for column in tail.columns), strict=True)]
    for row in range(count - footer_rows(rows), count):
        body.faults[row] = "footer"
    sums = np.flatnonzero(np.asarray(pc.is_in(body.cells.column(0), value_set=pa.array(SUM_WORDS))))
    for row in sums.tolist():
        if is_sum([column[row].as_py() for column in body.cells.columns]):
            body.faults[row] = "footer"


def _mark_repeated_headers(body: TableBody, dialect: Dialect, notes: list[FileNote]) -> None:
    if not dialect.header_line:
        return
    same = np.ones(body.cells.num_rows, dtype=bool)
    for column, name in zip(body.cells.columns, dialect.header, strict=True):
        same &= np.asarray(pc.equal(pc.utf8_trim_whitespace(column), name.strip()))
        if not same.any():
            return
    rows = np.flatnonzero(same)
    body.faults.update(dict.fromkeys(map(int, rows), "repeated_header"))
    notes.append(FileNote("repeated_header", {"count": len(rows)}))


def _kept_columns(header: list[str]) -> list[int]:
    return [index for index, name in enumerate(header) if exact(name) is not Field.REASON]


def _undo_own_export(table: ContactTable) -> None:
    """Rows that were left out, come back: the column of reasons goes, and so does the mark that kept cells as text."""
    keep = _kept_columns(table.header)
    table.short = {row: count - (len(table.header) - len(keep)) for row, count in table.short.items()}
    table.header = [without_mark(table.header[index]) for index in keep]
    columns = [column_without_mark(table.cells.column(index)) for index in keep]
    table.cells = pa.table(columns, names=[f"c{index}" for index in range(len(keep))])
    for row, cells in table.overflow.items():
        table.overflow[row] = [without_mark(cell) for cell in cells]
    table.notes.append(FileNote("own_export"))

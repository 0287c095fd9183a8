"""Contact table of a workbook's sheet: the same header, footer and blank rows as in a file of text, nothing to decode."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

import numpy as np
import pyarrow as pa

from services.contact_file.table.dialect import Dialect, choose_header, looks_like_people
from services.contact_file.table.irregular import BATCH, TableBody
from services.contact_file.table.merged_header import header_names
from services.contact_file.table.records import Record
from services.contact_file.verdicts import MOST_COLUMNS, FileNote, FileRejected
from services.contact_file.vocabulary.aliases import Field
from services.contact_file.vocabulary.headers import exact
from services.contact_file.workbook import Sheet, WorkbookLimits, read_workbook

HEAD = 200  # rows among which the header is looked for, blank ones apart
Row = tuple[int, list[str]]


@dataclass(frozen=True)
class SheetRead:
    """Sheet that a table was read from: its name, the names of the others, which of all are hidden. `hidden_rows` is a
    mask of the table's rows, `hidden_columns` positions of its columns."""

    name: str
    others: tuple[str, ...]
    hidden: frozenset[str]
    hidden_rows: np.ndarray
    hidden_columns: frozenset[int] = field(default_factory=frozenset)

    @property
    def names(self) -> list[str]:
        return [self.name, *self.others]


def read_sheet(
    content: bytes, sheet: str | None, header_line: int | None, limits: WorkbookLimits
) -> tuple[Sheet, Dialect, TableBody]:
    """The sheet, where its table begins, and the rows of it."""
    found = read_workbook(content, sheet, limits, looks_like_people)
    width = _width(found)
    rows = found.rows()
    head = _head(rows, max(HEAD, header_line or 0), width)
    if not head:
        raise FileRejected("empty")
    dialect = _dialect(found, head, header_line, width)
    below = (row for row in chain(head, rows) if row[0] >= dialect.data_line)
    return found, dialect, _body(below, len(dialect.header))


def _width(sheet: Sheet) -> int:
    if sheet.width > MOST_COLUMNS:
        raise FileRejected("too_many_columns")
    return sheet.width


def _head(rows: Iterator[Row], most: int, width: int) -> list[Row]:
    """The first rows; blank ones are among them, but do not count."""
    head: list[Row] = []
    filled = 0
    for row in rows:
        head.append(row)
        filled += any(cell.strip() for cell in row[1])
        if filled >= most and row[0] >= most:
            break
    return head if filled and width else []


def _dialect(sheet: Sheet, head: list[Row], header_line: int | None, width: int) -> Dialect:
    filled = [_record(row) for row in head if any(cell.strip() for cell in row[1])]
    chosen = choose_header(filled, header_line)
    if chosen is None:
        names = [f"column {number}" for number in range(1, width + 1)]
        return Dialect("", 0, names, 0, filled[0].line, 0)
    line, names = header_names(sheet, dict(head), chosen.line, may_move=header_line is None)
    if exact(names[0]) is Field.REASON:  # what stands beyond the names is what a broken row had too much
        width = max(number for number, name in enumerate(names, 1) if name)
        names = [name if name.strip() else "" for name in names[:width]]
    before = sum(record.line < chosen.line for record in filled)
    return Dialect("", line, names, 0, line + 1, before)


def _record(row: Row) -> Record:
    cells = [cell.encode("utf-8", "replace") for cell in row[1]]
    while cells and not cells[-1].strip():
        cells.pop()
    return Record(row[0], cells, "", 0, 0, False)


def _body(rows: Iterable[Row], width: int) -> TableBody:
    source = iter(rows)
    batches: list[pa.Table] = []
    lines: list[np.ndarray] = []
    overflow: dict[int, list[str]] = {}
    count = 0
    while batch := list(islice(source, BATCH)):
        for place, (_line, cells) in enumerate(batch, count):
            if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                overflow[place] = cells[width:]
        columns = list(zip(*(cells for _line, cells in batch), strict=True))[:width]
        batches.append(pa.table([_column(cells) for cells in columns], names=_names(width)))
        lines.append(np.fromiter((line for line, _cells in batch), np.int32, len(batch)))
        count += len(batch)
    if not batches:
        return TableBody(
            pa.table([pa.array([], pa.string())] * width, names=_names(width)),
            np.empty(0, np.int32),
            {},
            {},
            {},
        )
    faults = dict.fromkeys(overflow, "long_row")
    return TableBody(pa.concat_tables(batches), np.concatenate(lines), faults, overflow, {})


def _column(cells: tuple[str, ...]) -> pa.Array:
    return pa.array(cells, pa.string())


def _names(width: int) -> list[str]:
    return [f"c{index}" for index in range(width)]


def sheet_read(sheet: Sheet, lines: np.ndarray, kept: Sequence[int]) -> SheetRead:
    """What stays with the table of the sheet it is of; `kept` are the sheet's columns that are the table's."""
    hidden = np.fromiter(sheet.sight.hidden_rows, np.int64, len(sheet.sight.hidden_rows))
    columns = {column - sheet.first_column for column in sheet.sight.hidden_columns}
    return SheetRead(
        sheet.name,
        tuple(sheet.others),
        frozenset(sheet.hidden),
        np.isin(lines - 1, hidden),
        frozenset(place for place, column in enumerate(kept) if column in columns),
    )


def sheet_notes(sheet: Sheet, read: SheetRead, header: Mapping[int, str]) -> list[FileNote]:
    """What a person should know of the sheet before she trusts it; `header` by the sheet's columns."""
    notes: list[FileNote] = []
    if read.others:
        notes.append(
            FileNote(
                "other_sheets", {"sheet": sheet.name, "count": len(read.others), "names": list(read.others)}
            )
        )
    if sheet.name in read.hidden:
        notes.append(FileNote("hidden_sheet", {"sheet": sheet.name}))
    if sheet.sight.filtered and read.hidden_rows.any():
        named = [column - sheet.first_column for column in sorted(sheet.sight.filters)]
        names = [header[column] for column in named if header.get(column, "").strip()]
        notes.append(FileNote("filter_of" if names else "filter", {"names": names}))
    if read.hidden_rows.any():
        notes.append(FileNote("hidden_rows", {"count": int(read.hidden_rows.sum())}))
    if read.hidden_columns:
        names = [list(header.values())[place] for place in sorted(read.hidden_columns)]
        notes.append(
            FileNote(
                "hidden_columns", {"count": len(names), "names": [name for name in names if name.strip()]}
            )
        )
    if sheet.sight.uncalculated:
        notes.append(FileNote("uncalculated", {"count": sheet.sight.uncalculated}))
    return notes

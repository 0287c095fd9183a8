"""Reader of irregular files (ragged rows, stray quotes): record by record, kept in columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pyarrow as pa

from services.contact_file.kernels import pc
from services.contact_file.table.dialect import Dialect
from services.contact_file.table.records import Record, records

BATCH = 20_000


@dataclass
class TableBody:
    """The rows of a table: text columns, the physical line of each row, and by row: faults, what a too long row has
    beyond the last column, how many cells a too short one has."""

    cells: pa.Table
    lines: np.ndarray
    faults: dict[int, str]
    overflow: dict[int, list[str]]
    short: dict[int, int]

    def keep(self, mask: np.ndarray) -> TableBody:
        """Only the rows where `mask` is true."""
        number = np.cumsum(mask) - 1
        return TableBody(
            self.cells.filter(pa.array(mask)),
            self.lines[mask],
            {int(number[row]): fault for row, fault in self.faults.items() if mask[row]},
            {int(number[row]): cells for row, cells in self.overflow.items() if mask[row]},
            {int(number[row]): count for row, count in self.short.items() if mask[row]},
        )


def read_body(text: bytes, dialect: Dialect) -> TableBody:
    """All records behind the header, blank ones included."""
    source = records(
        text,
        dialect.separator.encode(),
        start=dialect.data_start,
        line=dialect.data_line,
        width=len(dialect.header),
    )
    return body_of(source, dialect)


def body_of(source: Iterable[Record], dialect: Dialect) -> TableBody:
    """Records as columns, with what is wrong with each."""
    reader = _IrregularReader(len(dialect.header), _named_width(dialect.header))
    source = iter(source)
    while batch := list(islice(source, BATCH)):
        reader.add(batch)
    return reader.body()


def _named_width(header: list[str]) -> int:
    """Cells a row must have: columns without a name at the end may be missing."""
    return max((number for number, name in enumerate(header, 1) if name.strip()), default=len(header))


class _IrregularReader:
    def __init__(self, width: int, named: int) -> None:
        self.width, self.named = width, named
        self.batches: list[pa.Table] = []
        self.lines: list[np.ndarray] = []
        self.faults: dict[int, str] = {}
        self.overflow: dict[int, list[str]] = {}
        self.short: dict[int, int] = {}
        self.count = 0

    def add(self, batch: list[Record]) -> None:
        rows = [self._fitted(self.count + offset, record) for offset, record in enumerate(batch)]
        self.batches.append(columns_of(rows, self.width))
        self.lines.append(np.fromiter((record.line for record in batch), dtype=np.int32, count=len(batch)))
        self.count += len(batch)

    def _fitted(self, row: int, record: Record) -> list[bytes]:
        cells = record.cells
        if record.fault:
            self.faults[row] = record.fault
        elif len(cells) > self.width:
            extra = cells[self.width :]
            if any(cell.strip() for cell in extra):
                self.faults[row] = "long_row"
                self.overflow[row] = [cell.decode("utf-8", "replace") for cell in extra]
        elif len(cells) < self.named and any(cell.strip() for cell in cells):
            self.faults[row] = "short_row"
            self.short[row] = len(cells)
        if len(cells) < self.width:
            return cells + [b""] * (self.width - len(cells))
        return cells

    def body(self) -> TableBody:
        if not self.batches:
            empty = columns_of([], self.width)
            return TableBody(empty, np.empty(0, dtype=np.int32), {}, {}, {})
        return TableBody(
            pa.concat_tables(self.batches), np.concatenate(self.lines), self.faults, self.overflow, self.short
        )


def columns_of(rows: list[list[bytes]], width: int) -> pa.Table:
    """Rows of bytes as text columns named by position."""
    columns = [
        pc.cast(pa.array([row[index] for row in rows], pa.binary()), pa.string()) for index in range(width)
    ]
    return pa.table(columns, names=[f"c{index}" for index in range(width)])

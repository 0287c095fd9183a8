"""Reader of large regular files by Arrow: a million rows in a second or two. Records that are not as they should be
(a quote in the wrong place, another number of cells) are taken out before and read one by one. Both ways give the
same rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
from pyarrow import csv

from services.contact_file.table.dialect import Dialect
from services.contact_file.table.irregular import TableBody, body_of
from services.contact_file.table.records import Record, records
from services.contact_file.table.scan import RecordScan, scan
from services.process import memory

SMALL = 1 << 20  # smaller files are read record by record: the difference is not felt
BLOCK = 1 << 22  # read one after the other: threads take more processor time here, and hold as many blocks
MANY = 0.2  # a larger share of odd records is read record by record too


def read_body(text: bytes, dialect: Dialect, *, small: int = SMALL) -> TableBody | None:
    """All rows behind the header; None where the file is small, or too irregular to gain anything."""
    if len(text) - dialect.data_start < small:
        return None
    found = scan(text, dialect)
    if found is None:
        return None
    cells = _cells(_sound_bytes(text, found), dialect)
    if cells is None or cells.num_rows != len(found.lines):
        found = _without_ragged(text, dialect)
        cells = _cells(_sound_bytes(text, found), dialect) if found else None
    memory.give_back_freed()
    if found is None or cells is None or cells.num_rows != len(found.lines):
        return None
    return _merged(cells, found, dialect)


def _cells(text: pa.Buffer, dialect: Dialect) -> pa.Table | None:
    names = [f"c{index}" for index in range(len(dialect.header))]
    if not text.size:
        return pa.table([pa.array([], pa.string()) for _ in names], names=names)
    try:
        return csv.read_csv(
            pa.BufferReader(text),
            csv.ReadOptions(column_names=names, block_size=BLOCK, use_threads=False),
            csv.ParseOptions(delimiter=dialect.separator, newlines_in_values=True),
            csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid:
        return None


def _sound_bytes(text: bytes, found: RecordScan) -> pa.Buffer:
    whole = pa.py_buffer(text)
    if len(found.ranges) == 1:
        start, stop = found.ranges[0]
        return whole.slice(start, stop - start)
    view = memoryview(text)
    return pa.py_buffer(b"".join(_ended(view[start:stop]) for start, stop in found.ranges))


def _ended(part: memoryview) -> bytes:
    """A part that ends with a line's end, so that the next one begins a record."""
    return bytes(part) if part[-1:] in (b"\n", b"\r") else bytes(part) + b"\n"


def _without_ragged(text: bytes, dialect: Dialect) -> RecordScan | None:
    """The same with records of another width taken out."""
    found = scan(text, dialect, count=True)
    if found is None:
        return None
    sound = found.widths == len(dialect.header)
    if np.count_nonzero(~sound) > MANY * len(sound):
        return None
    odd = [
        _record(text, dialect, start, stop, line)
        for start, stop, line in zip(*(each[~sound].tolist() for each in found.bounds), strict=True)
    ]
    starts, stops, lines = (each[sound] for each in found.bounds)
    ranges = _runs(starts.tolist(), stops.tolist())
    return RecordScan(starts, stops, lines, found.widths[sound], ranges, [*found.odd, *odd])


def _record(text: bytes, dialect: Dialect, start: int, stop: int, line: int) -> Record:
    width = len(dialect.header)
    return next(records(text[start:stop], dialect.separator.encode(), line=line, width=width))


def _runs(starts: Sequence[int], stops: Sequence[int]) -> list[tuple[int, int]]:
    """Records that touch each other, as one range."""
    breaks = [at for at, (stop, start) in enumerate(zip(stops, starts[1:], strict=False), 1) if stop != start]
    edges = [0, *breaks, len(starts)]
    return [(starts[first], stops[last - 1]) for first, last in pairwise(edges) if last > first]


def _merged(cells: pa.Table, found: RecordScan, dialect: Dialect) -> TableBody:
    """Sound and odd records in the file's order, which is that of their lines."""
    if not found.odd:
        return TableBody(cells, found.lines, {}, {}, {})
    odd = body_of(sorted(found.odd, key=lambda record: record.line), dialect)
    lines = np.concatenate([found.lines, odd.lines])
    order = np.argsort(lines, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    at = place[cells.num_rows :].tolist()
    return TableBody(
        pa.concat_tables([cells, odd.cells]).take(pa.array(order)),
        lines[order],
        {at[row]: fault for row, fault in odd.faults.items()},
        {at[row]: extra for row, extra in odd.overflow.items()},
        {at[row]: count for row, count in odd.short.items()},
    )

"""Rows of a regular file, read by Arrow: a million rows in a second or two. Says None where the file is not regular."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyarrow import csv

from services.contact_file.dialect import Dialect
from services.contact_file.irregular import Body

SMALL = 1 << 20  # smaller files are read record by record: the difference is not felt
CHUNK = 1 << 24
_QUOTE, _LF, _CR = 0x22, 0x0A, 0x0D


@dataclass
class _Layout:
    """Where records start: their physical lines, blank lines left out; whether a cell runs over a line end."""

    lines: np.ndarray
    runs_over: bool


def read_body(text: bytes, dialect: Dialect, *, small: int = SMALL) -> Body | None:
    """All rows behind the header, if every one has the header's width and every quote its place; else None."""
    if len(text) - dialect.data_start < small:
        return None
    layout = _layout(text, dialect)
    if layout is None:
        return None
    cells = _cells(text, dialect, runs_over=layout.runs_over)
    if cells is None or cells.num_rows != len(layout.lines):
        return None
    return Body(cells, layout.lines, {}, {}, {})


def _cells(text: bytes, dialect: Dialect, *, runs_over: bool) -> pa.Table | None:
    names = [f"c{index}" for index in range(len(dialect.header))]
    try:
        return csv.read_csv(
            pa.BufferReader(pa.py_buffer(text).slice(dialect.data_start)),
            csv.ReadOptions(column_names=names, block_size=1 << 23),
            csv.ParseOptions(delimiter=dialect.separator, newlines_in_values=runs_over),
            csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid:
        return None


def _layout(text: bytes, dialect: Dialect) -> _Layout | None:
    """None where a quote stands in the wrong place."""
    buffer = np.frombuffer(text, np.uint8)[dialect.data_start :]
    separator = ord(dialect.separator)
    starts, quotes, ends_seen, runs_over = [], 0, 0, False
    for at in range(0, len(buffer), CHUNK):
        chunk = buffer[at : at + CHUNK]
        found = np.flatnonzero(chunk == _QUOTE)
        if not _in_place(buffer, at + found, quotes, separator):
            return None
        ends = _line_ends(buffer, at, chunk)
        inside = (quotes + np.searchsorted(found, ends - at)) % 2 == 1
        runs_over = runs_over or bool(inside.any())
        numbers = ends_seen + np.flatnonzero(~inside)
        starts.append((ends[~inside] + 1, numbers + 1))
        quotes += len(found)
        ends_seen += len(ends)
    if quotes % 2:
        return None
    return _Layout(_record_lines(buffer, starts, dialect.data_line), runs_over)


def _in_place(buffer: np.ndarray, quotes: np.ndarray, before: int, separator: int) -> bool:
    """Whether quotes open after a separator or line end, close before one, or stand doubled inside."""
    opening = quotes[before % 2 :: 2]
    closing = quotes[(before + 1) % 2 :: 2]
    behind = buffer[np.maximum(opening - 1, 0)]
    ahead = (
        np.append(buffer, np.uint8(_LF))[closing + 1]
        if len(closing) and closing[-1] + 1 >= len(buffer)
        else buffer[closing + 1]
    )
    return bool(((opening == 0) | _is_edge(behind, separator)).all() and _is_edge(ahead, separator).all())


def _is_edge(values: np.ndarray, separator: int) -> np.ndarray:
    return (values == separator) | (values == _LF) | (values == _CR) | (values == _QUOTE)


def _line_ends(buffer: np.ndarray, at: int, chunk: np.ndarray) -> np.ndarray:
    """Offsets of the last byte of each line end that lies in a chunk."""
    ends = at + np.flatnonzero((chunk == _LF) | (chunk == _CR))
    following = buffer[np.minimum(ends + 1, len(buffer) - 1)]
    lone = (buffer[ends] == _LF) | (following != _LF) | (ends + 1 >= len(buffer))
    return ends[lone]


def _record_lines(
    buffer: np.ndarray, starts: list[tuple[np.ndarray, np.ndarray]], first_line: int
) -> np.ndarray:
    offsets = np.concatenate([[0], *(offset for offset, _ in starts)]).astype(np.int64)
    lines = np.concatenate([[0], *(number for _, number in starts)])
    held = offsets < len(buffer)
    offsets, lines = offsets[held], lines[held]
    first = buffer[offsets]
    filled = (first != _LF) & (first != _CR)
    return (lines[filled] + first_line).astype(np.int32)

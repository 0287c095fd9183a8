"""Scanner for record boundaries in a large file, a megabyte at a time; records with a stray quote are read singly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from services.contact_file.table.dialect import Dialect
from services.contact_file.table.records import Record, line_ends, records

WINDOW = 1 << 20
MOST_STRAYS = 3000  # files with more are read record by record
_QUOTE, _LF, _CR = 0x22, 0x0A, 0x0D


@dataclass
class RecordScan:
    """Sound records by physical line (blank lines left out), with their offsets (`starts` to `stops`) and their cells
    counted where that was asked for; the ranges of text they fill; and the odd ones, read."""

    starts: np.ndarray
    stops: np.ndarray
    lines: np.ndarray
    widths: np.ndarray
    ranges: list[tuple[int, int]]
    odd: list[Record]

    @property
    def bounds(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return self.starts, self.stops, self.lines


def scan(text: bytes, dialect: Dialect, *, count: bool = False) -> RecordScan | None:
    """All records behind the header; None where too many have stray quotes. `count` counts their cells."""
    walk = _Walk(text, dialect, count=count)
    while walk.at < len(text):
        walk.step()
        if len(walk.odd) > MOST_STRAYS:
            return None
    return walk.found()


class _Walk:
    """Goes from record to record, a window of them at a time."""

    def __init__(self, text: bytes, dialect: Dialect, *, count: bool) -> None:
        self.text, self.dialect, self.count = text, dialect, count
        self.buffer = np.frombuffer(text, np.uint8)
        self.at, self.line = dialect.data_start, dialect.data_line
        self.window = WINDOW
        self.starts: list[np.ndarray] = []
        self.stops: list[np.ndarray] = []
        self.lines: list[np.ndarray] = []
        self.widths: list[np.ndarray] = []
        self.ranges: list[tuple[int, int]] = []
        self.odd: list[Record] = []

    def step(self) -> None:
        chunk = self.buffer[self.at : self.at + self.window]
        last = self.at + len(chunk) >= len(self.buffer)
        quotes = np.flatnonzero(chunk == _QUOTE)
        stray = self._first_stray(quotes)
        ends = _line_ends(self.buffer, self.at, chunk, last=last)
        between = np.searchsorted(quotes, ends) % 2 == 0
        if stray is not None:
            between &= ends < stray
        record_ends = ends[between]
        open_end = last and stray is None and len(quotes) % 2 == 0
        if not len(record_ends) and not open_end and stray is None and not last:
            self.window *= 2  # one record is longer than the window
            return
        self._accept(chunk, quotes, ends, between, to_the_end=open_end)
        if not open_end and (stray is not None or last):
            self._read_one()
        self.window = WINDOW

    def _first_stray(self, quotes: np.ndarray) -> int | None:
        """Offset in the window of the first quote that neither opens, closes, nor stands doubled."""
        opening, closing = quotes[::2], quotes[1::2]
        separator = ord(self.dialect.separator)
        behind = self.buffer[self.at + opening - 1]
        stray_opening = opening[(opening > 0) & ~_is_edge(behind, separator)]
        ahead = self.at + closing + 1
        inside = ahead < len(self.buffer)
        following = self.buffer[np.minimum(ahead, len(self.buffer) - 1)]
        stray_closing = closing[inside & ~_is_edge(following, separator)]
        strays = [int(found[0]) for found in (stray_opening, stray_closing) if len(found)]
        return min(strays, default=None)

    def _accept(
        self,
        chunk: np.ndarray,
        quotes: np.ndarray,
        ends: np.ndarray,
        between: np.ndarray,
        *,
        to_the_end: bool,
    ) -> None:
        """Take the sound records of the window, as far as they are whole."""
        stops = ends[between] + 1
        numbers = np.flatnonzero(between) + 1
        if to_the_end and (not len(stops) or stops[-1] < len(chunk)):
            stops = np.append(stops, len(chunk))
            numbers = np.append(numbers, len(ends) + 1)
        if not len(stops):
            return
        starts = np.concatenate([[0], stops[:-1]])
        lines = np.concatenate([[0], numbers[:-1]])
        first = chunk[starts]
        filled = (first != _LF) & (first != _CR)
        self.lines.append((self.line + lines[filled]).astype(np.int32))
        if self.count:
            self.starts.append(self.at + starts[filled])
            self.stops.append(self.at + stops[filled])
            self.widths.append(self._widths(chunk, quotes, stops)[filled])
        self._extend(self.at, self.at + int(stops[-1]))
        self.line += int(numbers[-1])
        self.at += int(stops[-1])

    def _widths(self, chunk: np.ndarray, quotes: np.ndarray, stops: np.ndarray) -> np.ndarray:
        separators = np.flatnonzero(chunk[: stops[-1]] == ord(self.dialect.separator))
        outside = separators[np.searchsorted(quotes, separators) % 2 == 0]
        return 1 + np.bincount(np.searchsorted(stops, outside, side="right"), minlength=len(stops))

    def _extend(self, start: int, stop: int) -> None:
        if self.ranges and self.ranges[-1][1] == start:
            start, _ = self.ranges.pop()
        self.ranges.append((start, stop))

    def _read_one(self) -> None:
        """The record with the stray quote, the forgiving way."""
        width = len(self.dialect.header)
        source = records(
            self.text, self.dialect.separator.encode(), start=self.at, line=self.line, width=width
        )
        record = next(source)
        self.odd.append(record)
        self.line += line_ends(self.text, record.start, record.end)
        self.at = record.end

    def found(self) -> RecordScan:
        return RecordScan(
            _joined(self.starts, np.int64),
            _joined(self.stops, np.int64),
            _joined(self.lines, np.int32),
            _joined(self.widths, np.int32),
            self.ranges,
            self.odd,
        )


def _joined(parts: list[np.ndarray], kind: type[np.generic]) -> np.ndarray:
    return np.concatenate(parts).astype(kind) if parts else np.empty(0, kind)


def _is_edge(values: np.ndarray, separator: int) -> np.ndarray:
    return (values == separator) | (values == _LF) | (values == _CR) | (values == _QUOTE)


def _line_ends(buffer: np.ndarray, at: int, chunk: np.ndarray, *, last: bool) -> np.ndarray:
    """Offsets in the window of the last byte of each line end."""
    ends = np.flatnonzero((chunk == _LF) | (chunk == _CR))
    following = buffer[np.minimum(at + ends + 1, len(buffer) - 1)]
    whole = (chunk[ends] == _LF) | (following != _LF)
    if last and len(ends) and ends[-1] == len(chunk) - 1:
        whole[-1] = True
    return ends[whole]

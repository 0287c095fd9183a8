"""CSV parser: bytes → records, forgiving where the csv module would swallow the rest of the file.

A quoted cell ends at a quote before a separator or a line's end; quotes elsewhere are text. A quote that opens and
never closes costs its own line only: that line becomes one record with a fault, and reading goes on with the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from services.contact_file.verdicts import FileRejected

_EOL = re.compile(rb"\r\n|\r|\n")
_BLANK_LINES = re.compile(rb"[\r\n]++")
_MANY_BLANK = 1000  # bytes of empty lines: nobody left so many between people, and each would be a record
_DOUBLED = re.compile(rb'(?:"")++')
QUOTE = b'"'
_BACKSLASH = 0x5C
# A quote inside a quoted cell is written twice, or by some with a backslash; a backslash before a quote that is written
# twice is a backslash.
_WRITTEN_QUOTE = re.compile(rb'""|\\"(?!")')
_STRAY = -1


class Record(NamedTuple):
    """`line` is the physical line it starts on, from 1; `start` and `end` are offsets, `end` behind its line end."""

    line: int
    cells: list[bytes]
    fault: str
    start: int
    end: int
    quoted: bool


def records(
    text: bytes, separator: bytes, *, start: int = 0, line: int = 1, width: int = 0, most: int = 0
) -> Iterator[Record]:
    """All records from offset `start`; empty lines come as one empty cell, many of them together are passed over.

    With `width` known, a cell that runs over line ends is checked against it: where it swallowed lines that are
    records themselves, its quote was a stray one. A record with more cells than `most` is refused.
    """
    at, size = start, len(text)
    cells_of = _RecordCutter(text, separator, width, most)
    while at < size:
        blank = _BLANK_LINES.match(text, at)
        if blank and blank.end() - at > _MANY_BLANK:
            line += line_ends(text, at, blank.end())
            at = blank.end()
        eol = _EOL.search(text, at)
        stop, following = (eol.start(), eol.end()) if eol else (size, size)
        if text.find(QUOTE, at, stop) < 0:
            if most and text.count(separator, at, stop) >= most:  # a line may have millions: they are not cut
                raise FileRejected("too_many_columns")
            yield Record(line, text[at:stop].split(separator), "", at, following, False)
            line += 1
        else:
            cells, fault, following = cells_of.quoted_record(at, stop, following)
            yield Record(line, cells, fault, at, following, True)
            line += line_ends(text, at, following)
        at = following


def line_ends(text: bytes, start: int, stop: int) -> int:
    """Physical lines that end between two offsets; a lone carriage return counts, `\\r\\n` counts once."""
    crlf = text.count(b"\r\n", start, stop)
    return text.count(b"\n", start, stop) + text.count(b"\r", start, stop) - crlf


class _RecordCutter:
    """Cuts one record that has quotes in it."""

    def __init__(self, text: bytes, separator: bytes, width: int, most: int) -> None:
        self.text = text
        self.separator = separator
        self.width = width
        self.most = most

    def quoted_record(self, at: int, stop: int, following: int) -> tuple[list[bytes], str, int]:
        cells: list[bytes] = []
        position, first_stop = at, stop
        while True:
            opening = self._opening(position, stop)
            if opening is None:
                cell, position = self._plain(position, stop)
            else:
                closed = self._closing(opening + 1, stop)
                if closed is None:
                    return [self.text[at:first_stop]], "unclosed_quote", self._after(first_stop)
                if closed == _STRAY:
                    cell, position = self._plain(position, stop)
                else:
                    cell = self._unquoted(opening + 1, closed)
                    if closed >= stop:
                        stop, following = self._line_end(closed + 1)
                    position = self._skip_spaces(closed + 1, stop)
            cells.append(cell)
            if self.most and len(cells) > self.most:
                raise FileRejected("too_many_columns")
            if position >= stop:
                break
            position += 1
        if stop != first_stop and self._swallowed(at, stop, len(cells)):
            return [self.text[at:first_stop]], "unclosed_quote", self._after(first_stop)
        return cells, "", following

    def _opening(self, position: int, stop: int) -> int | None:
        position = self._skip_spaces(position, stop)
        return position if self.text[position : position + 1] == QUOTE and position < stop else None

    def _skip_spaces(self, position: int, stop: int) -> int:
        while position < stop and self.text[position] == 0x20:
            position += 1
        return position

    def _plain(self, position: int, stop: int) -> tuple[bytes, int]:
        found = self.text.find(self.separator, position, stop)
        end = found if found >= 0 else stop
        return self.text[position:end], end

    def _closing(self, position: int, stop: int) -> int | None:
        """Offset of the closing quote, `_STRAY` where the opening one is text, None where it never closes."""
        stray = False
        while True:
            found = self.text.find(QUOTE, position)
            if found < 0 or (found >= stop and stray):
                return _STRAY if stray else None
            if doubled := _DOUBLED.match(self.text, found):
                position = doubled.end()
                continue
            if self._ends_cell(found + 1):
                return found
            if self.text[found - 1] != _BACKSLASH:
                if found >= stop:
                    return None
                stray = True
            position = found + 1

    def _ends_cell(self, position: int) -> bool:
        while self.text[position : position + 1] == b" ":
            position += 1
        return self.text[position : position + 1] in (self.separator, b"\r", b"\n", b"")

    def _unquoted(self, start: int, stop: int) -> bytes:
        cell = self.text[start:stop]
        if QUOTE not in cell:
            return cell
        return _WRITTEN_QUOTE.sub(QUOTE, cell)

    def _line_end(self, position: int) -> tuple[int, int]:
        eol = _EOL.search(self.text, position)
        return (eol.start(), eol.end()) if eol else (len(self.text), len(self.text))

    def _after(self, stop: int) -> int:
        return self._line_end(stop)[1]

    def _swallowed(self, at: int, stop: int, cells: int) -> bool:
        """Whether a record over several lines is two records or more, joined by a stray quote."""
        if not self.width or cells == self.width:
            return False
        lines = _EOL.split(self.text[at:stop])
        return any(line.count(self.separator) == self.width - 1 for line in lines[1:])

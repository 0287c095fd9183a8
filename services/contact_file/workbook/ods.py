"""Sight of the sheets of an OpenDocument spreadsheet (`.ods`; OASIS OpenDocument 1.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import closing

from services.contact_file.verdicts import FileRejected
from services.contact_file.workbook.archive import Parts
from services.contact_file.workbook.sight import Sight
from services.contact_file.workbook.xml import Elements, parse

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_HIDDEN = ("collapse", "filter")
_SHAPED = re.compile(r"[-+/() 0-9]{1,40}")
MOST_CELLS = (
    20_000_000  # a cell may stand for a million like it: so many are a list of more than a million people
)
_LAST = 1_048_576


def look(parts: Parts) -> dict[str, Sight]:
    """What each sheet shows, by its name. Raises `FileRejected` for one that unpacks to more cells than a list has."""
    stream = parts.open("content.xml")
    if stream is None:
        raise FileRejected("workbook_damaged")
    found = _Content()
    with closing(stream):
        parse(stream, found)
    return found.sheets


def is_protected(parts: Parts) -> bool:
    """Whether its parts are encrypted."""
    return b"encryption-data" in (parts.read("META-INF/manifest.xml") or b"")


class _Content(Elements):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, Sight] = {}
        self._sight = Sight()
        self._row = self._column = 0
        self._rows = self._columns = 1  # that the one at hand stands for
        self._hidden = self._filled = False
        self._row_groups: list[bool] = []  # whether each of the groups at hand is shown
        self._column_groups: list[bool] = []
        self._cells = 0
        self._cell: Mapping[str, str] = {}
        self._text: list[str] | None = None
        self._shown: list[str] = []

    def began(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("table-cell", "covered-table-cell"):
            self._begin_cell(attributes)
        elif name == "p":
            self._text = self._shown
        elif name == "table-row":
            self._begin_row(attributes)
        elif name == "table-column":
            count = _count(attributes, "number-columns-repeated")
            if attributes.get(f"{_TABLE}visibility") in _HIDDEN or not all(self._column_groups):
                self._sight.hidden_columns.update(range(self._column, min(self._column + count, _LAST)))
            self._column += count
        elif name in ("table-row-group", "table-column-group"):
            self._groups(name).append(attributes.get(f"{_TABLE}display") != "false")
        elif name == "table":
            self._sight = self.sheets.setdefault(attributes.get(f"{_TABLE}name", ""), Sight())
            self._row = self._column = 0
            self.listen(wanted=True)

    def _groups(self, name: str) -> list[bool]:
        return self._row_groups if name == "table-row-group" else self._column_groups

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        self._column = 0
        self._filled = False
        self._rows = _count(attributes, "number-rows-repeated")
        visibility = attributes.get(f"{_TABLE}visibility")
        self._hidden = visibility in _HIDDEN or not all(self._row_groups)
        self._sight.filtered |= visibility == "filter"

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._cell = attributes
        self._columns = _count(attributes, "number-columns-repeated")
        self._shown = []
        down = _count(attributes, "number-rows-spanned") - 1
        across = _count(attributes, "number-columns-spanned") - 1
        if down or across:
            here = (self._row, self._column)
            self._sight.merged.append((here, (self._row + down, self._column + across)))

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def ended(self, name: str) -> None:
        if name == "p":
            self._text = None
        elif name in ("table-cell", "covered-table-cell"):
            self._end_cell()
            self._column += self._columns
        elif name in ("table-row-group", "table-column-group"):
            self._groups(name).pop()
        elif name == "table-row":
            if self._hidden and self._filled:
                self._sight.hidden_rows.update(range(self._row, min(self._row + self._rows, _LAST)))
            self._row += self._rows

    def _end_cell(self) -> None:
        kind, shown = self._cell.get(f"{_OFFICE}value-type"), "".join(self._shown)
        if not (kind or shown):
            return
        self._filled = True
        self._cells += self._columns * self._rows
        if self._cells > MOST_CELLS:
            raise FileRejected("workbook_inflates")
        seen = shown if self._cell.get(f"{_CALC}value-type") == "error" else ""
        if kind == "float" and _is_shaped(shown, self._cell.get(f"{_OFFICE}value", "")):
            seen = shown
        if seen:
            for row in range(self._row, self._row + self._rows):
                for column in range(self._column, self._column + self._columns):
                    self._sight.put(row, column, seen)


def _is_shaped(shown: str, value: str) -> bool:
    """Whether a sheet shows the digits of a number with zeros or signs among them that the number has not."""
    digits = re.sub(r"[-+/() ]", "", shown)
    return (
        shown != value
        and bool(_SHAPED.fullmatch(shown))
        and digits.lstrip("0") == value
        and not shown.startswith("-")
    )


def _count(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(f"{_TABLE}{name}", "1")
    return min(int(text), _LAST) if text.isascii() and text.isdecimal() and len(text) < 8 else 1

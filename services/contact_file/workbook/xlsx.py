"""Sight of a sheet of an Office Open XML workbook (`.xlsx`, `.xlsm`; ECMA-376)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import closing

from services.contact_file.verdicts import FileRejected
from services.contact_file.workbook.archive import Parts
from services.contact_file.workbook.number_formats import DigitFormat
from services.contact_file.workbook.relations import relations
from services.contact_file.workbook.sight import Sight
from services.contact_file.workbook.xml import Elements, local, parse

_WORKBOOK = "xl/workbook.xml"
_REFERENCE = re.compile(r"\A\$?([A-Za-z]{1,3})\$?(\d{1,7})\Z")
_TRUE = ("1", "true", "on")
LAST_COLUMN = 16_384
# Without one of these in it, a sheet shows what is stored; hidden things, filters, errors, formulas, formats of its own.
_SIGNS = re.compile(
    rb"hidden|zeroHeight|ilter|\st\s*=\s*[\"']e[\"']|<f|:f|\s(?:ht|width|defaultRowHeight)\s*=\s*[\"']\.?0|\0"
)
_LONGEST_SIGN = 64  # blanks about an equals sign included


def look(parts: Parts, sheet: str) -> Sight:
    """What the sheet called `sheet` shows."""
    path = _path_of(parts, sheet)
    sight = Sight()
    formats = _formats(parts)
    if formats or _needs_a_look(parts, path):
        with closing(_opened(parts, path)) as stream:
            parse(stream, _Sheet(sight, formats, calculated=_is_calculated(parts)))
    for table in _related(parts, path, "table"):
        parse(parts.read(table) or b"", _Filter(sight))
    return sight


def _needs_a_look(parts: Parts, path: str) -> bool:
    with closing(_opened(parts, path)) as stream:
        before = b""
        while piece := stream.read(1 << 20):
            text = before + piece
            if _SIGNS.search(text):
                return True
            before = text[-_LONGEST_SIGN:]
    return False


def _opened(parts: Parts, path: str):
    stream = parts.open(path)
    if stream is None:
        raise FileRejected("workbook_damaged")
    return stream


def _is_calculated(parts: Parts) -> bool:
    """Whether results of formulas are those that the person sees: programs that only write workbooks leave a nought, or
    nothing, and ask the one that opens them to calculate."""
    found = _Calculation()
    parse(parts.read(_WORKBOOK) or b"", found)
    return not found.due


def _path_of(parts: Parts, sheet: str) -> str:
    found = _Sheets()
    parse(parts.read(_WORKBOOK) or b"", found)
    ids = found.ids.get(sheet)
    path = relations(parts, _WORKBOOK).get(ids or "", ("", ""))[1]
    if not path or parts.name_of(path) is None:
        raise FileRejected("workbook_damaged")
    return path


def _related(parts: Parts, path: str, kind: str) -> list[str]:
    return [
        target for type_, target in relations(parts, path).values() if type_ == kind and parts.name_of(target)
    ]


def _formats(parts: Parts) -> dict[str, DigitFormat]:
    """Formats that shape digits, by the number of the style that cells have."""
    styles = _Styles()
    for path in _related(parts, _WORKBOOK, "styles") or ["xl/styles.xml"]:
        parse(parts.read(path) or b"<none/>", styles)
    made = {key: shaped for key, code in styles.codes.items() if (shaped := DigitFormat.of(code))}
    return {str(style): made[key] for style, key in enumerate(styles.cell_formats) if key in made}


class _Sheets(Elements):
    def __init__(self) -> None:
        super().__init__()
        self.ids: dict[str, str] = {}

    def began(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            ids = [value for key, value in attributes.items() if "}" in key and local(key) == "id"]
            self.ids[attributes.get("name", "")] = ids[0] if ids else ""


class _Calculation(Elements):
    def __init__(self) -> None:
        super().__init__()
        self.due = False

    def began(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "calcPr":
            self.due = _is_true(attributes.get("fullCalcOnLoad"))


class _Styles(Elements):
    def __init__(self) -> None:
        super().__init__()
        self.codes: dict[str, str] = {}
        self.cell_formats: list[str] = []
        self._within = ""

    def began(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf":
            if self._within == "cellXfs":
                self.cell_formats.append(attributes.get("numFmtId", ""))
        elif name.endswith("Xfs") or name == "cellStyles":
            self._within = name


class _Filter(Elements):
    """An automatic filter: on a sheet, or on a table in it. Only a column with criteria hides rows."""

    def __init__(self, sight: Sight) -> None:
        super().__init__()
        self._sight = sight
        self._first = 0

    def began(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "autoFilter":
            place = position(attributes.get("ref", "").partition(":")[0])
            self._first = place[1] if place else 0
        elif name == "filterColumn":
            self._sight.filtered = True
            self._sight.filters.add(self._first + _number(attributes.get("colId")))


class _Sheet(_Filter):
    def __init__(self, sight: Sight, formats: Mapping[str, DigitFormat], *, calculated: bool) -> None:
        super().__init__(sight)
        self._calculated = calculated
        self._formats = formats
        self._row = -1
        self._column = -1
        self._cell: Mapping[str, str] = {}
        self._shaped: DigitFormat | None = None
        self._formula: list[str] | None = None
        self._value: list[str] = []
        self._into: list[str] | None = None
        self._rows_hidden = False

    def began(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "v":
            self._into = self._value
        elif name == "c":
            self._begin_cell(attributes)
        elif name == "f":
            self._into = self._formula = []
            self.listen(wanted=True)
        elif name == "row":
            self._begin_row(attributes)
        elif name == "col":
            if _is_true(attributes.get("hidden")) or _is_zero(attributes.get("width")):
                first, last = _number(attributes.get("min")), _number(attributes.get("max"))
                self._sight.hidden_columns.update(range(first - 1, min(last, LAST_COLUMN)))
        elif name == "sheetFormatPr":
            self._rows_hidden = _is_true(attributes.get("zeroHeight")) or _is_zero(
                attributes.get("defaultRowHeight")
            )
        elif name == "sheetPr":
            self._sight.filtered |= _is_true(attributes.get("filterMode"))
        else:
            super().began(name, attributes)

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        number = attributes.get("r")
        self._row = _number(number) - 1 if number else self._row + 1
        self._column = -1
        hidden = attributes.get("hidden")
        by_default = self._rows_hidden and hidden is None and not attributes.get("ht")
        if _is_true(hidden) or _is_zero(attributes.get("ht")) or by_default:
            self._sight.hidden_rows.add(self._row)

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._cell = attributes
        if "r" in attributes:
            self._column = -1  # told where it is wanted
        else:
            self._column += 1
        self._shaped = self._formats.get(attributes["s"]) if "s" in attributes else None
        if self._shaped or attributes.get("t") == "e":
            self.listen(wanted=True)

    def data(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def ended(self, name: str) -> None:
        if name in ("v", "f"):
            self._into = None
        elif name == "c":
            self.listen(wanted=False)
            self._end_cell()
            self._formula, self._value = None, []

    def _end_cell(self) -> None:
        place = position(self._cell.get("r", ""))
        column = place[1] if place else self._column
        kind, value = self._cell.get("t", "n"), "".join(self._value)
        if kind == "e":
            self._sight.put(self._row, column, value or "#N/A")
        elif self._formula is not None and not (self._calculated and (value or kind == "str")):
            self._sight.uncalculated += 1
            self._sight.put(self._row, column, f"={''.join(self._formula)}")
        elif self._shaped is not None and kind == "n" and value:
            shown = self._shaped.text(_amount(value))
            if shown is not None:
                self._sight.put(self._row, column, shown)


def position(reference: str) -> tuple[int, int] | None:
    """Row and column of a reference such as `B7`, from 0."""
    found = _REFERENCE.match(reference)
    if not found:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _amount(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return -1.0


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 8 else 0


def _is_true(text: str | None) -> bool:
    return text is not None and text.casefold() in _TRUE


def _is_zero(text: str | None) -> bool:
    return text is not None and text.strip("0.") == "" and text != ""

"""Sight of a sheet of an old Excel workbook (`.xls`; BIFF8 and BIFF5 in a compound file, MS-XLS)."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile

from services.contact_file.verdicts import FileRejected
from services.contact_file.workbook.errors import ERRORS
from services.contact_file.workbook.number_formats import DigitFormat
from services.contact_file.workbook.sight import Sight

_BOF, _EOF, _SHEET, _PASSWORD = 0x0809, 0x000A, 0x0085, 0x002F
_FORMAT, _XF = 0x041E, 0x00E0
_ROW, _DEFAULT_ROW, _COLUMNS, _FILTER_MODE = 0x0208, 0x0225, 0x007D, 0x009B
_BOOL_OR_ERROR, _FORMULA, _NUMBER, _RK, _RKS = 0x0205, 0x0006, 0x0203, 0x027E, 0x00BD
_SHARED_TEXT, _TEXT, _FORMATTED_TEXT = 0x00FD, 0x0204, 0x00D6
_CELLS = (_BOOL_OR_ERROR, _FORMULA, _NUMBER, _RK, _RKS, _SHARED_TEXT, _TEXT, _FORMATTED_TEXT)
_HIDDEN_ROW, _HIDDEN_COLUMN, _HIDDEN_BY_DEFAULT, _HEIGHT = 0x20, 0x01, 0x02, 0x7FFF
_BIFF8 = 0x0600
_LAST_COLUMN = 256
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def look(content: bytes, place: int) -> Sight:
    """What the sheet at `place` among the sheets shows. Raises `FileRejected` for what is protected or damaged."""
    stream = _stream(content)
    try:
        sheets, formats = _globals(stream)
        sight, rows = Sight(), _Rows()
        for kind, record in _records(stream, sheets[place]):
            rows.see(kind, record)
            _see(sight, kind, record, formats)
        sight.hidden_rows = rows.hidden()
    except (struct.error, IndexError) as error:
        raise FileRejected("workbook_damaged") from error
    return sight


class _Rows:
    """Rows of a sheet: those with a record of their own, and those that only have cells and are as rows are by default."""

    def __init__(self) -> None:
        self._told: dict[int, bool] = {}
        self._used: set[int] = set()
        self._hidden_by_default = False

    def see(self, kind: int, record: bytes) -> None:
        if kind == _ROW:
            row, _first, _last, height = struct.unpack_from("<4H", record)
            flags = struct.unpack_from("<H", record, 12)[0]
            self._told[row] = bool(flags & _HIDDEN_ROW) or not height & _HEIGHT
        elif kind == _DEFAULT_ROW:
            flags, height = struct.unpack_from("<HH", record)
            self._hidden_by_default = bool(flags & _HIDDEN_BY_DEFAULT) or not height
        elif kind in _CELLS:
            self._used.add(struct.unpack_from("<H", record)[0])

    def hidden(self) -> set[int]:
        by_default = self._used - self._told.keys() if self._hidden_by_default else set()
        return by_default | {row for row, hidden in self._told.items() if hidden}


def refuse_protected(content: bytes) -> None:
    """Raise `FileRejected` for one with a password, and for a compound file that is none at all."""
    try:
        _globals(_stream(content))
    except struct.error as error:
        raise FileRejected("workbook_damaged") from error


def _stream(content: bytes) -> bytes:
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            name = next((name for name in ("Workbook", "Book") if ole.exists(name)), None)
            if name is None:
                raise FileRejected(_why_none(content))
            return ole.openstream(name).read()
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise FileRejected(_why_none(content)) from error


def _why_none(content: bytes) -> str:
    """Newer workbooks with a password are an encrypted package in a compound file."""
    return "workbook_password" if _ENCRYPTED in content else "workbook_damaged"


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Records of one substream; those of charts within it are passed over."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        record = stream[at + 4 : at + 4 + length]
        at += 4 + length
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, record


def _globals(stream: bytes) -> tuple[list[int], dict[int, DigitFormat]]:
    """Where each sheet begins, and the formats that shape digits by the number of a cell's style."""
    sheets: list[int] = []
    codes: dict[int, str] = {}
    styles: list[int] = []
    version = struct.unpack_from("<H", stream, 4)[0]
    for kind, record in _records(stream, 0):
        if kind == _PASSWORD:
            raise FileRejected("workbook_password")
        if kind == _SHEET:
            sheets.append(struct.unpack_from("<I", record)[0])
        elif kind == _FORMAT:
            codes[struct.unpack_from("<H", record)[0]] = _text(record[2:], version)
        elif kind == _XF:
            styles.append(struct.unpack_from("<HH", record)[1])
    shapes = {key: shape for key, code in codes.items() if (shape := DigitFormat.of(code))}
    return sheets, {style: shapes[key] for style, key in enumerate(styles) if key in shapes}


def _text(record: bytes, version: int) -> str:
    """A string with two bytes of length and one that says whether letters have two bytes; before BIFF8 with one of length."""
    if version < _BIFF8:
        return record[1 : 1 + record[0]].decode("latin-1")
    length, wide = struct.unpack_from("<HB", record)
    return (
        record[3 : 3 + length * 2].decode("utf-16-le", "replace")
        if wide & 1
        else record[3 : 3 + length].decode("latin-1")
    )


def _see(sight: Sight, kind: int, record: bytes, formats: dict[int, DigitFormat]) -> None:
    if kind == _COLUMNS:
        first, last, width, _style, flags = struct.unpack_from("<5H", record)
        if flags & _HIDDEN_COLUMN or not width:
            sight.hidden_columns.update(range(first, min(last + 1, _LAST_COLUMN)))
    elif kind == _FILTER_MODE:
        sight.filtered = True
    elif kind in (_BOOL_OR_ERROR, _FORMULA):
        _see_error(sight, kind, record)
    elif formats and kind in (_NUMBER, _RK, _RKS):
        _see_number(sight, kind, record, formats)


def _see_error(sight: Sight, kind: int, record: bytes) -> None:
    row, column = struct.unpack_from("<HH", record)
    if kind == _BOOL_OR_ERROR and record[7]:
        sight.put(row, column, ERRORS.get(record[6], "#N/A"))
    elif kind == _FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2:
        sight.put(row, column, ERRORS.get(record[8], "#N/A"))


def _see_number(sight: Sight, kind: int, record: bytes, formats: dict[int, DigitFormat]) -> None:
    row, first = struct.unpack_from("<HH", record)
    if kind == _NUMBER:
        style, value = struct.unpack_from("<Hd", record, 4)
        cells = [(style, value)]
    else:
        count = 1 if kind == _RK else (len(record) - 6) // 6
        cells = [_rk(*struct.unpack_from("<HI", record, 4 + 6 * place)) for place in range(count)]
    for column, (style, value) in enumerate(cells, first):
        shape = formats.get(style)
        shown = shape.text(value) if shape else None
        if shown is not None:
            sight.put(row, column, shown)


def _rk(style: int, packed: int) -> tuple[int, float]:
    """A number in 30 bits: a whole one, or the first bits of a double; perhaps in hundredths."""
    if packed & 2:
        value = float(struct.unpack("<i", struct.pack("<I", packed & 0xFFFFFFFC))[0] >> 2)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return style, value / 100 if packed & 1 else value

"""Sight of a sheet of a binary Excel workbook (`.xlsb`; MS-XLSB). Formats that shape digits are not followed here."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from services.contact_file.verdicts import FileRejected
from services.contact_file.workbook.archive import Parts
from services.contact_file.workbook.errors import ERRORS
from services.contact_file.workbook.relations import relations
from services.contact_file.workbook.sight import Sight

_WORKBOOK = "xl/workbook.bin"
_SHEET = 156
_ROW, _DEFAULT_ROW, _COLUMNS, _MERGED, _FILTER, _FILTER_COLUMN = 0, 485, 60, 176, 161, 163
_ERROR, _FORMULA_ERROR = 3, 11
_HIDDEN_ROW, _OWN_HEIGHT, _HIDDEN_COLUMN, _HIDDEN_BY_DEFAULT = 0x10, 0x20, 0x01, 0x02
_LAST_COLUMN = 16_384


def look(parts: Parts, sheet: str) -> Sight:
    """What the sheet called `sheet` shows."""
    sight = Sight()
    row = first_filtered = 0
    hidden_by_default = False
    try:
        for kind, record in _records(parts.read(_path_of(parts, sheet)) or b""):
            if kind == _ROW:
                row, _style, height = struct.unpack_from("<IIH", record)
                by_default = hidden_by_default and not record[11] & _OWN_HEIGHT
                if record[11] & _HIDDEN_ROW or not height or by_default:
                    sight.hidden_rows.add(row)
            elif kind == _DEFAULT_ROW:
                height, flags = struct.unpack_from("<HH", record, 6)
                hidden_by_default = bool(flags & _HIDDEN_BY_DEFAULT) or not height
            elif kind in (_ERROR, _FORMULA_ERROR):
                sight.put(row, struct.unpack_from("<I", record)[0], ERRORS.get(record[8], "#N/A"))
            elif kind == _COLUMNS:
                _see_columns(sight, record)
            elif kind == _MERGED:
                top, bottom, left, right = struct.unpack_from("<4I", record)
                sight.merged.append(((top, left), (bottom, right)))
            elif kind == _FILTER:
                first_filtered = struct.unpack_from("<4I", record)[2]
            elif kind == _FILTER_COLUMN:
                sight.filtered = True
                sight.filters.add(first_filtered + struct.unpack_from("<I", record)[0])
    except (struct.error, IndexError) as error:
        raise FileRejected("workbook_damaged") from error
    return sight


def _see_columns(sight: Sight, record: bytes) -> None:
    first, last, width, _style = struct.unpack_from("<4I", record)
    if record[16] & _HIDDEN_COLUMN or not width:
        sight.hidden_columns.update(range(first, min(last + 1, _LAST_COLUMN)))


def _path_of(parts: Parts, sheet: str) -> str:
    targets = relations(parts, _WORKBOOK)
    for kind, record in _records(parts.read(_WORKBOOK) or b""):
        if kind == _SHEET:
            key, end = _text(record, 8)
            name, _end = _text(record, end)
            if name == sheet and key in targets and parts.name_of(targets[key][1]):
                return targets[key][1]
    raise FileRejected("workbook_damaged")


def _text(record: bytes, at: int) -> tuple[str, int]:
    length = struct.unpack_from("<I", record, at)[0]
    end = at + 4 + 2 * length
    return record[at + 4 : end].decode("utf-16-le", "replace"), end


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Records: a kind of one or two bytes, a length of up to four of seven bits each, and so many bytes."""
    at, size = 0, len(stream)
    while at < size:
        kind = stream[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (stream[at] & 0x7F) << 7
            at += 1
        length = 0
        for shift in (0, 7, 14, 21):
            piece = stream[at]
            at += 1
            length |= (piece & 0x7F) << shift
            if not piece & 0x80:
                break
        yield kind, stream[at : at + length]
        at += length

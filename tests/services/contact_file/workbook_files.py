"""Workbooks as people have them, written by programs that are not the one that reads them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import xlwt
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlwt.CompoundDoc import XlsDoc

HEADER = ["Vorname", "Nachname", "Telefon", "Nicht anrufen"]
ANN, BEN, CEM = "+493012345678", "+4915123456789", "+4915126374859"
PEOPLE = (
    ["Anna", "Berg", "030 12345678", ""],
    ["Ben", "Groß", "0151 23456789", "nein"],
    ["Cem", "Öz", "0151 26374859", ""],
)


def xlsx(*rows: Sequence[Any], change: Callable[[Worksheet], None] | None = None) -> bytes:
    """One sheet with these rows; `change` does the rest."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    return saved(book)


def people(change: Callable[[Worksheet], None] | None = None) -> bytes:
    """Three people below their columns' names."""
    return xlsx(HEADER, *PEOPLE, change=change)


def with_text(content: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with a piece of one of its parts replaced, as other programs write it."""
    sink = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            text = before.read(name)
            if name == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode())
            after.writestr(name, text)
    return sink.getvalue()


def saved(book: Workbook) -> bytes:
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def xls(rows: Sequence[Sequence[Any]], change: Callable[[Any], None] | None = None) -> bytes:
    """An old Excel workbook with one sheet."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Kunden")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, tuple):
                sheet.write(number, column, value[0], xlwt.easyxf(num_format_str=value[1]))
            elif value == "#N/A":
                sheet.row(number).set_cell_error(column, 42)
            else:
                sheet.write(number, column, value)
    if change:
        change(sheet)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def old_xls(rows: Sequence[Sequence[str | tuple[float, str]]]) -> bytes:
    """A workbook of Excel 5 to 95 (BIFF5) with one sheet: texts have a byte a letter, and numbers a format; no row has a record
    of its own, and rows are hidden by default."""
    formats = sorted({cell[1] for row in rows for cell in row if isinstance(cell, tuple)})
    book = _old(0x0809, struct.pack("<4H", 0x0500, 5, 0, 0)) + _old(0x0042, struct.pack("<H", 1252))
    for number, code in enumerate(formats, 164):
        book += _old(0x041E, struct.pack("<HB", number, len(code)) + code.encode("cp1252"))
    for number in (0, *range(164, 164 + len(formats))):
        book += _old(0x00E0, struct.pack("<HH", 0, number) + bytes(12))
    name = b"Kunden"
    end = _old(0x000A, b"")
    start = len(book) + 4 + 7 + len(name) + len(end)
    book += _old(0x0085, struct.pack("<IHB", start, 0, len(name)) + name) + end
    sheet = _old(0x0809, struct.pack("<4H", 0x0500, 0x10, 0, 0)) + _old(0x0225, struct.pack("<HH", 2, 0))
    sheet += _old(0x0200, struct.pack("<5H", 0, len(rows), 0, len(rows[0]), 0))
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, tuple):
                style = 1 + formats.index(cell[1])
                sheet += _old(0x0203, struct.pack("<HHHd", number, column, style, cell[0]))
            else:
                text = cell.encode("cp1252")
                sheet += _old(0x0204, struct.pack("<4H", number, column, 0, len(text)) + text)
    sink = io.BytesIO()
    XlsDoc().save(sink, book + sheet + end)
    return sink.getvalue()


def _old(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def zipped(parts: dict[str, bytes | str]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return sink.getvalue()


def ods(rows: str, *, manifest: str = "<manifest/>") -> bytes:
    """An OpenDocument spreadsheet with one sheet of these rows, written as LibreOffice writes them."""
    names = " ".join(
        f'xmlns:{prefix}="{name}"'
        for prefix, name in {
            "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
            "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
            "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
            "xlink": "http://www.w3.org/1999/xlink",
            "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
        }.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="Kunden">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def ods_row(*cells: str, row: str = "") -> str:
    """Cells of text, or as they are where they are elements."""
    written = (
        cell if cell.startswith("<") else f"{ODS_TEXT}<text:p>{cell}</text:p></table:table-cell>"
        for cell in cells
    )
    return f"<table:table-row {row}>{''.join(written)}</table:table-row>"


ODS_TEXT = '<table:table-cell office:value-type="string">'


def xlsb(
    rows: Sequence[Sequence[str]],
    *,
    hidden_row: int,
    hidden_column: int,
    error: tuple[int, int],
    shown_rows: Sequence[int] | None = None,
) -> bytes:
    """A binary Excel workbook of one sheet with a hidden row, a hidden column and an error, all counted from 0; with
    `shown_rows`, rows are hidden by default and those have a height of their own."""
    size = struct.pack("<4I", 0, len(rows) - 1, 0, len(rows[0]) - 1)
    sheet = _record(129) + _record(148, size) + _record(390)
    if shown_rows is not None:
        sheet += _record(485, struct.pack("<IHHHBB", 0xFFFFFFFF, 8, 300, 2, 0, 0))
    sheet += _record(60, struct.pack("<4IH", hidden_column, hidden_column, 2560, 0, 1)) + _record(391)
    sheet += _record(145)
    for number, row in enumerate(rows):
        own = 0x20 if shown_rows is not None and number in shown_rows else 0
        flags = bytes([0, 0x10 if number == hidden_row else own, 0])
        sheet += _record(0, struct.pack("<IIH", number, 0, 300) + flags + struct.pack("<I", 0))
        for column, text in enumerate(row):
            place = struct.pack("<II", column, 0)
            if (number, column) == error:
                sheet += _record(3, place + bytes([42]))
            elif text:
                sheet += _record(6, place + _wide(text))
    sheet += _record(146) + _record(130)
    book = _record(131) + _record(143)
    book += (
        _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Kunden")) + _record(144) + _record(132)
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.bin"/></Relationships>'
    )
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": relations,
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, sizes = len(content), b""
    while True:
        length, piece = length >> 7, length & 0x7F
        sizes += bytes([piece | (0x80 if length else 0)])
        if not length:
            return head + sizes + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")

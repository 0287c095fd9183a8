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
    rows: Sequence[Sequence[str]], *, hidden_row: int, hidden_column: int, error: tuple[int, int]
) -> bytes:
    """A binary Excel workbook of one sheet with a hidden row, a hidden column and an error, all counted from 0."""
    size = struct.pack("<4I", 0, len(rows) - 1, 0, len(rows[0]) - 1)
    sheet = _record(129) + _record(148, size) + _record(390)
    sheet += _record(60, struct.pack("<4IH", hidden_column, hidden_column, 2560, 0, 1)) + _record(391)
    sheet += _record(145)
    for number, row in enumerate(rows):
        flags = bytes([0, 0x10 if number == hidden_row else 0, 0])
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

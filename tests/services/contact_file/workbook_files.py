"""Workbooks as people have them, written by programs that are not the one that reads them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

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

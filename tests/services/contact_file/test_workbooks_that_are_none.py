"""Workbooks that cannot be read: damaged, protected, empty, or made to fill the memory. Each is told so before it hurts."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook

from services.contact_file import FileRejected, WorkbookLimits, read_table, sentences
from tests.services.contact_file.workbook_files import people, saved, with_text, xlsx

SHEET = "xl/worksheets/sheet1.xml"


def refused(content: bytes, limits: WorkbookLimits | None = None) -> str:
    with pytest.raises(FileRejected) as caught:
        read_table(content, limits=limits or WorkbookLimits())
    assert len(sentences.rejected(caught.value)) > 40
    return caught.value.code


def zipped(**parts: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return sink.getvalue()


def test_one_that_is_cut_off_anywhere() -> None:
    whole = people()
    for stop in range(4, len(whole), len(whole) // 40):
        assert refused(whole[:stop]) in ("workbook_damaged", "archive")


def test_one_with_a_changed_byte_is_read_whole_or_not_at_all() -> None:
    whole = people()
    sound = read_table(whole)
    for place in range(30, len(whole), 97):
        changed = bytearray(whole)
        changed[place] ^= 0x55
        try:
            table = read_table(bytes(changed))
        except FileRejected as error:
            assert error.code in ("workbook_damaged", "workbook_password", "workbook_inflates", "archive")
        else:
            assert table.cells.equals(sound.cells)


def test_one_without_its_sheet() -> None:
    assert refused(zipped(xl__workbook=b"")) == "archive"
    content = with_text(
        people(), "xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheets/sheet9.xml"
    )
    assert refused(content) == "workbook_damaged"


def test_an_empty_one() -> None:
    assert refused(saved(Workbook())) == "empty"
    assert refused(xlsx(["Name", "Telefon"])) == "no_rows"
    assert refused(xlsx(["  "])) == "empty"


def test_one_with_a_password() -> None:
    encrypted = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(1024)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(1024)
    )
    assert refused(encrypted) == "workbook_password"
    locked = bytearray(people())
    for sign, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = -1
        while (at := locked.find(sign, at + 1)) >= 0:
            locked[at + place] |= 1
    assert refused(bytes(locked)) == "workbook_password"


def test_one_that_inflates_to_hundreds_of_times_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped(**{"xl__workbook.xml": b"<workbook/>", "xl__media__a.xml": bytes(60_000_000)})
    tracemalloc.start()
    try:
        assert refused(bomb) == "workbook_inflates"
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_one_that_lies_about_its_size_is_found_damaged() -> None:
    bomb = bytearray(zipped(**{"xl__workbook.xml": b"<workbook/>", "xl__media__a.xml": bytes(60_000_000)}))
    size = struct.pack("<I", 60_000_000)
    while (at := bomb.find(size)) >= 0:
        bomb[at : at + 4] = struct.pack("<I", 1000)

    assert refused(bytes(bomb)) == "workbook_damaged"


def test_one_beyond_an_admins_limit() -> None:
    big = with_text(people(), SHEET, "</worksheet>", "</worksheet>" + " " * 12_000_000)

    assert refused(big, WorkbookLimits(unpacked_mb=10)) == "workbook_too_large"
    assert read_table(big, limits=WorkbookLimits(unpacked_mb=20)).row_count == 3


def test_entities_are_refused() -> None:
    evil = with_text(
        people(),
        SHEET,
        "<worksheet",
        '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet',
    )
    hidden = with_text(evil, SHEET, '<row r="3"', '<row r="3" hidden="1"')

    assert refused(hidden) == "workbook_damaged"


def test_a_cell_at_the_far_end_is_too_many_columns() -> None:
    assert refused(people(lambda sheet: sheet.__setitem__("XFD2", "x"))) == "too_many_columns"


def test_a_document_of_another_program_is_told_so() -> None:
    assert refused(zipped(word__document=b"x")) == "archive"
    assert refused(zipped(**{"Index__Document.iwa": b"x"})) == "numbers"


def test_an_archive_that_calls_itself_a_spreadsheet_in_capitals_is_told_so() -> None:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    assert refused(zipped(MIMETYPE=kind, **{"content.xml": b"<x/>"})) == "workbook_damaged"


def test_nothing_is_unpacked_to_tell_what_an_archive_is() -> None:
    lots = b"application/vnd.oasis.opendocument.spreadsheet" + bytes(200_000_000)
    content = zipped(mimetype=lots, **{"content.xml": b"<x/>"})
    del lots
    tracemalloc.start()
    try:
        assert refused(content) == "workbook_inflates"
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()

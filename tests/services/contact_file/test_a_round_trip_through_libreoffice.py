"""Round trip through LibreOffice: rows left out, mended, saved again by another program in every kind it writes, uploaded:
no trace of the way. It is installed where it is missing, and takes a minute: for the soak only.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from services.contact_file import (
    CheckedFile,
    check,
    export,
    guess_columns,
    left_out_workbook,
    read_table,
    signature,
)
from tests.services.contact_file.corpus import MOBILE, lines
from tests.services.contact_file.workbook_files import ANN, CEM, people, xlsx

pytestmark = pytest.mark.soak
SECONDS = 120
ROWS = (
    "Vorname;Telefon;PLZ;Geburtstag;Betrag;Notiz",
    "=Anna;0151 2345;01067;03.04.1980;1.234,50;-x",
    "Ben;030 12345678;10115;04.03.1981;2;",
    "'Cem;4.9E+12;@1;1980-04-03;0049;49151234567890",
)


def judged(content: bytes) -> CheckedFile:
    table = read_table(content)
    return check(table, guess_columns(table), "DE")


@pytest.fixture(scope="module")
def office() -> str:
    """The program, installed by Debian's package where there is none."""
    if shutil.which("soffice") is None:
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "libreoffice-calc-nogui"]
        subprocess.run(command, check=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    found = shutil.which("soffice")
    assert found
    return found


@pytest.fixture
def saved_again(office: str, tmp_path: Path) -> Callable[[bytes, str, str], bytes]:
    """A file's content and ending, and the ending it is saved under: what LibreOffice makes of it."""

    def save(content: bytes, ending: str, wanted: str) -> bytes:
        source, folder = tmp_path / f"liste.{ending}", tmp_path / "saved"
        source.write_bytes(content)
        profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
        as_text = ["--infilter=CSV:44,34,76"] if ending == "csv" else []  # comma, quotation mark, UTF-8
        to = ["--headless", *as_text, "--convert-to", wanted, "--outdir", str(folder)]
        command = [office, profile, *to, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
        return (folder / f"liste.{wanted}").read_bytes()

    return save


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_rows_left_out_come_back_without_a_trace(
    saved_again: Callable[[bytes, str, str], bytes], kind: str
) -> None:
    first = judged(lines(*ROWS))
    book = load_workbook(io.BytesIO(left_out_workbook.left_out(first)))
    book.worksheets[0]["C2"] = "0151 23456789"
    sink = io.BytesIO()
    book.save(sink)

    again = judged(saved_again(sink.getvalue(), "xlsx", kind))

    mended = [*first.row(1).cells]
    mended[1] = "0151 23456789"
    assert again.table.encoding == kind
    assert [row.cells for row in again.rows()] == [mended, first.row(3).cells]
    assert (again.row(1).verdict.value, again.row(1).e164) == ("ok", MOBILE)
    assert signature(again.table.header) == signature(first.table.header)
    assert again.table.verdict == "ok"


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_csv_of_them_keeps_its_cells_in_a_workbook(
    saved_again: Callable[[bytes, str, str], bytes], kind: str
) -> None:
    first = judged(lines(*ROWS))

    again = judged(saved_again(b"".join(export.left_out(first)), "csv", kind))

    assert [row.cells for row in again.rows()] == [first.row(1).cells, first.row(3).cells]


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_what_a_sheet_hides_is_hidden_after_it_was_saved_again(
    saved_again: Callable[[bytes, str, str], bytes], kind: str
) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    checked = judged(saved_again(people(hide), "xlsx", kind))

    assert checked.table.sheet is not None
    assert checked.table.sheet.hidden_rows.tolist() == [False, True, False]
    assert checked.table.sheet.hidden_columns == {1}
    assert [row.e164 for row in checked.outcomes() if row.verdict.callable] == [ANN, CEM]


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_errors_and_formats_are_seen_after_it_was_saved_again(
    saved_again: Callable[[bytes, str, str], bytes], kind: str
) -> None:
    def write(sheet: Worksheet) -> None:
        sheet["B2"].value, sheet["B2"].number_format = 1067, "00000"
        sheet["C2"] = "=NA()"
        sheet["D2"] = '=HYPERLINK("tel:+49","030 12345678")'

    table = read_table(
        saved_again(xlsx(["Telefon", "PLZ", "a", "b"], ["0151 23456789"], change=write), "xlsx", kind)
    )

    assert table.row(0) == ["0151 23456789", "01067", "#N/A", "030 12345678"]

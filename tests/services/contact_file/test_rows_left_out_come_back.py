"""The list of rows left out: for a spreadsheet, in the person's language, and uploaded again without a trace."""

from __future__ import annotations

from services.contact_file import CheckedFile, check, export, guess_columns, read_table, signature
from services.texts import set_language
from tests.services.contact_file.corpus import MOBILE, lines

ROWS = (
    "Vorname;Telefon;PLZ;Notiz",
    "=Anna;0151 2345;01067;-x",
    "Ben;030 12345678;10115;",
    "'Cem;4.9E+12;@1;49151234567890",
)


def _checked(content: bytes) -> CheckedFile:
    table = read_table(content)
    return check(table, guess_columns(table), "DE")


def test_a_spreadsheet_calculates_nothing_and_loses_no_zero() -> None:
    exported = b"".join(export.left_out(_checked(lines(*ROWS)))).decode("utf-8-sig").splitlines()
    assert exported[0] == '"Why this row was left out","Vorname","Telefon","PLZ","Notiz"'
    assert exported[1].endswith("""","'=Anna","'0151 2345","'01067","'-x\"""")
    assert exported[2].endswith("""","''Cem","'4.9E+12","'@1","'49151234567890\"""")
    assert len(exported) == 3


def test_it_speaks_german_with_semicolons() -> None:
    checked = _checked(lines(*ROWS))
    set_language("de")
    try:
        exported = b"".join(export.left_out(checked))
    finally:
        set_language("en")
    assert exported.decode("utf-8-sig").startswith('"Warum diese Zeile nicht übernommen wurde";"Vorname"')
    assert read_table(exported).header == ["Vorname", "Telefon", "PLZ", "Notiz"]


def test_after_mending_it_is_like_any_other_file() -> None:
    first = _checked(lines(*ROWS))
    mended = b"".join(export.left_out(first)).replace(b"'0151 2345\"", b"'0151 23456789\"")

    again = _checked(mended)

    assert [row.cells for row in again.rows()] == [
        ["=Anna", "0151 23456789", "01067", "-x"],
        ["'Cem", "4.9E+12", "@1", "49151234567890"],
    ]
    assert (again.row(1).verdict.value, again.row(1).e164) == ("ok", MOBILE)
    assert signature(again.table.header) == signature(first.table.header)
    assert (again.table.verdict, again.columns.others) == ("ok", first.columns.others)


def test_reasons_name_the_other_row() -> None:
    checked = _checked(lines("name,phone", "A,0151 23456789", "B,0151 23456789"))
    assert b"The same number is in line 2 already." in b"".join(export.left_out(checked))


def test_broken_rows_come_back_broken_unless_mended() -> None:
    checked = _checked(
        lines(
            "name,company,phone",
            "A,Globex, Inc.,0151 23456789",
            "B,Acme",
            '"C,Acme,030 12345678',
            "D,Acme,0171 1234567",
        )
    )
    again = _checked(b"".join(export.left_out(checked)))
    assert [row.verdict.value for row in again.rows()] == ["malformed", "malformed", "malformed"]


def test_an_american_export_comes_back_too() -> None:
    table = read_table(lines("First Name,Phone", "A,212-456-78", "B,(212) 456-7890"))
    checked = check(table, guess_columns(table), "US")
    again = read_table(b"".join(export.left_out(checked)).replace(b"212-456-78", b"212-456-7891"))
    assert check(again, guess_columns(again), "US").row(1).e164 == "+12124567891"

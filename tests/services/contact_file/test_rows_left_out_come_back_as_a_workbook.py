"""The rows left out as a workbook: nothing in it is calculated, and it comes back as the CSV does."""

from __future__ import annotations

import io

from hypothesis import given
from openpyxl import load_workbook

from services.contact_file import (
    CheckedFile,
    Field,
    check,
    export,
    guess_columns,
    left_out_workbook,
    read_table,
    signature,
)
from services.languages import LANGUAGES
from services.spreadsheet import MOST_WORKBOOK_ROWS
from services.texts import in_language
from tests.examples import examples
from tests.services.contact_file.corpus import MOBILE, lines
from tests.services.contact_file.people_files import HEADER, PEOPLE, as_csv
from tests.services.contact_file.workbook_files import xlsx

ROWS = (
    "Vorname;Telefon;PLZ;Notiz;",
    "=Anna;0151 2345;01067;-x;",
    "Ben;030 12345678;10115;;",
    "'Cem;4.9E+12;@1;49151234567890;",
)


def judged(content: bytes) -> CheckedFile:
    table = read_table(content)
    return check(table, guess_columns(table), "DE")


def test_every_cell_is_text_and_no_mark_stands_before_it() -> None:
    book = load_workbook(io.BytesIO(left_out_workbook.left_out(judged(lines(*ROWS)))))
    header, first, second = ([cell.value for cell in row][1:5] for row in book.worksheets[0].iter_rows())
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]

    assert header == ["Vorname", "Telefon", "PLZ", "Notiz"]
    assert first == ["=Anna", "0151 2345", "01067", "-x"]
    assert second == ["''Cem", "4.9E+12", "@1", "49151234567890"]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}


def test_it_comes_back_without_a_trace() -> None:
    first = judged(lines(*ROWS))
    for language in LANGUAGES:
        again = judged(in_language(language, lambda: left_out_workbook.left_out(first)))

        assert [row.cells for row in again.rows()] == [first.row(1).cells, first.row(3).cells]
        assert signature(again.table.header) == signature(first.table.header)
        assert again.table.verdict == "ok"
        assert again.columns.others == first.columns.others


def test_a_csv_that_was_saved_as_a_workbook_loses_its_marks() -> None:
    first = judged(lines(*ROWS))
    rows = read_table(b"".join(export.left_out(first)), delimiter=",", header_row=0)
    again = judged(xlsx(*(rows.row(number) for number in range(rows.row_count))))

    named = len(again.table.header)  # a column without name and cells is nowhere in a sheet
    assert [row.cells for row in again.rows()] == [first.row(1).cells[:named], first.row(3).cells[:named]]


def test_a_mended_one_is_ready() -> None:
    book = load_workbook(io.BytesIO(left_out_workbook.left_out(judged(lines(*ROWS)))))
    book.worksheets[0]["C2"] = "0151 23456789"
    sink = io.BytesIO()
    book.save(sink)

    row = judged(sink.getvalue()).row(1)

    assert (row.verdict.value, row.e164) == ("ok", MOBILE)


def test_broken_rows_come_back_broken_unless_somebody_looked_at_them() -> None:
    broken = judged(
        lines(
            "name,company,phone",
            "A,Globex, Inc.,0151 23456789",
            "B,Acme",
            '"C,Acme,030 12345678',
            "D,Acme,0171 1234567",
        )
    )
    content = left_out_workbook.left_out(broken)
    assert [row.verdict.value for row in judged(content).rows()] == ["malformed"] * 3

    book = load_workbook(io.BytesIO(content))
    book.worksheets[0]["D3"], book.worksheets[0]["E3"] = "030 12345679", None
    sink = io.BytesIO()
    book.save(sink)
    assert [row.verdict.value for row in judged(sink.getvalue()).rows()] == ["malformed", "ok", "malformed"]


def test_a_list_too_large_for_a_workbook_is_offered_as_csv_alone() -> None:
    assert left_out_workbook.fits(judged(lines(*ROWS)))
    assert not left_out_workbook.fits(judged(lines("Telefon;Notiz", "x;" + "y" * 40_000)))
    many = judged(b"Telefon\n" + b"0\n" * (MOST_WORKBOOK_ROWS + 1))
    assert not left_out_workbook.fits(many)


@given(PEOPLE)
@examples(60)
def test_whatever_was_left_out_comes_back_as_it_was(people: list[tuple[str, ...]]) -> None:
    table = read_table(as_csv(people), delimiter=";", header_row=1)
    checked = check(table, guess_columns(table).choose(2, Field.PHONE), "DE")
    left_out = [row.cells for row in checked.rows(limit=100) if not row.verdict.callable]
    if left_out:
        again = read_table(left_out_workbook.left_out(checked))
        assert again.header == HEADER
        assert again.preview(100) == left_out


def test_a_column_that_was_hidden_in_it_is_asked_about_when_it_comes_back() -> None:
    book = load_workbook(io.BytesIO(left_out_workbook.left_out(judged(lines(*ROWS)))))
    book.worksheets[0].column_dimensions["C"].hidden = True
    sink = io.BytesIO()
    book.save(sink)

    again = judged(sink.getvalue())

    question = again.hidden_question
    assert question is not None
    assert [again.table.header[column] for column in question.columns] == ["Telefon"]
    [note] = [note for note in again.table.notes if note.code == "hidden_columns"]
    assert note.params["names"] == ["Telefon"]

"""Workbooks: the cells a person sees, one sheet of them, and nobody called by what the sheet hides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from services.contact_file import (
    CheckedFile,
    ContactTable,
    FileRejected,
    check,
    guess_columns,
    read_table,
    sentences,
)
from tests.services.contact_file.workbook_files import (
    ANN,
    BEN,
    CEM,
    HEADER,
    PEOPLE,
    people,
    saved,
    with_text,
    xlsx,
)

SHEET = "xl/worksheets/sheet1.xml"


def called(content: bytes | CheckedFile) -> list[str | None]:
    checked = content if isinstance(content, CheckedFile) else judged(content)
    return [row.e164 for row in checked.outcomes() if row.verdict.callable]


def judged(content: bytes) -> CheckedFile:
    table = read_table(content)
    return check(table, guess_columns(table), "DE")


def notes(table: ContactTable) -> set[str]:
    return {note.code for note in table.notes}


def test_a_workbook_is_read_like_its_csv() -> None:
    table = read_table(people())

    assert table.header == HEADER
    assert [table.row(number) for number in range(3)] == list(PEOPLE)
    assert table.lines.tolist() == [2, 3, 4]
    assert (table.encoding, table.delimiter, table.header_row, table.verdict) == ("xlsx", "", 1, "ok")
    assert called(people()) == [ANN, BEN, CEM]


@pytest.mark.parametrize(
    ("value", "number_format", "seen"),
    [
        ("0049 30 12345678", "@", "0049 30 12345678"),
        ("01067", "General", "01067"),
        (4915123456789, "General", "4915123456789"),
        (4915123456789.0, "0.00E+00", "4915123456789"),
        (49151234567890123, "General", "49151234567890100"),
        (1067, "00000", "01067"),
        (15123456789, "000000000000", "015123456789"),
        (4915123456789, '"+"0', "+4915123456789"),
        (4915123456789, "\\+## ### ########", "+49 151 23456789"),
        (2127365000, "[<=9999999]###-####;(###) ###-####", "(212) 736-5000"),
        (7365000, "[<=9999999]###-####;(###) ###-####", "736-5000"),
        (5, '[>99]000;"none"', "none"),
        (1234.5, "#,##0.00", "1234.5"),
        (0.30000000000000004, "General", "0.3"),
        (-26374961, "General", "-26374961"),
        (date(2026, 3, 4), "dd.mm.yyyy", "2026-03-04"),
        (datetime.fromisoformat("2026-03-04 05:06:07"), "dd.mm.yyyy hh:mm:ss", "2026-03-04 05:06:07"),
        (datetime.fromisoformat("2026-03-04 05:06"), "m/d/yy h:mm", "2026-03-04 05:06"),
        (time(9, 30), "hh:mm", "09:30"),
        (timedelta(hours=30), "[h]:mm", "30:00:00"),
        (True, "General", "TRUE"),
        ("#N/A", "General", "#N/A"),
        (" spaced\nout ", "General", " spaced\nout "),
    ],
)
def test_a_cell_is_what_the_sheet_shows(value: Any, number_format: str, seen: str) -> None:
    def write(sheet: Worksheet) -> None:
        sheet["B2"].value, sheet["B2"].number_format = value, number_format

    assert read_table(xlsx(["Telefon", "x"], ["030 12345678"], change=write)).row(0) == ["030 12345678", seen]


def test_the_text_of_a_link_counts_and_not_where_it_leads() -> None:
    def link(sheet: Worksheet) -> None:
        sheet["C2"].hyperlink = "tel:+4930999999"
        sheet["C2"].value = "030 12345678"

    assert called(people(link))[0] == ANN


def test_text_in_several_fonts_is_one_text() -> None:
    rich = CellRichText("030 ", TextBlock(InlineFont(b=True), "1234"), "5678")

    assert called(xlsx(["Name", "Telefon"], ["Anna", rich])) == [ANN]


def test_an_error_in_a_mark_is_asked_about_and_not_taken_for_none() -> None:
    checked = judged(people(lambda sheet: sheet.__setitem__("D2", "#N/A")))

    assert ANN not in called(checked)
    assert checked.is_open


def test_a_formula_without_its_result_decides_nothing() -> None:
    checked = judged(people(lambda sheet: sheet.__setitem__("D2", '=IF(A2="Anna","ja","")')))

    assert "uncalculated" in notes(checked.table)
    assert ANN not in called(checked)


# --- hidden ---------------------------------------------------------------


def hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


def test_a_hidden_row_is_asked_about_before_it_counts() -> None:
    checked = judged(people(hide_row))

    assert called(checked) == [ANN, CEM]
    assert checked.hidden_question is not None
    assert (checked.hidden_question.rows, checked.is_open) == (1, True)
    assert checked.table.reason == "hidden_rows"
    assert checked.row(2).reason == "hidden_row"

    checked.use_hidden(wanted=False)
    assert (called(checked), checked.is_open) == ([ANN, CEM], False)
    assert (
        sentences.row_reason(checked.row(2).reason, {})
        == "The sheet hides this row, and you left such rows out."
    )

    checked.use_hidden(wanted=True)
    assert (called(checked), checked.is_open) == ([ANN, BEN, CEM], False)


def test_no_decision_about_rows_like_it_calls_a_hidden_one() -> None:
    rows = [["Anna", "Berg", "030 1 / 0151 26374859", ""], ["Ben", "Groß", "030 2 / 0151 23456789", ""]]
    checked = judged(xlsx(HEADER, *rows, change=hide_row))

    checked.decide("two_numbers", accept=True)
    checked.decide([2], accept=True)

    assert checked.row(1).verdict.callable
    assert not checked.row(2).verdict.callable


def test_a_mark_in_a_hidden_row_holds_for_its_number_everywhere() -> None:
    marked = ["Anna", "Berg", "030 12345678", "ja"]
    checked = judged(xlsx(HEADER, PEOPLE[0], marked, change=hide_row))

    for wanted in (None, False, True):
        checked.use_hidden(wanted)
        assert called(checked) == []


def test_a_hidden_row_takes_no_number_from_a_row_that_is_seen() -> None:
    checked = judged(xlsx(HEADER, PEOPLE[1], PEOPLE[0], PEOPLE[0], change=hide_row))

    assert called(checked) == [BEN, ANN]


@pytest.mark.parametrize("height", ['ht="0"', "ht='0.0'", '\n  ht = "0"', '\tht=".0"'])
def test_rows_of_no_height_are_hidden_too(height: str) -> None:
    flat = with_text(people(), SHEET, '<row r="3"', f'<row r="3" {height} customHeight="1"')

    assert called(flat) == [ANN, CEM]


@pytest.mark.parametrize("default", ['<sheetFormatPr zeroHeight="1"', '<sheetFormatPr defaultRowHeight="0"'])
def test_rows_may_be_hidden_by_default(default: str) -> None:
    plain = with_text(people(), SHEET, ' defaultRowHeight="15"', "")
    hidden = with_text(plain, SHEET, "<sheetFormatPr", default)
    seen = with_text(hidden, SHEET, '<row r="2"', '<row r="2" hidden="0"')

    assert called(seen) == [ANN]


def test_a_filter_that_hides_rows_is_named_with_its_column() -> None:
    def filtered(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A1:D4"
        sheet.auto_filter.add_filter_column(1, ["Berg", "Öz"])
        hide_row(sheet)

    table = read_table(people(filtered))

    assert "A filter is set in the sheet on “Nachname”, and hides rows." in [
        *map(sentences.note, table.notes)
    ]


def test_a_hidden_phone_column_is_asked_about_and_not_called() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.column_dimensions["C"].hidden = True

    header = ["Name", "Firma", "Mobil", "Telefon"]
    checked = judged(
        xlsx(
            header,
            ["Anna", "A", "0151 23456789", "030 12345678"],
            ["Ben", "B", "", "030 12345679"],
            change=hide,
        )
    )

    assert called(checked) == ["+493012345679"]
    assert checked.hidden_question is not None
    assert checked.hidden_question.columns == (2,)
    for field, wanted in (
        (checked.columns.choices[2].field, [BEN, "+493012345679"]),
        (None, [ANN, "+493012345679"]),
    ):
        again = check(checked.table, checked.columns.choose(2, field), "DE")
        assert (called(again), again.is_open) == (wanted, False)


def test_a_mark_in_a_hidden_column_counts() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet["D2"] = "ja"
        sheet.column_dimensions["D"].hidden = True

    checked = judged(people(hide))

    assert called(checked) == [BEN, CEM]
    assert "Columns that are hidden in the sheet, and are read: “Nicht anrufen”." in [
        *map(sentences.note, checked.table.notes)
    ]


# --- merged ---------------------------------------------------------------


def merged(*ranges: str) -> Callable[[Worksheet], None]:
    def merge(sheet: Worksheet) -> None:
        for cells in ranges:
            sheet.merge_cells(cells)

    return merge


def test_groups_above_the_columns_names_are_read_with_them() -> None:
    table = read_table(
        xlsx(
            ["Name", "Telefon", None, "Nicht anrufen"],
            [None, "privat", "Büro", None],
            ["Anna Berg", "030 12345678", "", ""],
            ["Ben Groß", "", "0151 23456789", ""],
            change=merged("A1:A2", "B1:C1", "D1:D2"),
        )
    )

    assert table.header == ["Name", "Telefon privat", "Telefon Büro", "Nicht anrufen"]
    assert table.row_count == 2


def test_a_group_of_fax_numbers_is_never_called() -> None:
    content = xlsx(
        ["Name", "Telefon", None, "Fax", None],
        [None, "privat", "Büro", "privat", "Büro"],
        ["Anna Berg", "", "030 12345678", "030 12345677", "030 12345676"],
        change=merged("A1:A2", "B1:C1", "D1:E1"),
    )

    assert called(content) == [ANN]


def test_a_cell_merged_over_several_people_is_each_ones() -> None:
    marked = [[*PEOPLE[0][:3], "ja"], *PEOPLE[1:]]
    content = xlsx(HEADER, *marked, change=merged("D2:D3"))

    assert called(content) == [CEM]


def test_a_title_over_all_columns_is_no_header() -> None:
    table = read_table(xlsx(["Telefonliste Herbst"], [], HEADER, *PEOPLE, change=merged("A1:D1")))

    assert (table.header, table.header_row, table.row_count) == (HEADER, 3, 3)


# --- sheets ---------------------------------------------------------------


def several() -> bytes:
    book = Workbook()
    cover = book.active
    assert isinstance(cover, Worksheet)
    cover.title = "Deckblatt"
    cover["B2"] = "Kunden im Herbst"
    for name, rows in (("Kunden", PEOPLE[:2]), ("Altkunden", PEOPLE[2:])):
        sheet = book.create_sheet(name)
        for row in (HEADER, *rows):
            sheet.append(row)
    book["Altkunden"].sheet_state = "hidden"
    book.create_chartsheet("Bild")
    return saved(book)


def test_the_first_sheet_with_people_is_read_and_the_others_are_named() -> None:
    table = read_table(several())

    assert table.sheet is not None
    assert (table.sheet.name, table.sheet.others) == ("Kunden", ("Deckblatt", "Altkunden"))
    assert "Only the sheet “Kunden” is read. The workbook has others, too: “Deckblatt”, “Altkunden”." in [
        *map(sentences.note, table.notes)
    ]


def test_another_sheet_can_be_chosen() -> None:
    table = read_table(several(), sheet="Altkunden")

    assert table.preview() == [PEOPLE[2]]
    assert {"hidden_sheet", "other_sheets"} <= notes(table)
    with pytest.raises(FileRejected, match="sheet_unknown"):
        read_table(several(), sheet="Neukunden")


def test_a_table_need_not_begin_in_the_corner() -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for place, row in enumerate((HEADER, *PEOPLE)):
        for column, cell in enumerate(row):
            sheet.cell(5 + place, 3 + column, cell)
    sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["F"].hidden = True
    table = read_table(saved(book))

    assert (table.header, table.header_row, table.lines.tolist()) == (HEADER, 5, [6, 7, 8])
    assert table.sheet is not None
    assert table.sheet.hidden_rows.tolist() == [True, False, False]
    assert table.sheet.hidden_columns == {3}


def test_the_header_can_be_corrected() -> None:
    assert read_table(people(), header_row=0).header[0] == "column 1"
    assert read_table(people(), header_row=2).header == PEOPLE[0]

"""Workbooks of the other kinds (`.xls`, `.xlsb`, `.ods`): the same rows, the same questions about what is hidden."""

from __future__ import annotations

import pytest

from services.contact_file import FileRejected, check, guess_columns, read_table
from tests.services.contact_file.workbook_files import (
    ANN,
    BEN,
    HEADER,
    ODS_TEXT,
    PEOPLE,
    ods,
    ods_row,
    old_xls,
    xls,
    xlsb,
)

ERROR = (
    '<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" '
    'calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
)


def number(value: str, shown: str) -> str:
    return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{shown}</text:p></table:table-cell>'


def in_xls() -> bytes:
    def hide(sheet: object) -> None:
        sheet.row(2).hidden = True  # pyright: ignore[reportAttributeAccessIssue]
        sheet.col(1).hidden = True  # pyright: ignore[reportAttributeAccessIssue]

    return xls([HEADER, *PEOPLE[:2], [*PEOPLE[2][:3], "#N/A"]], hide)


def in_xlsb() -> bytes:
    return xlsb([HEADER, *PEOPLE], hidden_row=2, hidden_column=1, error=(3, 3))


def in_ods() -> bytes:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    people = [
        ods_row(*PEOPLE[0]),
        ods_row(*PEOPLE[1], row='table:visibility="collapse"'),
        ods_row(*PEOPLE[2][:3], ERROR),
    ]
    return ods(columns + ods_row(*HEADER) + "".join(people))


@pytest.mark.parametrize(("kind", "content"), [("xls", in_xls()), ("xlsb", in_xlsb()), ("ods", in_ods())])
def test_it_is_read_with_what_it_hides(kind: str, content: bytes) -> None:
    table = read_table(content)
    checked = check(table, guess_columns(table), "DE")

    assert (table.encoding, table.header) == (kind, HEADER)
    assert table.preview() == [*PEOPLE[:2], [*PEOPLE[2][:3], "#N/A"]]
    assert table.sheet is not None
    assert (table.sheet.name, table.sheet.hidden_columns) == ("Kunden", {1})
    assert table.sheet.hidden_rows.tolist() == [False, True, False]
    assert [row.e164 for row in checked.outcomes() if row.verdict.callable] == [
        ANN
    ]  # an error is no `may be called`
    checked.use_hidden(wanted=True)
    assert [row.e164 for row in checked.outcomes() if row.verdict.callable] == [ANN, BEN]


def test_digits_are_those_that_the_sheet_shows() -> None:
    old = xls([["Telefon", "PLZ"], [(15123456789, "000000000000"), (1067, "00000")], ["030 12345678", 10115]])
    row = ods_row(number("15123456789", "0151 23456789"), number("1067", "01067"))
    libre = ods(ods_row("Telefon", "PLZ") + row + ods_row("030 12345678", number("10115", "10.115")))

    assert read_table(old).preview() == [["015123456789", "01067"], ["030 12345678", "10115"]]
    assert read_table(libre).preview() == [["0151 23456789", "01067"], ["030 12345678", "10115"]]


def _hidden(content: bytes) -> list[bool]:
    table = read_table(content)
    assert table.sheet is not None
    return table.sheet.hidden_rows.tolist()


def test_rows_that_are_hidden_by_default_are_hidden() -> None:
    binary = xlsb([HEADER, *PEOPLE], hidden_row=9, hidden_column=1, error=(9, 9), shown_rows=(0, 1))

    assert _hidden(binary) == [False, True, True]
    assert _hidden(old_xls([HEADER, *PEOPLE])) == [True, True, True]


def test_a_row_of_no_height_is_hidden_in_an_old_workbook_too() -> None:
    def flatten(sheet: object) -> None:
        sheet.row(2).height = 0  # pyright: ignore[reportAttributeAccessIssue]
        sheet.row(2).height_mismatch = True  # pyright: ignore[reportAttributeAccessIssue]

    assert _hidden(xls([HEADER, *PEOPLE], flatten)) == [False, True, False]


def test_groups_that_are_folded_hide_their_rows_and_columns() -> None:
    inner = f"<table:table-row-group>{ods_row(*PEOPLE[1])}</table:table-row-group>"
    folded = f'<table:table-row-group table:display="false">{inner}</table:table-row-group>'
    groups = (
        "<table:table-column/>"
        '<table:table-column-group table:display="false"><table:table-column/></table:table-column-group>'
    )
    table = read_table(ods(groups + ods_row(*HEADER) + ods_row(*PEOPLE[0]) + folded + ods_row(*PEOPLE[2])))

    assert table.sheet is not None
    assert (table.sheet.hidden_rows.tolist(), table.sheet.hidden_columns) == ([False, True, False], {1})


def test_formats_and_letters_of_an_old_excel_are_read() -> None:
    table = read_table(old_xls([["Name", "Telefon"], ["Jürgen Groß", (15123456789, "000000000000")]]))

    assert table.row(0) == ["Jürgen Groß", "015123456789"]


def test_a_filter_of_libreoffice_is_named() -> None:
    rows = ods_row(*HEADER) + ods_row(*PEOPLE[0]) + ods_row(*PEOPLE[1], row='table:visibility="filter"')

    assert {"filter", "hidden_rows"} <= {note.code for note in read_table(ods(rows)).notes}


def test_links_and_blanks_in_libreoffices_cells() -> None:
    link = f'{ODS_TEXT}<text:p><text:a xlink:href="tel:+49">030 12345678</text:a></text:p></table:table-cell>'
    table = read_table(ods(ods_row("Name", "Telefon") + ods_row('Anna<text:s text:c="2"/>B', link)))

    assert table.row(0) == ["Anna  B", "030 12345678"]


def test_rows_without_end_cost_nothing() -> None:
    empty = (
        '<table:table-row table:number-rows-repeated="1048000" table:visibility="collapse">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    table = read_table(ods(ods_row(*HEADER) + ods_row(*PEOPLE[0]) + empty))

    assert table.row_count == 1


def test_one_cell_that_stands_for_millions_is_refused() -> None:
    cell = f'{ODS_TEXT[:-1]} table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    with pytest.raises(FileRejected, match="workbook_inflates"):
        read_table(ods(ods_row(*HEADER) + ods_row(cell, row='table:number-rows-repeated="1000000"')))


def test_protected_ones_are_told_so() -> None:
    with pytest.raises(FileRejected, match="workbook_password"):
        read_table(ods(ods_row(*HEADER), manifest="<m><manifest:encryption-data/></m>"))
    with pytest.raises(FileRejected, match="workbook_password"):
        read_table(_locked(xls([HEADER, *PEOPLE])))


def _locked(content: bytes) -> bytes:
    """With the record of a password in place of the one that names the program's user, behind the first one."""
    start = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    behind = start + 4 + 16
    return content[:behind] + b"\x2f\x00" + content[behind + 2 :]


@pytest.mark.parametrize("content", [in_xls(), in_xlsb(), in_ods()])
def test_damaged_ones_are_refused_or_read(content: bytes) -> None:
    for place in range(40, len(content), max(1, len(content) // 60)):
        changed = bytearray(content)
        changed[place] ^= 0x55
        for damaged in (bytes(changed), content[:place]):
            try:
                read_table(damaged)
            except FileRejected as error:
                assert error.code.startswith(("workbook_", "archive", "no_", "empty", "too_many_columns")), (
                    error.code
                )

"""Workbooks and CSV files with the same cells are the same list: any workbook that openpyxl writes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from services.contact_file import check, guess_columns, read_table
from tests.examples import examples
from tests.services.contact_file.people_files import HEADER, PEOPLE, as_csv
from tests.services.contact_file.workbook_files import xlsx


def _as_cells(row: tuple[str, ...]) -> tuple[str, ...]:
    """What a workbook can hold: no control characters, and no letters that it takes for an escaped one."""
    return tuple(ILLEGAL_CHARACTERS_RE.sub("", cell).replace("_x", "-x").replace("\r", "\n") for cell in row)


def _is_text(row: tuple[str, ...]) -> bool:
    return any(cell.strip() for cell in row) and not any(cell.startswith(("=", "#")) for cell in row)


TEXTS = st.lists(PEOPLE.map(lambda rows: _as_cells(rows[0])).filter(_is_text), min_size=1, max_size=8)


@given(TEXTS)
@examples(40)
def test_any_cells_of_text_are_read_as_from_their_csv(people: list[tuple[str, ...]]) -> None:
    _is_read_alike(people)


@pytest.mark.soak
@given(TEXTS)
@settings(max_examples=3000, deadline=None)
def test_any_cells_of_text_are_read_as_from_their_csv_however_long_one_looks(
    people: list[tuple[str, ...]],
) -> None:
    _is_read_alike(people)


def _is_read_alike(people: list[tuple[str, ...]]) -> None:
    book = read_table(xlsx(HEADER, *people), header_row=1)
    text = read_table(as_csv(people), delimiter=";", header_row=1)

    assert book.header == text.header
    assert book.preview(100) == text.preview(100)
    assert book.row_count == text.row_count == len(people)
    if guess_columns(text).phone:
        here, there = (list(check(table, guess_columns(table), "DE").outcomes()) for table in (book, text))
        assert [row[2:] for row in here] == [
            row[2:] for row in there
        ]  # line numbers differ where cells have lines


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.dates(date(1900, 3, 1)),
    st.sampled_from(["", "0151 23456789", "x", " 01067 "]),
)


def _written(cell: object) -> str:
    if cell is None:
        return ""
    return str(cell).upper() if isinstance(cell, bool) else str(cell)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8), st.integers(0, 4))
@examples(100)
def test_numbers_days_and_yes_or_no_are_written_as_a_careful_program_would(
    rows: list[list[object]], above: int
) -> None:
    filled = [row for row in rows if any(_written(cell).strip() for cell in row)]
    content = xlsx(*([] for _ in range(above)), ["Telefon", "a", "b"], *rows, ["030 12345678"])
    table = read_table(content, header_row=above + 1)

    assert table.header == ["Telefon", "a", "b"]
    assert table.preview(100) == [
        *([_written(cell) for cell in row] for row in filled),
        ["030 12345678", "", ""],
    ]

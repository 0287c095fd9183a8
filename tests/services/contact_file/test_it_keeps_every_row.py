"""Nothing crashes the reader, nothing gets lost, nothing changes on the way out and back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.contact_file import (
    Columns,
    ContactTable,
    Field,
    FileRejected,
    RowVerdict,
    check,
    export,
    guess_columns,
    read_table,
)
from services.contact_file.table import irregular, regular
from services.contact_file.table.dialect import find_header, find_separator
from services.contact_file.table.irregular import TableBody
from tests.examples import examples
from tests.services.contact_file.corpus_exports import EXPORTS
from tests.services.contact_file.corpus_files import FILES
from tests.services.contact_file.corpus_marks import MARKS
from tests.services.contact_file.people_files import HEADER, PEOPLE, as_csv

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@given(st.binary(max_size=2000))
@example(b"a\n\xb2\n1\n")
@example(b"\xff\xfe\x00")
@example(b'"')
@examples(300)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        table = read_table(content)
        check(table, guess_columns(table), "DE")
    except FileRejected as error:
        assert error.code


@given(
    st.text(st.sampled_from("ab0+49 ;,\t|\"'\r\n=\\"), max_size=300),
    st.sampled_from(["utf-8", "utf-16-le", "cp1252"]),
)
@examples(300)
def test_any_mess_of_separators_and_quotes_is_read_or_refused(text: str, encoding: str) -> None:
    try:
        table = read_table(text.encode(encoding))
    except FileRejected:
        return
    assert len(table.lines) == table.row_count > 0
    assert list(table.lines) == sorted(set(table.lines))


@given(PEOPLE, st.booleans())
@example([("", "", "", "", '\\"')], False)
@examples(150)
def test_every_row_gets_exactly_one_verdict(people: list[tuple[str, ...]], quote_all: bool) -> None:
    table = read_table(as_csv(people, quote_all=quote_all), delimiter=";", header_row=1)
    checked = check(table, _with_phones(table, 2), "DE")

    assert table.preview(100) == [list(row) for row in people]
    assert sum(checked.counts.values()) == len(people) == checked.count()
    assert [row.row for row in checked.rows()] == list(range(1, len(people) + 1))


@given(
    st.lists(st.text(st.sampled_from("0123456789+()/ -.,EOx;²\n"), max_size=25), min_size=1, max_size=8),
    st.sampled_from(["DE", "US", "GB", "FR", "IT"]),
)
@example(["0000000000"], "DE")
@examples(100)
def test_no_number_of_a_marked_row_is_callable_anywhere(cells: list[str], region: str) -> None:
    """Each cell once with a mark, and the number it was read as once more without."""
    marked = [("A", cell, "x") for cell in cells]
    readings = check(*_read(marked), region).rows()
    people = [*marked, *(("B", row.e164, "") for row in readings if row.e164)]
    checked = check(*_read(people), region)

    assert checked.count([RowVerdict.OK, RowVerdict.REPAIRED]) == 0


def _read(people: list[tuple[str, str, str]]) -> tuple[ContactTable, Columns]:
    sink = io.StringIO()
    csv.writer(sink, quoting=csv.QUOTE_ALL).writerows([("name", "phone", "do not call"), *people])
    table = read_table(sink.getvalue().encode(), delimiter=",", header_row=1)
    return table, _with_phones(table, 1)


def _with_phones(table: ContactTable, column: int) -> Columns:
    """The columns as they are guessed; one with nothing but ticks below it would be none of phone numbers."""
    return guess_columns(table).choose(column, Field.PHONE)


@given(PEOPLE)
@examples(150)
def test_what_was_left_out_comes_back_as_it_was(people: list[tuple[str, ...]]) -> None:
    table = read_table(as_csv(people), delimiter=";", header_row=1)
    checked = check(table, _with_phones(table, 2), "DE")
    left_out = [row.cells for row in checked.rows(limit=100) if not row.verdict.callable]
    exported = b"".join(export.left_out(checked))

    for row in csv.reader(io.StringIO(exported.decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(FORMULA) for cell in row), row
    if left_out:
        again = read_table(exported)
        assert again.header == HEADER
        assert again.preview(100) == left_out


@pytest.mark.parametrize(
    "case",
    [case for case in (*FILES, *EXPORTS, *MARKS) if case.verdict != "reject"],
    ids=lambda case: case.name,
)
def test_both_ways_of_reading_see_the_same_rows(case: object) -> None:
    content = getattr(case, "content")  # noqa: B009
    text = content.decode("utf-8", "replace").replace("\0", "").encode()
    dialect = find_header(text, find_separator(text), start=0, line=1)
    quick, careful = regular.read_body(text, dialect, small=0), irregular.read_body(text, dialect)
    if quick is not None:
        assert _filled(quick) == _filled(careful)


def _filled(body: TableBody) -> list[tuple[object, ...]]:
    """Every row that is not blank, with all that is said of it."""
    rows = zip(*(column.to_pylist() for column in body.cells.columns), strict=True)
    return [
        (line, cells, body.faults.get(row), body.overflow.get(row), body.short.get(row))
        for row, (line, cells) in enumerate(zip(body.lines.tolist(), rows, strict=True))
        if any(cell.strip() for cell in cells) or row in body.overflow
    ]


@given(st.text(st.sampled_from('ab,,;"\r\n \\'), max_size=120), st.sampled_from([",", ";"]))
@examples(400)
def test_any_mess_is_read_alike_both_ways(text: str, separator: str) -> None:
    content = f"x{separator}y{separator}z\n{text}".encode()
    dialect = find_header(content, separator, start=0, line=1, header_line=1)
    quick, careful = regular.read_body(content, dialect, small=0), irregular.read_body(content, dialect)
    if quick is not None:
        assert _filled(quick) == _filled(careful)


@given(PEOPLE, st.booleans())
@examples(150)
def test_regular_files_are_read_alike_both_ways(people: list[tuple[str, ...]], quote_all: bool) -> None:
    text = as_csv(people, quote_all=quote_all)
    dialect = find_header(text, ";", start=0, line=1, header_line=1)

    quick, careful = regular.read_body(text, dialect, small=0), irregular.read_body(text, dialect)

    assert quick is not None
    assert quick.cells.to_pylist() == careful.cells.to_pylist()
    assert quick.lines.tolist() == careful.lines.tolist()


def test_verdicts_have_an_order() -> None:
    assert [verdict.value for verdict in RowVerdict] == [
        "malformed",
        "blocked",
        "invalid",
        "rejected",
        "duplicate",
        "review",
        "repaired",
        "ok",
    ]

"""Cells, columns and lines that no person wrote cost little time, and change nobody's number."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from services.contact_file import (
    CheckedFile,
    Field,
    FileRejected,
    RowVerdict,
    check,
    guess_columns,
    read_table,
)
from services.contact_file.sentences import rejected, row_reason
from services.contact_file.verdicts import LONGEST_PHONE_CELL, MOST_COLUMNS, MOST_PHONE_COLUMNS
from tests.services.contact_file.corpus import LANDLINE, MOBILE, lines

ORDINARY = lines(
    "first name,last name,phone", *[f"A,B{number},0151 2{number:07}" for number in range(20_000)]
)
MOMENT = (
    25  # times as long as that ordinary list takes beside it: some of these took minutes, thousands of times
)


def checked(content: bytes) -> CheckedFile:
    table = read_table(content)
    return check(table, guess_columns(table), "DE")


def a_moment() -> float:
    """Processor seconds that count as little on this machine, as busy as it is."""
    started = time.process_time()
    checked(ORDINARY)
    return MOMENT * (time.process_time() - started)


def within_a_moment(content: bytes) -> CheckedFile | FileRejected:
    moment, started = a_moment(), time.process_time()
    try:
        return checked(content)
    except FileRejected as error:
        return error
    finally:
        assert time.process_time() - started < moment


@pytest.mark.parametrize("filling", [" ", "0", "(", "'", '""', "+", ".", "tel:", "1 ", "e", "\u00a0", "x1"])
def test_a_phone_cell_of_thousands_of_characters_is_told_at_once_and_never_read_as_a_number(
    filling: str,
) -> None:
    people = "".join(f'A,B,"{filling * (30_000 // len(filling))}0151 23456789"\n' for _ in range(20))
    found = within_a_moment(f"First name,Last name,Phone\n{people}".encode())

    assert isinstance(found, CheckedFile)
    assert not any(row.verdict.callable or row.e164 for row in found.rows())


def test_a_cell_that_is_too_long_says_so() -> None:
    longest, longer = (
        "0151 23456789".rjust(length) for length in (LONGEST_PHONE_CELL, LONGEST_PHONE_CELL + 1)
    )
    first, second = checked(lines("name,phone", f'A,"{longest}"', f'B,"{longer}"')).rows()

    assert (first.verdict, first.e164) == (RowVerdict.OK, MOBILE)
    assert (second.verdict, second.reason, second.e164) == (RowVerdict.INVALID, "cell_too_long", None)
    assert (
        row_reason(second.reason, {})
        == "The cell is too long to be a phone number. Leave only the number in it."
    )


def test_a_mark_holds_for_the_numbers_in_a_cell_that_is_too_long() -> None:
    long = f"0151 23456789 {'and so on ' * 40}"
    by_column = checked(lines("name,phone,do not call", f"A,{long},yes", "B,0151 23456789,"))
    in_the_cell = checked(lines("name,phone", f"A,{long} please do not call", "B,0151 23456789"))

    for found in (by_column, in_the_cell):
        assert [row.verdict for row in found.rows()] == [RowVerdict.BLOCKED, RowVerdict.BLOCKED]


def test_a_cell_mended_on_the_page_is_cut_like_one_of_the_file() -> None:
    found = checked(lines("name,phone", "A,0151 23456789"))
    moment, started = a_moment(), time.process_time()

    assert found.mend(1, 1, " " * 1_000_000 + "1").verdict is RowVerdict.INVALID
    assert time.process_time() - started < moment


@pytest.mark.parametrize(
    "content",
    [
        lambda: ",".join(f"Phone {number}" for number in range(2_000)).encode() + b"\n" + b"030 12345678," * 1_999 + b"1\n",
        lambda: ",".join(f"column {number}" for number in range(2_000_000)).encode() + b"\n1\n",
        lambda: ",".join(f'"column {number}"' for number in range(2_000_000)).encode() + b"\n1\n",
        lambda: b"," * 50_000_000,
        lambda: b"Name,Phone\nA,0151 23456789" + b"," * 50_000_000,
        lambda: (b"," * 5_000 + b"\n") * 10_000,
    ],
    ids=["2,000 phones", "2 million", "2 million quoted", "50 million commas", "commas behind a row", "lines of commas"],
)  # fmt: skip
def test_more_than_500_columns_are_refused_before_any_work_and_told_what_to_do(
    content: Callable[[], bytes],
) -> None:
    found = within_a_moment(content())

    assert isinstance(found, FileRejected)
    assert found.code == "too_many_columns"
    said = rejected(found)
    assert said.startswith("The file has more than 500 columns. Keep the columns with names")


def test_500_columns_are_read() -> None:
    names = ["Phone", *(f"column {number}" for number in range(1, MOST_COLUMNS))]
    found = checked(lines(",".join(names), ",".join(["0151 23456789", *"x" * (MOST_COLUMNS - 1)])))

    assert [row.e164 for row in found.rows()] == [MOBILE]


@pytest.mark.parametrize("ends", [b"\r", b"\n", b"\r\n"])
def test_millions_of_empty_lines_are_passed_over(ends: bytes) -> None:
    content = b"Name,Phone" + ends * 10_000_000 + b"A,0151 23456789" + ends
    found = within_a_moment(content)

    assert isinstance(found, CheckedFile)
    assert [(row.line, row.e164) for row in found.rows()] == [(10_000_001, MOBILE)]


def test_only_ten_columns_of_numbers_are_used_and_the_marks_of_the_others_hold() -> None:
    names = [f"Phone {number}" for number in range(1, 15)]
    empty = [""] * 14
    silent, other, wordy = list(empty), list(empty), list(empty)
    silent[0], silent[13] = "030 12345678", "0151 23456789"
    other[0] = "0151 23456789"
    wordy[0], wordy[12] = "030 99999", "do not call"
    table = read_table(
        lines(
            ",".join([*names, "Do not call"]),
            ",".join([*silent, "yes"]),
            ",".join([*other, ""]),
            ",".join([*wordy[:13], "0151 23456788", ""]),
        )
    )
    columns = guess_columns(table).choose(12, Field.PHONE)
    found = check(table, columns, "DE")

    assert (len(columns.phone), columns.unused_phone) == (MOST_PHONE_COLUMNS, (10, 11, 12, 13))
    assert [(row.verdict, row.e164) for row in found.rows()][:2] == [
        (RowVerdict.BLOCKED, LANDLINE),
        (RowVerdict.BLOCKED, MOBILE),
    ]
    assert found.row(3).verdict is RowVerdict.BLOCKED

    found.mend(1, 14, "")
    assert found.row(2).verdict is RowVerdict.OK
    found.mend(1, 14, "yes")
    assert found.row(2).verdict is RowVerdict.BLOCKED


def test_hundreds_of_columns_of_numbers_are_no_trouble() -> None:
    names = ",".join(f"Phone {number}" for number in range(490))
    found = within_a_moment((names + "\n" + (",".join(["0151 23456789"] * 490) + "\n") * 60).encode())

    assert isinstance(found, CheckedFile)
    assert found.counts[RowVerdict.OK] == 1

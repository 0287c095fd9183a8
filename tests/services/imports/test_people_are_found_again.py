"""Finding the list's people among the platform's contacts: by number, whatever its punctuation, or by id."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.imports.matching import Known, PeopleIndex, phone_key, repeated, usual_region

NUMBERS = st.lists(
    st.integers(10_000_000, 999_999_999_999_999)
    .map(lambda number: phone_key(f"+{number}"))
    .filter(lambda key: phone_key(f"+{key}") == key),  # one of zeros alone is no number
    max_size=40,
)


@pytest.mark.parametrize(
    "written",
    ["+4915123456789", "+49 151 234-567 89", "0049 151 23456789", "+49 (151) 23456789", "+49.151.234.567.89"],
)
def test_a_number_is_the_same_however_it_is_written(written: str) -> None:
    assert phone_key(written) == 4915123456789


@pytest.mark.parametrize("written", ["0151 23456789", "15123456789", "", None, "ask Anna", "+49", "++49151"])
def test_what_has_no_country_code_is_never_taken_for_somebody(written: str | None) -> None:
    assert phone_key(written) == 0


def test_to_leave_somebody_out_a_national_form_is_enough() -> None:
    assert phone_key("0151 23456789", "DE") == 4915123456789


def test_the_usual_region_is_that_of_most_numbers() -> None:
    assert usual_region(np.array([0, 4915123456789, 4930123456, 14155550123])) == "DE"
    assert usual_region(np.array([0, 0])) is None


@given(NUMBERS)
def test_everybody_is_found_at_the_first_row_that_has_the_number(numbers: list[int]) -> None:
    index = PeopleIndex(np.array(numbers, dtype=np.int64), [])

    for number in numbers:
        (match,) = index.match([Known("id", f"+{number}")])
        assert match.position == numbers.index(number)


@given(NUMBERS, NUMBERS)
def test_nobody_else_is_found(numbers: list[int], others: list[int]) -> None:
    index = PeopleIndex(np.array(numbers, dtype=np.int64), [])

    strangers = [number for number in others if number not in numbers]
    assert index.match(Known("id", f"+{number}") for number in strangers) == []


@given(NUMBERS)
def test_the_first_of_each_number_is_no_repetition(numbers: list[int]) -> None:
    again = repeated(np.array([0, *numbers, 0], dtype=np.int64))

    assert again.tolist() == [place + 1 for place, number in enumerate(numbers) if number in numbers[:place]]


SPELLINGS = [
    ("+525552738989", "+52 1 55 5273 8989"),
    ("+5491123456789", "+54 11 2345-6789"),
    ("+5511961234567", "+55 11 6123-4567"),
    ("+4915123456789", "+49 (0)151 23456789"),
    ("+442079460958", "0044 (0) 20 7946 0958"),
    ("+493027594863", "+49 30 27594 Durchwahl 863"),
    ("+493027594863", "+49 30 27594;ext=863"),
    ("+12127365000", "+1 212-736-5000 x12"),
    ("+390633177012", "+39 06 33177012"),
]


@pytest.mark.parametrize(("ours", "theirs"), SPELLINGS)
def test_a_mark_is_found_in_every_spelling_of_the_line(ours: str, theirs: str) -> None:
    rows = np.array([4915126374859, int(ours.lstrip("+"))], dtype=np.int64)
    marked = Known("id", theirs, do_not_call=True)

    assert [match.position for match in PeopleIndex(rows, []).match([marked])] == [1]


@pytest.mark.parametrize(("theirs", "ours"), SPELLINGS[:3])
def test_it_is_found_the_other_way_round(theirs: str, ours: str) -> None:
    rows = np.array([phone_key(ours)], dtype=np.int64)

    assert [match.position for match in PeopleIndex(rows, []).match([Known("id", theirs)])] == [0]


@pytest.mark.parametrize(("ours", "theirs"), SPELLINGS[:3])
def test_one_line_in_two_spellings_stands_in_the_list_twice(ours: str, theirs: str) -> None:
    assert repeated(np.array([phone_key(ours), phone_key(theirs)], dtype=np.int64)).tolist() == [1]


def test_an_id_finds_its_row_too() -> None:
    index = PeopleIndex(np.zeros(3, dtype=np.int64), [(2, "hers"), (1, "his")])

    assert [match.position for match in index.match([Known("hers"), Known("his"), Known("nobody")])] == [2, 1]
    assert index.row_of("hers") == 2
    assert index.row_of("nobody") == -1

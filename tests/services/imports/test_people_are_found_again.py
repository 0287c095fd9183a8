"""Finding the list's people among the platform's contacts: by number, whatever its punctuation, or by id."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.imports.matching import Known, PeopleIndex, phone_key, repeated, usual_region

NUMBERS = st.lists(st.integers(10_000_000, 999_999_999_999_999), max_size=40)


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


def test_an_id_finds_its_row_too() -> None:
    index = PeopleIndex(np.zeros(3, dtype=np.int64), [(2, "hers"), (1, "his")])

    assert [match.position for match in index.match([Known("hers"), Known("his"), Known("nobody")])] == [2, 1]
    assert index.row_of("hers") == 2
    assert index.row_of("nobody") == -1

"""A person's time zone: the place's clock with its summer time, and never that of the number before hers."""

from __future__ import annotations

import random

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers.timezone import time_zones_for_number

from services.contact_file import check, guess_columns, people, read_table, zone_of
from tests.examples import examples
from tests.services.contact_file.corpus import lines

SEVERAL_ZONES = [
    "US",
    "CA",
    "AU",
    "BR",
    "RU",
    "MX",
    "ID",
    "KZ",
    "ES",
    "PT",
    "CL",
    "NZ",
    "MN",
    "CD",
    "DE",
    "GB",
]


def _in_library(number: phonenumbers.PhoneNumber) -> str:
    zones = time_zones_for_number(number)
    return zones[0] if len(zones) == 1 and zones[0] != "Etc/Unknown" else ""


@given(st.sampled_from(SEVERAL_ZONES), st.integers(0, 10**6))
@examples(400)
def test_a_number_s_zone_is_the_library_s_whatever_was_asked_before(region: str, seed: int) -> None:
    rng = random.Random(seed)
    code = phonenumbers.country_code_for_region(region)
    for _ in range(20):
        number = phonenumbers.parse(f"+{code}{rng.randint(20_000_000, 9_999_999_999)}")
        if phonenumbers.is_valid_number(number):
            e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            assert zone_of(e164) == _in_library(number), e164


@pytest.mark.parametrize(
    ("phone", "written", "zone"),
    [
        ("+1 212 736 5000", "EST", "America/New_York"),
        ("+1 212 736 5000", "EDT", "America/New_York"),
        ("+1 602 253 0000", "MST", "America/Phoenix"),
        ("+1 303 534 0000", "MST", "America/Denver"),
        ("+1 808 522 0000", "HST", "Pacific/Honolulu"),
        ("+49 30 27594863", "CET", "Europe/Berlin"),
        ("+49 30 27594863", "MEZ", "Europe/Berlin"),
        ("+41 44 668 18 00", "CET", "Europe/Zurich"),
        ("+41 44 668 18 00", "MESZ", "Europe/Zurich"),
        ("+44 20 7219 3000", "GMT", "Europe/London"),
        ("+49 30 27594863", "W. Europe Standard Time", "Europe/Berlin"),
        ("+1 212 736 5000", "Eastern Time", "America/New_York"),
        ("+49 30 27594863", "Mars", "Europe/Berlin"),
    ],
)
def test_a_zone_in_words_is_the_clock_of_a_place(phone: str, written: str, zone: str) -> None:
    table = read_table(lines("name;phone;time zone", f"A;{phone};{written}"))
    [batch] = list(people.batches(check(table, guess_columns(table), "DE")))

    assert batch.column("timezone").to_pylist() == [zone]

"""States of German numbers: a landline's area code tells, a mobile number does not."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from services.calling_days.calendar import Calendar
from services.calling_days.days import CallingDays
from services.calling_days.german_areas import german_places
from services.calling_days.public_holidays import is_known
from services.calling_days.whose import everybody
from services.calling_rules.call_window import CallWindow
from services.calling_rules.places import prefix

BERLIN = "Europe/Berlin"
BERLIN_LANDLINE, MUNICH, MOBILE = "+493012345678", "+498912345678", "+4915112345678"


@pytest.mark.parametrize(
    ("phone", "places"),
    [
        (BERLIN_LANDLINE, ("DE-BE", "DE-BB")),
        (MUNICH, ("DE-BY",)),
        ("+496912345678", ("DE-HE",)),
        ("+497311234567", ("DE-BW", "DE-BY")),  # Ulm and Neu-Ulm share a code
        (MOBILE, ("DE",)),
        ("+498001234567", ("DE",)),
        ("+43112345678", ("DE",)),
    ],
)
def test_the_states_of_a_number(phone: str, places: tuple[str, ...]) -> None:
    assert german_places(prefix(phone)) == places


def test_every_area_code_belongs_to_states_that_the_library_knows() -> None:
    for first in range(20, 100):
        assert all(is_known(place) for place in german_places(f"+49{first}11"))


def test_a_list_of_berlin_landlines_is_open_on_bavarian_holidays_and_one_of_mobiles_is_not() -> None:
    corpus_christi = datetime(2026, 6, 4, 8, tzinfo=UTC)

    def open_for(*phones: str) -> bool:
        people = everybody((BERLIN, prefix(phone)) for phone in phones)
        window = CallWindow(time(9), time(17), BERLIN)
        return Calendar(window, CallingDays(holidays_closed=True), people).is_open(corpus_christi, BERLIN)

    assert open_for(BERLIN_LANDLINE)
    assert not open_for(MUNICH)
    assert not open_for(MOBILE)
    assert not open_for(BERLIN_LANDLINE, MUNICH)


def test_assumption_is_closed_in_bavaria_where_most_towns_keep_it() -> None:
    window = CallWindow(time(9), time(17), BERLIN)
    people = everybody([(BERLIN, prefix(MUNICH))])
    calendar = Calendar(window, CallingDays(holidays_closed=True), people)
    special = calendar.closed_because(date(2028, 8, 15))
    assert special and special.closed

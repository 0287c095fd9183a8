"""Public holidays by place: which there are, what they are called, what is known of parts of a country."""

from __future__ import annotations

from datetime import date

import pytest

from services.calling_days.public_holidays import holidays_of, is_known, parts_of, strictest


@pytest.mark.parametrize(
    ("place", "day", "name"),
    [
        ("DE-BE", date(2027, 3, 8), "Women's Day"),
        ("US-TX", date(2026, 11, 26), "Thanksgiving Day"),
        ("FR", date(2026, 7, 14), "National Day"),
        ("GB-SCT", date(2026, 11, 30), "Saint Andrew's Day"),
        ("AU", date(2026, 4, 25), "ANZAC Day"),
    ],
)
def test_a_place_has_its_holidays_by_name(place: str, day: date, name: str) -> None:
    assert name in holidays_of(place, day.year)[day].name


def test_moselle_and_alsace_close_on_good_friday_for_whoever_may_live_there() -> None:
    good_friday = date(2026, 4, 3)
    holiday = holidays_of("FR", 2026)[good_friday]
    assert holiday.parts == ("FR-57", "FR-6AE")


def test_patron_saints_of_italian_towns_close_no_country() -> None:
    assert len(holidays_of("IT", 2026)) < 20
    assert parts_of("IT") == ("IT-BZ",)


def test_whole_days_count_before_shortened_ones() -> None:
    # 24 December is closed from 14:00 in Germany, and all day in Texas
    day = date(2026, 12, 24)
    assert strictest(day, ["DE"]) == holidays_of("DE", 2026)[day]
    assert (strictest(day, ["DE", "US-TX"]) or holidays_of("DE", 2026)[day]).closed_from == 0


def test_south_australia_closes_on_christmas_eve_at_seven() -> None:
    assert holidays_of("AU-SA", 2026)[date(2026, 12, 24)].closed_from == 19 * 60


def test_what_is_no_place_has_none() -> None:
    assert not is_known("XX")
    assert not is_known("DE-XX")
    assert holidays_of("XX", 2026) == {}

"""Places of a person: the time zone of her record and the prefix of her number."""

from __future__ import annotations

import pytest

from services.calling_rules.places import US_STATES, prefix, whereabouts


def codes(timezone: str | None, phone: str | None) -> set[str]:
    return {place.code for place in whereabouts(timezone, prefix(phone))}


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        ("+493012345678", {"DE"}),
        ("+4915112345678", {"DE"}),
        ("+447700900123", {"GB"}),
        ("+12125551234", {"US-NY"}),
        ("+13055551234", {"US-FL"}),
        ("+14165551234", {"CA"}),
        ("+61412345678", {"AU"}),
        ("+33612345678", {"FR"}),
        ("+870123456", set()),
        ("+999123456", set()),
        ("030 12345678", set()),
        ("", set()),
        (None, set()),
    ],
)
def test_a_number_tells_the_place(phone: str | None, expected: set[str]) -> None:
    assert codes(None, phone) == expected


def test_a_free_phone_number_may_be_in_any_state() -> None:
    assert codes(None, "+18005551234") == {f"US-{state}" for state in US_STATES}


def test_the_zone_narrows_what_the_number_leaves_open() -> None:
    assert codes("Pacific/Honolulu", "+18005551234") == {"US-HI"}
    assert "US-CA" not in codes("US/Eastern", "+18005551234")


def test_number_and_zone_that_agree_give_one_place_and_one_clock() -> None:
    (place,) = whereabouts("America/New_York", "+1502")  # Kentucky, filed under New York
    assert (place.code, place.zones) == ("US-KY", ("America/New_York",))


def test_number_and_zone_that_disagree_give_both_places() -> None:
    assert codes("Europe/Paris", "+493012345678") == {"DE", "FR"}
    assert {"US-FL", "US-CA"} <= codes("America/Los_Angeles", "+13055551234")


def test_a_number_without_a_zone_has_every_clock_of_its_place() -> None:
    (place,) = whereabouts(None, prefix("+13055551234"))
    assert place.zones == ("America/New_York", "America/Chicago")


@pytest.mark.parametrize("zone", ["UTC", "Mars/Olympus", "Etc/GMT+5", ""])
def test_a_zone_that_is_no_place_leaves_it_to_the_number(zone: str) -> None:
    assert codes(zone, "+493012345678") == {"DE"}
    assert codes(zone, None) == set()


def test_old_names_of_zones_count() -> None:
    assert codes("Asia/Calcutta", None) == {"IN"}
    assert codes("Europe/Kiev", None) == {"UA"}

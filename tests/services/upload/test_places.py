"""Places of a list's people: of those alone whom it may have called, wherever in it they stand."""

from __future__ import annotations

from services.contact_file import check, guess_columns, read_table
from services.upload.places import kinds_of_people, main_country


def test_only_who_may_be_called_counts() -> None:
    lines = ["Name;Phone;Do not call", "Anna;+4930901820;no", "Zoë;+41446681800;yes", "Max;+12127365000;no"]
    table = read_table("\n".join(lines).encode())
    checked = check(table, guess_columns(table), "DE")

    places = {place for kind in kinds_of_people(checked) for place in kind.places}

    assert {place[:2] for place in places} == {"DE", "US"}


def test_a_list_of_nobody_has_no_places() -> None:
    table = read_table(b"Name;Phone\nAnna;unknown\n")

    assert kinds_of_people(check(table, guess_columns(table), "DE")) == ()


def test_its_country_is_that_of_more_than_half_of_the_numbers() -> None:
    lines = ["Name;Phone", "Anna;+4930901820", "Max;+12127365000", "Bea;+49891234567"]
    table, even = read_table("\n".join(lines).encode()), read_table("\n".join(lines[:3]).encode())

    assert main_country(check(table, guess_columns(table), "DE")) == "DE"
    assert main_country(check(even, guess_columns(even), "DE")) is None

"""People of a file as they go on to the platform: names, zones, second numbers, custom fields; all rows, in batches."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest

from services.contact_file import (
    PEOPLE_SCHEMA,
    Travelling,
    check,
    guess_columns,
    read_table,
    split_name,
    zone_of,
)
from services.contact_file import people as people_of_file
from tests.services.contact_file.corpus import AMERICAN, LANDLINE, MOBILE, lines


def _people(*rows: str, region: str = "DE") -> list[dict[str, object]]:
    table = read_table(lines(*rows))
    checked = check(table, guess_columns(table), region)
    return [row for batch in people_of_file.batches(checked, 2) for row in batch.to_pylist()]


def test_every_row_comes_out_with_the_agreed_columns() -> None:
    table = read_table(lines("name,phone", "A,0151 23456789", "B,n/a", "C,0151 23456789"))
    people = pa.Table.from_batches(people_of_file.batches(check(table, guess_columns(table), "DE"), 2))
    assert people.schema == PEOPLE_SCHEMA
    assert people.column("verdict").to_pylist() == ["ok", "invalid", "duplicate"]
    assert people.column("line").to_pylist() == [2, 3, 4]


def test_fields_are_trimmed_and_the_chosen_ones_travel() -> None:
    table = read_table(
        lines(
            "Vorname;Nachname;Telefon;E-Mail;Firma;Position;Tags;Notizen;Kontakt-ID;Branche;Leer",
            " Anna ;Berg;030 12345678 ext 5; a@b.de;Acme;CEO;x, y;ruft zurück;ct_17;Bau;",
        )
    )
    checked = check(table, guess_columns(table), "DE")
    everything = Travelling(frozenset(range(11)), {9: "branche", 10: "leer"})
    (person,) = next(people_of_file.batches(checked, travelling=everything)).to_pylist()
    assert {key: person[key] for key in ("first_name", "last_name", "email", "company", "job_title", "tags", "notes", "contact_id")} == {
        "first_name": "Anna", "last_name": "Berg", "email": "a@b.de", "company": "Acme", "job_title": "CEO", "tags": "x, y", "notes": "ruft zurück", "contact_id": "ct_17",
    }  # fmt: skip
    assert (person["e164"], person["ext"]) == (LANDLINE, "5")
    assert json.loads(str(person["custom"])) == {"branche": "Bau"}


def test_ids_of_other_systems_are_not_the_platforms() -> None:
    assert _people("Contact ID,Name,Phone", "0035g00000ABCDEAA1,A,0151 23456789")[0]["contact_id"] == ""
    assert _people("Contact ID,Name,Phone", "1234567,A,0151 23456789")[0]["contact_id"] == ""


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Anna Berg", "Anna", "Berg"),
        ("Berg, Anna", "Anna", "Berg"),
        ("Dr. Anna Maria von der Heide", "Anna Maria", "von der Heide"),
        ("Herr Prof. Dr. Kurz", "Kurz", ""),
        ("Cher", "Cher", ""),
        ("Vincent van Gogh", "Vincent", "van Gogh"),
        ("Berg,", "Berg", ""),
    ],
)
def test_one_name_becomes_two(name: str, first: str, last: str) -> None:
    assert split_name(name) == (first, last)


def test_first_and_last_name_win_over_the_whole_one() -> None:
    person = _people("Name,First Name,Last Name,Phone", "Berg Anna GmbH,Anna,Berg,0151 23456789")[0]
    assert (person["first_name"], person["last_name"]) == ("Anna", "Berg")


def test_the_zone_is_the_files_or_the_numbers_own() -> None:
    rows = _people(
        "name,phone,Zeitzone",
        "A,0151 23456789,",
        f"B,{AMERICAN},europe/paris",
        "C,+1 800 555 1234,",
        "D,030 12345678,Mars",
    )
    assert [(row["timezone"], row["timezone_derived"]) for row in rows] == [
        ("Europe/Berlin", True), ("Europe/Paris", False), ("", False), ("Europe/Berlin", True),
    ]  # fmt: skip
    assert zone_of(AMERICAN) == "America/New_York"


def test_a_second_number_is_passed_on_only_if_it_may_be_called() -> None:
    rows = _people(
        "name,mobile,phone,DNC",
        "A,0151 23456789,030 12345678,",
        "B,0171 1234567,030 87654321,",
        "C,0171 1234568,0900 1234567,",
        "D,030 87654321,,ja",
    )
    assert [row["phone_secondary"] or "" for row in rows] == [LANDLINE, "", "", ""]
    assert [row["do_not_call"] for row in rows] == [False, False, False, True]
    assert rows[0]["e164"] == MOBILE


def test_what_was_mended_goes_on_mended() -> None:
    table = read_table(lines("Vorname;Telefon;Ort", "Ana;0151 2345;Bonn"))
    checked = check(table, guess_columns(table), "DE")
    checked.mend(1, 0, "Anna")
    checked.mend(1, 1, "0151 23456789")
    (person,) = next(people_of_file.batches(checked)).to_pylist()
    assert (person["first_name"], person["e164"], person["verdict"]) == ("Anna", MOBILE, "ok")


def test_what_nobody_chose_stays_to_be_read_here() -> None:
    person = _people("Name,Phone,Company,Email,Notes,Plan", "A,0151 23456789,Acme,a@b.de,rings back,pro")[0]
    sent = [person[name] for name in ("email", "company", "job_title", "tags", "notes", "custom")]
    assert sent == ["", "", "", "", "", "{}"]
    assert (person["listed_company"], person["listed_email"]) == ("Acme", "a@b.de")
    assert json.loads(str(person["own"])) == {"Notes": "rings back", "Plan": "pro"}


def test_who_has_only_a_company_is_called_by_it() -> None:
    assert _people("Name,Phone,Company", ",0151 23456789,Acme")[0]["company"] == "Acme"


@pytest.mark.parametrize(
    ("header", "cells", "names"),
    [
        ("Contract", ("A-12", "B-33"), False),  # no Austria and no Belgium either
        ("Contract", ("Gold", "Silver"), False),
        ("Kontrakt", ("Premium Plus", "Premium Plus", "Basic Light", "Premium Plus", "Basic Light"), False),
        ("Contract", ("Anna Berg", "Ben Orr", "Cem Öz", "Dana Fink", "Eva Held"), True),
        ("Ansprechpartnr", ("Berg", "Orr"), True),
        ("Ansprechpartnr", ("1", "2"), False),
    ],
)
def test_a_column_spelled_like_one_of_names_is_one_where_names_stand_in_it(
    header: str, cells: tuple[str, ...], names: bool
) -> None:
    people = _people(f"Phone;{header}", *(f"0151 2637485{at};{cell}" for at, cell in enumerate(cells)))

    assert [bool(person["first_name"] or person["last_name"]) for person in people] == [names] * len(cells)
    assert {str(person["e164"])[:3] for person in people} == {"+49"}

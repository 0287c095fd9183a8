"""Greeting with one person's values: what is missing is shown, what nobody can tell is not made up."""

from __future__ import annotations

from services.contact_file import (
    CheckedFile,
    Field,
    Travelling,
    Wanted,
    check,
    greeting,
    guess_columns,
    read_table,
)
from services.contact_file.greeting import Part, Said
from tests.services.contact_file.corpus import lines

WORDS = "Hello {{ contact.first_name }} of {{contact.company}}, your {{contact.custom.plan}} ends {{contact.custom.ends}}{{agent.mood}}."


def _checked() -> CheckedFile:
    table = read_table(
        lines(
            "Name,Phone,Company,Plan,Ends",
            "Anna Berg,0151 23456789,Acme,pro,",
            "Bo Lund,n/a,Beta,,",
            "Cy Dahl,0151 23456788,,,May",
        )
    )
    return check(table, guess_columns(table), "DE")


def test_a_greeting_tells_which_fields_it_uses() -> None:
    assert greeting.wanted(WORDS) == Wanted(
        frozenset({"plan", "ends"}), frozenset({Field.FIRST_NAME, Field.COMPANY})
    )


def test_values_stand_in_their_places_and_gaps_show() -> None:
    travels = Travelling(frozenset({2}), {3: "plan", 4: "ends"})
    parts = list(greeting.heard(WORDS, greeting.values_of(_checked(), 1, travels)))
    assert [part for part in parts if part.said is not Said.WORDS] == [
        Part(Said.VALUE, "Anna"),
        Part(Said.VALUE, "Acme"),
        Part(Said.VALUE, "pro"),
        Part(Said.MISSING, "contact.custom.ends"),
        Part(Said.UNKNOWN, "agent.mood"),
    ]
    assert "".join(part.text for part in parts if part.said is Said.WORDS) == "Hello  of , your  ends ."


def test_what_does_not_travel_is_not_heard() -> None:
    values = greeting.values_of(_checked(), 1, Travelling())
    parts = list(greeting.heard(WORDS, values))
    assert [part.text for part in parts if part.said is Said.MISSING] == [
        "contact.company",
        "contact.custom.plan",
        "contact.custom.ends",
    ]


def test_only_people_who_would_be_called_are_counted_as_lacking_a_value() -> None:
    assert greeting.lacking(_checked(), [3, 4]) == {3: 1, 4: 1}


def test_a_line_is_a_person_only_if_she_would_be_called() -> None:
    checked = _checked()
    assert greeting.first_line(checked) == 2
    assert [greeting.row_in_line(checked, line) for line in (1, 2, 3, 4, 9)] == [None, 1, None, 3, None]

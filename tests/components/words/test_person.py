"""Name of a person, where somebody reads who did something."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from components.words.person import shown
from components.words.readiness import sentence
from services.person import Person
from services.readiness import Code, Finding, Level


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (Person("Ada", "ada@example.com", "https://issuer.test", "1"), "Ada (ada@example.com)"),
        (Person("ada@example.com", "ada@example.com", "https://issuer.test", "1"), "ada@example.com"),
        (Person.at_console(), "Somebody at this console"),
        (Person("root", issuer="machine:berlin", subject="root"), "root (by command on berlin)"),
        (Person("", issuer="machine:berlin", subject="settings"), "The settings on berlin"),
    ],
)
def test_a_name_never_stands_alone_where_more_is_known(person: Person, expected: str) -> None:
    assert shown(person) == expected


def test_who_answers_for_hours_is_named_where_nobody_signs_in() -> None:
    at = datetime(2026, 4, 2, 10, tzinfo=UTC)
    said = {"count": 1, "who": Person.at_console().name, "reason": "asked for", "at": at}

    assert sentence(Finding(Level.WARNING, Code.HOURS_TAKEN_ON, said)).startswith("Somebody at this console")

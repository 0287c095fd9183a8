"""Name of a person, where somebody reads who did something."""

from __future__ import annotations

import pytest

from components.words.person import shown
from services.person import Person


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

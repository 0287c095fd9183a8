"""Normalization of an answer's names: one spelling for what the platform's generations write in two.

Pages show `first_name` and `firstName`, a list under its name, under `items` or bare, one thing wrapped or bare. All of
it is brought to one form here, so that the models stay one set and nothing that was told is taken for not told.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from services.api.fields import EnrollmentStatus

ITEMS = "items"
"""Where a list stands that has no name of its own."""

_HUMP = re.compile(r"(?<=[a-z0-9])[A-Z]")
_AS_WRITTEN = frozenset({"custom_fields", "settings", "details", "metadata"})
"""Names inside of these are people's or settings' own, and no part of the contract."""

_OF_THE_PERSON = (
    "id",
    "first_name",
    "last_name",
    "phone",
    "email",
    "job_title",
    "timezone",
    "do_not_call",
    "company_name",
)


@lru_cache(maxsize=2000)
def snake_case(name: str) -> str:
    """`firstName` as `first_name`; what is no such name stays as it is."""
    return _HUMP.sub(lambda hump: "_" + hump.group().lower(), name) if name[:1].islower() else name


def normalized(value: Any) -> Any:
    """`value` with every name in snake_case. Of two spellings of one name the one that tells something counts."""
    if isinstance(value, dict):
        found: dict[str, Any] = {}
        for written, item in value.items():
            name = snake_case(written)
            if found.get(name) is None:
                found[name] = item if name in _AS_WRITTEN else normalized(item)
        return found
    return [normalized(item) for item in value] if isinstance(value, list) else value


def listed(answer: dict[str, Any], key: str) -> list[Any] | None:
    """The rows of a normalized answer, under their name, under `items` or bare; None where there are none to be found."""
    found = answer.get(key)
    if found is None:
        found = answer.get(ITEMS)
    return found if isinstance(found, list) else None


def unwrapped(answer: dict[str, Any], key: str) -> Any:
    """What a normalized answer is about, wrapped in its name or bare."""
    found = answer.get(key)
    return answer if found is None and "id" in answer else found


def person_row(row: Any) -> Any:
    """A person of a campaign as the contract has it, also where the platform writes it flat.

    A flat row's id is the contact's. Its `call_status` may be a status or an outcome: a word that is no status is kept
    as one all the same, and nothing is concluded from it.
    """
    if not isinstance(row, dict) or row.get("contact") is not None:
        return row
    person = {name: row[name] for name in _OF_THE_PERSON if row.get(name) is not None}
    if person.keys() <= {"id"}:
        return row
    said = row.get("call_status")
    told: dict[str, Any] = {"status": said} if row.get("status") is None else {}
    if isinstance(said, str) and said not in set(EnrollmentStatus) and row.get("outcome") is None:
        told["outcome"] = said
    return {**row, **told, "contact": person}

"""Greeting of an assistant as a template: which fields it uses, and what one person of a file would hear.

The platform fills it in; what it writes in double braces is documented for own fields only (`contact.custom.KEY`). A
person's usual fields are filled in here as their names say, and anything else is named as not known.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from enum import Enum
from typing import NamedTuple

import numpy as np

from services.contact_file import people
from services.contact_file.columns.travelling import Travelling, Wanted
from services.contact_file.judging.checked import CheckedFile
from services.contact_file.kernels import pc
from services.contact_file.verdicts import Rank
from services.contact_file.vocabulary.aliases import Field

_BRACES = re.compile(r"\{\{([^{}]*)\}\}")
_PERSON, _OWN = "contact.", "contact.custom."
_FIELDS = {
    "first_name": Field.FIRST_NAME,
    "last_name": Field.LAST_NAME,
    "name": Field.FULL_NAME,
    "full_name": Field.FULL_NAME,
    "phone": Field.PHONE,
    "email": Field.EMAIL,
    "company": Field.COMPANY,
    "company_name": Field.COMPANY,
    "job_title": Field.JOB_TITLE,
    "notes": Field.NOTES,
}


def _camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


_NAMES = _FIELDS | {_camel_case(name): one for name, one in _FIELDS.items()}
"""In both spellings that the platform's generations have."""


class Said(Enum):
    """Kind of a part of what is heard."""

    WORDS = "words"
    VALUE = "value"
    MISSING = "missing"  # this person has none
    UNKNOWN = "unknown"  # nobody here can tell what the platform puts there


class Part(NamedTuple):
    """`text` is what is heard, or what stands between the braces."""

    said: Said
    text: str


def wanted(greeting: str) -> Wanted:
    """The fields a greeting uses."""
    names = [found[1].strip() for found in _BRACES.finditer(greeting)]
    keys = {name.removeprefix(_OWN) for name in names if name.startswith(_OWN)}
    fields = {field for name in names if (field := _field(name))}
    return Wanted(frozenset(keys), frozenset(fields))


def heard(greeting: str, values: Mapping[str, str]) -> Iterator[Part]:
    """The greeting for the person with these values; see `values_of`."""
    end = 0
    for found in _BRACES.finditer(greeting):
        if words := greeting[end : found.start()]:
            yield Part(Said.WORDS, words)
        yield _filled(found[1].strip(), values)
        end = found.end()
    if words := greeting[end:]:
        yield Part(Said.WORDS, words)


def _filled(name: str, values: Mapping[str, str]) -> Part:
    field = _field(name)
    known = field.value if field else name if name.startswith(_OWN) else ""
    if not known:
        return Part(Said.UNKNOWN, name)
    value = values.get(known, "")
    return Part(Said.VALUE, value) if value else Part(Said.MISSING, name)


def _field(name: str) -> Field | None:
    return _NAMES.get(name.removeprefix(_PERSON)) if name.startswith(_PERSON) else None


def values_of(checked: CheckedFile, row: int, travelling: Travelling) -> dict[str, str]:
    """What the platform will know of row `row` (from 1) if only this goes there."""
    person = people.person(checked, row, travelling)
    own = {f"{_OWN}{key}": text for key, text in json.loads(person["custom"]).items()}
    fields = {field.value: str(person.get(field.value) or "") for field in _NAMES.values()}
    whole = f"{person['first_name']} {person['last_name']}".strip()
    return {**fields, Field.FULL_NAME.value: whole, Field.PHONE.value: person["e164"] or "", **own}


def lacking(checked: CheckedFile, columns: Collection[int]) -> dict[int, int]:
    """How many of the people who would be called have nothing in each of these columns."""
    goes = checked.settled.verdict >= Rank.REPAIRED
    found: dict[int, int] = {}
    for index in columns:
        column = people.column_slice(checked, index, 0, checked.table.row_count)
        empty = np.asarray(pc.equal(pc.utf8_trim_whitespace(column), ""))
        found[index] = int(np.count_nonzero(empty & goes))
    return found


def row_in_line(checked: CheckedFile, line: int) -> int | None:
    """The row (from 1) that stands in a line of the file and would be called; None where there is none."""
    index = int(np.searchsorted(checked.table.lines, line))
    if index >= checked.table.row_count or checked.table.lines[index] != line:
        return None
    return index + 1 if checked.settled.verdict[index] >= Rank.REPAIRED else None


def first_line(checked: CheckedFile) -> int | None:
    """The line of the first person who would be called."""
    rows = np.flatnonzero(checked.settled.verdict >= Rank.REPAIRED)
    return int(checked.table.lines[rows[0]]) if len(rows) else None

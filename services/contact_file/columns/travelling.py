"""Data minimization of a file: which of its columns go to the platform, under which keys, and which stay here.

A person's name, numbers and time zone always go: without them nobody can be called at the right time. Everything else
stays unless somebody chose it, the greeting uses it, or the team has used its key before and it is nothing private.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from services.contact_file.columns.columns import Columns
from services.contact_file.vocabulary.aliases import Field
from services.contact_file.vocabulary.field_keys import another, is_key, key_of, near
from services.contact_file.vocabulary.personal import PersonalKind, personal_kind

WHEN_CHOSEN = frozenset({Field.COMPANY, Field.JOB_TITLE, Field.EMAIL, Field.TAGS, Field.NOTES})
"""Fields of a person that the platform has, and that no call needs."""


class Decided(NamedTuple):
    """Word of a person on one column. An empty key: the one its name makes."""

    travels: bool
    key: str = ""


@dataclass(frozen=True)
class Wanted:
    """Own fields and fields of a person that a greeting uses."""

    keys: frozenset[str] = frozenset()
    fields: frozenset[Field] = frozenset()


@dataclass(frozen=True)
class FurtherColumn:
    """Column that goes only where somebody wants it.

    Attributes:
        field: the platform's own field it fills; None for an own field of the team's.
        key: of the own field; empty where the name makes none, and nobody has given one.
        known_as: the team's key that most likely means the same.
    """

    index: int
    name: str
    field: Field | None
    key: str
    kind: PersonalKind | None
    travels: bool
    known_as: str | None = None

    @property
    def nameless(self) -> bool:
        """Whether it cannot go before somebody has given it a key."""
        return self.field is None and not self.key


@dataclass(frozen=True)
class Travelling:
    """What goes beside name, numbers and time zone: columns of the platform's own fields, and own fields by column."""

    fields: frozenset[int] = frozenset()
    keys: Mapping[int, str] = field(default_factory=dict)


NOTHING_MORE = Travelling()


def further_columns(
    columns: Columns,
    *,
    decided: Mapping[int, Decided] | None = None,
    used_before: Collection[str] = (),
    wanted: Wanted = Wanted(),
) -> list[FurtherColumn]:
    """The columns a person may choose from, in the file's order, each with whether it goes.

    Args:
        decided: what a person said about columns, now or for the last file with this header.
        used_before: keys under which this team has sent own fields.
        wanted: what the greeting uses.
    """
    said = decided or {}
    found: list[FurtherColumn] = []
    taken: set[str] = set()
    for index, choice in enumerate(columns.choices):
        name = columns.header[index].strip()
        if not name or not (choice.field is None or choice.field in WHEN_CHOSEN):
            continue
        word = said.get(index)
        key = "" if choice.field else _key(word, name, taken)
        taken.add(key)
        found.append(
            _further(
                FurtherColumn(index, name, choice.field, key, personal_kind(name, choice.field), False),
                word,
                used_before,
                wanted,
            )
        )
    return found


def _key(word: Decided | None, name: str, taken: Collection[str]) -> str:
    key = word.key if word and is_key(word.key) else key_of(name)
    return another(key, taken) if key else ""


def _further(
    column: FurtherColumn, word: Decided | None, used_before: Collection[str], wanted: Wanted
) -> FurtherColumn:
    needed = column.field in wanted.fields if column.field else column.key in wanted.keys
    usual = column.kind is None and column.key in used_before
    goes = word.travels if word else needed or usual
    known_as = near(column.key, [*sorted(wanted.keys), *used_before]) if column.key else None
    return replace(column, travels=goes and not column.nameless, known_as=known_as)


def travelling(columns: Collection[FurtherColumn]) -> Travelling:
    """What of them goes."""
    going = [column for column in columns if column.travels]
    return Travelling(
        frozenset(column.index for column in going if column.field),
        {column.index: column.key for column in going if column.key},
    )

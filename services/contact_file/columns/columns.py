"""Column mapping of a table: what each column holds, and in which order its phone columns are used."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from services.contact_file.verdicts import MOST_PHONE_COLUMNS
from services.contact_file.vocabulary.aliases import Field
from services.contact_file.vocabulary.headers import holds_numbers, is_not_meant, phone_rank, setting
from services.contact_file.vocabulary.words import fold_header

SEVERAL = frozenset(
    {Field.PHONE, Field.COUNTRY, Field.DO_NOT_CALL, Field.CONSENT, Field.TAGS, Field.NOTES, Field.PHONE_TYPE}
)
_HARMLESS = frozenset({None, *Field}) - {
    Field.PHONE,
    Field.DO_NOT_CALL,
    Field.CONSENT,
    Field.COUNTRY,
    Field.COUNTRY_CODE,
    Field.AREA_CODE,
    Field.PHONE_TYPE,
    Field.CONTACT_ID,
}


@dataclass(frozen=True)
class Choice:
    """Field of one column; `how` is `alias`, `similar`, `content`, `remembered`, `chosen`, or empty for nothing
    known."""

    field: Field | None = None
    how: str = ""
    confidence: float = 0.0


class Remembered(NamedTuple):
    """Mapping to keep for the next file with the same header: the field of each column, and by column's position what a
    person answered about its cells."""

    fields: Sequence[str | None]
    answers: Mapping[int, Mapping[str, bool]] = {}


@dataclass(frozen=True)
class Columns:
    """Mapping of a table's columns to fields, by position. `answers` says by column and cell whether people may be
    called: a person's word on what a column did not tell by itself."""

    header: tuple[str, ...]
    choices: tuple[Choice, ...]
    answers: Mapping[int, Mapping[str, bool]] = field(default_factory=dict)

    @property
    def phone(self) -> tuple[int, ...]:
        """The columns with phone numbers that are used, in their order."""
        return self._phones[:MOST_PHONE_COLUMNS]

    @property
    def unused_phone(self) -> tuple[int, ...]:
        """Columns with phone numbers beyond those: nobody is called by them, but the marks of their rows hold for them."""
        return self._phones[MOST_PHONE_COLUMNS:]

    @cached_property
    def _phones(self) -> tuple[int, ...]:
        found = self.of(Field.PHONE)
        return tuple(sorted(found, key=lambda index: (phone_rank(self.header[index]), index)))

    def searched(self, index: int) -> Field | None:
        """As what the cells of a column are searched for marks: those of an unused phone column like notes."""
        return None if index in self.unused_phone else self.choices[index].field

    def of(self, field: Field) -> tuple[int, ...]:
        return tuple(index for index, choice in enumerate(self.choices) if choice.field is field)

    def first(self, field: Field) -> int | None:
        return next(iter(self.of(field)), None)

    @property
    def others(self) -> tuple[int, ...]:
        """Columns nothing is known of: custom fields, if the person wants them."""
        return tuple(index for index, choice in enumerate(self.choices) if choice.field is None)

    def choose(self, index: int, field: Field | None) -> Columns:
        """The same with column `index` as the person says; a field that stands once is taken from another column."""
        choices = list(self.choices)
        if field is not None and field not in SEVERAL:
            for other in self.of(field):
                choices[other] = Choice(None, "chosen", 1.0)
        choices[index] = Choice(field, "chosen", 1.0)
        return replace(self, choices=tuple(choices))

    def with_said(self, earlier: Columns) -> Columns:
        """The same with what a person said of these columns earlier; what was only guessed then is guessed anew."""
        columns = replace(self, answers={**self.answers, **earlier.answers})
        for index, choice in enumerate(earlier.choices):
            if choice.how == "chosen":
                columns = columns.choose(index, choice.field)
        return columns

    def answer(self, index: int, cell: str) -> bool | None:
        """Whether a person said that people with this cell may be called; None where she said nothing of it."""
        return self.answers.get(index, {}).get(_entry(cell))

    def answered(self, index: int, *, may: Iterable[str] = (), must_not: Iterable[str] = ()) -> Columns:
        """The same with a person's word on cells of column `index`."""
        said = dict.fromkeys(map(_entry, may), True) | dict.fromkeys(map(_entry, must_not), False)
        return replace(self, answers={**self.answers, index: {**self.answers.get(index, {}), **said}})

    def without_answer(self, index: int) -> Columns:
        """The same with the word on column `index` taken back."""
        return replace(
            self, answers={column: said for column, said in self.answers.items() if column != index}
        )

    def to_remember(self) -> Remembered:
        """The mapping to keep for the next file with the same header."""
        fields = [choice.field.value if choice.field else None for choice in self.choices]
        return Remembered(fields, self.answers)

    def may_be_missing(self, index: int) -> bool:
        """Whether a row without a cell in this column is still understood: nothing in it decides about calling."""
        return self.choices[index].field in _HARMLESS and not holds_numbers(self.header[index])

    def local_number(self, area: int) -> int:
        """The phone column an area code in column `area` belongs to: the next one that is not a mobile's."""
        landlines = [index for index in self.phone if phone_rank(self.header[index]) > 0] or list(self.phone)
        return min(landlines, key=lambda index: (index < area, abs(index - area)))

    def type_of(self, phone: int) -> int | None:
        """The column that says what kind of number stands in column `phone` (`Phone 1 - Type`)."""
        number = re.sub(r"\D", "", self.header[phone])
        same = [
            index for index in self.of(Field.PHONE_TYPE) if re.sub(r"\D", "", self.header[index]) == number
        ]
        if (
            not same
            and phone + 1 in self.of(Field.PHONE_TYPE)
            and not re.search(r"\d", self.header[phone + 1])
        ):
            return phone + 1
        return min(same, key=lambda index: abs(index - phone)) if same else None

    def countries_of(self, phone: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The columns with the country that the numbers of column `phone` are in, and those with another of the
        person's countries: `Home Phone` goes by `Home Country`, and by `Country` where there is none."""
        columns = self.of(Field.COUNTRY)
        for wanted in dict.fromkeys((setting(self.header[phone]), "")):
            own = tuple(index for index in columns if setting(self.header[index]) == wanted)
            if own:
                return own, tuple(index for index in columns if index not in own)
        return columns, ()

    @property
    def numbers_beside(self) -> tuple[int, ...]:
        """Columns with numbers that nobody is called by, such as fax machines: the marks of their rows hold for them."""
        return tuple(
            index
            for index, choice in enumerate(self.choices)
            if choice.field is None
            and (holds_numbers(self.header[index]) or is_not_meant(self.header[index]))
        )


def _entry(cell: str) -> str:
    """A cell as an answer holds for it: spelled as it was when the answer was given, blanks apart."""
    return " ".join(cell.split())


def signature(header: Sequence[str]) -> str:
    """The same for every file with the same column names in the same order, however they are written."""
    folded = "\x1f".join(fold_header(name) for name in header)
    return hashlib.sha256(folded.encode()).hexdigest()

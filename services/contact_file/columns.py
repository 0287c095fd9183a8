"""Which column holds what: by exact name, by likeness, by what its cells hold. The person confirms or corrects."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from services.contact_file import cleaning, plans
from services.contact_file.countries import region_of
from services.contact_file.headers import (
    Field,
    exact,
    holds_numbers,
    is_id,
    is_local_number,
    phone_rank,
    similar,
)
from services.contact_file.table import Table
from services.contact_file.words import fold_header

SAMPLE = 3000
SEVERAL = frozenset(
    {Field.PHONE, Field.DO_NOT_CALL, Field.CONSENT, Field.TAGS, Field.NOTES, Field.PHONE_TYPE}
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
_PHONE = re.compile(r"[+(]?[\d\s()/.+\-]{7,30}\Z")
_WRITTEN_AS_PHONE = re.compile(r"[+(0]")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}\Z")
_NAME = re.compile(r"[^\W\d_][^\d@]*\Z")


@dataclass(frozen=True)
class Choice:
    """What a column holds; `how` is `alias`, `similar`, `content`, `remembered`, `chosen`, or empty for nothing known."""

    field: Field | None = None
    how: str = ""
    confidence: float = 0.0


@dataclass(frozen=True)
class Columns:
    """What each column of a table holds, by position."""

    header: tuple[str, ...]
    choices: tuple[Choice, ...]

    @property
    def phone(self) -> tuple[int, ...]:
        """The columns with phone numbers in the order in which they are used."""
        found = self.of(Field.PHONE)
        return tuple(sorted(found, key=lambda index: (phone_rank(self.header[index]), index)))

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

    def to_remember(self) -> list[str | None]:
        """What to keep for the next file with the same header."""
        return [choice.field.value if choice.field else None for choice in self.choices]

    def may_be_missing(self, index: int) -> bool:
        """Whether a row without a cell in this column is still understood: nothing in it decides about calling."""
        return self.choices[index].field in _HARMLESS and not holds_numbers(self.header[index])

    def type_of(self, phone: int) -> int | None:
        """The column that says what kind of number stands in column `phone` (`Phone 1 - Type`)."""
        number = re.sub(r"\D", "", self.header[phone])
        same = [
            index for index in self.of(Field.PHONE_TYPE) if re.sub(r"\D", "", self.header[index]) == number
        ]
        return min(same, key=lambda index: abs(index - phone)) if same else None


def signature(header: Sequence[str]) -> str:
    """The same for every file with the same column names in the same order, however they are written."""
    folded = "\x1f".join(fold_header(name) for name in header)
    return hashlib.sha256(folded.encode()).hexdigest()


def guess_columns(table: Table, remembered: Sequence[str | None] | None = None) -> Columns:
    """What each column holds. `remembered` is `Columns.to_remember()` of an earlier file with this signature."""
    header = tuple(table.header)
    if remembered is not None and len(remembered) == len(header):
        known = [Choice(Field(name) if name else None, "remembered", 1.0) for name in remembered]
        return Columns(header, tuple(known))
    cells = _Cells(table)
    choices = [_by_name(name, index, cells) for index, name in enumerate(header)]
    _settle_names(header, choices)
    _settle_parts(header, choices)
    _keep_best(choices)
    _by_content(header, choices, cells, named=table.header_row > 0)
    return Columns(header, tuple(choices))


class _Cells:
    """Shares of a column's filled cells that look like something."""

    def __init__(self, table: Table) -> None:
        sample = table.cells.slice(0, SAMPLE)
        columns = [column.to_pylist() for column in sample.columns]
        sound = [row for row in range(sample.num_rows) if row not in table.faults]
        self.filled = [[column[row].strip() for row in sound if column[row].strip()] for column in columns]

    def share(self, index: int, pattern: re.Pattern[str]) -> float:
        filled = self.filled[index]
        return sum(bool(pattern.match(cell)) for cell in filled) / len(filled) if filled else 0.0

    def countries(self, index: int, at_least: int = 1) -> float:
        """The share that names a country in `at_least` letters; short codes may be those of federal states."""
        filled = self.filled[index]
        named = sum(len(cell) >= at_least and bool(region_of(cell)) for cell in filled)
        return named / len(filled) if filled else 0.0

    def without_plus(self, index: int) -> float:
        filled = self.filled[index][:200]
        right = sum(
            cell.isdigit() and len(cell) >= 10 and plans.international(cell) is not None for cell in filled
        )
        return right / len(filled) if filled else 0.0

    def phones(self, index: int) -> float:
        filled = self.filled[index]
        return sum(map(_is_phone_like, filled)) / len(filled) if filled else 0.0


def _is_phone_like(cell: str) -> bool:
    text, _ = cleaning.visible(cell)
    text, _ = cleaning.without_text_marks(text)
    digits = sum(char.isdigit() for char in text)
    return (
        7 <= digits <= 16
        and bool(_PHONE.match(text))
        and not cleaning.is_date(text)
        and not cleaning.is_other_value(text)
    )


def _by_name(name: str, index: int, cells: _Cells) -> Choice:
    field = exact(name)
    if field is not None:
        if field in (Field.FULL_NAME, Field.COMPANY) and cells.phones(index) > 0.8:
            return Choice(Field.PHONE, "content", 0.7)
        if field is Field.CONTACT_ID and not _own_ids(cells.filled[index]):
            return Choice()
        return Choice(field, "alias", 1.0)
    likely = similar(name)
    if likely is None:
        return Choice()
    field, confidence = likely
    if field is Field.PHONE and cells.filled[index] and cells.phones(index) < 0.2:
        return Choice()
    if field is Field.COUNTRY and not cells.countries(index) > 0.6:
        return Choice()
    return Choice(field, "similar", confidence)


def _own_ids(filled: Sequence[str]) -> bool:
    """Whether ids can be the platform's: other systems number theirs, or give 15 or 18 signs beginning with 003."""
    foreign = re.compile(r"\d+\Z|003[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?\Z")
    return bool(filled) and not any(foreign.match(cell) or " " in cell for cell in filled)


def _settle_names(header: Sequence[str], choices: list[Choice]) -> None:
    """`Name` beside `Vorname` is the last name; `Nom` alone is the whole one."""
    fields = [choice.field for choice in choices]
    for index, choice in enumerate(choices):
        folded = fold_header(header[index])
        if (
            choice.field is Field.FULL_NAME
            and Field.FIRST_NAME in fields
            and Field.LAST_NAME not in fields
            and folded == "name"
        ):
            choices[index] = replace(choice, field=Field.LAST_NAME)
        if choice.field is Field.LAST_NAME and folded == "nom" and Field.FIRST_NAME not in fields:
            choices[index] = replace(choice, field=Field.FULL_NAME)


def _settle_parts(header: Sequence[str], choices: list[Choice]) -> None:
    """`Nummer` is a phone number's last part where an area code stands beside it."""
    if not any(choice.field is Field.AREA_CODE for choice in choices):
        return
    for index, name in enumerate(header):
        if is_local_number(name) and choices[index].field is None:
            choices[index] = Choice(Field.PHONE, "alias", 0.9)


def _keep_best(choices: list[Choice]) -> None:
    """One column a field, the first of the best, where a person has only one of it."""
    best: dict[Field, int] = {}
    for index, choice in enumerate(choices):
        if choice.field is None or choice.field in SEVERAL:
            continue
        held = best.get(choice.field)
        if held is None or choice.confidence > choices[held].confidence:
            best[choice.field] = index
    for index, choice in enumerate(choices):
        if choice.field is not None and choice.field not in SEVERAL and best[choice.field] != index:
            choices[index] = Choice()


def _by_content(header: Sequence[str], choices: list[Choice], cells: _Cells, *, named: bool) -> None:
    fields: Mapping[Field | None, int] = {choice.field: index for index, choice in enumerate(choices)}
    free = [index for index, choice in enumerate(choices) if choice.field is None]
    if not any(cells.filled[index] for index, choice in enumerate(choices) if choice.field is Field.PHONE):
        _find_phone(header, choices, cells, free)
    if Field.EMAIL not in fields:
        for index in free:
            if cells.share(index, _MAIL) > 0.6:
                choices[index] = Choice(Field.EMAIL, "content", 0.8)
                break
    if Field.COUNTRY not in fields and Field.COUNTRY_CODE not in fields:
        for index in free:
            if choices[index].field is None and cells.countries(index, at_least=4) > 0.9:
                choices[index] = Choice(Field.COUNTRY, "content", 0.7)
                break
    if not named:
        _find_name(choices, cells)


def _find_phone(header: Sequence[str], choices: list[Choice], cells: _Cells, free: Sequence[int]) -> None:
    def likeness(index: int) -> float:
        return cells.phones(index) * (0.2 + 0.8 * cells.share(index, _WRITTEN_AS_PHONE))

    candidates = [index for index in free if not is_id(header[index])]
    best = max(candidates, key=likeness, default=None)
    if best is not None and likeness(best) > 0.35:
        choices[best] = Choice(Field.PHONE, "content", round(likeness(best), 2))
        return
    for index in candidates:  # numbers that have lost their plus, all of them right with it
        if len(cells.filled[index]) > 1 and cells.without_plus(index) > 0.9:
            choices[index] = Choice(Field.PHONE, "content", 0.5)
            return


def _find_name(choices: list[Choice], cells: _Cells) -> None:
    texts = [
        index
        for index, choice in enumerate(choices)
        if choice.field is None and cells.share(index, _NAME) > 0.8
    ]
    if not texts:
        return
    first = texts[0]
    two_columns = first + 1 in texts and cells.share(first, re.compile(r"\S+\Z")) > 0.8
    choices[first] = Choice(Field.FIRST_NAME if two_columns else Field.FULL_NAME, "content", 0.5)
    if two_columns:
        choices[first + 1] = Choice(Field.LAST_NAME, "content", 0.5)

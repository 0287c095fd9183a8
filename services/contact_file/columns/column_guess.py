"""Column recognition: by exact name, by likeness, by what the cells hold. The person confirms or corrects."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from services.contact_file.columns.column_cells import MAIL, NAME, NUMBER_KIND, WRITTEN_AS_PHONE, CellShares
from services.contact_file.columns.columns import SEVERAL, Choice, Columns, Remembered
from services.contact_file.table.table import ContactTable
from services.contact_file.vocabulary.aliases import Field
from services.contact_file.vocabulary.headers import (
    exact,
    is_another_country,
    is_local_number,
    is_not_meant,
    is_reference,
    is_weak_country,
    similar,
)
from services.contact_file.vocabulary.mark_names import is_about_consent, names_calls
from services.contact_file.vocabulary.words import fold_header

# Names that other columns have with more right: `Title` is Dr. beside `Job title`.
_WEAK_NAMES = frozenset({"title", "titel", "titre", "contact", "kontakt", "person", "first", "last", "iso"})
_NAMES = frozenset({Field.FULL_NAME, Field.FIRST_NAME, Field.LAST_NAME})
_LIKE_CONTACT = re.compile(r"\b[ck]ontr(?:act|akt|at)")  # spelled like *Contact*, and about something else
_HALF = 0.5
_EXTENSION = re.compile(r"\A-?\d{1,5}\Z")


def guess_columns(table: ContactTable, remembered: Remembered | None = None) -> Columns:
    """The mapping of a table's columns. `remembered` is `Columns.to_remember()` of an earlier file with this
    signature."""
    header = tuple(table.header)
    if remembered is not None and len(remembered.fields) == len(header):
        known = [Choice(Field(name) if name else None, "remembered", 1.0) for name in remembered.fields]
        return Columns(header, tuple(known), remembered.answers)
    cells = CellShares(table)
    choices = [_by_name(name, index, cells) for index, name in enumerate(header)]
    _settle_marks(header, choices, cells)
    _find_kinds(choices, cells)
    _settle_names(header, choices)
    _settle_parts(header, choices)
    _keep_best(choices)
    _by_content(header, choices, cells, named=table.header_row > 0)
    return Columns(header, tuple(choices))


def _by_name(name: str, index: int, cells: CellShares) -> Choice:
    field = exact(name)
    if field is None:
        return _by_likeness(name, index, cells)
    if field is Field.CONTACT_ID and not _own_ids(cells.filled[index]):
        return Choice()
    if field is Field.COUNTRY and is_weak_country(name) and not cells.countries(index) > 0.6:
        return Choice()
    if field is Field.JOB_TITLE and cells.share(index, _EXTENSION) == 1:
        return Choice(Field.EXTENSION, "content", 0.8)  # `Poste` with figures in it
    if field is Field.EXTENSION and cells.phones(index) > _HALF:
        return Choice(Field.PHONE, "content", 0.8)  # `Durchwahl` with whole numbers in it: the direct line
    if field is Field.PHONE and not cells.phones(index) and cells.allow(index):
        return Choice(Field.CONSENT, "content", 0.8)  # `Phone: Allow` names a channel
    return Choice(field, "alias", 0.95 if fold_header(name) in _WEAK_NAMES else 1.0)


def _by_likeness(name: str, index: int, cells: CellShares) -> Choice:
    likely = similar(name)
    if likely is None:
        return Choice()
    field, confidence = likely
    if field in (Field.DO_NOT_CALL, Field.CONSENT) and cells.phones(index) > _HALF:
        return Choice(Field.PHONE, "content", 0.7)
    if field is Field.PHONE and cells.filled[index] and cells.phones(index) < 0.2:
        return Choice()
    if field is Field.COUNTRY and not cells.countries(index) > 0.6:
        return Choice()
    if field in _NAMES and not cells.names(index, whole=bool(_LIKE_CONTACT.search(fold_header(name)))):
        return Choice()
    return Choice(field, "similar", confidence)


def _settle_marks(header: Sequence[str], choices: list[Choice], cells: CellShares) -> None:
    """`Phone calls: yes/no` is a permission; where consent was given, and how, says nothing beside whether it was."""
    for index, name in enumerate(header):
        if choices[index].field is None and names_calls(fold_header(name)) and cells.are_marks(index):
            choices[index] = Choice(Field.CONSENT, "content", 0.8)
    consents = [index for index, choice in enumerate(choices) if choice.field is Field.CONSENT]
    about = [index for index in consents if is_about_consent(fold_header(header[index]))]
    if len(about) < len(consents):
        for index in about:
            choices[index] = Choice()


def _find_kinds(choices: list[Choice], cells: CellShares) -> None:
    """A column that says of every number what kind it is, whatever its name."""
    for index, choice in enumerate(choices):
        if choice.field is None and cells.share(index, NUMBER_KIND) == 1:
            choices[index] = Choice(Field.PHONE_TYPE, "content", 0.7)


def _own_ids(filled: Sequence[str]) -> bool:
    """Whether ids can be the platform's: other systems number theirs, or give 15 or 18 signs beginning with 003."""
    foreign = re.compile(r"\A(?:\d+|003[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)\Z")
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


def _by_content(header: Sequence[str], choices: list[Choice], cells: CellShares, *, named: bool) -> None:
    fields: Mapping[Field | None, int] = {choice.field: index for index, choice in enumerate(choices)}
    free = [index for index, choice in enumerate(choices) if choice.field is None]
    if not any(cells.filled[index] for index, choice in enumerate(choices) if choice.field is Field.PHONE):
        _find_phone(header, choices, cells, free)
    if Field.EMAIL not in fields:
        for index in free:
            if cells.share(index, MAIL) > 0.6:
                choices[index] = Choice(Field.EMAIL, "content", 0.8)
                break
    if Field.COUNTRY not in fields and Field.COUNTRY_CODE not in fields:
        for index in free:
            if is_another_country(header[index]):
                continue
            if choices[index].field is None and cells.countries(index, at_least=4) > 0.9:
                choices[index] = Choice(Field.COUNTRY, "content", 0.7)
                break
    if not named:
        _find_name(choices, cells)


def _find_phone(header: Sequence[str], choices: list[Choice], cells: CellShares, free: Sequence[int]) -> None:
    """The column that holds what is written as phone numbers, where none is named so. Ids never, however they look."""

    def likeness(index: int) -> float:
        return cells.phones(index) * (0.2 + 0.8 * cells.share(index, WRITTEN_AS_PHONE))

    people = [index for index, choice in enumerate(choices) if choice.field is Field.FULL_NAME]
    candidates = [
        index
        for index in (*free, *people)
        if not is_reference(header[index]) and not is_not_meant(header[index]) and not cells.count_up(index)
    ]
    best = max(candidates, key=likeness, default=None)
    if best is not None and likeness(best) > (0.35 if best in free else 0.8):
        choices[best] = Choice(Field.PHONE, "content", round(likeness(best), 2))
        return
    for index in candidates:  # numbers that have lost their plus, all of them right with it
        if len(cells.filled[index]) > 1 and cells.without_plus(index) > 0.9:
            choices[index] = Choice(Field.PHONE, "content", 0.5)
            return


def _find_name(choices: list[Choice], cells: CellShares) -> None:
    texts = [
        index
        for index, choice in enumerate(choices)
        if choice.field is None and cells.share(index, NAME) > 0.8
    ]
    if not texts:
        return
    first = texts[0]
    two_columns = first + 1 in texts and cells.share(first, re.compile(r"\A\S+\Z")) > 0.8
    choices[first] = Choice(Field.FIRST_NAME if two_columns else Field.FULL_NAME, "content", 0.5)
    if two_columns:
        choices[first + 1] = Choice(Field.LAST_NAME, "content", 0.5)

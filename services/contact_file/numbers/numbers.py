"""Reading of one phone cell. Repairs come before parsing; `phonenumbers` decides what is a number.

Where digits fit two readings, a person decides: the result is `review` with the likelier number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import replace
from functools import lru_cache

from phonenumbers import PhoneNumber

from services.contact_file.numbers import cleaning, lines, plans
from services.contact_file.numbers.dialled import read_dialled
from services.contact_file.numbers.splitting import RUN, numbers_in
from services.contact_file.verdicts import LONGEST_PHONE_CELL, Reading, RowVerdict, Where
from services.contact_file.vocabulary.labels import Labelled, take_off_words
from services.contact_file.vocabulary.remarks import says_silence

_SHORTEST_NUMBER = 6  # digits
_LOOKED_AT = 5_000  # characters of a cell that is too long


def read_cell(cell: str, where: Where) -> Reading:
    """The verdict on one phone cell, duplicates and do-not-call marks elsewhere apart."""
    if len(cell) > LONGEST_PHONE_CELL:  # before any pattern looks at it
        return _too_long(cell)
    text, other_digits = cleaning.visible(cell)
    text, marked = cleaning.without_text_marks(text)
    if cleaning.is_missing(text):
        return Reading(RowVerdict.INVALID, "missing")
    if cleaning.is_excel_error(text):
        return Reading(RowVerdict.INVALID, "excel_error")
    reading = _read_text(text, where)
    if reading.verdict is RowVerdict.OK and (marked or other_digits):
        return replace(reading, verdict=RowVerdict.REPAIRED, reason="text_mark" if marked else "digits")
    return reading


def _too_long(cell: str) -> Reading:
    """No number is read from such a cell, but what it forbids counts."""
    if says_silence(cell[:_LOOKED_AT]):
        return Reading(RowVerdict.BLOCKED, "do_not_call")
    return Reading(RowVerdict.INVALID, "cell_too_long")


def possible_numbers(cell: str, where: Where) -> Set[str]:
    """Every number a cell may mean: a mark on it holds for whichever it is."""
    if len(cell) > LONGEST_PHONE_CELL:
        runs = [run.group() for run in RUN.finditer(cell[:_LOOKED_AT])]
        return frozenset().union(*(_possible(run, where) for run in runs if len(run) <= LONGEST_PHONE_CELL))
    return _possible(cell, where)


@lru_cache(maxsize=4096)
def _possible(cell: str, where: Where) -> Set[str]:
    text, _ = cleaning.visible(cell)
    text, _ = cleaning.without_text_marks(text)
    found: set[str] = set()
    parts = numbers_in(text)
    for part in parts:
        reading = _read_text(part, where)
        found.add(reading.e164)
        if not reading.verdict.callable:
            found.update(_other_readings(part, where))
    if len(parts) > 1 and min(sum(map(str.isdigit, part)) for part in parts) < _SHORTEST_NUMBER:
        found.update(_other_readings("".join(parts), where))  # `030 27594, 863`
    return frozenset(found - {""})


def _other_readings(part: str, where: Where) -> Iterator[str]:
    words = take_off_words(part)
    digits = re.sub(r"\D", "", words.number or part)
    bare = digits.lstrip("0")
    if not _SHORTEST_NUMBER <= len(bare) <= 17:
        return
    at_home = plans.parse(digits, where.region)  # takes prefixes off: of the country's exit, of carriers
    for number in (
        plans.international(lines.without_mexican_one(bare)),
        plans.national(bare, where.region),
        plans.national(bare + words.ext, where.region),
        plans.international(plans.NANP + digits),
        at_home if isinstance(at_home, PhoneNumber) and plans.is_valid(at_home) else None,
    ):
        if number is not None:
            yield plans.e164(number)
    yield from lines.in_older_spellings(bare, where.region)


def _read_text(text: str, where: Where) -> Reading:
    if cleaning.is_date(text):
        return Reading(RowVerdict.INVALID, "date")
    scientific, exact = cleaning.from_scientific(text)
    if scientific:
        return (
            _stored_as_number(exact, where, "scientific_exact")
            if exact
            else Reading(RowVerdict.INVALID, "excel_scientific")
        )
    stored = cleaning.from_float(text)
    if stored:
        return _stored_as_number(stored, where, "float")
    if cleaning.is_other_value(text):
        return Reading(RowVerdict.INVALID, "not_a_number")
    parts = numbers_in(text)
    return _read_one(parts[0], where) if len(parts) == 1 else _read_several(parts, where)


def _stored_as_number(digits: str, where: Where, repair: str) -> Reading:
    reading = read_dialled(digits, where)
    return (
        replace(reading, verdict=RowVerdict.REPAIRED, reason=repair) if reading.verdict.callable else reading
    )


def _read_several(parts: list[str], where: Where) -> Reading:
    readings = [_read_one(part, where) for part in parts]
    blocked = [reading for reading in readings if reading.reason == "do_not_call"]
    if blocked:
        return blocked[0]
    voices = [reading for reading in readings if reading.reason != "fax"]
    numbers = [reading.e164 for reading in voices if reading.e164]
    if not numbers:
        return (voices or readings)[0]
    if len(voices) == len(numbers) and len(set(numbers)) == 1 and voices[0].verdict.callable:
        return replace(
            voices[0],
            verdict=RowVerdict.REPAIRED,
            reason="text" if len(voices) < len(parts) else "same_twice",
        )
    return Reading(RowVerdict.REVIEW, "two_numbers", numbers[0], detail=" / ".join(parts))


def _read_one(text: str, where: Where) -> Reading:
    words = take_off_words(text)
    if words.problem in ("not_a_number", "fax"):
        return Reading(RowVerdict.INVALID, words.problem)
    if words.problem == "vanity":
        return Reading(RowVerdict.REVIEW, "vanity")
    reading = read_dialled(words.number, where)
    if words.problem == "do_not_call":
        return Reading(RowVerdict.BLOCKED, "do_not_call", reading.e164)
    return _with_words(reading, words)


def _with_words(reading: Reading, words: Labelled) -> Reading:
    if words.ext:
        reading = replace(reading, ext=words.ext)
    if words.problem:
        if reading.verdict.callable or reading.verdict is RowVerdict.REVIEW:
            return replace(reading, verdict=RowVerdict.REVIEW, reason=words.problem, detail=words.removed)
        return reading
    if reading.verdict is not RowVerdict.OK:
        return reading
    if words.removed:
        return replace(reading, verdict=RowVerdict.REPAIRED, reason="text", detail=words.removed)
    return replace(reading, verdict=RowVerdict.REPAIRED, reason="ext") if words.worded_ext else reading

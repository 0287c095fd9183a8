"""Reading of a number for the do-not-call list, by the rules of the contact file: any spelling gives the same line."""

from __future__ import annotations

import re

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from services.contact_file.numbers.extensions import dialled_in
from services.contact_file.numbers.lines import line_number
from services.contact_file.numbers.numbers import possible_numbers, read_cell
from services.contact_file.numbers.splitting import numbers_in
from services.contact_file.verdicts import LONGEST_PHONE_CELL, Where
from services.contact_file.vocabulary.labels import take_off_words

_PLAIN = re.compile(r"\+[1-9]\d{6,14}")
_ABROAD = re.compile(r"\A[^\d+]*(?:\+|00)")
ANYWHERE = "DE"
"""Region in which numbers with their country code are read: the code decides, and not the region."""
SHORTEST = 7
"""Digits of a national number that are enough to tell it by its end."""
LONGEST = 15
"""Digits of any number, as E.164 has it."""


class NumberNotRead(ValueError):  # noqa: N818  named for what it says
    """The text is no telephone number, or may be several; nothing was added."""


def has_country_code(text: str) -> bool:
    """Whether a number is written as from abroad: any other is read by the country it is from, which somebody has to say."""
    return _ABROAD.match(text) is not None


def read_number(text: str, region: str) -> str:
    """The number meant, in E.164; an extension stands behind it where it is dialled so.

    Raises:
        NumberNotRead: none can be told.
    """
    reading = read_cell(text, Where(region or ANYWHERE))
    if not reading.e164 or not (region or has_country_code(text)):
        raise NumberNotRead(text)
    return (reading.ext and dialled_in(reading.e164, reading.ext)) or reading.e164


def lines_meant(text: str | None, region: str) -> set[int]:
    """Lines of all numbers that a number may mean, as the platform or a call log writes it: good enough to leave somebody
    out, never to call somebody."""
    if not text:
        return set()
    if plain_digits(text):
        return {line_number(text)}
    if not region and not has_country_code(text):
        return set()
    return {line_number(number) for number in possible_numbers(text, Where(region or ANYWHERE))}


def plain_digits(text: str) -> int:
    """Digits of a number in E.164, which means one line; 0 where it is written in another way, or may mean several."""
    return int(text[1:]) if _PLAIN.fullmatch(text) and not _zero_after_code(text) else 0


def national_ends(text: str | None, region: str) -> set[str]:
    """Digits by which the numbers of a text without a country code can be told where no region is known, each with its
    extension and without; none for any other."""
    if not text or region:
        return set()
    parts = [part for part in numbers_in(text[:LONGEST_PHONE_CELL]) if not has_country_code(part)]
    spelled = {spelling for part in parts for spelling in (part, take_off_words(part).number or "")}
    ends = {re.sub(r"\D", "", spelling).lstrip("0") for spelling in spelled}
    return {digits for digits in ends if SHORTEST <= len(digits) <= LONGEST}


def _zero_after_code(e164: str) -> bool:
    """Whether a zero follows the country code, which may be one that is not dialed from abroad."""
    code = code_length(e164[1:])
    return not code or e164[1 + code] == "0"


def code_length(digits: str) -> int:
    """Digits of the country code that a number in E.164, without its plus, begins with; 0 for none there is."""
    return next((n for n in (1, 2, 3) if int(digits[:n]) in COUNTRY_CODE_TO_REGION_CODE), 0)

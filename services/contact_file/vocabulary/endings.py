"""Dates that decide about calling: the end of a consent, and a birthday."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from services.contact_file.vocabulary.marks import Mark
from services.contact_file.vocabulary.words import fold

_NUMBERS = re.compile(r"(?<!\d)(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?!\d)")
_MONTH_AND_YEAR = re.compile(r"\A(?:(\d{1,2})[./-])?((?:19|20|21)\d\d)\Z")
_YEARS = re.compile(r"\A(\d{1,3})(?:[.,]0)?(?: (?:years?|jahre?|ans|a(?:n|ñ)os|anni|jaar|lat))?\Z", re.I)
_ENDLESS = frozenset(
    [
        "unlimited",
        "unbefristet",
        "unbegrenzt",
        "never",
        "nie",
        "no end",
        "open end",
        "permanent",
        "dauerhaft",
        "illimite",
        "sans limite",
        "indefinite",
        "indefinido",
        "illimitato",
        "onbeperkt",
        "bezterminowo",
    ]
)


@lru_cache(maxsize=65536)
def consent_until(cell: str, today: date) -> Mark:
    """Meaning of a cell that says until when a consent holds. What can be read two ways must be over in both or in none."""
    text = cell.strip()
    if fold(text) in _ENDLESS:
        return Mark.NONE
    days = dates(text) or _last_days(text)
    if not days:
        return Mark.UNCLEAR
    over = {day < today for day in days}
    return Mark.UNCLEAR if len(over) > 1 else Mark.CONSENT_ENDED if over.pop() else Mark.NONE


def dates(text: str) -> list[date]:
    """The days that the first date in a text can mean: `03.04.2024` is in April, `03/04/2024` may be in March."""
    found = _NUMBERS.search(text)
    if not found:
        return []
    first, middle, last = found.groups()
    if len(first) == 4:
        orders = [(first, middle, last)]
    else:
        year = last if len(last) == 4 else f"20{last:0>2}"
        orders = (
            [(year, middle, first)]
            if "." in found.group()
            else [(year, middle, first), (year, first, middle)]
        )
    return [day for order in orders if (day := _day(*map(int, order))) is not None]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last_days(text: str) -> list[date]:
    """The beginning of the month after a month or a year without a day, less a day or so."""
    found = _MONTH_AND_YEAR.match(text)
    if not found:
        return []
    month = int(found.group(1) or 12)
    day = _day(int(found.group(2)), month, 28)
    return [day] if day else []


def age(cell: str, today: date) -> int | None:
    """Years since a birthday, as few as the cell allows; None where it is no date."""
    born = dates(cell.strip())
    return min((today - day).days * 4 // 1461 for day in born) if born else None


def years(cell: str) -> int | None:
    """The age a cell gives in figures."""
    found = _YEARS.match(cell.strip())
    return int(found.group(1)) if found else None

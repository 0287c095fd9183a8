"""Statistics of a column's cells: what they look like, whatever the column's name says."""

from __future__ import annotations

import re

from services.contact_file.numbers import cleaning, plans
from services.contact_file.table.table import ContactTable
from services.contact_file.verdicts import LONGEST_PHONE_CELL
from services.contact_file.vocabulary import marks
from services.contact_file.vocabulary.countries import region_of

SAMPLE = 3000
SAMPLE_CELLS = 150_000  # so that hundreds of columns take no longer than fifty
MAIL = re.compile(r"\A[^@\s]+@[^@\s]+\.[A-Za-z]{2,}\Z")
NAME = re.compile(r"\A[^\W\d_][^\d@]*\Z")
NUMBER_KIND = re.compile(
    r"\A(?:(?:type ?= ?)?(?:tele)?(?:fax|telefaxnummer|t[ée]l[ée]copie|mobile?|mobiltelefon|handy|cell|cellphone|cellular|festnetz|landline|fixe?|telefon|phone|pager|home|work|business|company|"
    r"other|main|voice|direct|data|isdn|tty|pref|internet|privat|gesch[äa]ftlich|dienstlich|zentrale|office|b[üu]ro|domicile|bureau|portable|sonstige|haupt|durchwahl)(?:[\s,;/|()+_:\-]{1,5}|\Z))+\Z",
    re.I,
)
FEWEST_NAMES = 5  # that tell people from what is sold to them
_WHOLE_NAME = re.compile(r"\A[^\W\d_][^\d@\s]*(?:\s[^\d@\s]+){1,4}\Z")
WRITTEN_AS_PHONE = re.compile(r"\A[+(0]")
_PHONE = re.compile(r"\A[+(]?[\d\s()/.+\-]{7,30}\Z")


class CellShares:
    """Shares of a column's filled cells that look like something."""

    def __init__(self, table: ContactTable) -> None:
        sample = table.cells.slice(0, min(SAMPLE, SAMPLE_CELLS // len(table.header)))
        columns = [column.to_pylist() for column in sample.columns]
        sound = [row for row in range(sample.num_rows) if row not in table.faults]
        self.rows = len(sound)
        self.filled = [
            [_shortened(cell) for row in sound if (cell := column[row].strip())] for column in columns
        ]

    def share(self, index: int, pattern: re.Pattern[str]) -> float:
        filled = self.filled[index]
        return sum(bool(pattern.match(cell)) for cell in filled) / len(filled) if filled else 0.0

    def countries(self, index: int, at_least: int = 1) -> float:
        """The share that names a country in `at_least` letters; short codes may be those of federal states."""
        filled = self.filled[index]
        named = sum(_is_long(cell, at_least) and bool(region_of(cell)) for cell in filled)
        return named / len(filled) if filled else 0.0

    def without_plus(self, index: int) -> float:
        filled = self.filled[index][:200]
        right = sum(
            cell.isdigit() and len(cell) >= 10 and plans.international(cell) is not None for cell in filled
        )
        return right / len(filled) if filled else 0.0

    def are_marks(self, index: int) -> bool:
        """Whether the column holds yes and no in words and nothing else, in most rows."""
        filled = self.filled[index]
        return len(filled) * 2 > self.rows and all(map(marks.is_word, filled))

    def allow(self, index: int) -> bool:
        """Whether the column says `Allow` and `Do not allow`, or the like, and nothing shorter."""
        return self.are_marks(index) and any(len(cell) > 3 for cell in self.filled[index])

    def names(self, index: int, *, whole: bool) -> bool:
        """Whether the cells can be names; `whole` ones are of two words and hardly ever the same."""
        filled = self.filled[index]
        if not whole:
            return not filled or self.share(index, NAME) > 0.5
        return (
            len(set(filled)) * 10 > max(len(filled), FEWEST_NAMES) * 8
            and self.share(index, _WHOLE_NAME) > 0.9
        )

    def count_up(self, index: int) -> bool:
        """Whether the cells are plain digits of one length that differ at their end alone, as serial numbers do."""
        filled = set(self.filled[index])
        if len(filled) < 2 or not all(map(str.isdecimal, filled)):
            return False
        return len({(len(cell), cell[:-3]) for cell in filled}) == 1

    def phones(self, index: int) -> float:
        filled = self.filled[index]
        return sum(map(_is_phone_like, filled)) / len(filled) if filled else 0.0


def _is_long(cell: str, at_least: int) -> bool:
    """Whether a cell is of so many signs, all of them letters where there is one: `A-12` is no Austria."""
    letters = sum(map(str.isalpha, cell))
    return len(cell) >= at_least and (not letters or letters >= at_least)


def _shortened(cell: str) -> str:
    """So much of a cell as tells what its column holds; a long one is nothing that has an end."""
    return cell if len(cell) <= LONGEST_PHONE_CELL else f"{cell[:LONGEST_PHONE_CELL]}…"


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

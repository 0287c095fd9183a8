"""Contradicted country: one that a row names, and that the numbers with a country code of their own beside it do not have.

A column named *Mailing Country*, or *Country* alone, may say where letters go and not where the telephone stands. The
international numbers of its own rows tell. Where they are of other countries than the rows name, the national ones would
ring strangers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from services.contact_file.numbers.plans import calling_code
from services.contact_file.verdicts import Where

SAMPLE = 1000  # cells looked at of each country that is named
FEWEST = 2  # numbers that tell something, where there are as many to ask about
_INTERNATIONAL = re.compile(r"\A\W{0,3}(?:\+|00)\W{0,2}([1-9][\d\s()/.\-]{5,})\Z")
_NATIONAL = re.compile(r"\A\W{0,3}\d(?:\W{0,3}\d){5,}")


@dataclass
class _Told:
    """Numbers beside a country: of it, of other ones, and without a country code."""

    agree: int = 0
    differ: int = 0
    national: int = 0

    def __add__(self, other: _Told) -> _Told:
        return _Told(self.agree + other.agree, self.differ + other.differ, self.national + other.national)

    @property
    def speaks_against(self) -> bool:
        """Whether most are of other countries, and not so few that they are foreigners in a list of people at home."""
        return (
            self.differ > self.agree
            and self.differ >= min(FEWEST, self.national)
            and self.differ * 20 >= self.national
        )


def contradicted(column: pa.ChunkedArray, index: np.ndarray, wheres: Sequence[Where]) -> frozenset[Where]:
    """Countries named by rows (`index` into `wheres`) that the international numbers in `column` speak against. Where
    they do so for several together, as for a postal address, those that none speaks for are meant too."""
    told = {
        place: _told(column, np.flatnonzero(index == place), calling_code(wheres[place].region))
        for place in np.unique(index).tolist()
        if wheres[place].certain
    }
    doubted = {place: one for place, one in told.items() if one.differ >= one.agree}
    together = sum(doubted.values(), _Told()).speaks_against
    return frozenset(wheres[place] for place, one in doubted.items() if together or one.speaks_against)


def _told(column: pa.ChunkedArray, rows: np.ndarray, code: int) -> _Told:
    told = _Told()
    picked = rows[:: max(1, len(rows) // SAMPLE)]
    for text in column.take(pa.array(picked)).to_pylist():
        found = _INTERNATIONAL.match(text.strip())
        if found is None:
            told.national += bool(_NATIONAL.match(text))
        elif found.group(1).startswith(str(code)):
            told.agree += 1
        else:
            told.differ += 1
    return told

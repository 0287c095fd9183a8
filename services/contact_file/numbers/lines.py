"""Spellings of one line: countries where the same telephone has two numbers, an old one and a new one, or one for calls from
abroad.

A mark on one of them is a mark on the other, and whoever has both stands in the list twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from services.contact_file.kernels import pc

# Mexico took its 1 before mobile numbers away in 2019. Dialled at home it had 01, 044 or 045 before it.
_MEXICO = re.compile(r"\A521(\d{10})\Z")
_MEXICO_AT_HOME = re.compile(r"\A(?:01|044|045|1)(\d{10})\Z")
# Argentina's mobile numbers have a 9 from abroad, and 15 at home, which `phonenumbers` reads.
_ARGENTINA = re.compile(r"\A\+549(\d{10})\Z")
# Brazil put a 9 before its mobile numbers, area by area until 2016.
# an area code of two, three or four digits, then the 15
_ARGENTINA_AT_HOME = tuple(
    re.compile(rf"(?:54)?9?0?(\d{{{area}}})15(\d{{{10 - area}}})\Z") for area in range(2, 5)
)
_BRAZIL = re.compile(r"\A\+55(\d\d)9([6-9]\d{7})\Z")
_BRAZIL_OLD = re.compile(r"\A(?:55)?(?:0?\d\d)?(\d\d)([6-9]\d{7})\Z")  # perhaps behind a carrier's two digits
TWO_SPELLINGS = r"^\+(?:521|549|55\d\d9[6-9])"  # numbers that `line_of` may change


def line_of(e164: str) -> str:
    """The line a number reaches, in one of its spellings: the same for all of them. No number to dial."""
    if e164.startswith("+521"):
        return f"+{without_mexican_one(e164[1:])}"
    argentina = _ARGENTINA.match(e164)
    if argentina:
        return f"+54{argentina.group(1)}"
    brazil = _BRAZIL.match(e164)
    return f"+55{brazil.group(1)}{brazil.group(2)}" if brazil else e164


def spellings_of(line: int) -> list[str]:
    """Digits in E.164, without the plus, of every number that reaches a line."""
    digits = str(line)
    if digits.startswith("52") and len(digits) == 12:
        return [digits, f"521{digits[2:]}"]
    if digits.startswith("54") and len(digits) == 12:
        return [digits, f"549{digits[2:]}"]
    if digits.startswith("55") and len(digits) == 12 and digits[4] in "6789":
        return [digits, f"{digits[:4]}9{digits[4:]}"]
    return [digits]


def without_mexican_one(digits: str) -> str:
    """Digits after a plus, without the 1 that Mexico dials no more."""
    found = _MEXICO.match(digits)
    return f"52{found.group(1)}" if found else digits


def without_mexican_prefix(digits: str) -> str:
    """Digits as written in Mexico, without what was dialled before them."""
    found = _MEXICO_AT_HOME.match(digits)
    return found.group(1) if found else digits


def in_older_spellings(digits: str, region: str) -> Iterator[str]:
    """The numbers in E.164 that digits without a 0 in front mean today, where they are no number as they stand: Brazil's
    mobile numbers of eight digits, Argentina's 15 behind an area code."""
    brazil = _BRAZIL_OLD.match(digits)
    if brazil and (region == "BR" or digits.startswith("55")):
        yield f"+55{brazil.group(1)}9{brazil.group(2)}"
    for pattern in _ARGENTINA_AT_HOME:
        argentina = pattern.match(digits)
        if argentina and (region == "AR" or digits.startswith("54")):
            yield f"+549{argentina.group(1)}{argentina.group(2)}"


def line_number(e164: str) -> int:
    """The line a number reaches as an integer: the digits of `line_of`."""
    return int(line_of(e164)[1:])


def line_numbers(numbers: Sequence[int] | npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """`line_number` of many numbers, given as the digits of their E.164 form."""
    lines = np.array(numbers, np.int64)
    texts = pc.binary_join_element_wise("+", pc.cast(pa.array(lines), pa.string()), "")
    several = np.flatnonzero(np.asarray(pc.match_substring_regex(texts, TWO_SPELLINGS)))
    lines[several] = [line_number(f"+{number}") for number in lines[several].tolist()]
    return lines


def in_sorted(lines: npt.NDArray[np.int64], held: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which of `lines` are among `held`, which are sorted: by bisection, for either may be a million."""
    if not len(held):
        return np.zeros(len(lines), bool)
    at = np.minimum(np.searchsorted(held, lines), len(held) - 1)
    return held[at] == lines

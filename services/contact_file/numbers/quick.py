"""Fast path for plain numbers: a column decided in a few passes over all of its cells at once.

Whatever is written in one of a few plain ways and comes out the same in any order of the rules in `dialled` is
decided here, some twenty times faster; everything else is left to `numbers.read_cell`. Both give the same answer:
a test holds one against the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import phonenumbers
import pyarrow as pa
from phonenumbers import PhoneMetadata

from services.contact_file.kernels import pc
from services.contact_file.numbers import made_up, plans
from services.contact_file.numbers.dialled import LONGEST_PLAUSIBLE
from services.contact_file.numbers.patterns import NOT_VALID, VALID, NumberingPlan, plan_of
from services.contact_file.verdicts import Rank, Where

_PLUS = r"^\+[1-9][0-9]{6,14}$"
_WITH_ZERO = r"^\(?0[1-9][0-9]{1,4}\)?[ /\-.]?[0-9]{3,}$"
_NANP = r"^(?:1[ .\-]?)?\(?[2-9][0-9]{2}\)?[ .\-]?[0-9]{3}[ .\-]?[0-9]{4}$"
_DIGITS = r"^[1-9][0-9]{8,14}$"
_FLOAT = r"^[1-9][0-9]{8,14}\.0$"
_TEXT_MARK = r'^(?:\'\+[1-9][0-9]{6,14}|="\+[1-9][0-9]{6,14}")$'
_SCIENTIFIC = r"^[0-9][.,][0-9]{1,8}E\+1[0-9]$"
# Numbers that may be made up go the long way.
MEXICO = 52
_ODD = rf"{made_up.SAME_TAIL}|^\+?0?(?:{made_up.RUN_BEGINNING})|{made_up.DAY_DIGITS}"
_DIGITS_ONLY = r"[^0-9]"


@dataclass
class Decided:
    """Rows (of the chunk) with their verdict; `e164` is null where there is no number."""

    rows: np.ndarray
    verdict: int
    reason: str
    e164: pa.Array | None


def decide(cells: pa.Array, wheres: list[Where], place: np.ndarray) -> Iterator[Decided]:
    """Decide what is certain at once. A row that is in none of the results has to be read by itself."""
    plus = _rows(cells, _PLUS)
    yield from _international(plus, cells.take(pa.array(plus)), Rank.OK, "")
    marked = _rows(cells, _TEXT_MARK)
    if len(marked):
        bare = pc.replace_substring_regex(cells.take(pa.array(marked)), "[^0-9+]", "")
        yield from _only_valid(_international(marked, bare, Rank.REPAIRED, "text_mark"))
    lost = _rows(cells, _SCIENTIFIC)
    if len(lost):
        yield Decided(lost, Rank.INVALID, "excel_scientific", None)
    zero, nanp, digits, stored = (_rows(cells, pattern) for pattern in (_WITH_ZERO, _NANP, _DIGITS, _FLOAT))
    for index, where in enumerate(wheres):
        if where.asks:
            continue
        here = _Here(where)
        if here.plain_trunk:
            yield from here.with_zero(*_at(cells, zero, place, index))
            yield from here.bare(*_at(cells, digits, place, index), "")
            yield from here.bare(*_without_point(*_at(cells, stored, place, index)), "float")
        if here.nanp:
            yield from here.north_american(*_at(cells, nanp, place, index), Rank.OK, "")
            rows, bare = _without_point(*_at(cells, stored, place, index))
            right = _search(bare, _NANP)
            yield from here.north_american(rows[right], bare.filter(pa.array(right)), Rank.REPAIRED, "float")


def _rows(cells: pa.Array, pattern: str) -> np.ndarray:
    return np.flatnonzero(_search(cells, pattern))


def _search(cells: pa.Array, pattern: str) -> np.ndarray:
    return np.asarray(pc.match_substring_regex(cells, pattern))


def _at(cells: pa.Array, rows: np.ndarray, place: np.ndarray, index: int) -> tuple[np.ndarray, pa.Array]:
    rows = rows[place[rows] == index]
    return rows, cells.take(pa.array(rows))


def _without_point(rows: np.ndarray, cells: pa.Array) -> tuple[np.ndarray, pa.Array]:
    return rows, pc.utf8_slice_codeunits(cells, 0, -2)


def _only_valid(found: Iterator[Decided]) -> Iterator[Decided]:
    return (each for each in found if each.e164 is not None)


def _international(rows: np.ndarray, cells: pa.Array, verdict: int, reason: str) -> Iterator[Decided]:
    """Numbers with + and country code and nothing else."""
    if not len(rows):
        return
    codes = _codes(cells)
    even = ~_search(cells, _ODD)
    for code in np.unique(codes[codes > 0]):
        mine = np.flatnonzero((codes == code) & even)
        if not len(mine):
            continue
        whole = cells if len(mine) == len(cells) else cells.take(pa.array(mine))
        nsn = pc.utf8_slice_codeunits(whole, 1 + len(str(code)))
        yield from _judged(plan_of(int(code)), int(code), rows[mine], nsn, whole, verdict, reason)


def _judged(
    plan: NumberingPlan, code: int, rows: np.ndarray, nsn: pa.Array, e164: pa.Array, verdict: int, reason: str
) -> Iterator[Decided]:
    states = plan.states(nsn)
    sure = ~plan.may_lose_a_prefix(nsn) & ~_doubled(nsn, code)
    valid = sure & (states == VALID) & ~_search(e164, made_up.DOUBTED)
    if valid.any():
        yield Decided(rows[valid], verdict, reason, e164 if valid.all() else e164.filter(pa.array(valid)))
    wrong = sure & (states == NOT_VALID) & ~_begins(nsn, f"0*{code}")
    if code == MEXICO:
        wrong &= ~_begins(nsn, "1")  # that digit is dialled no more
    if wrong.any() and plan.plain_trunk:
        yield from _invalid(plan, rows[wrong], nsn.filter(pa.array(wrong)))


def _invalid(plan: NumberingPlan, rows: np.ndarray, nsn: pa.Array) -> Iterator[Decided]:
    length = plan.is_wrong_length(nsn)
    if length.any():
        yield Decided(rows[length], Rank.INVALID, "length", None)
    if not length.all():
        yield Decided(rows[~length], Rank.INVALID, "not_in_use", None)


def _begins(texts: pa.Array, pattern: str) -> np.ndarray:
    return _search(texts, f"^(?:{pattern})")


def _doubled(nsn: pa.Array, code: int) -> np.ndarray:
    """Numbers that may have their country code twice; `dialled` looks at those."""
    long = np.asarray(pc.binary_length(nsn)) > LONGEST_PLAUSIBLE
    return long & _begins(nsn, str(code)) if long.any() else long


def _codes(cells: pa.Array) -> np.ndarray:
    """The country code each number begins with; 0 for none, or for one that is no country's."""
    encoded = pc.dictionary_encode(pc.utf8_slice_codeunits(cells, 1, 4))
    codes = np.array([_code_of(beginning) for beginning in encoded.dictionary.to_pylist()], np.int32)
    return codes[np.asarray(encoded.indices)]


def _code_of(beginning: str) -> int:
    for length in (1, 2, 3):
        code = int(beginning[:length])
        if code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[code]
            return 0 if regions[0] == "001" or code in plans.SATELLITE_CODES else code
    return 0


def _may_be_abroad(digits: pa.Array) -> np.ndarray:
    """Whether digits could be a number with its country code in front, as far as can be told without asking."""
    codes = _codes(pc.binary_join_element_wise("+", digits, ""))
    possible = np.ones(len(digits), bool)
    for code in np.unique(codes[codes > 0]):
        mine = np.flatnonzero(codes == code)
        plan = plan_of(int(code))
        nsn = pc.utf8_slice_codeunits(digits.take(pa.array(mine)), len(str(code)))
        possible[mine] = (plan.states(nsn) != NOT_VALID) | plan.may_lose_a_prefix(nsn)
    return possible


class _Here:
    """Numbers written as at home in one country."""

    def __init__(self, where: Where) -> None:
        metadata = PhoneMetadata.metadata_for_region(where.region)
        self.where = where
        self.code = plans.calling_code(where.region)
        self.nanp = self.code == 1
        self.plan = plan_of(self.code)
        self.plain_trunk = (
            metadata is not None
            and metadata.national_prefix == "0"
            and metadata.international_prefix == "00"
            and not metadata.national_prefix_transform_rule
            and metadata.national_prefix_for_parsing in ("0", "0|180020")
            and phonenumbers.COUNTRY_CODE_TO_REGION_CODE[self.code][0] == where.region
        )

    def with_zero(self, rows: np.ndarray, cells: pa.Array) -> Iterator[Decided]:
        """`0151/23456789`: a 0, and one separator at most."""
        if not len(rows):
            return
        digits = pc.replace_substring_regex(cells, _DIGITS_ONLY, "")
        nsn = pc.utf8_slice_codeunits(digits, 1)
        even = (
            ~_search(digits, _ODD) & ~_begins(nsn, str(self.code)) & (np.asarray(pc.binary_length(nsn)) <= 15)
        )
        even &= self.plan.states(digits) == NOT_VALID  # no number of the country begins with the 0 itself
        rows, nsn = rows[even], nsn.filter(pa.array(even))
        yield from _judged(self.plan, self.code, rows, nsn, self._e164(nsn), Rank.OK, "")

    def north_american(
        self, rows: np.ndarray, cells: pa.Array, verdict: int, reason: str
    ) -> Iterator[Decided]:
        """`(212) 456-7890` and the like, where that is how numbers are written."""
        if not len(rows):
            return
        nsn = pc.utf8_slice_codeunits(pc.replace_substring_regex(cells, _DIGITS_ONLY, ""), -10)
        even = ~_search(nsn, _ODD)
        rows, nsn = rows[even], nsn.filter(pa.array(even))
        states = self.plan.states(nsn)
        valid = (states == VALID) & ~_search(self._e164(nsn), made_up.DOUBTED)
        wrong = (states == NOT_VALID) & self.where.certain
        if valid.any():
            yield Decided(rows[valid], verdict, reason, self._e164(nsn.filter(pa.array(valid))))
        if wrong.any():  # where the row names no country, the digits may be another's that lost its +
            yield from _invalid(self.plan, rows[wrong], nsn.filter(pa.array(wrong)))

    def bare(self, rows: np.ndarray, digits: pa.Array, repair: str) -> Iterator[Decided]:
        """Digits that have lost their + or their 0, where only one reading is left."""
        if not len(rows):
            return
        odd, lengths = _search(digits, _ODD), np.asarray(pc.binary_length(digits))
        own = _begins(digits, str(self.code)) & ~odd
        abroad = np.flatnonzero(own & (lengths > LONGEST_PLAUSIBLE))
        if len(abroad):
            whole = pc.binary_join_element_wise("+", digits.take(pa.array(abroad)), "")
            found = _international(rows[abroad], whole, Rank.REPAIRED, repair or "plus_lost")
            yield from _only_valid(found)
        home = np.flatnonzero(~own & ~odd & (lengths <= LONGEST_PLAUSIBLE))
        if len(home):
            yield from self._zero_lost(rows[home], digits.take(pa.array(home)), repair)

    def _zero_lost(self, rows: np.ndarray, nsn: pa.Array, repair: str) -> Iterator[Decided]:
        lengths = np.asarray(pc.binary_length(nsn))
        mobile = self.plan.is_mobile(nsn)
        fits = mobile | (lengths >= plans.complete_length(self.where.region))
        fits &= (self.plan.states(nsn) == VALID) & ~self.plan.may_lose_a_prefix(nsn)
        fits &= ~_search(self._e164(nsn), made_up.DOUBTED)
        if not self.where.certain:
            fits &= mobile | ~_may_be_abroad(nsn)
            fits &= (lengths != 10) | (not self.where.nanp_seen)
        if fits.any():
            e164 = self._e164(nsn.filter(pa.array(fits)))
            yield Decided(rows[fits], Rank.REPAIRED, repair or "leading_zero_lost", e164)

    def _e164(self, nsn: pa.Array) -> pa.Array:
        return pc.binary_join_element_wise(f"+{self.code}", nsn, "")

"""Detection of a foreign list: one of another country than the one chosen for it, told by how its numbers are
written.

`2124567890` is a number of Düsseldorf once a zero is put before it, and `07911 123456` one of Idar-Oberstein: a whole American
or British list would ring strangers in Germany. Where the numbers of a file fit another country better, those without
a country of their own are asked about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial

import numpy as np
import phonenumbers
import pyarrow as pa
from phonenumbers import PhoneNumberType

from services.contact_file.judging.signs import Signs
from services.contact_file.kernels import pc
from services.contact_file.numbers import plans
from services.contact_file.numbers.dialled import PAIR_WRITERS, is_in_pairs

SAMPLE = 400
FEWEST = 3  # numbers that tell something
BARE_FEWEST = 2
_ZERO = re.compile(r"\A\W{0,3}0[1-9][\d\s()/.\-]{5,}\Z")
_WITH_CODE = re.compile(r"\A\W{0,3}(?:\+|00)[1-9][\d\s()/.\-]{5,}\Z")
_WITH_00 = re.compile(r"\A\W{0,3}(?:\+|00)")
_BARE = re.compile(r"\A[1-9]\d{6,14}(?:\.0)?\Z")
_BARE_NANP = re.compile(r"\A[2-9]\d\d[2-9]\d{6}(?:\.0)?\Z")
_DIGITS = re.compile(r"\d(?:\W{0,3}\d){5}")
_GROUPED_NANP = re.compile(r"\A\W{0,3}(?:1\W{1,3})?[2-9]\d\d\W{1,3}[2-9]\d\d\W{1,3}\d{4}\b")
_MAY_BE_NANP = r"^\D*1?\D*[2-9]\d\d\D*[2-9]\d\d\D*\d{4}(\D|$)"
_SPACED = re.compile(r"\A\(?[1-9][\d\s()/.\-]{6,}\Z")
_LINES = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
# Where lists come from; plans so open that almost anything fits say little, so mobile numbers must be among them.
_OTHERS = ("GB", "FR", "DE", "AT", "CH", "NL", "BE", "SE", "FI", "AU", "NZ", "ZA", "IE", "TR")
# Where nothing but a file itself speaks for a country, more may be meant: people write numbers of home without its code.
_FURTHER_LISTED = (
    "ES PT DK NO LU LI PL CZ SK HU SI HR RS RO BG GR EE LV LT UA RU IN CN JP KR SG HK IL AE EG MA BR MX AR"
)
_FURTHER = tuple(_FURTHER_LISTED.split())


def looks_foreign(cells: Iterable[pa.ChunkedArray], at_home: np.ndarray, region: str) -> bool:
    """Whether numbers in rows without a country (`at_home`) are written as in another country than `region`."""
    texts = _sample(cells, at_home)
    zero = [text for text in texts if _ZERO.match(text)]
    if _never_at_home(zero, texts, region):
        return True
    if not plans.writes_trunk_zero(region):
        return _mostly_foreign(zero, texts, region)
    if not zero:
        return _all_north_american(texts, region)
    return (
        _in_pairs(zero, region) or _fit_better_elsewhere(zero, region) or _are_mobiles_elsewhere(zero, region)
    )


def shows_region(
    cells: Iterable[pa.ChunkedArray], at_home: np.ndarray, region: str, signs: Callable[[], Signs]
) -> bool:
    """Whether numbers in rows without a country (`at_home`) are of `region`, as far as a file can show it: most international
    ones are and the others are no mobile numbers of another country, or the others are written as there and fit none of the
    countries that lists come from. `signs` are what the file shows beside its numbers: where they speak of another country,
    numbers alone are not enough."""
    texts = _sample(cells, at_home)
    national = [text for text in texts if _DIGITS.search(text) and not _WITH_CODE.match(text)]
    codes = _codes(texts)
    if 2 * codes[plans.calling_code(region)] > codes.total():
        zero = [text for text in national if _ZERO.match(text)]
        abroad = _are_mobiles_elsewhere(zero, region, fewest=BARE_FEWEST)
        return not national or not (abroad or signs() is Signs.ELSEWHERE)
    if codes or not national or signs() is Signs.ELSEWHERE:  # the few that there are may not be in a sample
        return False
    return _is_of_no_other(national, region, signs, _OTHERS)


def _is_of_no_other(
    national: Sequence[str], region: str, signs: Callable[[], Signs], others: Sequence[str]
) -> bool:
    """Whether texts are written as in `region`, and fit none of the `others`."""
    if plans.calling_code(region) == int(plans.NANP):
        return 2 * sum(
            bool(_GROUPED_NANP.match(text)) and _is_valid(text, region) for text in national
        ) >= len(national)
    others = [other for other in (*others, "US") if other != region]
    if 2 * sum(_is_mobile(text, region) for text in national) >= len(national):
        return not any(_all_fit(national, other) for other in others)
    if signs() is not Signs.HERE and _all_are_lines(national, "IT"):
        return False  # where nearly all that begins with a zero is a number
    return not any(_all_are_lines(national, other) for other in others)


def region_shown(
    cells: Collection[pa.ChunkedArray], at_home: np.ndarray, region: str, signs: Callable[[str], Signs]
) -> str:
    """The country of a list in whose rows without a country (`at_home`) no number can be of `region`, where the list shows
    another: its international numbers are of that one, and what is written without a country code is written as there and
    fits no other: who writes home without a code writes customers abroad with one. Else `region`. `signs` are those for a country."""
    texts = _sample(cells, at_home)
    national = [text for text in texts if _DIGITS.search(text) and not _WITH_CODE.match(text)]
    codes = _codes(texts)
    if len(national) < BARE_FEWEST or len(codes) != 1 or codes.total() < FEWEST:
        return region
    other = phonenumbers.region_code_for_country_code(next(iter(codes)))
    if other in ("ZZ", "001", region) or any(_is_valid(text, region) for text in national):
        return region
    fitting = sum(_is_valid(text, other) for text in national)
    if fitting * 20 < len(national) * 19 or signs(other) is Signs.ELSEWHERE:
        return region
    alone = _is_of_no_other(national, other, partial(signs, other), (*_OTHERS, *_FURTHER))
    return other if alone and not _any_valid(cells, at_home, region) else region


def _any_valid(cells: Collection[pa.ChunkedArray], at_home: np.ndarray, region: str) -> bool:
    """Whether a number without a country code is valid in `region`, in any of the rows: a sample may lack the few that are."""
    rows = pa.array(np.flatnonzero(at_home))
    for column in cells:
        texts = column.take(rows)
        if plans.calling_code(region) == int(plans.NANP):  # where a pattern tells most of what is none
            texts = texts.filter(pc.match_substring_regex(texts, _MAY_BE_NANP))
        if any(not _WITH_CODE.match(text) and _is_valid(text, region) for text in texts.unique().to_pylist()):
            return True
    return False


def _all_are_lines(texts: Sequence[str], region: str) -> bool:
    """Whether texts, but for some damaged ones, are numbers of people in a country, as they stand or without a lost zero."""
    wrong = 0
    for text in texts:
        number = plans.parse(text, region)
        wrong += isinstance(number, str) or phonenumbers.number_type(number) not in _LINES
        if wrong * 20 > len(texts):
            return False
    return True


def _sample(cells: Iterable[pa.ChunkedArray], at_home: np.ndarray) -> set[str]:
    rows = np.flatnonzero(at_home)
    picked = pa.array(rows[:: max(1, len(rows) // SAMPLE)])
    return {text.strip() for column in cells for text in column.take(picked).to_pylist() if text.strip()}


def _codes(texts: Iterable[str]) -> Counter[int]:
    """International numbers by country code."""
    return Counter(
        number.country_code or 0
        for text in texts
        if _WITH_CODE.match(text) and not isinstance(number := plans.parse(_WITH_00.sub("+", text)), str)
    )


def _never_at_home(zero: Sequence[str], texts: Iterable[str], region: str) -> bool:
    """International numbers without one of this country: as many as national ones, or of one whose numbers those could be."""
    codes = _codes(texts)
    if not zero or not codes or plans.calling_code(region) in codes:
        return False
    code, count = codes.most_common(1)[0]
    other = phonenumbers.region_code_for_country_code(code)
    if count < min(FEWEST - 1, len(zero)) or other in ("ZZ", "001"):
        return False
    if count >= max(FEWEST, len(zero)):
        return True
    fitting = sum(_is_valid(text, other) for text in zero)
    return fitting * 20 >= len(zero) * 19


def _in_pairs(zero: Sequence[str], region: str) -> bool:
    """`06 12 34 56 78`, as the French write, with numbers among them that do not show it."""
    pairs = sum(is_in_pairs(text) for text in zero)
    return region not in PAIR_WRITERS and pairs >= BARE_FEWEST and pairs * 10 >= len(zero) * 3


def _all_north_american(texts: Iterable[str], region: str) -> bool:
    """Ten digits each, as Americans write and no German column of damaged numbers looks."""
    code = str(plans.calling_code(region))
    if any(text.lstrip(" (").startswith((f"+{code}", f"00{code}")) for text in texts):
        return False
    bare = [text for text in texts if _BARE.match(text)]
    return len(bare) >= BARE_FEWEST and all(
        _BARE_NANP.match(text) and plans.international(plans.NANP + text[:10]) for text in bare
    )


def _mostly_foreign(zero: Sequence[str], texts: Iterable[str], region: str) -> bool:
    """Numbers with a zero in front, where none is written at home, and hardly any other written ones."""
    wrong = [text for text in zero if not _is_valid(text, region)]
    right = [
        text for text in texts if _SPACED.match(text) and not text.isdecimal() and _is_valid(text, region)
    ]
    return len(wrong) >= BARE_FEWEST and len(wrong) > len(right)


def _fit_better_elsewhere(zero: Sequence[str], region: str) -> bool:
    wrong = [text for text in zero if not _is_valid(text, region)]
    if len(zero) < FEWEST or len(wrong) < BARE_FEWEST or len(wrong) * 10 < len(zero) * 3:
        return False
    return any(_all_fit(zero, other) for other in _OTHERS if other != region)


def _are_mobiles_elsewhere(zero: Sequence[str], region: str, *, fewest: int = FEWEST) -> bool:
    """`0664 1234567`, `0676 2345678`, …: mobile numbers of one country, and landlines at home, in places far from each other."""
    distinct = {re.sub(r"\D", "", text)[:4] for text in zero}
    if len(distinct) < fewest or 4 * sum(_is_mobile(text, region) for text in zero) > len(zero):
        return False
    return any(
        2 * sum(_is_mobile(text, other) for text in zero) >= len(zero) and _all_fit(zero, other)
        for other in (*_OTHERS, *_FURTHER)
        if other != region
    )


def _is_mobile(text: str, region: str) -> bool:
    number = plans.parse(text, region)
    return not isinstance(number, str) and plans.is_mobile(number)


def _all_fit(texts: Sequence[str], region: str) -> bool:
    numbers = [plans.parse(text, region) for text in texts]
    valid = [
        number for number in numbers if not isinstance(number, str) and phonenumbers.is_valid_number(number)
    ]
    mobile = sum(map(plans.is_mobile, valid))
    return len(valid) * 20 >= len(texts) * 19 and mobile * 4 >= len(texts)


def _is_valid(text: str, region: str) -> bool:
    number = plans.parse(text, region)
    return not isinstance(number, str) and phonenumbers.is_valid_number(number)

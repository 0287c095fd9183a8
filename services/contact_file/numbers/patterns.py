"""Numbering plans as patterns over whole columns, compiled from the metadata `phonenumbers` itself decides by.

A pattern says of a national number `VALID` (and nothing but an ordinary line), `NOT_VALID`, or `ASK`: leave it to
`phonenumbers`. The first two are exact; a test holds them against the library.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import phonenumbers
import pyarrow as pa
from phonenumbers import PhoneMetadata

from services.contact_file.kernels import pc

NOT_VALID, VALID, ASK = 0, 1, 2
# Lines that are dialled like any other; every other kind is left to `phonenumbers`, which knows their order.
_ORDINARY = ("fixed_line", "mobile", "toll_free", "voip", "uan")
_SPECIAL = ("premium_rate", "shared_cost", "pager", "voicemail", "personal_number")


@dataclass(frozen=True)
class _Region:
    leading: str
    general: str
    ordinary: dict[int, str]  # by length: every pattern for that length
    special: dict[int, str]
    mobile: dict[int, str]
    not_mobile: dict[int, str]


class NumberingPlan:
    """The numbers behind one country code."""

    def __init__(self, code: int) -> None:
        regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[code]
        metadata = [_metadata(region, code) for region in regions]
        self.regions = [_compiled(each) for each in metadata]
        self.trunk = metadata[0].national_prefix_for_parsing or ""
        self.plain_trunk = not self.trunk or all(part.isdecimal() for part in self.trunk.split("|"))
        general = metadata[0].general_desc
        self.possible = frozenset(general.possible_length if general else ())

    def states(self, nsn: pa.Array) -> np.ndarray:
        """`VALID`, `NOT_VALID` or `ASK` for each national number."""
        state = np.full(len(nsn), NOT_VALID, np.uint8)
        lengths = _lengths(nsn)
        open_rows = np.arange(len(nsn))
        for region in self.regions:
            if not len(open_rows):
                break
            numbers = nsn if len(open_rows) == len(nsn) else nsn.take(pa.array(open_rows))
            general = _search(numbers, region.general)
            special = general & _matches(numbers, lengths[open_rows], region.special)
            ordinary = general & _matches(numbers, lengths[open_rows], region.ordinary)
            decided = _leading(numbers, region.leading) if region.leading else special | ordinary
            state[open_rows[decided & ordinary]] = VALID
            state[open_rows[decided & special]] = ASK
            open_rows = open_rows[~decided]
        return state

    def may_lose_a_prefix(self, nsn: pa.Array) -> np.ndarray:
        """Whether `phonenumbers` might take a trunk prefix off the number's beginning."""
        return _leading(nsn, self.trunk) if self.trunk else np.zeros(len(nsn), bool)

    def is_mobile(self, nsn: pa.Array) -> np.ndarray:
        """Whether a number is certainly a mobile one; only where one country uses the code."""
        if len(self.regions) > 1:
            return np.zeros(len(nsn), bool)
        region, lengths = self.regions[0], _lengths(nsn)
        mobile = _matches(nsn, lengths, region.mobile) & _search(nsn, region.general)
        return mobile & ~_matches(nsn, lengths, region.not_mobile)

    def is_wrong_length(self, nsn: pa.Array) -> np.ndarray:
        """Whether `length` is the reason why a number is not valid: another number of digits would do."""
        lengths = _lengths(nsn)
        wrong = ~np.isin(lengths, list(self.possible))
        for other in _other_lengths(nsn):
            wrong |= self.states(other) != NOT_VALID
        return wrong


@cache
def plan_of(code: int) -> NumberingPlan:
    return NumberingPlan(code)


def _other_lengths(nsn: pa.Array) -> list[pa.Array]:
    return [
        pc.binary_join_element_wise(nsn, "0", ""),
        pc.utf8_slice_codeunits(nsn, 0, -1),
        pc.binary_join_element_wise(nsn, "00", ""),
        pc.utf8_slice_codeunits(nsn, 0, -2),
    ]


def _metadata(region: str, code: int) -> PhoneMetadata:
    found = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
    if found is None:
        raise KeyError(region)
    return found


def _compiled(metadata: PhoneMetadata) -> _Region:
    return _Region(
        metadata.leading_digits or "",
        f"^(?:{metadata.general_desc.national_number_pattern})$" if metadata.general_desc else "$^",
        _by_length(metadata, _ORDINARY),
        _by_length(metadata, _SPECIAL),
        _by_length(metadata, ("mobile",)),
        _by_length(metadata, tuple(kind for kind in (*_ORDINARY, *_SPECIAL) if kind != "mobile")),
    )


def _by_length(metadata: PhoneMetadata, kinds: tuple[str, ...]) -> dict[int, str]:
    patterns: dict[int, list[str]] = {}
    general = metadata.general_desc
    possible = set(general.possible_length) if general else set()
    for kind in kinds:
        desc = getattr(metadata, kind)
        if desc is None or not desc.national_number_pattern:
            continue
        for length in set(desc.possible_length or possible) & possible:
            patterns.setdefault(length, []).append(desc.national_number_pattern)
    return {length: f"^(?:{'|'.join(each)})$" for length, each in patterns.items()}


def _lengths(nsn: pa.Array) -> np.ndarray:
    return np.asarray(pc.binary_length(nsn))


def _matches(nsn: pa.Array, lengths: np.ndarray, patterns: dict[int, str]) -> np.ndarray:
    """Rows that match the pattern for their length."""
    found = np.zeros(len(nsn), bool)
    if not patterns:
        return found
    for length in np.unique(lengths):
        pattern = patterns.get(int(length))
        if pattern is None:
            continue
        rows = np.flatnonzero(lengths == length)
        found[rows] = _search(nsn if len(rows) == len(nsn) else nsn.take(pa.array(rows)), pattern)
    return found


def _leading(nsn: pa.Array, pattern: str) -> np.ndarray:
    return _search(nsn, f"^(?:{pattern})")


def _search(texts: pa.Array, pattern: str) -> np.ndarray:
    return np.asarray(pc.match_substring_regex(texts, pattern))

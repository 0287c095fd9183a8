"""Matching of a list's people with the platform's contacts, by number or by the platform's own id."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import phonenumbers

from services.contact_file.numbers.extensions import dialled_in
from services.contact_file.numbers.lines import line_numbers
from services.contact_file.numbers.numbers import read_cell
from services.contact_file.verdicts import Where

_SEPARATORS = re.compile(r"[\s().\-/\u00a0\u2010-\u2015]+")
_PLAIN = re.compile(r"(?:\+|00)[1-9]\d{6,14}")
_MAY_HAVE_TRUNK_ZERO = re.compile(r"(?:\+|00)[1-9]\d{0,2}0")
_INTERNATIONAL = re.compile(r"\A(?:00(?=[1-9])|\+)")
NOWHERE = "ZZ"  # a region without numbers of its own
_EXTENSION = re.compile(r"[A-Za-z;#~,]")


def phone_key(phone: str | None, region: str | None = None) -> int:
    """A number as the digits of its E.164 form, without a trunk zero and without its extension; 0 where it cannot be told.

    Only a number with its country code is told for certain. With `region` a national form is read as that
    region's: good enough to leave somebody out, never to call somebody.
    """
    text = _SEPARATORS.sub("", phone or "")
    plain = int(text.lstrip("+").lstrip("0")) if _PLAIN.fullmatch(text) else 0
    if plain and not _MAY_HAVE_TRUNK_ZERO.match(text):
        return plain
    number = _parsed(phone or "", region)
    return (
        _digits(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)) if number else plain
    )


def phone_keys(phone: str | None, region: str | None = None) -> set[int]:
    """As `phone_key`, and with an extension in words or signs the number without and with it: to leave people out."""
    key, written = phone_key(phone, region), (phone or "").strip()
    keys = {key} if key else set()
    if _EXTENSION.search(written) and (region or _INTERNATIONAL.match(written)):
        reading = read_cell(written, Where(region or NOWHERE))
        spelled = {
            reading.e164,
            dialled_in(reading.e164, reading.ext) if reading.e164 and reading.ext else "",
        }
        keys |= {_digits(e164) for e164 in spelled if e164}
    return keys


def _parsed(phone: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    text = _INTERNATIONAL.sub("+", phone.strip())
    if text.count("+") > 1 or not (region or text.startswith("+")):
        return None
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def _digits(e164: str) -> int:
    return int(e164.lstrip("+"))


def line_keys(keys: Iterable[int]) -> list[int]:
    """The line that each number reaches: the same for its old and its new spelling."""
    return line_numbers(np.fromiter(keys, np.int64)).tolist()


def usual_region(phones: npt.NDArray[np.int64]) -> str | None:
    """The region most of these numbers belong to, from a sample; None where there is none."""
    known = phones[phones > 0]
    sample = known[:: max(1, len(known) // 500)]
    codes: Counter[str] = Counter()
    for digits in sample.tolist():
        try:
            number = phonenumbers.parse(f"+{digits}")
        except phonenumbers.NumberParseException:
            continue
        codes[phonenumbers.region_code_for_country_code(number.country_code or 0)] += 1
    return codes.most_common(1)[0][0] if codes else None


class Known(NamedTuple):
    """Contact on the platform, as far as it is known."""

    contact_id: str
    phone: str | None = None
    phone_secondary: str | None = None
    do_not_call: bool = False
    company_id: str | None = None
    name: str = ""
    own: frozenset[str] | None = None  # keys of own fields that have a value; None where they are not told


class Match(NamedTuple):
    """A row of the list, by its position, and the contact it is on the platform."""

    position: int
    contact: Known


class PeopleIndex:
    """The callable rows of a list by number and by the platform's id; 16 bytes for each of the two."""

    def __init__(self, phones: npt.NDArray[np.int64], ids: Iterable[tuple[int, str]]) -> None:
        self._phones = _Sorted(line_numbers(phones), np.flatnonzero(phones))
        pairs = ((position, hash(contact_id)) for position, contact_id in ids)
        known = np.fromiter(pairs, dtype=[("position", np.int64), ("key", np.int64)])
        self._ids = _Sorted(known["key"], np.arange(len(known)), known["position"])

    def match(
        self, contacts: Iterable[Known], *, region: str | None = None, any_phone: bool = False
    ) -> list[Match]:
        """The rows these contacts stand in, in whichever spelling of a line; a contact that is not in the list matches none.

        With `region`, national forms count as numbers of that region; with `any_phone`, the second number too.
        """
        people = list(contacts)
        keys = [
            (place, key)
            for place, one in enumerate(people)
            for phone in ((one.phone, one.phone_secondary) if any_phone else (one.phone,))
            for key in phone_keys(phone, region)
        ]
        positions = [{self._ids.position(hash(one.contact_id))} for one in people]
        lines = line_keys(key for _, key in keys)  # of a whole page at once
        for (place, _), line in zip(keys, lines, strict=True):
            positions[place].add(self._phones.position(line))
        return [
            Match(position, one)
            for one, at in zip(people, positions, strict=True)
            for position in sorted(at - {-1})
        ]

    def row_of(self, contact_id: str) -> int:
        """Position of this contact in the list by its id; -1 where it is not in it."""
        return self._ids.position(hash(contact_id))


class _Sorted:
    """Positions by a key, found by bisection; of several with one key, the first position."""

    def __init__(
        self,
        keys: npt.NDArray[np.int64],
        rows: npt.NDArray[np.int64],
        positions: npt.NDArray[np.int64] | None = None,
    ) -> None:
        order = rows[np.argsort(keys[rows], kind="stable")]
        self._keys = keys[order]
        self._positions = order if positions is None else positions[order]

    def position(self, key: int) -> int:
        """-1 where there is none; 0 is no key."""
        at = int(np.searchsorted(self._keys, key))
        if key == 0 or at == len(self._keys) or self._keys[at] != key:
            return -1
        return int(self._positions[at])


def repeated(phones: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Positions of the rows whose line an earlier row already has, in whichever spelling."""
    rows = np.flatnonzero(phones)
    _, first = np.unique(line_numbers(phones[rows]), return_index=True)
    again = np.ones(len(rows), dtype=bool)
    again[first] = False
    return rows[again]

"""Dialer codes: what dialing software writes as a call's outcome in a few letters or figures, by what they mean for calling."""

from __future__ import annotations

import re

from services.contact_file.vocabulary import marks
from services.contact_file.vocabulary.words import fold


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Nobody can be reached any more, or a machine answers.
FLAW_CODES = frozenset({"dc", "adc", "afax", "disc", "dconn", "badnum", "bad num", "wn"})
# Calls that forbid nothing.
HARMLESS_CODES = _codes(
    "a aa ab afthrs al am ans answer b busy callbk cb cbhold cbl conn dispo done drop dropped eri fail failed hot hu hungup incall int inter lb lm lost lrerr maxcal meet "
    "n na ni noans noansw new noint np ok ool open order pdrop pm pu queue qvmail ringno rna rqxfer sale sold svyhu svyvm timeot vm voicem warm won xdrop xfer"
)
_CODE = re.compile(r"\A(?:\w{1,3}|[A-Z0-9]{1,6})\Z")


def is_code(cell: str) -> bool:
    """Whether an entry is a code by its look: `NI`, `XQ7`, `9`."""
    return bool(_CODE.match(cell.strip()))


def is_unknown_code(cell: str) -> bool:
    """Whether an entry is a code whose meaning only the dialer's owner knows."""
    return is_code(cell) and not marks.is_word(cell) and fold(cell) not in HARMLESS_CODES

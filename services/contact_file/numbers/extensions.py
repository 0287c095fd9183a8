"""Extensions that are dialled in: behind the number of a switchboard, as in Germany and Austria, or apart from it."""

from __future__ import annotations

import phonenumbers
from phonenumbers import PhoneNumberType

from services.contact_file.numbers import plans


def dialled_in(e164: str, ext: str) -> str:
    """The number with its extension behind it, where that is a valid one; else empty."""
    number = plans.international(f"{e164[1:]}{ext}")
    return plans.e164(number) if number else ""


def joined(e164: str, ext: str) -> str | None:
    """The number meant by a number and an extension that stand in two columns; None where the extension stays apart.

    `030 27594` and `863`, `030 27594-0` and `863`, `030 27594863` and `863` are one number.
    """
    number = plans.international(e164[1:])
    if number is not None and phonenumbers.number_type(number) not in (
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.UAN,
    ):
        return None
    if e164.endswith(ext) and len(ext) > 1:
        return e164
    for base in (e164[:-1], e164) if e164.endswith("0") else (e164,):
        if whole := dialled_in(base, ext):
            return whole
    return None

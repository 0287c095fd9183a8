"""Questions to `phonenumbers`, which is the authority on numbering plans, in the form the reader asks them."""

from __future__ import annotations

from functools import cache
from traceback import clear_frames

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumber, PhoneNumberType, ValidationResult

# Numbers of satellites and of networks without a country: a minute costs several euros.
SATELLITE_CODES = frozenset({870, 881, 882, 883})
EMERGENCY = frozenset({"110", "112", "911", "999", "000"})
NANP = "1"
_BLOCKED_TYPES = {PhoneNumberType.PREMIUM_RATE: "premium_rate", PhoneNumberType.SHARED_COST: "shared_cost"}
_DOUBTED_TYPES = {
    PhoneNumberType.PAGER: "pager",
    PhoneNumberType.VOICEMAIL: "voicemail_access",
    PhoneNumberType.PERSONAL_NUMBER: "personal_number",
}


def parse(text: str, region: str | None = None) -> PhoneNumber | str:
    """The number, or the code of what is wrong with it."""
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException as error:
        clear_frames(
            error.__traceback__
        )  # one of them holds the error, and with it all that its callers hold
        return (
            "country_code"
            if error.error_type == NumberParseException.INVALID_COUNTRY_CODE
            else "not_a_number"
        )


def international(digits: str) -> PhoneNumber | None:
    """`digits` read with their country code in front, if that is a valid number."""
    number = parse(f"+{digits}")
    return number if isinstance(number, PhoneNumber) and phonenumbers.is_valid_number(number) else None


def national(nsn: str, region: str) -> PhoneNumber | None:
    """`nsn` as a number of `region` with nothing before it, if that is valid."""
    if len(nsn) > 15 or nsn.startswith("0"):
        return None
    number = PhoneNumber(country_code=calling_code(region), national_number=int(nsn))
    return number if phonenumbers.is_valid_number(number) else None


def is_valid(number: PhoneNumber) -> bool:
    return phonenumbers.is_valid_number(number)


def e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_mobile(number: PhoneNumber) -> bool:
    return phonenumbers.number_type(number) == PhoneNumberType.MOBILE


def must_not_dial(number: PhoneNumber) -> str:
    """The reason why a valid number is never dialled, or an empty string."""
    if number.country_code in SATELLITE_CODES:
        return "satellite"
    return _BLOCKED_TYPES.get(phonenumbers.number_type(number), "")


def doubt(number: PhoneNumber) -> str:
    """The reason why a valid number may reach nobody or cost much, or an empty string."""
    return _DOUBTED_TYPES.get(phonenumbers.number_type(number), "")


def is_emergency(digits: str, region: str) -> bool:
    return len(digits) <= 5 and (digits in EMERGENCY or phonenumbers.is_emergency_number(digits, region))


def _metadata(region: str) -> PhoneMetadata:
    metadata = PhoneMetadata.metadata_for_region(region)
    if metadata is None:
        raise KeyError(region)
    return metadata


@cache
def calling_code(region: str) -> int:
    return phonenumbers.country_code_for_region(region)


@cache
def writes_trunk_zero(region: str) -> bool:
    """Whether numbers of this region are written with a 0 in front at home."""
    return _metadata(region).national_prefix == "0"


@cache
def international_prefix(region: str) -> str:
    """The prefix dialled at home before a country code, where it is plain digits."""
    prefix = _metadata(region).international_prefix or ""
    return prefix if prefix.isdigit() else ""


def _fixed_line_lengths(region: str) -> tuple[int, ...]:
    fixed_line = _metadata(region).fixed_line
    return tuple(fixed_line.possible_length) if fixed_line else (10,)


@cache
def complete_length(region: str) -> int:
    """From how many digits on a number without its 0 certainly has its area code."""
    shortest = min(_fixed_line_lengths(region))
    return shortest if shortest >= 8 else 10


def why_invalid(number: PhoneNumber) -> str:
    """`length` where another number of digits would do, else `not_in_use`."""
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason != ValidationResult.IS_POSSIBLE:
        return "length"
    nsn = phonenumbers.national_significant_number(number)
    for other in (nsn + "0", nsn[:-1], nsn + "00", nsn[:-2]):
        if _is_valid(number.country_code or 0, other):
            return "length"
    return "not_in_use"


def _is_valid(code: int, nsn: str) -> bool:
    zeros = len(nsn) - len(nsn.lstrip("0"))
    number = PhoneNumber(
        country_code=code,
        national_number=int(nsn or 0),
        italian_leading_zero=zeros > 0,
        number_of_leading_zeros=zeros if zeros > 1 else None,
    )
    return phonenumbers.is_valid_number(number)

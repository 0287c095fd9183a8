"""Parser of digits and punctuation: a number written internationally, nationally, or with something lost on the way."""

from __future__ import annotations

import re
from dataclasses import replace

import phonenumbers
from phonenumbers import PhoneNumber

from services.contact_file.numbers import lines, made_up, plans
from services.contact_file.verdicts import Reading, RowVerdict, Where

# Digits of a national number without its 0: plans that allow more hardly ever give them.
LONGEST_PLAUSIBLE = 11
_PLUS = re.compile(r"\A[\s(\[]*\+[\s+()\[]*")
_BRACKET_ZERO = re.compile(r"[(\[]\s*0\s*[)\]]")
_STRANGE = re.compile(r"[^\d\s+()/.,:\[\]_~\-]")
_MINUS_BEFORE = re.compile(r"\A-\d")
# An extension, a line, a count behind a number: nobody can tell.
_BRACKETS_BEHIND, _FIVE_DIGITS = re.compile(r"[(\[]\s*\d{1,5}\s*[)\]]\s*\Z"), re.compile(r"\d{5}")
_NANP_SHAPE = re.compile(r"\A(1[-. ]?\s?)?(\()?[2-9]\d{2}(?(2)\)\s?[-. ]?|[-. ])\d{3}[-. ]\d{4}\Z")
_STORED = re.compile(r"\A(.*\d{5})[.,]0{1,2}\Z", re.S)  # a written number with an amount's `.0` behind it
_SWISS_SHAPE = re.compile(r"\A0(?!30|40|69|89)\d\d[ ./\-]\d{3}[ .\-]\d\d[ .\-]\d\d\Z")
_GERMAN_MOBILE_AFTER_PLUS = re.compile(r"\A\+\s*1[567]\d[ /\-]\d{7,8}\Z")  # `+171 1234567` lacks its 49
_ITALY, _ITALIAN_MOBILE = "39", 10
_PAIRS = re.compile(r"\A0[1-9](?:[ .\-]\d\d){4}\Z")
PAIR_WRITERS = frozenset({"FR", "GP", "MQ", "RE", "GF", "YT", "BL", "MF", "DZ", "TN", "MA"})


def read_dialled(text: str, where: Where) -> Reading:
    """The verdict on a cell that is digits and punctuation."""
    text = text.strip(" ,;•·\n")
    if any(char in text for char in "*#"):
        return Reading(RowVerdict.INVALID, "service_code")
    strange = bool(_MINUS_BEFORE.match(text)) or _has_brackets_behind(text)
    if strange or _STRANGE.search(text):
        strange = True
        text = _STRANGE.sub(" ", text).lstrip("-").strip()
    stored = _STORED.match(text)
    if stored:
        text, strange = stored.group(1), True
    reading = _read(text, where)
    if strange and reading.verdict.callable:
        return Reading(RowVerdict.REVIEW, "float" if stored else "text", reading.e164)
    return reading


def _has_brackets_behind(text: str) -> bool:
    found = _BRACKETS_BEHIND.search(text)
    return bool(found and _FIVE_DIGITS.search(text, 0, found.start()))


def _read(text: str, where: Where) -> Reading:
    plus = _PLUS.match(text)
    bracket_zero = _BRACKET_ZERO.search(text)
    if bracket_zero and _is_italian(text, bracket_zero):
        return _italian(text, bracket_zero, where)
    if bracket_zero:
        text = _BRACKET_ZERO.sub(" " if bracket_zero.start() > 0 else "0", text)
    digits = re.sub(r"\D", "", text)
    if plus and "+" in text[plus.end() :]:
        return Reading(RowVerdict.INVALID, "not_a_number")
    if plans.is_emergency(digits, where.region):
        return Reading(RowVerdict.BLOCKED, "emergency")
    if len(digits) < 3:
        return Reading(RowVerdict.INVALID, "not_a_number")
    reading = _by_prefix(text, digits, plus=bool(plus), bracket_zero=bracket_zero, where=where)
    if made_up.is_run(digits) and reading.verdict is not RowVerdict.BLOCKED:
        return replace(
            reading,
            verdict=RowVerdict.REVIEW if reading.verdict.callable else RowVerdict.INVALID,
            reason="placeholder",
        )
    if reading.verdict.callable and digits == text and made_up.is_day(digits):
        return replace(reading, verdict=RowVerdict.REVIEW, reason="date")
    return reading


def _is_italian(text: str, bracket_zero: re.Match[str]) -> bool:
    return re.sub(r"\D", "", text[: bracket_zero.start()]).lstrip("0") == _ITALY


def _italian(text: str, bracket_zero: re.Match[str], where: Where) -> Reading:
    """`+39 (0)331 770123`: Italy's zero belongs to the number. Before a mobile number of ten digits it never stood."""
    rest = re.sub(r"\D", "", text[bracket_zero.end() :])
    if len(rest) == _ITALIAN_MOBILE and rest.startswith("3"):
        without = plans.international(_ITALY + rest)
        if without:
            return _judged(without, RowVerdict.REVIEW, "two_readings")
    return _international(f"{_ITALY}0{rest}", where, "")


def _by_prefix(
    text: str, digits: str, *, plus: bool, bracket_zero: re.Match[str] | None, where: Where
) -> Reading:
    if plus:
        return _after_plus(text, digits, where)
    if digits.startswith("00"):
        return _international(
            digits[2:],
            where,
            "" if plans.international_prefix(where.region) == "00" else "international_prefix",
        )
    prefix = plans.international_prefix(where.region)
    if prefix and prefix != "00" and digits.startswith(prefix):
        return _international(digits[len(prefix) :], where, "")
    if bracket_zero and bracket_zero.start() > 0 and plans.international(digits):
        return _international(digits, where, "plus_lost")
    return _national(text, digits, where)


def _after_plus(text: str, digits: str, where: Where) -> Reading:
    if digits.startswith("00"):
        return _international(digits[2:], where, "international_prefix")
    if digits.startswith("0"):
        home = plans.parse(digits, where.region)
        if isinstance(home, PhoneNumber) and phonenumbers.is_valid_number(home):
            return _judged(home, RowVerdict.REVIEW, "plus_before_zero")
    if where.region == "DE" and _GERMAN_MOBILE_AFTER_PLUS.match(text):
        home = plans.national(digits, where.region)
        if home and plans.is_mobile(home):
            return _judged(home, RowVerdict.REVIEW, "two_readings")
    return _international(digits, where, "")


def _international(digits: str, where: Where, repair: str) -> Reading:
    present = lines.without_mexican_one(digits)
    if present != digits:
        digits, repair = present, "old_digit"
    number = plans.parse(f"+{digits}")
    if isinstance(number, str):
        return Reading(RowVerdict.INVALID, "not_a_number" if len(digits) < 5 else number)
    code = str(number.country_code)
    rest = digits[len(code) :]
    if not phonenumbers.is_valid_number(number):
        return _not_valid(number, code, rest, where)
    doubled = _doubled(code, rest)
    if doubled:
        return _judged(doubled, RowVerdict.REVIEW, "double_country_code")
    if rest.startswith("0") and plans.e164(number) != f"+{digits}":
        repair = repair or "trunk_zero"
    return _judged(number, RowVerdict.REPAIRED if repair else RowVerdict.OK, repair)


def _not_valid(number: PhoneNumber, code: str, rest: str, where: Where) -> Reading:
    if plans.is_emergency(rest.lstrip("0"), phonenumbers.region_code_for_country_code(int(code))):
        return Reading(RowVerdict.BLOCKED, "emergency")
    if number.country_code in plans.SATELLITE_CODES:
        return Reading(RowVerdict.BLOCKED, "satellite")
    stripped = rest.lstrip("0")
    if stripped.startswith(code) and code != plans.NANP:
        again = plans.international(stripped)
        if again:
            return _judged(again, RowVerdict.REVIEW, "double_country_code")
    return Reading(RowVerdict.INVALID, plans.why_invalid(number))


def _doubled(code: str, rest: str) -> PhoneNumber | None:
    """The number without its second country code, where a lax plan accepts it with both (`+494915123456789`)."""
    if len(rest) > LONGEST_PLAUSIBLE and rest.startswith(code):
        return plans.international(rest)
    return None


def _national(text: str, digits: str, where: Where) -> Reading:
    if where.unclear:
        guess = plans.parse(digits, where.region)
        valid = isinstance(guess, PhoneNumber) and phonenumbers.is_valid_number(guess)
        return Reading(
            RowVerdict.REVIEW,
            "country_unclear",
            plans.e164(guess) if valid and isinstance(guess, PhoneNumber) else "",
        )
    reading = _at_home(text, digits, where)
    if where.doubtful and reading.verdict.callable:
        return replace(reading, verdict=RowVerdict.REVIEW, reason="ambiguous_region")
    if where.unsaid and reading.verdict.callable:
        return replace(reading, verdict=RowVerdict.REVIEW, reason="region_not_said")
    return reading


def _at_home(text: str, digits: str, where: Where) -> Reading:
    if not plans.writes_trunk_zero(where.region):
        return _as_written(digits, where)
    if digits.startswith("0"):
        return _with_zero(text, digits, where)
    return _without_zero(text, digits, where)


def _with_zero(text: str, digits: str, where: Where) -> Reading:
    number = plans.parse(digits, where.region)
    if isinstance(number, str):
        return Reading(RowVerdict.INVALID, number)
    code = str(plans.calling_code(where.region))
    doubled = _doubled(code, digits[1:])
    if doubled:
        return _judged(doubled, RowVerdict.REVIEW, "double_country_code")
    if not phonenumbers.is_valid_number(number):
        without = plans.parse(f"+{code}{digits[1:]}")
        return _not_valid(without if isinstance(without, PhoneNumber) else number, code, digits[1:], where)
    if not where.certain and _is_written_abroad(text, where.region):
        return _judged(number, RowVerdict.REVIEW, "ambiguous_region")
    return _judged(number, RowVerdict.OK)


def is_in_pairs(text: str) -> bool:
    """Whether a number is written two digits at a time, as the French do."""
    return bool(_PAIRS.match(text))


def _is_written_abroad(text: str, region: str) -> bool:
    """`06 12 34 56 78` is how the French write, `044 668 18 00` how the Swiss do; Germans do neither."""
    if is_in_pairs(text):
        return region not in PAIR_WRITERS
    return region == "DE" and bool(_SWISS_SHAPE.match(text))


def _as_written(digits: str, where: Where) -> Reading:
    """A number of a plan without a 0 at home, which is complete as it stands."""
    code = str(plans.calling_code(where.region))
    if code == _ITALY and not digits.startswith("0"):
        lost_zero = _italian_zero_lost(digits, where)
        if lost_zero:
            return lost_zero
    at_home = lines.without_mexican_prefix(digits) if where.region == "MX" else digits
    number = plans.parse(at_home, where.region)
    if isinstance(number, str):
        return Reading(RowVerdict.INVALID, number)
    if at_home != digits and phonenumbers.is_valid_number(number):
        return _judged(number, RowVerdict.REPAIRED, "old_digit")
    if phonenumbers.is_valid_number(number):
        lost = code != plans.NANP and digits.startswith(code) and plans.e164(number) == f"+{digits}"
        return _judged(number, RowVerdict.REPAIRED if lost else RowVerdict.OK, "plus_lost" if lost else "")
    foreign = plans.international(digits) if len(digits) >= 9 else None
    if foreign and not where.certain:
        return _judged(foreign, RowVerdict.REVIEW, "plus_lost")
    return _not_valid(number, code, digits, where)


def _italian_zero_lost(digits: str, where: Where) -> Reading | None:
    """`331770123`: a landline that lost its zero, or a mobile number of nine digits; those of ten are mobile numbers."""
    landline = plans.international(f"{_ITALY}0{digits}")
    as_it_stands = plans.international(_ITALY + digits)
    if not landline or (as_it_stands and len(digits) == _ITALIAN_MOBILE):
        return None
    if as_it_stands:
        return _judged(landline, RowVerdict.REVIEW, "two_readings")
    if digits.startswith(_ITALY) or (not where.certain and plans.international(digits)):
        return None
    return _judged(landline, RowVerdict.REPAIRED, "leading_zero_lost")


def _without_zero(text: str, digits: str, where: Where) -> Reading:
    """Neither + nor 0 in front: one of them was lost, or the number is another country's."""
    shape = _NANP_SHAPE.match(text)
    home = plans.national(digits, where.region)
    if shape:
        return _north_american(shape, digits, home)
    code = str(plans.calling_code(where.region))
    long = len(digits) > LONGEST_PLAUSIBLE
    abroad = plans.international(digits)
    if digits.startswith(code) and abroad:
        doubled = _doubled(code, digits[len(code) :])
        if doubled:
            return _judged(doubled, RowVerdict.REVIEW, "double_country_code")
        apart = digits != text and _stands_apart(code, text)
        sure = apart or not home or long
        return _judged(abroad, RowVerdict.REPAIRED if sure else RowVerdict.REVIEW, "plus_lost")
    if where.certain:
        abroad = None
    if home and not long:
        return _zero_lost(text, digits, where, home, abroad)
    if abroad:
        return _judged(abroad, RowVerdict.REVIEW, "plus_lost")
    if home:
        return _judged(home, RowVerdict.REVIEW, "leading_zero_lost")
    if len(digits) == 10 and not where.certain and plans.international(plans.NANP + digits):
        return Reading(RowVerdict.REVIEW, "ambiguous_region")
    return _not_home(digits, where)


def _stands_apart(code: str, text: str) -> bool:
    """Whether a number is written with something between the country code and the rest."""
    behind = text.removeprefix("(").removeprefix(code)[:1]
    return behind.isspace() or (behind != "" and behind in "/.()-")


def _not_home(digits: str, where: Where) -> Reading:
    number = plans.parse(digits, where.region)
    return Reading(RowVerdict.INVALID, number if isinstance(number, str) else plans.why_invalid(number))


def _north_american(shape: re.Match[str], digits: str, home: PhoneNumber | None) -> Reading:
    """`415-456-7890` in a file of another country: read at home it would be somebody else's number."""
    if shape.group(1):
        abroad = plans.international(digits)
        return (
            _judged(abroad, RowVerdict.REVIEW, "plus_lost")
            if abroad
            else Reading(RowVerdict.INVALID, "not_in_use")
        )
    if shape.group(2) or not home:
        return Reading(RowVerdict.REVIEW, "ambiguous_region")
    return _judged(home, RowVerdict.REVIEW, "ambiguous_region")


def _zero_lost(
    text: str, digits: str, where: Where, home: PhoneNumber, abroad: PhoneNumber | None
) -> Reading:
    mobile = plans.is_mobile(home)
    if len(digits) < plans.complete_length(where.region) and not (mobile and len(digits) >= 9):
        return _judged(home, RowVerdict.REVIEW, "area_code_missing")
    if abroad and not mobile:
        likelier = home if len(digits) <= 10 else abroad
        return _judged(likelier, RowVerdict.REVIEW, "two_readings")
    if digits != text and not mobile and not where.certain:
        return _judged(home, RowVerdict.REVIEW, "leading_zero_lost")
    if (
        where.nanp_seen
        and not where.certain
        and len(digits) == 10
        and plans.international(plans.NANP + digits)
    ):
        return _judged(home, RowVerdict.REVIEW, "ambiguous_region")
    return _judged(home, RowVerdict.REPAIRED, "leading_zero_lost")


def _judged(number: PhoneNumber, verdict: RowVerdict, reason: str = "") -> Reading:
    """The verdict on a valid number, unless it is one that must not be dialled or is hardly anybody's."""
    e164 = plans.e164(number)
    forbidden = plans.must_not_dial(number)
    if forbidden:
        return Reading(RowVerdict.BLOCKED, forbidden, e164)
    doubt = made_up.doubt(e164) or plans.doubt(number)
    if doubt and verdict is not RowVerdict.REVIEW:
        return Reading(RowVerdict.REVIEW, doubt, e164)
    return Reading(verdict, reason, e164)

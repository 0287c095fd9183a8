"""A do-not-call mark holds for a line however its number is written: in the file, on the platform, beside a fax machine."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from services.contact_file import CheckedFile, Field, check, guess_columns, people, read_table
from services.contact_file.numbers import plans
from tests.examples import examples
from tests.services.contact_file.corpus import lines

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
KINDS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)


@cache
def _examples(region: str) -> list[PhoneNumber]:
    found = (phonenumbers.example_number_for_type(region, kind) for kind in KINDS)
    return [number for number in found if number is not None and phonenumbers.is_valid_number(number)]


def spellings(number: PhoneNumber, region: str) -> Iterator[str]:
    for form in (
        PhoneNumberFormat.E164,
        PhoneNumberFormat.INTERNATIONAL,
        PhoneNumberFormat.NATIONAL,
        PhoneNumberFormat.RFC3966,
    ):
        yield phonenumbers.format_number(number, form)  # fmt: skip
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    yield f"00{e164[1:]}"
    yield f"'{e164}"
    if plans.writes_trunk_zero(region):
        code = str(number.country_code)
        yield f"+{code} (0) {e164[1 + len(code) :]}"
        yield f"0{e164[1 + len(code) :]}"
    if e164.startswith("+52"):
        yield f"+521{e164[3:]}"
        yield f"+52 1 {e164[3:]}"
    if e164.startswith("+549"):
        yield f"+54{e164[4:]}"
    if e164.startswith("+55") and phonenumbers.number_type(number) == PhoneNumberType.MOBILE:
        yield f"+55{e164[3:5]}{e164[6:]}"


def _of(rows: list[tuple[str, str, str]], blocked: frozenset[str] = frozenset()) -> CheckedFile:
    table = read_table(
        lines("name;phone;country;dnc", *(f"N;{phone};{country};{mark}" for phone, country, mark in rows))
    )
    return check(table, guess_columns(table), "DE", blocked=blocked)


@st.composite
def _two_spellings(draw: st.DrawFn) -> tuple[str, str, str]:
    """A country and two spellings of one of its lines."""
    region = draw(st.sampled_from([region for region in REGIONS if _examples(region)]))
    written = list(spellings(draw(st.sampled_from(_examples(region))), region))
    return region, draw(st.sampled_from(written)), draw(st.sampled_from(written))


def _is_blocked(region: str, one: str, other: str) -> None:
    checked = _of([(one, region, "yes"), (other, region, "")])

    assert not checked.row(2).verdict.callable, (one, other)


@given(_two_spellings())
@examples(100)
def test_any_spelling_of_a_marked_line_is_blocked(line: tuple[str, str, str]) -> None:
    _is_blocked(*line)


@pytest.mark.soak
@given(_two_spellings())
@settings(max_examples=10_000, deadline=None)
def test_any_spelling_of_a_marked_line_is_blocked_however_long_one_looks(line: tuple[str, str, str]) -> None:
    _is_blocked(*line)


@pytest.mark.parametrize(
    ("country", "one", "other"),
    [
        ("AR", "+54 9 11 5744-7700", "+54 11 5744-7700"),
        ("AR", "011 15-5744-7700", "+54 11 5744-7700"),
        ("MX", "+52 1 55 5273 8989", "+52 55 5273 8989"),
        ("MX", "044 55 5273 8989", "55 5273 8989"),
        ("BR", "+55 11 8765-4321", "+55 11 98765-4321"),
        ("BR", "(11) 8765-4321", "(11) 98765-4321"),
        ("DE", "030 27594-863", "030 27594 Durchwahl 863"),
        ("DE", "030 27594 App. 863", "+49 30 27594863"),
        ("AT", "01 51234-17", "+43 1 51234 DW 17"),
    ],
)
def test_both_numbers_of_a_line_are_one(country: str, one: str, other: str) -> None:
    for first, second in ((one, other), (other, one)):
        checked = _of([(first, country, "yes"), (second, country, "")])
        assert not checked.row(2).verdict.callable, (first, second)


@pytest.mark.parametrize(
    ("held", "country", "phone"),
    [
        ("+5491157447700", "AR", "+54 11 5744-7700"),
        ("+541157447700", "AR", "+54 9 11 5744-7700"),
        ("+5215552738989", "MX", "55 5273 8989"),
        ("+551187654321", "BR", "(11) 98765-4321"),
        ("+493027594863", "DE", "030 27594 Durchwahl 863"),
    ],
)
def test_a_mark_on_the_platform_reaches_them_too(held: str, country: str, phone: str) -> None:
    checked = _of([(phone, country, "")], blocked=frozenset({held}))

    assert (checked.row(1).verdict, checked.row(1).reason) == ("blocked", "do_not_call_platform")


def test_a_line_in_two_spellings_is_called_once() -> None:
    checked = _of([("+54 9 11 5744-7700", "AR", ""), ("+54 11 5744-7700", "AR", "")])

    assert [row.verdict for row in checked.rows()] == ["ok", "duplicate"]


def test_a_marked_number_under_fax_is_called_from_no_row() -> None:
    table = read_table(
        lines(
            "Name;Telefon;Fax;DNC", "A;030 27594863;030 27594869;ja", "B;030 27594869;;", "C;030 27594860;;"
        )
    )
    checked = check(table, guess_columns(table), "DE")

    assert [row.verdict for row in checked.rows()] == ["blocked", "blocked", "ok"]


def test_extensions_in_a_column_of_their_own_make_three_people_of_three() -> None:
    table = read_table(
        lines(
            "Name;Telefon;Durchwahl;DNC",
            "A;030 27594;863;",
            "B;030 27594;864;ja",
            "C;030 27594-0;865;",
            "D;030 27594866;866;",
            "E;030 27594864;;",
        )
    )
    checked = check(table, guess_columns(table), "DE")

    assert [(row.verdict, row.e164, row.reason) for row in checked.rows()] == [
        ("review", "+493027594863", "extension_joined"),
        ("blocked", "+493027594864", "do_not_call"),
        ("review", "+493027594865", "extension_joined"),
        ("ok", "+493027594866", ""),
        ("blocked", "+493027594864", "do_not_call_elsewhere"),
    ]
    checked.decide("extension_joined", True)
    [batch] = list(people.batches(checked))
    assert batch.column("e164").to_pylist()[0] == "+493027594863"
    assert batch.column("phone_secondary").to_pylist()[0] is None


def test_an_american_extension_stays_apart() -> None:
    table = read_table(lines("name,phone,extension", "A,(212) 736-5000,17"))
    row = check(table, guess_columns(table), "US").row(1)

    assert (row.verdict, row.e164, row.ext) == ("ok", "+12127365000", "17")


def test_a_mended_number_is_found_in_the_other_spelling() -> None:
    checked = _of([("+54 9 11 5744-7700", "AR", "yes"), ("+54 11 5744-7711", "AR", "")])
    assert checked.row(2).verdict == "ok"

    assert checked.mend(2, Field.PHONE, "+54 11 5744-7700").verdict == "blocked"


def _judged(content: bytes) -> CheckedFile:
    table = read_table(content)
    return check(table, guess_columns(table), "DE")


def test_people_with_extensions_of_one_number_are_as_many_people() -> None:
    checked = _judged(
        lines(
            "Name;Telefon;Nicht anrufen",
            "Ada;030 27594 Durchwahl 12;",
            "Ben;030 27594 Durchwahl 13;",
            "Cem;030 27594 Durchwahl 14;ja",
            "Dea;030 27594-12;",
        )
    )

    assert [(row.verdict.value, row.reason, row.e164) for row in checked.outcomes()] == [
        ("duplicate", "duplicate", "+49302759412"),
        ("review", "extension_shared", "+49302759413"),
        ("blocked", "do_not_call", "+493027594"),
        ("ok", "", "+49302759412"),
    ]


def test_one_extension_that_stands_there_twice_is_one_person() -> None:
    checked = _judged(lines("Name;Telefon", "Ada;030 27594 Durchwahl 12", "Ada;030 27594 Durchwahl 12"))

    assert [(row.verdict.value, row.e164, row.ext) for row in checked.outcomes()] == [
        ("repaired", "+493027594", "12"),
        ("duplicate", "+493027594", "12"),
    ]

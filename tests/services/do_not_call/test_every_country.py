"""Any spelling of a line on the team's own list is blocked, in a file and at enrolment, for numbers made from the numbering plan of
every country.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy as np
import phonenumbers
import pytest
from phonenumbers import PhoneNumber, PhoneNumberType

from services.contact_file import check, guess_columns, read_table
from services.contact_file.numbers.lines import in_sorted, line_number, line_numbers, spellings_of
from services.contact_file.numbers.numbers import read_cell
from services.contact_file.verdicts import Where
from services.do_not_call import Listed
from tests.services.contact_file.corpus import lines
from tests.services.contact_file.test_a_mark_reaches_every_spelling import spellings

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
KINDS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)
OF_A_KIND = pytest.mark.parametrize("of_a_kind", [1, pytest.param(3, marks=pytest.mark.soak)])


def numbers_of(region: str, random: Random, of_a_kind: int) -> Iterator[PhoneNumber]:
    """The plan's own examples, and others that are valid by it."""
    for kind in KINDS:
        example = phonenumbers.example_number_for_type(region, kind)
        if example is None or not example.national_number:
            continue
        tail = 10 ** min(4, len(str(example.national_number)) - 3)
        yield example
        for _ in range(of_a_kind - 1):
            made = PhoneNumber()
            made.merge_from(example)
            made.national_number = example.national_number // tail * tail + random.randrange(tail)
            yield made


@OF_A_KIND
@pytest.mark.parametrize("part", range(4))
def test_no_spelling_of_a_listed_line_is_ready_or_enrolled(part: int, of_a_kind: int) -> None:
    random = Random(part)
    for region in REGIONS[part::4]:
        valid = filter(phonenumbers.is_valid_number, numbers_of(region, random, of_a_kind))
        by_line = {line_number(e164_of(number)): number for number in valid}
        if not by_line:
            continue
        listed = Listed(np.array(sorted(by_line), np.int64))
        written = [
            one
            for line, number in by_line.items()
            for one in (*spellings(number, region), *(f"+{digits}" for digits in spellings_of(line)))
        ]
        table = read_table(lines("name;phone", *(f"N{at};{one}" for at, one in enumerate(written))))

        checked = check(table, guess_columns(table), region, listed=listed.lines)

        ready = [
            one
            for one, row in zip(written, checked.rows(limit=len(written)), strict=True)
            if row.verdict.callable
        ]
        assert ready == [], region
        readings = [read_cell(one, Where(region)) for one in written]
        phones = [int(one.e164[1:]) for one in readings if one.verdict.callable]
        assert in_sorted(line_numbers(phones), listed.lines).all(), region
        assert [one for one in written if not listed.bars((one,), region=region)] == []


def e164_of(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

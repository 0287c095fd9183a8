"""The columns' fast way, the cell's own way and `phonenumbers` itself say the same."""

from __future__ import annotations

import numpy as np
import phonenumbers
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contact_file.numbers import quick
from services.contact_file.numbers.numbers import read_cell
from services.contact_file.numbers.patterns import ASK, VALID, plan_of
from services.contact_file.verdicts import VERDICTS, Reading, RowVerdict, Where
from tests.examples import examples
from tests.services.contact_file.people_files import PHONES, numbers

WHERES = [
    Where("DE"), Where("DE", certain=True), Where("DE", nanp_seen=True), Where("DE", unclear=True), Where("US"), Where("CA", certain=True),
    Where("GB", certain=True), Where("AT"), Where("FR", certain=True), Where("IT"), Where("CH"), Where("ES"), Where("IN", certain=True), Where("AU"),
]  # fmt: skip

MANY = pytest.mark.parametrize("many", [800, pytest.param(10_000, marks=pytest.mark.soak)])


def _fast(cells: list[str], place: int) -> dict[int, Reading]:
    found: dict[int, Reading] = {}
    for decided in quick.decide(pa.array(cells, pa.string()), WHERES, np.full(len(cells), place, np.int32)):
        numbers_ = decided.e164.to_pylist() if decided.e164 is not None else [""] * len(decided.rows)
        for row, e164 in zip(decided.rows.tolist(), numbers_, strict=True):
            assert row not in found, f"decided twice: {cells[row]}"
            found[row] = Reading(VERDICTS[decided.verdict], decided.reason, e164)
    return found


@MANY
@pytest.mark.parametrize("place", range(len(WHERES)), ids=lambda place: f"{WHERES[place].region}-{place}")
def test_it_reads_many_cells_as_it_reads_one(place: int, many: int) -> None:
    cells = numbers(many, seed=place)

    fast = _fast(cells, place)

    assert {cells[row]: reading for row, reading in fast.items()} == {
        cells[row]: read_cell(cells[row], WHERES[place]) for row in fast
    }


@given(st.lists(PHONES, min_size=1, max_size=30), st.integers(0, len(WHERES) - 1))
@examples(100)
def test_it_reads_any_cells_as_it_reads_one(cells: list[str], place: int) -> None:
    for row, reading in _fast(cells, place).items():
        assert reading == read_cell(cells[row], WHERES[place])


@given(
    st.sampled_from(sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)),
    st.lists(st.from_regex(r"\A[1-9][0-9]{4,13}\Z"), min_size=1, max_size=40),
)
@examples(100)
def test_its_patterns_are_the_librarys(code: int, nsns: list[str]) -> None:
    plan = plan_of(code)
    column = pa.array(nsns, pa.string())
    for nsn, state, trunk in zip(nsns, plan.states(column), plan.may_lose_a_prefix(column), strict=True):
        if state != ASK and not trunk:
            assert (state == VALID) == _plain(f"+{code}{nsn}", None), f"+{code} {nsn}"


def _plain(cell: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(cell, region))
    except phonenumbers.NumberParseException:
        return False


@pytest.mark.parametrize("region", ["DE", "US", "GB", "AT", "FR", "CH", "IT", "ES"])
@MANY
def test_it_says_ok_or_invalid_as_the_library_does(region: str, many: int) -> None:
    """Wherever nothing was repaired or doubted."""
    cells = [
        cell for cell in numbers(many, seed=7) if not cell.endswith(".0")
    ]  # an amount is mended before it is read
    for cell in cells:
        reading = read_cell(cell, Where(region))
        if reading.verdict is RowVerdict.OK:
            parsed = phonenumbers.parse(cell, region)
            assert phonenumbers.is_valid_number(parsed), cell
            assert reading.e164 == phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164), (
                cell
            )
        elif reading.verdict is RowVerdict.INVALID and reading.reason in (
            "length",
            "not_in_use",
            "country_code",
        ):
            assert not _plain(cell, region), cell

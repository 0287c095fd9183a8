"""Confidence intervals, against figures worked out by hand and from the papers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.results.intervals import difference, share


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(10, 100, 0.0552, 0.1744), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_it_gives_wilsons_interval(count: int, of: int, low: float, high: float) -> None:
    one = share(count, of)
    assert (one.low, one.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_it_gives_newcombes_interval_of_a_difference() -> None:
    """The first example of the paper: 56 of 70 against 48 of 80."""
    found = difference(share(56, 70), share(48, 80))
    assert found is not None
    assert (found.low, found.high) == (pytest.approx(0.0524, abs=1e-4), pytest.approx(0.3339, abs=1e-4))
    assert found.certain


def test_it_knows_nothing_of_nothing() -> None:
    assert share(0, 0).value is None
    assert share(0, 0).unsure
    assert difference(share(0, 0), share(1, 2)) is None


@given(st.integers(0, 2000), st.integers(1, 2000))
def test_it_holds_the_share_itself(count: int, of: int) -> None:
    one = share(count, of)
    assert one.value is not None
    assert 0 <= one.low <= one.value <= one.high <= 1

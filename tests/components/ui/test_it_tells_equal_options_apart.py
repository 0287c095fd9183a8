"""Two campaigns of one name are two options."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from components.ui.unique_labels import unique_labels


def test_it_numbers_the_repeated_ones() -> None:
    assert unique_labels({"a": "Spring", "b": "Autumn", "c": "Spring"}) == {
        "a": "Spring",
        "b": "Autumn",
        "c": "Spring (2)",
    }


@given(st.lists(st.sampled_from(["x", "x (2)", "x (3)", "y"]), max_size=12))
def test_no_two_are_alike(labels: list[str]) -> None:
    named = unique_labels({str(number): label for number, label in enumerate(labels)})
    assert len(set(named.values())) == len(labels)

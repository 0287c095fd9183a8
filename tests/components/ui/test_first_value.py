"""A part of a page begins with what the page has read, and reads for itself from then on."""

from __future__ import annotations

import pytest

from components.ui.first_value import FirstValue


@pytest.mark.parametrize("value", ["seen", "", None])
def test_it_shows_what_was_read_once(value: str | None) -> None:
    just = FirstValue(value)

    assert [just.or_now(lambda: "read anew") for _ in range(3)] == [value, "read anew", "read anew"]

"""Numbers that cannot be read leave nothing behind that holds the memory of a large file."""

from __future__ import annotations

import gc
import weakref

from services.contact_file.numbers import plans


class _Held:
    """Something large that a reader has while it reads a number."""


def test_what_a_reader_holds_is_freed_as_soon_as_it_has_met_a_number_that_is_none() -> None:
    def read() -> weakref.ref[_Held]:
        held = _Held()
        assert plans.parse("+999123456", "DE") == "country_code"
        return weakref.ref(held)

    gc.disable()
    try:
        assert read()() is None
    finally:
        gc.enable()

"""Tabs that were left are known and closed, with what Streamlit kept for them."""

from __future__ import annotations

from pathlib import Path

from tests.components.streamlit_internals.fresh_interpreter import A_SERVER, run

# A server's session needs an event loop and a browser: `tests/services/web/test_served.py` leaves real ones.
LOOKED_AT = """
from components.streamlit_internals import sessions
print(sessions.is_active("tab"))
sessions.close("tab")
"""


def test_a_tab_that_nobody_has_open_is_not_active_and_may_be_closed_twice(tmp_path: Path) -> None:
    assert run(A_SERVER + LOOKED_AT, tmp_path) == "False"

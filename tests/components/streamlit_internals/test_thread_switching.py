"""The server waits less for a page that is computed than Python has it wait."""

from __future__ import annotations

from pathlib import Path

from components.streamlit_internals.thread_switching import SECONDS
from tests.components.streamlit_internals.fresh_interpreter import run


def test_the_server_gets_its_turn_sooner_than_by_default(tmp_path: Path) -> None:
    before, after = run(
        """
        import sys
        from components.streamlit_internals.thread_switching import switch_threads_often
        print(sys.getswitchinterval())
        switch_threads_often()
        print(sys.getswitchinterval())
        """,
        tmp_path,
    ).split()
    assert float(before) > float(after) == SECONDS

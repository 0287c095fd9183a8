"""Secrets are read where there are some, and nobody is let in by secrets that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.components.streamlit_internals.fresh_interpreter import run

READ = """
from components.streamlit_internals.secrets import read_secrets
try:
    print(read_secrets())
except RuntimeError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("written", "said"),
    [(None, "False"), ("[auth]\n", "True"), ("[auth", "the secrets cannot be read")],
    ids=["none", "some", "broken"],
)
def test_it_is_told_whether_there_are_secrets(written: str | None, said: str, tmp_path: Path) -> None:
    if written is not None:
        (tmp_path / ".streamlit").mkdir()
        (tmp_path / ".streamlit" / "secrets.toml").write_text(written)
    assert run(READ, tmp_path) == said


def test_streamlit_itself_fails_where_there_are_none(tmp_path: Path) -> None:
    asked = run(
        """
        import streamlit as st
        try:
            print("auth" in st.secrets)
        except FileNotFoundError as error:
            print(type(error).__name__)
        """,
        tmp_path,
    )
    assert asked == "StreamlitSecretNotFoundError"

"""A link into the console is answered with its page, although there is a folder `pages/`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.components.streamlit_internals.fresh_interpreter import run

START = """
from streamlit.runtime.pages_manager import PagesManager
{first}
PagesManager("app.py")
print(PagesManager.uses_pages_directory)
"""
OURS = """
from components.streamlit_internals.pages_folder import ignore_pages_folder
ignore_pages_folder()
"""


@pytest.mark.parametrize(("first", "takes_it"), [("", "True"), (OURS, "False")], ids=["streamlit's", "ours"])
def test_streamlit_takes_the_folder_for_pages_where_it_is_not_told(
    first: str, takes_it: str, tmp_path: Path
) -> None:
    (tmp_path / "pages").mkdir()
    assert run(START.format(first=first), tmp_path) == takes_it

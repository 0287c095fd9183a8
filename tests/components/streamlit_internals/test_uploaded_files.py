"""Streamlit's copy of an uploaded file counts, and is let go of."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from components.streamlit_internals.uploaded_files import UploadedFile
from tests.components.streamlit_internals.fresh_interpreter import A_SERVER, run

COUNTED = """
from components.streamlit_internals.uploaded_files import bytes_by_session
print(bytes_by_session())
server.uploaded_file_mgr.remove_file("tab", "one")
print(bytes_by_session())
"""
PAGE = """
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from components.streamlit_internals.uploaded_files import let_go

def kept():
    context = get_script_run_ctx()
    return len(context.uploaded_file_mgr.get_files(context.session_id, [file.file_id]))

file = st.file_uploader("List")
if file:
    st.text(kept())
    st.text(let_go(file) == get_script_run_ctx().session_id)
    st.text(kept())
"""


def test_what_streamlit_keeps_is_counted_by_tab(tmp_path: Path) -> None:
    assert run(A_SERVER + COUNTED, tmp_path).splitlines()[0] == "{'tab': 10}"
    assert "10" not in run(A_SERVER + COUNTED, tmp_path).splitlines()[1]


def test_a_file_that_the_page_has_read_is_kept_until_it_is_let_go() -> None:
    page = AppTest.from_string(PAGE).run()
    page.file_uploader[0].upload("list.csv", b"name,phone", "text/csv").run()
    assert [one.value for one in page.text] == ["1", "True", "0"]


def test_streamlit_gives_a_page_no_way_to_let_go_of_one() -> None:
    assert not {"delete", "remove", "release", "discard"} & set(dir(UploadedFile))

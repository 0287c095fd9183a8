"""A page knows that it is one, and the rest of the process that it is none."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from components.streamlit_internals.script_run import in_script_run


def test_a_page_is_a_run_and_what_stands_outside_is_none() -> None:
    page = AppTest.from_string(
        """
        import streamlit as st
        from components.streamlit_internals.script_run import in_script_run
        st.text(in_script_run())
        """
    ).run()
    assert page.text[0].value == "True"
    assert not in_script_run()

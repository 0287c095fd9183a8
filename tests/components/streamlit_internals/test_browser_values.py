"""A control is told by the browser from the run on that follows the one it was drawn in."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from components.streamlit_internals.browser_values import is_drawn, is_told

PAGE = """
import streamlit as st
from components.streamlit_internals.browser_values import is_drawn, is_told
before = is_told("name"), is_drawn("name")
st.text_input("Name", key="name")
st.text(f"{before} {is_drawn('name')}")
"""


def test_it_is_told_once_it_was_drawn_and_drawn_from_then_on_in_each_run() -> None:
    page = AppTest.from_string(PAGE).run()
    assert page.text[0].value == "(False, False) True"
    assert page.run().text[0].value == "(True, False) True"


def test_outside_of_a_page_there_is_no_browser() -> None:
    assert not is_told("name")
    assert not is_drawn("name")

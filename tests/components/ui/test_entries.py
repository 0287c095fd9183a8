"""Entries of a form reach the browser, also where the page is drawn anew before its first drawing was sent."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

PAGE = """
import streamlit as st
from components.ui.entries import FormEntries
entries = FormEntries("form")
tries = st.number_input("Tries", min_value=1, max_value=9, key=entries.key("tries", 3))
entries.keep("tries", tries)
if "again" not in st.session_state:
    st.session_state["again"] = True
    st.rerun()
"""


def test_a_first_value_is_sent_until_the_browser_has_told_it() -> None:
    """What was drawn before the page was drawn anew may be lost: the second drawing has to say the value as well."""
    page = AppTest.from_string(PAGE).run()
    assert page.number_input(key="tries").value == 3
    assert page.number_input(key="tries").proto.set_value

    page = page.run()
    assert page.number_input(key="tries").value == 3
    assert not page.number_input(key="tries").proto.set_value, "what somebody types meanwhile stays"


def test_what_was_typed_is_not_overwritten() -> None:
    page = AppTest.from_string(PAGE).run()
    page = page.number_input(key="tries").set_value(5).run()
    assert page.number_input(key="tries").value == 5
    assert page.run().number_input(key="tries").value == 5

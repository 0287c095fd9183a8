"""Entries of a form reach the browser, also where the page is drawn anew before its first drawing was sent."""

from __future__ import annotations

from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest

PAGE = """
import streamlit as st
from components.ui.entries import FormEntries
entries = FormEntries("form")
tries = st.number_input("Tries", min_value=1, max_value=9, key=entries.key("tries", 3))
entries.keep("tries", tries)
"""


def asked_before_it_was_drawn(page: AppTest) -> AppTest:
    """What a browser asks for that has not drawn the control yet: AppTest itself always tells all that was drawn."""
    return page._run(WidgetStates())


def test_a_first_value_is_said_until_the_browser_has_drawn_the_control() -> None:
    """What was drawn before may never have been sent: without its value the browser would begin with 1, and tell that."""
    page = asked_before_it_was_drawn(AppTest.from_string(PAGE).run())
    assert page.number_input(key="tries").value == 3
    assert page.number_input(key="tries").proto.set_value

    page = page.run()
    assert page.number_input(key="tries").value == 3
    assert not page.number_input(key="tries").proto.set_value, "what somebody types meanwhile stays"


def test_what_was_typed_is_not_overwritten() -> None:
    page = AppTest.from_string(PAGE).run().number_input(key="tries").set_value(5).run()
    assert page.number_input(key="tries").value == 5
    assert page.run().number_input(key="tries").value == 5

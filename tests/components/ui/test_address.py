"""Address of a page: what it shows is there as codes; what the address asks for and is not there is not shown."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def script() -> None:
    import streamlit as st

    from components.ui import address

    status = address.choice("status", ["", "draft", "running"], "")
    page = address.page_number("page", 5)
    st.selectbox(
        "s",
        ["", "draft", "running"],
        format_func=lambda code: f"label of {code}",
        key="status",
        on_change=address.keep,
        args=("status", "", "page"),
    )
    address.text("q")
    st.text_input("q", key="q", on_change=address.keep, args=("q",))
    st.pagination(5, key="page", on_change=address.keep, args=("page", "1"))
    st.button("clear", key="clear", on_click=address.clear, args=("status", "q"))
    st.write(f"{status}|{page}|{st.session_state.q}")


def opened(**address: str) -> AppTest:
    tab = AppTest.from_function(script)
    for name, value in address.items():
        tab.query_params[name] = value
    return tab.run()


def shown(tab: AppTest) -> str:
    return tab.markdown[0].value


def test_it_takes_what_the_address_says() -> None:
    assert shown(opened(status="running", page="3", q="spring")) == "running|3|spring"


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "²"])
def test_a_page_that_is_none_is_the_first(page: str) -> None:
    assert shown(opened(page=page)) == "|1|"


def test_a_page_beyond_the_last_is_the_last() -> None:
    assert shown(opened(page="99")) == "|5|"


def test_an_unknown_code_is_none() -> None:
    assert shown(opened(status="Running · 3")) == "|1|"


def test_a_choice_goes_to_the_address_as_its_code_and_resets_the_page() -> None:
    tab = opened(page="3")
    tab.selectbox(key="status").select("running").run()

    assert tab.query_params.get("status") == "running"
    assert "page" not in tab.query_params
    assert shown(tab) == "running|1|"


def test_the_usual_choice_is_not_in_the_address() -> None:
    tab = opened(status="running")
    tab.selectbox(key="status").select("").run()

    assert "status" not in tab.query_params


def test_clearing_leaves_the_rest() -> None:
    tab = opened(status="running", q="x", page="2")
    tab.button(key="clear").click().run()

    assert shown(tab) == "|2|"

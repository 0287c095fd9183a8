"""Drafts: what was typed into *New campaign* is there again in a new session, and becomes one campaign however often it is opened."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.test_new_campaign_page import add_people, campaigns, named, run
from tests.pages.upload.test_upload_draft import draft_of
from tests.sandbox_process import RunningSandbox

GONE = "not there any more"
TYPED = {
    "text_input": ("campaign-name", "people-search"),
    "text_area": ("campaign-description",),
    "number_input": ("attempts", "people-at-once", "people-at-most"),
    "date_input": ("last-day",),
    "time_input": ("window-start", "window-end"),
    "radio": ("people-source",),
    "multiselect": ("people-picked", "campaign-numbers"),
    "selectbox": ("campaign-assistant", "campaign-company"),
}


def typed(tab: AppTest) -> dict[str, object]:
    """What stands in the fields that the page has."""
    there: dict[str, object] = {}
    for kind, keys in TYPED.items():
        fields: list[Any] = list(tab.get(kind))
        there |= {one.key: one.value for one in fields if one.key in keys}
    return there


def test_a_new_session_has_all_that_was_typed(open_page: OpenPage, console: Runtime) -> None:
    add_people(console, 3)
    tab = named(open_page("new"), "Kept *as typed*")
    tab = run(tab.number_input(key="attempts").set_value(5))
    tab = run(tab.time_input(key="window-start").set_value(time(10, 30)))
    tab = run(tab.date_input(key="last-day").set_value(date(2031, 5, 1)))
    tab = run(tab.radio(key="people-source").set_value("picked"))
    tab = run(
        tab.multiselect(key="people-picked").set_value(
            tab.multiselect(key="people-picked").options and [next(iter(console.api.contacts.list())).id]
        )
    )
    tab = run(tab.number_input(key="people-at-most").set_value(2))
    before = typed(tab)
    assert before["campaign-name"] == "Kept *as typed*"

    again = open_page("new", draft=draft_of(tab))

    assert not again.exception
    assert typed(again) == before
    del again.query_params["draft"]
    assert typed(run(again)) == before  # by the menu
    [entry] = console.drafts.list()
    assert entry.name == "Kept *as typed*"
    assert r"Kept \*as typed\*" in everything(open_page("campaigns"))


@pytest.mark.usefixtures("console")
def test_nothing_is_kept_before_anything_was_typed(open_page: OpenPage, console: Runtime) -> None:
    run(open_page("new"))

    assert console.drafts.list() == []


def test_two_pages_on_one_draft_create_one_campaign(
    open_page: OpenPage, console: Runtime, sandbox: RunningSandbox
) -> None:
    tab = named(open_page("new"), "Once however opened")
    tab = run(tab.radio(key="people-source").set_value("later"))
    draft_id = draft_of(tab)
    one, other = open_page("new", draft=draft_id), open_page("new", draft=draft_id)

    run(one.button(key="create-campaign").click())
    other = run(other.button(key="create-campaign").click())

    assert len(campaigns(sandbox, "Once however opened")) == 1
    assert "used or deleted on another page" in everything(other)
    assert console.drafts.list() == []
    assert GONE in everything(open_page("new", draft=draft_id))


def test_an_empty_form_leaves_the_draft_under_drafts(open_page: OpenPage, console: Runtime) -> None:
    tab = named(open_page("new"), "For later")

    tab = run(tab.button(key="begin-anew").click())

    assert tab.text_input(key="campaign-name").value == ""
    assert "draft" not in tab.query_params
    assert [one.name for one in console.drafts.list()] == ["For later"]
    assert "Not done yet: **For later**" in everything(tab)


def test_a_deleted_draft_does_not_come_back_by_the_menu(open_page: OpenPage, console: Runtime) -> None:
    tab = named(open_page("new"), "Deleted elsewhere")
    console.drafts.remove(draft_of(tab))
    del tab.query_params["draft"]

    tab = run(tab)

    assert tab.text_input(key="campaign-name").value == ""

"""Drafts: what was typed into *New campaign* is there again in a new session, and becomes one campaign however often it is opened."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.new_campaign.more import Way
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.test_new_campaign_page import COMPANY_ID, add_people, campaigns, named, run
from tests.pages.upload.test_upload_draft import draft_of
from tests.pages.world import enrolled
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

ADDED = {f"+4930{9018200 + number}" for number in range(3)}
"""Of `add_people`. What other tests have put into the company is in the sandbox, too."""


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


def test_what_was_typed_on_the_later_of_two_pages_is_kept_as_another_draft(
    open_page: OpenPage, console: Runtime, sandbox: RunningSandbox
) -> None:
    tab = named(open_page("new"), "First of two")
    draft_id = draft_of(tab)
    other = open_page("new", draft=draft_id)
    tab = run(tab.radio(key="people-source").set_value("later"))
    other = named(other, "Second of two")
    assert "was not overwritten" in everything(other)
    other = run(other.radio(key="people-source").set_value("later"))
    assert other.text_input(key="campaign-name").value == "Second of two"

    other = run(other.button(key="keep-own-draft").click())

    assert sorted(one.name for one in console.drafts.list()) == ["First of two", "Second of two"]
    assert "was not overwritten" not in everything(other)
    for page, name in ((other, "Second of two"), (tab, "First of two")):
        run(page.button(key="create-campaign").click())
        assert len(campaigns(sandbox, name)) == 1
    assert console.drafts.list() == []


def test_an_empty_form_leaves_the_draft_under_drafts(open_page: OpenPage, console: Runtime) -> None:
    tab = named(open_page("new"), "For later")

    tab = run(tab.menu_button(key="new-campaign-more").click(Way.ANEW))

    assert tab.text_input(key="campaign-name").value == ""
    assert "draft" not in tab.query_params
    assert [one.name for one in console.drafts.list()] == ["For later"]
    assert "Not done yet: **For later**" in everything(tab)


def test_a_deleted_draft_does_not_come_back_by_the_menu(open_page: OpenPage, console: Runtime) -> None:
    tab = named(open_page("new"), "Deleted elsewhere")
    console.drafts.delete(draft_of(tab))
    del tab.query_params["draft"]

    tab = run(tab)

    assert tab.text_input(key="campaign-name").value == ""


def test_people_who_were_picked_and_are_gone_are_named_and_nothing_is_created_until_somebody_says_so(
    open_page: OpenPage, console: Runtime, sandbox: RunningSandbox
) -> None:
    add_people(console, 3)
    tab = run(named(open_page("new"), "Two picked").radio(key="people-source").set_value("picked"))
    first, second = list(console.api.contacts.list(COMPANY_ID, has_phone=True))[:2]
    tab = run(tab.multiselect(key="people-picked").set_value([first.id, second.id]))
    draft = console.drafts.open(draft_of(tab))
    assert draft
    gone = json.loads(json.dumps(draft.state).replace(second.id, "ctc_gone"))
    console.drafts.save(draft.id, draft.version, name=draft.name, state=gone, figures={})

    tab = open_page("new", draft=draft.id)
    assert (
        f"1 of the people picked could not be found in Talkturo any more: {second.first_name}"
        in everything(tab)
    )
    tab = run(tab.button(key="create-campaign").click())
    assert "not in Talkturo any more. Please go on without them" in everything(tab)
    assert campaigns(sandbox, "Two picked") == []

    tab = run(tab.button(key="leave-out-gone").click())
    run(tab.button(key="create-campaign").click())

    [made] = campaigns(sandbox, "Two picked")
    assert made["total_contacts"] == 1


def sent_and_closed(open_page: OpenPage, console: Runtime, name: str) -> tuple[str, str]:
    """A form whose page was closed before its answer came: the draft, and the campaign that it has become."""
    tab = named(open_page("new"), name)
    tab = run(tab.radio(key="people-source").set_value("everybody"))
    draft_id = draft_of(tab)
    forms = tab.session_state["new-campaign-drafts"].values()
    made = next(one for one in forms if one.saved.id == draft_id)
    result = console.creations.create_once(
        made.token,
        made.request(console.api.team_id),
        who=Person("Ada"),
        days=made.days,
        besides=made.besides(),
        people_follow=True,
    )
    assert result.campaign_id
    return draft_id, result.campaign_id


def test_a_form_that_was_sent_and_is_changed_becomes_a_campaign_of_its_own(
    open_page: OpenPage, console: Runtime, sandbox: RunningSandbox
) -> None:
    add_people(console, 3)
    draft_id, first = sent_and_closed(open_page, console, "Sent before")
    [listed] = console.drafts.list()
    assert (listed.sent, listed.campaign_id) == (True, first)
    drafts = everything(open_page("drafts"))
    assert ("exists already" in drafts, "not created yet" in drafts) == (True, False)
    tab = open_page("new", draft=draft_id)
    assert "was created from this form already" in everything(tab)
    assert not [one for one in tab.button if one.key == "create-campaign"]

    tab = run(tab.button(key="create-own").click())
    tab = run(tab.text_input(key="campaign-name").set_value("Quite another"))
    tab = run(tab.button(key="create-campaign").click())

    assert enrolled(sandbox, first) == []
    [another] = campaigns(sandbox, "Quite another")
    assert set(enrolled(sandbox, another["id"])) >= ADDED
    assert console.drafts.list() == []


def test_a_form_changed_while_it_was_not_certain_puts_nobody_into_what_it_was_before(
    open_page: OpenPage, console: Runtime, sandbox: RunningSandbox
) -> None:
    add_people(console, 3)
    tab = named(open_page("new"), "First name A")
    tab = run(tab.radio(key="people-source").set_value("everybody"))
    sandbox.faults({"operation": "createCampaign", "kind": "drop_after"})
    other = open_page("new", draft=draft_of(tab))
    sent = next(iter(tab.session_state["new-campaign-drafts"].values()))
    console.creations.create_once(
        sent.token,
        sent.request(console.api.team_id),
        who=Person("Ada"),
        days=sent.days,
        besides=sent.besides(),
    )
    [first] = campaigns(sandbox, "First name A")
    assert "exists already" in everything(open_page("drafts"))

    other = run(other.text_input(key="campaign-name").set_value("Another B"))
    other = run(other.button(key="create-campaign").click())

    assert "Nothing was created or added" in everything(other)
    assert (enrolled(sandbox, first["id"]), campaigns(sandbox, "Another B")) == ([], [])
    other = run(run(other.button(key="create-own").click()).button(key="create-campaign").click())
    assert len(campaigns(sandbox, "Another B")) == 1
    assert enrolled(sandbox, first["id"]) == []


@pytest.mark.parametrize("launched", [False, True])
def test_people_missing_in_a_campaign_are_there_again_after_a_reload_until_it_is_launched(
    open_page: OpenPage, console: Runtime, sandbox: RunningSandbox, *, launched: bool
) -> None:
    add_people(console, 3)
    draft_id, first = sent_and_closed(open_page, console, f"Half there {launched}")
    tab = open_page("new", draft=draft_id)
    assert enrolled(sandbox, first) == []
    if launched:
        console.api.campaigns.add_contacts(first, [next(iter(console.api.contacts.list())).id])
        console.api.campaigns.run(first)

    tab = run(tab.button(key="go-on-with-it").click())

    assert not tab.exception
    if launched:
        assert len(enrolled(sandbox, first)) == 1
    else:
        assert set(enrolled(sandbox, first)) >= ADDED
    assert [one.id for one in console.drafts.list()] == ([draft_id] if launched else [])
    assert ("has been launched since" in everything(tab)) is launched

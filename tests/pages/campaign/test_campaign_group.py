"""Contact group into a draft on *Campaign*: counted by the platform, confirmed with its name, and compared with what came."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from services.api import errors
from services.api.models import CampaignUpdate
from services.campaigns.first_people import PeopleSource
from services.groups.audience import AudienceChoice
from services.launch import Ledger
from services.launch.uninvited import record_of
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything, running_console
from tests.pages.world import enrolled, make_campaign
from tests.sandbox_process import GROUP_ID, TEAM_ID, RunningSandbox, start_sandbox

ANNA = Person("Anna")
CALLABLE = ["+4930111100", "+4930111101", "+4930111102"]
WORDS = {
    "en": {
        "add": "Add 3 people of",
        "barred": "1 · marked do-not-call",
        "in it": "3 · in the campaign already",
        "added": "Added: 3 people of",
        "by hand": "This was worked out here",
        "changed": "Nobody was added",
        "none": "There are no contact groups",
        "too many": "1 more person is in this campaign than the 3 confirmed",
        "not of it": "Not of the group: Stranger P",
        "unlaunched": "It is not launched from here",
        "missing": "Please choose a contact group",
        "group": "ontact group",
    },
    "de": {
        "add": "3 Personen aus",
        "barred": "1 · mit dem Vermerk",
        "in it": "3 · schon in der Kampagne",
        "added": "Hinzugefügt: 3 Personen aus",
        "by hand": "Das wurde hier aus den Personen",
        "changed": "Niemand wurde hinzugefügt",
        "none": "gibt es noch keine Kontaktgruppen",
        "too many": "In dieser Kampagne ist 1 Person mehr als die 3 bestätigten",
        "not of it": "Nicht aus der Gruppe: Stranger P",
        "unlaunched": "von hier aus nicht gestartet",
        "missing": "Bitte eine Kontaktgruppe wählen",
        "group": "ontaktgruppe",
    },
}


@pytest.fixture
def newest(tmp_path: Path) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path, "--empty", "--generation", "newest", "--speed", "0") as running:
        yield running


@pytest.fixture
def console(newest: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    """Its assistant's group has four people, of whom three can be called."""
    for number, phone in enumerate([*CALLABLE, "+4930111103"]):
        person(newest, f"Person {number}", phone, doNotCall=number == 3)
    yield from running_console(newest, tmp_path)


def person(sandbox: RunningSandbox, name: str, phone: str, **more: Any) -> str:
    body = {"teamId": TEAM_ID, "groupId": GROUP_ID, "firstName": name, "lastName": "P", "phone": phone}
    with sandbox.client() as client:
        answer = client.post("/api/crm/contacts", json=body | more)
    answer.raise_for_status()
    return answer.json()["contact"]["id"]


def asked_about(open_page: OpenPage, campaign_id: str, language: str, group: str = GROUP_ID) -> AppTest:
    return open_page("campaign", language, id=campaign_id, view="people", group=group)


def test_the_number_and_the_name_are_confirmed_and_come_in(
    open_page: OpenPage, console: Runtime, newest: RunningSandbox, language: str
) -> None:
    said = WORDS[language]
    campaign = make_campaign(console.api, "Spring")
    tab = asked_about(open_page, campaign.id, language)
    assert not tab.exception
    assert said["add"] in tab.button(key="confirm-group").label
    assert said["barred"] in everything(tab)
    assert enrolled(newest, campaign.id) == []

    tab.button(key="confirm-group").click().run()
    assert not tab.exception
    assert said["added"] in everything(tab)
    assert enrolled(newest, campaign.id) == CALLABLE

    tab.button(key="count-group-again").click().run()
    assert not [one for one in tab.button if one.key == "confirm-group"]
    assert said["in it"] in everything(tab)


def test_a_refusal_is_said_and_the_question_stands(
    open_page: OpenPage, console: Runtime, newest: RunningSandbox, language: str
) -> None:
    campaign = make_campaign(console.api, "Spring")
    tab = asked_about(open_page, campaign.id, language)
    newest.faults({"operation": "addCampaignContacts", "kind": "closed"})
    tab.button(key="confirm-group").click().run()
    assert not tab.exception
    assert tab.error
    assert WORDS[language]["add"] in tab.button(key="confirm-group").label
    tab.button(key="confirm-group").click().run()
    assert enrolled(newest, campaign.id) == CALLABLE


def test_the_way_there_is_on_the_draft_and_the_group_is_chosen_from_all(
    open_page: OpenPage, console: Runtime
) -> None:
    campaign = make_campaign(console.api, "Spring")
    tab = open_page("campaign", "en", id=campaign.id, view="people")
    tab.button(key="add-group").click().run()
    assert tab.selectbox(key="group").options == ["All contacts · 0 people", "First company · 4 people"]
    assert not [one for one in tab.button if one.key == "confirm-group"]
    tab.selectbox(key="group").select(GROUP_ID).run()
    assert tab.query_params["group"] == GROUP_ID
    tab.number_input(key="group-at-most").set_value(2).run()
    assert tab.button(key="confirm-group").label == "Add 2 people of First company"
    for view in ("calls", "people"):  # what was typed outlasts a look at another view
        tab.query_params["view"] = view
        tab.run()
    assert tab.button(key="confirm-group").label == "Add 2 people of First company"
    tab.button(key="close-group").click().run()
    assert "group" not in tab.query_params
    assert tab.button(key="add-group")


def test_a_group_that_is_not_the_assistants_is_counted_here_and_enrolled_by_ids(
    open_page: OpenPage, console: Runtime, newest: RunningSandbox, language: str
) -> None:
    campaign = make_campaign(console.api, "Spring")
    other = console.api.groups.create("Fair visitors")
    console.api.groups.add(other.id, [person(newest, "Visitor", "+4930111105", groupId=other.id)])
    tab = asked_about(open_page, campaign.id, language, other.id)
    assert WORDS[language]["by hand"] in everything(tab)
    tab.button(key="confirm-group").click().run()
    assert not tab.exception
    assert enrolled(newest, campaign.id) == ["+4930111105"]


def test_a_group_that_changed_since_is_asked_about_again(
    open_page: OpenPage, console: Runtime, newest: RunningSandbox, language: str
) -> None:
    campaign = make_campaign(console.api, "Spring")
    tab = asked_about(open_page, campaign.id, language)
    member = next(one for one in console.api.groups.members(GROUP_ID) if one.phone == CALLABLE[0])
    console.api.groups.remove(GROUP_ID, member.id)
    tab.button(key="confirm-group").click().run()
    assert WORDS[language]["changed"] in everything(tab)
    assert enrolled(newest, campaign.id) == []
    assert "2" in tab.button(key="confirm-group").label
    tab.button(key="confirm-group").click().run()
    assert enrolled(newest, campaign.id) == CALLABLE[1:]


def test_more_than_confirmed_are_named_on_every_visit_and_not_launched(
    open_page: OpenPage, console: Runtime, newest: RunningSandbox, language: str
) -> None:
    said, campaign = WORDS[language], make_campaign(console.api, "Spring")
    asked = console.group_enrolments.ask(campaign.id, AudienceChoice(GROUP_ID, "First company"))
    done = console.group_enrolments.enroll_once(campaign, asked, who=ANNA)
    stranger = person(newest, "Stranger", "+4930111109")
    console.api.groups.remove(GROUP_ID, stranger)
    console.api.campaigns.add_contacts(campaign.id, [stranger])
    answer = {"added": 4} | record_of(1)
    Ledger(console.engine, console.api.clock.now).settle(
        done.intent, [done.intent.state], done.intent.state, answer=answer
    )
    for _visit in range(2):
        shown = everything(open_page("campaign", language, id=campaign.id, view="people"))
        assert said["too many"] in shown
        assert said["not of it"] in shown
        assert said["unlaunched"] in shown
    launched = console.launches.launch(campaign.id, console.launches.seen(campaign), who=ANNA)
    assert isinstance(launched.error, errors.PeopleNobodyChose)
    at_a_date = CampaignUpdate(scheduled_start_at=console.api.clock.now() + timedelta(hours=1))
    with pytest.raises(errors.PeopleNobodyChose):
        console.campaigns.edit(campaign, at_a_date, who=ANNA)
    newest.advance(hours=5)
    assert newest.calls() == []


def test_where_there_are_no_groups_yet_the_way_on_is_a_list(
    open_page: OpenPage, console: Runtime, newest: RunningSandbox, language: str
) -> None:
    campaign = make_campaign(console.api, "Spring")
    with sqlite3.connect(newest.db_path) as database:
        database.execute("delete from memberships")
        database.execute("update assistants set group_id = null")
        database.execute("update contacts set group_id = null")
        database.execute("delete from groups")
    tab = asked_about(open_page, campaign.id, language, "choose")
    assert not tab.exception
    assert WORDS[language]["none"] in everything(tab)


def test_the_form_offers_groups_and_leads_to_the_number_to_confirm(
    open_page: OpenPage, console: Runtime, newest: RunningSandbox, language: str
) -> None:
    make_campaign(console.api, "One by which the version is told")
    tab = open_page("new", language)
    tab.text_input(key="campaign-name").set_value("Of a group").run()
    tab.radio(key="people-source").set_value(PeopleSource.GROUP).run()
    assert not tab.exception
    tab.button(key="create-campaign").click().run()
    assert WORDS[language]["missing"] in everything(tab)
    tab.selectbox(key="people-group").select(GROUP_ID).run()
    assert WORDS[language]["missing"] not in everything(tab)

    tab.button(key="create-campaign").click().run()
    assert not tab.exception
    assert WORDS[language]["add"] in tab.button(key="confirm-group").label
    [made] = [one for one in console.api.campaigns.list() if one.name == "Of a group"]
    assert enrolled(newest, made.id) == []


class TestOnTheFirstVersion:
    @pytest.fixture
    def console(self, sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
        yield from running_console(sandbox, tmp_path)

    def test_where_there_are_no_groups_nothing_is_said_of_them(
        self, open_page: OpenPage, console: Runtime, language: str
    ) -> None:
        campaign = make_campaign(console.api, "Spring")
        for tab in (
            open_page("campaign", language, id=campaign.id, view="people"),
            open_page("new", language),
        ):
            assert WORDS[language]["group"] not in everything(tab)
            assert not [one for one in tab.button if one.key == "add-group"]

"""*New campaign* over a real sandbox: what is typed stays, what is created is what was typed, and it is created once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from services.api.models import CampaignStatus
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.own_elements import name_in_head
from tests.pages.world import make_campaign
from tests.sandbox_process import COMPANY_ID, RunningSandbox

MARKUP = ":red[x] **b** $y$ <script>alert(1)</script> 🎉 مرحبا"


@pytest.fixture(autouse=True)
def no_faults(sandbox: RunningSandbox) -> Iterator[None]:
    sandbox.forget_requests()
    yield
    sandbox.faults()


def run(changed: Any) -> AppTest:
    tab: AppTest = changed.run()
    assert not tab.exception
    return tab


def named(tab: AppTest, name: str) -> AppTest:
    return run(tab.text_input(key="campaign-name").set_value(name))


def create(tab: AppTest, people: str = "later") -> AppTest:
    """Choose where the people come from, then create."""
    tab = run(tab.radio(key="people-source").set_value(people))
    return run(tab.button(key="create-campaign").click())


def fold(tab: AppTest, title: str) -> Any:
    return next(one for one in tab.expander if one.label.startswith(f"{title}: "))


def campaigns(sandbox: RunningSandbox, name: str) -> list[dict[str, Any]]:
    with sandbox.client() as client:
        listed = client.get("/api/crm/campaigns", params={"teamId": sandbox.team_id, "limit": 1000}).json()
    return [one for one in listed["campaigns"] if one["name"] == name]


def add_people(console: Runtime, count: int) -> None:
    make_campaign(console.api, "One by which the version is told")
    rows = "".join(f"Person{number},Test,+4930{9018200 + number}\n" for number in range(count))
    console.api.contacts.import_csv(
        f"first,last,phone\n{rows}".encode(),
        {"first_name": "first", "last_name": "last", "phone": "phone"},
        default_company_id=COMPANY_ID,
    )


@pytest.mark.usefixtures("console")
def test_it_opens_in_both_languages(open_page: OpenPage, language: str) -> None:
    tab = open_page("new", language)

    assert not tab.exception
    assert tab.title[0].value == {"en": "New campaign", "de": "Neue Kampagne"}[language]


@pytest.mark.usefixtures("console")
@pytest.mark.parametrize("part", ["basics", "hours", "people", "check", "nowhere"])
def test_a_part_of_the_page_opens_by_its_address_before_anything_was_typed(
    open_page: OpenPage, part: str
) -> None:
    tab = open_page("new", step=part)

    assert not tab.exception
    assert [shown.value for shown in tab.error] == []


@pytest.mark.usefixtures("console")
def test_the_click_on_an_empty_form_says_what_is_missing_and_asks_nothing_of_the_platform(
    open_page: OpenPage, sandbox: RunningSandbox, language: str
) -> None:
    tab = open_page("new", language)
    sentence = {"en": "Please give the campaign a name.", "de": "Bitte der Kampagne einen Namen geben."}
    assert sentence[language] not in everything(tab)  # a form that was just opened is not full of complaints

    tab = run(tab.button(key="create-campaign").click())

    assert sentence[language] in everything(tab)
    assert "createCampaign" not in sandbox.requests()


@pytest.mark.usefixtures("console")
def test_a_fault_in_a_fold_opens_it(open_page: OpenPage) -> None:
    tab = named(open_page("new"), "Over before it begins")
    tab = run(tab.date_input(key="last-day").set_value(date(2020, 1, 1)))
    assert not fold(tab, "Time zone and single days").proto.expanded

    tab = run(tab.button(key="create-campaign").click())

    assert fold(tab, "Time zone and single days").proto.expanded
    assert "This day is over" in everything(tab)


@pytest.mark.usefixtures("console")
def test_a_fold_says_what_is_set_in_it(open_page: OpenPage) -> None:
    tab = open_page("new")

    tab = run(tab.number_input(key="attempts").set_value(5))

    assert "at most 5 times" in fold(tab, "Tries").label


@pytest.mark.usefixtures("console")
def test_what_was_typed_with_the_click_itself_counts(open_page: OpenPage, sandbox: RunningSandbox) -> None:
    tab = named(open_page("new"), "Before")
    tab.text_input(key="campaign-name").set_value("Typed last")
    run(tab.button(key="create-campaign").click())

    assert len(campaigns(sandbox, "Typed last")) == 1
    assert campaigns(sandbox, "Before") == []


@pytest.mark.usefixtures("console")
@pytest.mark.parametrize("name", [MARKUP, "x" * 200])
def test_a_draft_is_created_with_the_name_as_typed(
    open_page: OpenPage, sandbox: RunningSandbox, name: str
) -> None:
    tab = named(open_page("new"), name)

    create(tab)

    [made] = campaigns(sandbox, name)
    assert made["status"] == "draft"
    assert (made["call_window_start"][:5], made["call_window_end"][:5]) == ("08:00", "20:00")
    assert made["call_window_timezone"] == "Europe/Berlin"


@pytest.mark.usefixtures("console")
def test_every_switch_reaches_the_platform(open_page: OpenPage, sandbox: RunningSandbox) -> None:
    tab = named(open_page("new"), "All switches")
    for switch in ("retry-after-error", "delay-by-outcome", "growing-delays", "stays-open"):
        tab = run(tab.toggle(key=switch).set_value(True))
    tab = run(tab.toggle(key="contact-time-zone").set_value(False))
    tab.number_input(key="people-at-once").set_value(2)
    tab.number_input(key="delay-busy").set_value(5)
    tab = run(tab.number_input(key="longest-delay").set_value(600))

    create(tab)

    [made] = campaigns(sandbox, "All switches")
    assert made["max_concurrent_calls"] == 2
    assert made["settings"] == {
        "use_contact_timezone_for_call_window": False,
        "retry_on_error": True,
        "retry_delay_minutes_busy": 5,
        "retry_backoff_mode": "exponential",
        "retry_backoff_multiplier": 2.0,
        "retry_backoff_max_minutes": 600,
        "no_auto_complete": True,
    }


def test_a_start_date_is_planned_and_set_once_the_people_are_in(
    open_page: OpenPage, sandbox: RunningSandbox, console: Runtime
) -> None:
    make_campaign(console.api, "By which the platform's version is known")
    console.generations.finding()
    tab = named(open_page("new"), "Next week")
    tab = run(tab.radio(key="start-mode").set_value("on-a-date"))
    tab = run(tab.datetime_input(key="starts-at").set_value(datetime.fromisoformat("2036-03-10 09:30")))

    create(tab)

    [made] = campaigns(sandbox, "Next week")
    assert made["status"] == "draft" and not made["scheduled_start_at"]
    planned = console.keeper.starts.of(made["id"])
    assert planned is not None and planned.starts_at == datetime.fromisoformat("2036-03-10T08:30+00:00")


@pytest.mark.usefixtures("console")
def test_a_refused_create_loses_nothing_and_can_be_sent_again(
    open_page: OpenPage, sandbox: RunningSandbox, language: str
) -> None:
    name = f"Refused {language}"
    sandbox.faults({"operation": "createCampaign", "kind": "success_false"})
    tab = create(named(open_page("new", language), name))

    assert tab.error
    assert campaigns(sandbox, name) == []
    assert tab.text_input(key="campaign-name").value == name

    run(tab.button(key="create-campaign").click())
    assert len(campaigns(sandbox, name)) == 1


@pytest.mark.usefixtures("console")
def test_a_lost_answer_makes_one_campaign_all_the_same(open_page: OpenPage, sandbox: RunningSandbox) -> None:
    sandbox.faults({"operation": "createCampaign", "kind": "drop_after"})

    tab = create(named(open_page("new"), "Lost answer"))

    assert len(campaigns(sandbox, "Lost answer")) == 1
    assert name_in_head(tab) == "Lost answer"


@pytest.mark.usefixtures("console")
def test_a_second_click_on_the_same_form_leads_to_the_same_campaign(
    open_page: OpenPage, sandbox: RunningSandbox
) -> None:
    tab = named(open_page("new"), "Clicked twice")
    token = tab.session_state["new-campaign-drafts"][""].token
    create(tab)

    tab.switch_page("pages/new_campaign_page.py")
    tab.session_state["new-campaign-clicked"] = token
    run(tab)

    assert len(campaigns(sandbox, "Clicked twice")) == 1
    assert name_in_head(tab) == "Clicked twice"


@pytest.mark.usefixtures("console")
def test_after_one_campaign_the_form_is_empty_again(open_page: OpenPage) -> None:
    tab = create(named(open_page("new"), "The first of two"))

    tab.switch_page("pages/new_campaign_page.py")
    tab.query_params.clear()
    run(tab)

    assert tab.text_input(key="campaign-name").value == ""


@pytest.mark.usefixtures("console")
def test_going_elsewhere_and_back_loses_nothing(open_page: OpenPage) -> None:
    tab = named(open_page("new"), "Interrupted")
    tab.switch_page("pages/connection_page.py")
    run(tab)

    tab.switch_page("pages/new_campaign_page.py")
    run(tab)

    assert tab.text_input(key="campaign-name").value == "Interrupted"


@pytest.mark.usefixtures("console")
def test_a_platform_that_is_down_leaves_the_form_usable(open_page: OpenPage, sandbox: RunningSandbox) -> None:
    sandbox.faults({"kind": "server_error", "times": None})

    tab = named(open_page("new"), "Typed in the dark")

    assert tab.error
    assert tab.text_input(key="campaign-name").value == "Typed in the dark"


def test_everybody_of_the_company_is_put_in_and_do_not_call_stays_out(
    open_page: OpenPage, sandbox: RunningSandbox, console: Runtime
) -> None:
    add_people(console, 5)

    tab = create(named(open_page("new"), "Everybody"), "everybody")

    [made] = campaigns(sandbox, "Everybody")
    assert made["total_contacts"] >= 5
    assert tab.button(key=f"confirm-launch-{made['id']}")  # the window that launches follows


def test_picked_people_are_put_in(open_page: OpenPage, sandbox: RunningSandbox, console: Runtime) -> None:
    add_people(console, 5)
    tab = named(open_page("new"), "Two of them")
    tab = run(tab.radio(key="people-source").set_value("picked"))
    tab = run(tab.button(key="create-campaign").click())
    assert "Please pick at least one person" in everything(tab)

    people = tab.multiselect(key="people-picked")
    contact_ids = [one.id for one in console.api.contacts.list(COMPANY_ID, has_phone=True)][:2]
    tab = run(people.set_value(contact_ids))
    run(tab.button(key="create-campaign").click())

    [made] = campaigns(sandbox, "Two of them")
    assert made["total_contacts"] == 2


@pytest.mark.parametrize("launched", [False, True])
def test_people_that_could_not_be_added_are_added_by_a_second_click_unless_it_was_launched(
    open_page: OpenPage, sandbox: RunningSandbox, console: Runtime, *, launched: bool
) -> None:
    add_people(console, 5)
    sandbox.faults({"operation": "addCampaignContacts", "kind": "success_false"})
    name = f"Without people {launched}"
    tab = create(named(open_page("new"), name), "everybody")
    assert "its people were not all added" in everything(tab)
    [made] = campaigns(sandbox, name)
    if launched:
        console.api.campaigns.add_contacts(made["id"], [next(iter(console.api.contacts.list())).id])
        console.api.campaigns.run(made["id"])

    tab = run(tab.button(key="add-people-again").click())

    [made] = campaigns(sandbox, name)
    assert ("has been launched since" in everything(tab)) is launched
    assert made["total_contacts"] == 1 if launched else made["total_contacts"] >= 5


def test_nobody_is_added_by_a_second_click_while_nobody_can_tell_whether_it_was_launched(
    open_page: OpenPage, sandbox: RunningSandbox, console: Runtime
) -> None:
    add_people(console, 5)
    sandbox.faults({"operation": "addCampaignContacts", "kind": "success_false"})
    tab = create(named(open_page("new"), "Launched unseen"), "everybody")
    [made] = campaigns(sandbox, "Launched unseen")
    console.api.campaigns.add_contacts(made["id"], [next(iter(console.api.contacts.list())).id])
    console.api.campaigns.run(made["id"])
    console.api.campaigns.stop(made["id"], CampaignStatus.PAUSED)
    sandbox.faults({"operation": "getCampaign", "kind": "server_error", "times": 4})  # each try of one read

    tab = run(tab.button(key="add-people-again").click())

    [made] = campaigns(sandbox, "Launched unseen")
    assert made["total_contacts"] == 1
    assert tab.error
    assert tab.button(key="add-people-again")


@pytest.mark.usefixtures("console")
def test_a_copy_begins_with_the_settings_of_the_other(open_page: OpenPage, sandbox: RunningSandbox) -> None:
    tab = named(open_page("new"), "The original")
    create(run(tab.number_input(key="attempts").set_value(7)))
    [original] = campaigns(sandbox, "The original")

    tab = open_page("new", copy=original["id"])

    assert tab.text_input(key="campaign-name").value == "The original (copy)"
    assert tab.number_input(key="attempts").value == 7
    assert "did not reach" in tab.radio(key="people-source").options[0]


@pytest.mark.usefixtures("console")
def test_a_copy_of_a_campaign_that_is_gone_says_so(open_page: OpenPage) -> None:
    tab = open_page("new", copy="nothing")

    assert not tab.exception
    assert "could not be found" in everything(tab)

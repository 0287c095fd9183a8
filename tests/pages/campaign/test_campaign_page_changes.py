"""Changes from *Campaign*: pause, resume, cancel, delete, edit. Each but a pause asks, and each is done once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

import pytest
from streamlit.testing.v1 import AppTest

from components.ui.confirm import Question
from services.api import errors
from services.api.models import Campaign, CampaignStatus, CampaignUpdate, OtherStatus
from services.launch import LaunchOutcome
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.launches import prepare_to_resume, resume
from tests.pages.own_elements import button, click, controls_of
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox


@pytest.fixture
def running(console: Runtime) -> Iterator[Campaign]:
    made = make_campaign(console.api, "Spring offer", people=2)
    console.api.campaigns.run(made.id)
    yield console.api.campaigns.get(made.id)
    last = console.api.campaigns.get(made.id)
    if last.status in ("running", "paused"):
        console.campaigns.cancel(last, who=Person("test"))


def status_of(console: Runtime, campaign: Campaign) -> CampaignStatus | OtherStatus:
    return console.api.campaigns.get(campaign.id).status


def test_it_asks_before_it_cancels(
    running: Campaign, console: Runtime, open_page: OpenPage, language: str
) -> None:
    tab = open_page("campaign", language, id=running.id)
    tab = click(tab, "cancel", running.id)

    assert tab.button(key=f"confirm-cancel-{running.id}")
    assert status_of(console, running) is CampaignStatus.RUNNING


def test_one_click_pauses(running: Campaign, console: Runtime, open_page: OpenPage) -> None:
    tab = click(open_page("campaign", id=running.id), "pause", running.id)

    assert status_of(console, running) is CampaignStatus.PAUSED
    assert button(tab, f"resume-{running.id}")[1] is None
    assert not [one for one in tab.button if one.key == f"confirm-pause-{running.id}"]


def test_what_cannot_be_done_now_is_in_the_menu_and_the_first_button_is_what_most_people_want(
    running: Campaign, open_page: OpenPage
) -> None:
    in_sight, in_menu = controls_of(open_page("campaign", id=running.id))

    assert in_sight == [f"{action}-{running.id}" for action in ("pause", "launch", "more")]
    assert in_menu == [f"{action}-{running.id}" for action in ("add-people", "edit", "cancel")]


RESUME_UNCLEAR = {
    "en": "It is not certain yet whether it was resumed",
    "de": "Noch ist nicht sicher, ob sie fortgesetzt wurde",
}


@pytest.fixture
def paused(running: Campaign, console: Runtime) -> Campaign:
    return console.campaigns.pause(running, who=Person("test"))


def test_a_paused_campaign_goes_on_once(paused: Campaign, console: Runtime, open_page: OpenPage) -> None:
    tab = click(open_page("campaign", id=paused.id), "resume", paused.id)
    assert tab.button(key=f"confirm-resume-{paused.id}")
    first, second = prepare_to_resume(paused), prepare_to_resume(paused)
    for view in (first, first, second):
        resume(view)

    assert status_of(console, paused) is CampaignStatus.RUNNING
    said = [view.result.outcome for view in (first, second) if view.result]
    assert said == [LaunchOutcome.LAUNCHED, LaunchOutcome.ALREADY]


def test_an_unclear_resume_is_said_and_neither_resume_nor_launch_works_again(
    paused: Campaign, console: Runtime, open_page: OpenPage, sandbox: RunningSandbox, language: str
) -> None:
    sandbox.faults({"operation": "updateCampaign", "kind": "server_error"})
    resume(prepare_to_resume(paused))
    sandbox.faults()

    for action in ("resume", "launch"):
        again = click(open_page("campaign", language, id=paused.id), action, paused.id)
        assert [warning.proto.title for warning in again.warning].count(RESUME_UNCLEAR[language]) == 2
        assert not [one for one in again.button if one.key == f"confirm-{action}-{paused.id}"]
    assert status_of(console, paused) is CampaignStatus.PAUSED


def test_a_running_campaign_cannot_be_edited_and_says_why(running: Campaign, open_page: OpenPage) -> None:
    tab = open_page("campaign", id=running.id, view="settings", edit="yes")

    assert button(tab, f"edit-{running.id}")[1]
    assert "Pause it first" in everything(tab)
    assert not [one for one in tab.button if one.key == f"save-{running.id}"]


def test_an_edit_is_saved(console: Runtime, open_page: OpenPage) -> None:
    made = make_campaign(console.api, "Spring offer")
    tab = open_page("campaign", id=made.id, view="settings", edit="yes")
    tab.text_input(key=f"campaign-name-{made.id}").set_value("Autumn offer")
    tab.number_input(key=f"people-at-once-{made.id}").set_value(7)
    tab.button(key=f"save-{made.id}").click().run()

    saved = console.api.campaigns.get(made.id)
    assert (saved.name, saved.max_concurrent_calls) == ("Autumn offer", 7)
    assert "edit" not in tab.query_params


def test_an_edit_keeps_more_than_a_form_lets_be_typed(console: Runtime, open_page: OpenPage) -> None:
    """Its people would else be called each minute, because somebody gave the campaign another name."""
    made = make_campaign(console.api, "Spring offer")
    console.api.campaigns.update(
        made.id,
        CampaignUpdate(max_concurrent_calls=150, max_attempts_per_contact=25, retry_delay_minutes=20_160),
    )
    tab = open_page("campaign", id=made.id, view="settings", edit="yes")
    tab.text_input(key=f"campaign-name-{made.id}").set_value("Autumn offer")
    tab.button(key=f"save-{made.id}").click().run()

    saved = console.api.campaigns.get(made.id)
    assert saved.name == "Autumn offer"
    assert (saved.max_concurrent_calls, saved.max_attempts_per_contact) == (150, 25)
    assert saved.retry_delay_minutes == 20_160


@pytest.mark.parametrize("people", [0, 2])
def test_an_edit_says_what_it_does_to_the_end(
    console: Runtime, open_page: OpenPage, language: str, people: int
) -> None:
    """For those who are in it, else for as many as are expected."""
    probably, instead = {
        "en": ("Probably done on", " instead of "),
        "de": ("Voraussichtlich fertig am", " statt am "),
    }[language]
    made = make_campaign(console.api, "Spring offer", people=people)
    tab = open_page("campaign", language, id=made.id, view="settings", edit="yes")
    assert probably in everything(tab)
    assert instead not in everything(tab)

    tab.number_input(key=f"retry-delay-{made.id}").set_value(2_880).run()

    assert instead in everything(tab)
    assert console.api.campaigns.get(made.id).retry_delay_minutes != 2_880
    tab.time_input(key=f"window-end-{made.id}").set_value(time(8, 0)).run()  # as it begins: never open
    assert probably not in everything(tab)


def test_an_edit_with_a_fault_is_not_sent_and_stays_typed(console: Runtime, open_page: OpenPage) -> None:
    made = make_campaign(console.api, "Spring offer")
    tab = open_page("campaign", id=made.id, view="settings", edit="yes")
    tab.text_input(key=f"campaign-name-{made.id}").set_value("   ")
    tab.number_input(key=f"people-at-once-{made.id}").set_value(7)
    tab.button(key=f"save-{made.id}").click().run()

    assert console.api.campaigns.get(made.id).max_concurrent_calls != 7
    assert tab.number_input(key=f"people-at-once-{made.id}").value == 7
    assert "Please give the campaign a name." in everything(tab)


def test_discarding_leaves_the_form(console: Runtime, open_page: OpenPage) -> None:
    made = make_campaign(console.api, "Spring offer")
    tab = open_page("campaign", id=made.id, view="settings", edit="yes")
    tab.text_input(key=f"campaign-name-{made.id}").set_value("Autumn offer").run()
    tab.button(key=f"discard-{made.id}").click().run()

    assert "edit" not in tab.query_params
    assert console.api.campaigns.get(made.id).name == "Spring offer"


def question(do: list[str], error: errors.ApiError | None = None) -> Question:
    def act() -> None:
        do.append("done")
        if error:
            raise error

    return Question("t", "m", "b", "k", act)


def test_a_question_is_answered_once_however_often_it_is_clicked() -> None:
    done: list[str] = []
    asked = question(done)
    asked.answer_yes()
    asked.answer_yes()

    assert done == ["done"]


def test_a_question_that_failed_can_be_answered_again() -> None:
    done: list[str] = []
    asked = question(done, errors.ServerError("updateCampaign", status=503))
    asked.answer_yes()
    asked.answer_yes()

    assert done == ["done", "done"]
    assert isinstance(asked.problem, errors.ServerError)


def test_a_failed_change_says_whether_it_was_saved() -> None:
    tab = AppTest.from_function(_draw_failed_question).run()

    assert "not certain" in tab.warning[0].value


def _draw_failed_question() -> None:
    from components.ui import confirm
    from services.api import errors as failures

    def fail() -> None:
        raise failures.DeadlineExceeded("updateCampaign", may_have_acted=True)

    asked = confirm.Question("t", "m", "b", "k", fail)
    asked.answer_yes()
    confirm.ask(asked)

"""Templates on the pages: chosen first, one fills the form, and what of it is gone is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from streamlit.testing.v1 import AppTest

from components.new_campaign.draft import Draft
from services.calling_days.days import CLOSED, DAILY, CallingDays
from services.campaigns.form import Basics, EachCall, Hours, Retries
from services.keeper import GuardrailTerms
from services.keeper.guardrails.terms import Guardrail, Response, Rule
from services.person import Person
from services.runtime import Runtime
from services.templates.content import TemplateContent
from tests.pages.conftest import OpenPage, everything
from tests.pages.test_new_campaign_page import campaigns, create, named, run
from tests.pages.upload.test_upload_draft import draft_of
from tests.pages.world import make_campaign
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, RunningSandbox

OTHER = "A number that is gone"
CONTENT = TemplateContent(
    Basics("", "For regulars", ASSISTANT_ID, (NUMBER_IDS[0],), COMPANY_ID),
    Hours(time(10), time(14), "Europe/Berlin", False),
    Retries(1, 5, 45),
    EachCall(longest_minutes=7),
    CallingDays((*(DAILY,) * 5, CLOSED, CLOSED), holidays_closed=True),
    names={"gone": OTHER},
)
WORDS = {
    "en": "is not known to take from a campaign: how long a call may last",
    "de": "dass sie das von einer Kampagne annimmt: wie lange ein Anruf dauern darf",
}


@pytest.fixture
def winter(console: Runtime) -> str:
    basics = replace(CONTENT.basics, from_number_ids=(*CONTENT.basics.from_number_ids, "gone"))
    return console.templates.save("Winter", replace(CONTENT, basics=basics), who=Person("Anna")).id


def test_the_one_that_is_chosen_fills_the_form_and_says_what_it_could_not_fill(
    open_page: OpenPage, sandbox: RunningSandbox, winter: str, language: str
) -> None:
    name = f"Of a template {language}"
    tab = named(open_page("new", language), name)

    tab = run(next(one for one in tab.selectbox if (one.key or "").startswith("template-")).set_value(winter))

    assert tab.text_input(key="campaign-name").value == name
    assert tab.time_input(key="window-start").value == time(10)
    said = everything(tab)
    assert [words for words in (WORDS[language], OTHER) if words not in said] == []
    create(tab)
    [made] = campaigns(sandbox, name)
    assert (made["call_window_start"][:5], made["call_window_end"][:5]) == ("10:00", "14:00")
    assert (made["max_attempts_per_contact"], made["retry_delay_minutes"]) == (5, 45)


def test_a_campaigns_settings_can_be_saved_as_one(open_page: OpenPage, console: Runtime) -> None:
    made = make_campaign(console.api, "Spring")

    tab = open_page("campaign", id=made.id, view="settings")

    assert tab.button(key="save-template").label == "Save as template …"


def test_the_menu_beside_the_button_of_a_new_campaign_saves_its_settings_as_one(
    console: Runtime, open_page: OpenPage
) -> None:
    menu = open_page("new").menu_button(key="new-campaign-more")

    assert menu.label == "More"
    assert menu.options[0] == "Save as template …"


def begun_with(tab: AppTest, template: str) -> AppTest:
    return run(
        next(one for one in tab.selectbox if (one.key or "").startswith("template-")).set_value(template)
    )


def in_the_making(tab: AppTest) -> Draft:
    [made] = [one for one in tab.session_state["new-campaign-drafts"].values() if one.saved.id]
    return made


def test_limits_and_days_of_a_template_do_not_stay_when_another_one_has_none(
    open_page: OpenPage, console: Runtime, winter: str
) -> None:
    limits = GuardrailTerms({**GuardrailTerms().of, Rule.CALLS_A_DAY: Guardrail(Response.PAUSE, 20)})
    strict = console.templates.save("Strict", replace(CONTENT, limits=limits), who=Person("Anna")).id
    bare = console.templates.save("Bare", replace(CONTENT, days=None), who=Person("Anna")).id
    tab = named(open_page("new"), "One after the other")
    before = in_the_making(tab)
    usual = (before.days, before.limits)
    assert before.days

    tab = begun_with(tab, strict)
    made = in_the_making(tab)
    assert made.limits == limits
    assert made.days
    assert made.days.week[5:] == (CLOSED, CLOSED)

    made = in_the_making(begun_with(tab, bare))
    assert (made.days, made.limits) == usual


def test_a_draft_that_was_begun_with_a_template_comes_back_with_what_was_changed_since(
    open_page: OpenPage, sandbox: RunningSandbox, console: Runtime, winter: str
) -> None:
    name = "Of a template, kept"
    tab = begun_with(named(open_page("new"), name), winter)
    tab = run(tab.number_input(key="attempts").set_value(3))
    tab = run(tab.time_input(key="window-end").set_value(time(15)))

    again = open_page("new", draft=draft_of(tab))

    chosen = next(one for one in again.selectbox if (one.key or "").startswith("template-"))
    assert (chosen.value, again.time_input(key="window-end").value) == (winter, time(15))
    assert OTHER in everything(again)  # that it could not be taken over
    assert (in_the_making(again).days, in_the_making(again).each) == (
        in_the_making(tab).days,
        in_the_making(tab).each,
    )
    console.templates.delete(winter, who=Person("Anna"))  # what it has filled in stays
    create(again)
    [made] = campaigns(sandbox, name)
    assert (made["call_window_start"][:5], made["call_window_end"][:5]) == ("10:00", "15:00")
    assert (made["max_attempts_per_contact"], made["retry_delay_minutes"]) == (3, 45)

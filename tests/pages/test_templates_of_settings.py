"""Templates on the pages: chosen first, one fills the form, and what of it is gone is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from services.calling_days.days import CLOSED, DAILY, CallingDays
from services.campaigns.form import Basics, EachCall, Hours, Retries
from services.person import Person
from services.runtime import Runtime
from services.templates.content import TemplateContent
from tests.pages.conftest import OpenPage, everything
from tests.pages.test_new_campaign_page import campaigns, create, named, run
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

    tab = run(next(one for one in tab.selectbox if one.key.startswith("template-")).set_value(winter))

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

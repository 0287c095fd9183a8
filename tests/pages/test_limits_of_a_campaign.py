"""Limits in the form of *New campaign* and in a campaign's *Settings*: kept with the campaign, in both languages, also while it
calls; a copy has them too.
"""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from services.api.models import CampaignStatus, CampaignUpdate
from services.keeper import Guardrail, GuardrailTerms, Response, Rule
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.test_new_campaign_page import create, named, run
from tests.pages.world import make_campaign


def campaign_named(console: Runtime, name: str) -> str:
    console.campaigns.refresh()
    return next(one.id for one in console.api.campaigns.list() if one.name == name)


def type_number(tab: AppTest, rule: Rule, value: float, suffix: str = "") -> AppTest:
    return run(tab.number_input(key=f"limit-{rule}{suffix}").set_value(value))


def answer(tab: AppTest, rule: Rule, response: Response, suffix: str = "") -> AppTest:
    return run(tab.selectbox(key=f"limit-response-{rule}{suffix}").set_value(response))


@pytest.mark.usefixtures("console")
def test_what_comes_set_stands_in_the_form_in_plain_words(open_page: OpenPage, language: str) -> None:
    tab = named(open_page("new", language), "Usual")

    assert tab.number_input(key="limit-failures").value == 50
    assert tab.number_input(key="limit-wrong_numbers").value == 10
    assert tab.number_input(key="limit-calls_a_day").value is None
    assert tab.selectbox(key="limit-response-failures").value == Response.PAUSE
    shown = {"en": "Calls a day", "de": "Anrufe am Tag"}
    assert shown[language] in everything(tab)


def test_a_limit_that_is_typed_is_kept_with_the_campaign_and_with_its_copy(
    open_page: OpenPage, console: Runtime
) -> None:
    tab = named(open_page("new"), "Few a day")
    tab = type_number(tab, Rule.CALLS_A_DAY, 120)
    tab = answer(tab, Rule.ANSWER_RATE, Response.PAUSE)
    create(tab)

    made = campaign_named(console, "Few a day")
    terms = console.keeper.guards.terms(made)
    assert terms.of[Rule.CALLS_A_DAY] == Guardrail(Response.PAUSE, 120)
    assert terms.of[Rule.ANSWER_RATE] == Guardrail(Response.PAUSE, 0.5)

    copy = named(open_page("new", copy=made), "Copied")
    assert copy.number_input(key="limit-calls_a_day").value == 120
    create(copy)
    assert console.keeper.guards.terms(campaign_named(console, "Copied")) == terms


def test_they_are_changed_while_it_calls(open_page: OpenPage, console: Runtime) -> None:
    campaign = make_campaign(console.api, "Calls now", people=3)
    console.api.campaigns.update(campaign.id, CampaignUpdate(status=CampaignStatus.RUNNING))
    suffix = f"-{campaign.id}"

    tab = run(open_page("campaign", id=campaign.id, view="settings"))
    tab = type_number(tab, Rule.CALLS_IN_ALL, 40, suffix)
    tab = run(tab.button(key=f"save-limits{suffix}").click())

    assert console.keeper.guards.terms(campaign.id).of[Rule.CALLS_IN_ALL] == Guardrail(Response.PAUSE, 40)
    assert tab.number_input(key=f"limit-calls_in_all{suffix}").value == 40


def test_what_an_admin_calls_usual_holds_where_nobody_has_set_others(console: Runtime) -> None:
    campaign = make_campaign(console.api, "As usual", people=1)

    assert console.keeper.guards.terms(campaign.id) == GuardrailTerms()

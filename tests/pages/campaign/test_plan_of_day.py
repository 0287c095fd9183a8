"""Plan of the day on *Campaigns* and on *Campaign*: folded until somebody opens it, and then what is made and expected."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from services.api.models import CampaignStatus, CampaignUpdate
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox

ALWAYS: dict[str, Any] = {"call_window_start": "00:00", "call_window_end": "23:59"}
NOTHING = {"en": "No calls are planned for today.", "de": "Für heute sind keine Anrufe geplant."}
EXPECTED = {"en": "still expected", "de": "noch erwartet"}
MUCH = {"en": "Numbers that call much are marked as spam", "de": "werden als Spam markiert"}


def opened(tab: AppTest, key: str) -> AppTest:
    tab.session_state[key] = True
    return tab.run()


def test_it_is_folded_and_costs_nothing_until_it_is_opened(
    console: Runtime, sandbox: RunningSandbox, open_page: OpenPage, language: str
) -> None:
    open_page("campaigns", language)
    sandbox.forget_requests()
    tab = open_page("campaigns", language)

    assert NOTHING[language] not in everything(tab)
    assert sandbox.requests().get("listCalls", 0) == 0
    assert not tab.exception


def test_nothing_planned_is_said(
    console: Runtime, sandbox: RunningSandbox, open_page: OpenPage, language: str
) -> None:
    sandbox.advance(hours=24)  # what was called before was not called today
    make_campaign(console.api, "Draft", people=1)

    tab = opened(open_page("campaigns", language), "plan-of-all")

    assert NOTHING[language] in everything(tab)
    assert not tab.exception


def test_all_campaigns_together_with_a_number_that_would_call_much(
    console: Runtime, open_page: OpenPage, language: str
) -> None:
    console.settings.console_calls_per_number = 2
    campaign = make_campaign(console.api, "Spring", people=3, **ALWAYS)
    console.api.campaigns.run(campaign.id)

    tab = opened(open_page("campaigns", language), "plan-of-all")

    told = everything(tab)
    assert EXPECTED[language] in told
    assert MUCH[language] in told
    assert not tab.exception
    console.api.campaigns.update(campaign.id, CampaignUpdate(status=CampaignStatus.CANCELLED))


def test_one_campaign_has_a_plan_of_its_own(console: Runtime, open_page: OpenPage, language: str) -> None:
    campaign = make_campaign(console.api, "Spring", people=3, **ALWAYS)
    console.api.campaigns.run(campaign.id)

    tab = opened(open_page("campaign", language, id=campaign.id), "plan-of-day")

    assert EXPECTED[language] in everything(tab)
    assert not tab.exception
    console.api.campaigns.update(campaign.id, CampaignUpdate(status=CampaignStatus.CANCELLED))

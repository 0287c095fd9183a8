"""*Overview* of a campaign that calls nobody: why, until when, whom it concerns and what mends it, in both languages."""

from __future__ import annotations

import re
from typing import Any

from streamlit.testing.v1 import AppTest

from services.api.models import CampaignStatus, CampaignUpdate
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything, words_of
from tests.pages.own_elements import button
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox

WHY = {"en": "Why is nobody being called?", "de": "Warum wird niemand angerufen?"}
HOURS = {"en": "Outside the calling hours", "de": "Außerhalb der Anrufzeiten"}
PAUSED = {"en": "Held by the pause", "de": "Durch die Pause aufgehalten"}
LEFT = {"en": "Who is left in it?", "de": "Wer ist noch übrig?"}
RETRY = {"en": "Wait for the next try", "de": "Warten auf den nächsten Versuch"}
SILENCE = {"en": "Nobody has been dialed for", "de": "wurde niemand angewählt"}
IN_ALL = {"en": "3 people in all", "de": "3 Personen insgesamt"}
OTHERS = {"en": "What do the others wait for?", "de": "Worauf warten die anderen?"}
FOLLOW = {"en": "follow by themselves as soon as", "de": "folgen von selbst, sobald"}
LINES = {"en": "wait for a free line: 2 at once.", "de": "warten auf eine freie Leitung: 2 gleichzeitig."}
AN_HOUR_LATER: dict[str, Any] = {
    "call_window_start": "04:00",
    "call_window_end": "04:30",
    "call_window_timezone": "UTC",
}
ALWAYS: dict[str, Any] = {"call_window_start": "00:00", "call_window_end": "23:59"}


def why(tab: AppTest) -> str:
    """Words of that part of the page; empty where it is not drawn."""
    return next((words_of(str(one.value)) for one in tab.html if 'class="holding"' in str(one.value)), "")


def test_outside_the_hours_it_opens_by_itself_and_leads_to_them(
    console: Runtime, open_page: OpenPage, language: str
) -> None:
    campaign = make_campaign(console.api, "Spring", people=3, **AN_HOUR_LATER)
    console.api.campaigns.run(campaign.id)

    tab = open_page("campaign", language, id=campaign.id)

    told = why(tab)
    assert WHY[language] in told
    assert re.search(rf"{HOURS[language]}\s+3\s", told), told
    assert IN_ALL[language] in told
    assert not tab.exception
    console.api.campaigns.update(campaign.id, CampaignUpdate(status=CampaignStatus.CANCELLED))


def test_a_paused_one_is_resumed_with_one_click(console: Runtime, open_page: OpenPage, language: str) -> None:
    campaign = make_campaign(console.api, "Spring", people=3, **AN_HOUR_LATER)
    console.api.campaigns.run(campaign.id)
    console.api.campaigns.update(campaign.id, CampaignUpdate(status=CampaignStatus.PAUSED))

    tab = open_page("campaign", language, id=campaign.id)

    assert re.search(rf"{PAUSED[language]}\s+3\s", why(tab))
    assert button(tab, f"resume-{campaign.id}")[1] is None
    assert not [one for one in tab.button if one.key and one.key.startswith("mend-")]  # one place each
    console.api.campaigns.update(campaign.id, CampaignUpdate(status=CampaignStatus.CANCELLED))


def test_one_that_is_over_says_who_is_left(console: Runtime, open_page: OpenPage, language: str) -> None:
    campaign = make_campaign(console.api, "Spring", people=3, **AN_HOUR_LATER)
    console.api.campaigns.run(campaign.id)
    console.api.campaigns.update(campaign.id, CampaignUpdate(status=CampaignStatus.CANCELLED))

    tab = open_page("campaign", language, id=campaign.id)

    assert LEFT[language] in why(tab)


def test_one_in_which_everybody_was_called_to_the_end_asks_nothing(
    console: Runtime, sandbox: RunningSandbox, open_page: OpenPage
) -> None:
    campaign = make_campaign(console.api, "Spring", people=2, max_attempts_per_contact=1, **ALWAYS)
    console.api.campaigns.run(campaign.id)
    sandbox.advance(hours=3)
    assert console.api.campaigns.get(campaign.id).status is CampaignStatus.COMPLETED

    assert why(open_page("campaign", id=campaign.id)) == ""


def test_it_is_not_there_while_somebody_is_being_called(
    console: Runtime, sandbox: RunningSandbox, open_page: OpenPage
) -> None:
    campaign = make_campaign(console.api, "Spring", people=3, **ALWAYS)
    console.api.campaigns.run(campaign.id)

    assert why(open_page("campaign", id=campaign.id)) == ""
    console.api.campaigns.update(campaign.id, CampaignUpdate(status=CampaignStatus.CANCELLED))
    sandbox.advance(hours=1)


def test_while_some_are_called_it_says_what_the_others_wait_for(
    console: Runtime, sandbox: RunningSandbox, open_page: OpenPage, language: str
) -> None:
    campaign = make_campaign(console.api, "Spring", people=6, max_concurrent_calls=2, **ALWAYS)
    console.api.campaigns.run(campaign.id)
    sandbox.advance(minutes=0.5)

    tab = open_page("campaign", language, id=campaign.id)

    told = why(tab)
    assert OTHERS[language] in told
    assert LINES[language] in told
    assert not tab.warning
    tab = open_page("campaign", language, id=campaign.id, view="dry-run")
    assert FOLLOW[language] in everything(tab), (
        "a dry run of the platform names nobody while all lines are taken"
    )
    console.api.campaigns.update(campaign.id, CampaignUpdate(status=CampaignStatus.CANCELLED))
    sandbox.advance(hours=1)


def test_a_silence_that_a_limit_explains_raises_no_alarm(
    console: Runtime, sandbox: RunningSandbox, open_page: OpenPage, language: str
) -> None:
    campaign = make_campaign(console.api, "Spring", people=12, retry_delay_minutes=600, **ALWAYS)
    console.api.campaigns.run(campaign.id)
    sandbox.advance(hours=1)

    tab = open_page("campaign", language, id=campaign.id)

    assert RETRY[language] in why(tab)
    assert not [one for one in tab.warning if SILENCE[language] in str(one.value)]
    console.api.campaigns.update(campaign.id, CampaignUpdate(status=CampaignStatus.CANCELLED))


def test_nothing_of_it_is_said_of_a_draft(console: Runtime, open_page: OpenPage) -> None:
    campaign = make_campaign(console.api, "Spring", people=3)
    assert why(open_page("campaign", id=campaign.id)) == ""

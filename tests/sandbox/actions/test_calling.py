"""Starting and stopping in the generation `actions`: an action, and nothing else, is what a run knows."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.dialling.telephony import Ending
from services.api.models import Outcome
from tests.sandbox.actions.platform import ActionsPlatform

TALK = Ending(Outcome.ANSWERED, 100)


def ready(platform: ActionsPlatform, people: int = 1, **body: Any) -> str:
    campaign = platform.campaign(**body)
    platform.enrol(campaign, *[platform.person(TALK) for _ in range(people)])
    return campaign


@pytest.mark.parametrize(
    "body", [{}, {"dryRun": True}, {"dryRun": True, "maxCalls": 1, "accountSlug": "acme"}]
)
def test_a_run_without_an_action_starts_the_campaign_even_where_it_was_to_call_nobody(
    platform: ActionsPlatform, body: dict[str, Any]
) -> None:
    campaign = ready(platform)
    assert platform.run(campaign, **body) == {"success": True, "status": "running"}
    platform.after(minutes=1)
    assert len(platform.calls(campaign)) == 1


def test_nobody_is_called_before_the_diallers_next_look(platform: ActionsPlatform) -> None:
    campaign = ready(platform)
    platform.run(campaign, action="start")
    assert platform.calls(campaign) == []
    platform.after(minutes=1)
    assert len(platform.calls(campaign)) == 1


def test_no_limit_is_known_to_a_run(platform: ActionsPlatform) -> None:
    campaign = ready(platform, people=6, maxConcurrentCalls=2)
    platform.run(campaign, action="start", maxCalls=1)
    platform.after(hours=1)
    assert len(platform.calls(campaign)) == 6


def test_a_stop_is_answered_with_a_word_of_its_own_and_hangs_up_nobody(platform: ActionsPlatform) -> None:
    campaign = ready(platform, people=3)
    platform.run(campaign, action="start")
    platform.after(minutes=1)
    assert platform.run(campaign, action="stop")["status"] == platform.status(campaign) == "stopped"
    platform.after(hours=1)
    [call] = platform.calls(campaign)
    assert call["outcome"] == "answered"
    platform.run(campaign, action="start")
    platform.after(hours=1)
    assert (len(platform.calls(campaign)), platform.status(campaign)) == (3, "completed")


def test_a_stop_keeps_a_planned_campaign_from_starting(platform: ActionsPlatform) -> None:
    campaign = ready(platform, scheduledStartAt="2026-03-03T11:00:00Z")
    platform.run(campaign, action="stop")
    platform.at("2026-03-03T12:00:00Z")
    assert (platform.status(campaign), platform.calls(campaign)) == ("stopped", [])


def test_a_stop_of_what_does_not_run_changes_nothing(platform: ActionsPlatform) -> None:
    campaign = ready(platform)
    assert platform.run(campaign, action="stop")["status"] == platform.status(campaign) == "draft"


def test_another_action_is_refused_by_its_name(platform: ActionsPlatform) -> None:
    answer = platform.run(ready(platform), 400, action="pause")
    assert "action" in answer["details"]["fieldErrors"]


def test_what_is_over_is_not_started_again_and_without_a_credit_nothing_is(platform: ActionsPlatform) -> None:
    campaign = ready(platform)
    platform.run(campaign, action="start")
    platform.after(hours=1)
    platform.run(campaign, 409, action="start")
    with platform.world.write() as connection:
        connection.exec_driver_sql("update account set credits = 0")
    platform.run(ready(platform), 402, action="start")


def test_the_dashboard_counts_calls_and_tells_neither_people_nor_outcomes(platform: ActionsPlatform) -> None:
    campaign = platform.campaign(maxConcurrentCalls=3)
    platform.enrol(
        campaign, platform.person(TALK), platform.person(Outcome.INVALID_NUMBER), platform.person(TALK)
    )
    platform.run(campaign, action="start")
    platform.after(minutes=1.5)
    assert platform.get(f"campaigns/{campaign}/dashboard") == {
        "success": True,
        "stats": {"totalCalls": 3, "answered": 0, "failed": 1, "inProgress": 2},
    }

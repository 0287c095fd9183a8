"""Campaigns of the generation `actions`: what a create does, what an update does not do, and what can be got rid of."""

from __future__ import annotations

import pytest

from services.api.models import Outcome
from tests.sandbox.actions.platform import ActionsPlatform


def test_a_create_that_does_not_speak_of_it_takes_in_the_whole_group_and_says_nothing(
    platform: ActionsPlatform,
) -> None:
    group = {platform.member() for _ in range(3)}
    platform.member(do_not_call=True)
    platform.person()
    made = platform.created(enrollment=None)["campaign"]
    assert {"enrollment", "totalContacts"}.isdisjoint(made)
    assert platform.ids(made["id"]) == group


def test_the_answer_repeats_the_settings_that_were_sent_and_counts_nobody(platform: ActionsPlatform) -> None:
    early, late = platform.member(lead_status="open"), platform.member(lead_status="open")
    platform.member(lead_status="lost")
    wanted = {"mode": "delta", "notYetDialed": True, "leadStatus": "open", "maxToAdd": 1}
    made = platform.created(enrollment=wanted)["campaign"]
    assert made["enrollment"] == wanted
    assert platform.ids(made["id"]) == {early}
    assert late != early


def test_a_create_that_says_none_takes_in_nobody(platform: ActionsPlatform) -> None:
    platform.member()
    made = platform.created()["campaign"]
    assert made["enrollment"] == {"mode": "none"}
    assert platform.people(made["id"]) == []


def test_with_a_date_it_answers_draft_and_calls_everybody_at_the_date(platform: ActionsPlatform) -> None:
    somebody = platform.member(Outcome.ANSWERED)
    made = platform.created(enrollment=None, scheduledStartAt="2026-03-03T11:00:00Z")["campaign"]
    assert made["status"] == "draft"
    assert platform.status(made["id"]) == "scheduled"
    platform.at("2026-03-03T11:01:00Z")
    assert {call["contactId"] for call in platform.calls(made["id"])} == {somebody}


def test_what_is_not_said_is_as_its_page_has_it(platform: ActionsPlatform) -> None:
    made = platform.show(platform.campaign(maxConcurrentCalls=None))
    assert (made["maxConcurrentCalls"], made["retryDelayMinutes"]) == (5, 60)


def test_a_company_is_not_needed_and_an_assistant_is(platform: ActionsPlatform) -> None:
    assert "companyId" not in platform.created()["campaign"]
    platform.created(404, assistantId="asst_nobody")
    platform.created(400, assistantId=None)


@pytest.mark.parametrize("status", ["paused", "cancelled", "running", "whatever"])
def test_an_update_knows_no_status_and_says_nothing_of_it(platform: ActionsPlatform, status: str) -> None:
    campaign = platform.campaign()
    platform.enrol(campaign, platform.person(Outcome.ANSWERED))
    platform.run(campaign, action="start")
    answer = platform.put(campaign, status=status)
    assert answer["campaign"]["status"] == platform.status(campaign) == "running"


def test_an_update_may_change_the_assistant_and_what_becomes_of_a_machine(platform: ActionsPlatform) -> None:
    campaign = platform.campaign()
    changed = platform.put(
        campaign, name="Autumn", voicemailAction="hangup", maxAttemptsBusy=2, assistantId="asst_first"
    )["campaign"]
    assert (changed["name"], changed["voicemailAction"], changed["maxAttemptsBusy"]) == (
        "Autumn",
        "hangup",
        2,
    )
    platform.put(campaign, 404, assistantId="asst_nobody")


def test_an_update_plans_and_takes_the_plan_back(platform: ActionsPlatform) -> None:
    campaign = platform.campaign()
    planned = platform.put(campaign, scheduledStartAt="2026-03-04T09:00:00Z")["campaign"]
    assert (planned["status"], planned["scheduledStartAt"]) == ("scheduled", "2026-03-04T09:00:00.000Z")
    assert platform.put(campaign, scheduledStartAt=None)["campaign"]["status"] == "draft"


def test_only_a_draft_can_be_deleted(platform: ActionsPlatform) -> None:
    draft, stopped = platform.campaign(), platform.campaign()
    platform.run(stopped, action="start")
    platform.run(stopped, action="stop")
    platform.delete(f"campaigns/{draft}")
    platform.delete(f"campaigns/{stopped}", status=400)
    assert [row["id"] for row in platform.get("campaigns")["campaigns"]] == [stopped]

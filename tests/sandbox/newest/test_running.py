"""Run, pause and end of campaigns on the newest generation: a run is only a wish, and the dialler comes after it."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
from sqlalchemy import select

from sandbox.tables import deliveries
from services.api.models import Outcome
from tests.sandbox.newest.platform import NewestPlatform
from tests.sandbox.platform import TUESDAY_10_UTC


def people_in(platform: NewestPlatform, campaign: str, amount: int) -> list[str]:
    people = [platform.person(Outcome.ANSWERED) for _ in range(amount)]
    platform.enrol(campaign, *people)
    return people


def test_a_run_only_selects_and_the_dialler_comes_some_fifteen_seconds_later(
    platform: NewestPlatform,
) -> None:
    campaign = platform.campaign(maxConcurrentCalls=3)
    people = people_in(platform, campaign, 3)
    run = platform.run(campaign)
    assert (run["started"], run["calls"], run["picks"]) == (3, [], [])
    assert (run["dryRun"], run["dialing"]) == (False, "async")
    assert platform.calls(campaign) == []
    platform.after(minutes=20 / 60)
    assert platform.called(campaign) == set(people)


def test_the_dialler_knows_nothing_of_max_calls_and_goes_on_at_every_beat(platform: NewestPlatform) -> None:
    campaign = platform.campaign(maxConcurrentCalls=2)
    people = people_in(platform, campaign, 12)
    assert platform.run(campaign, maxCalls=3)["started"] == 3
    platform.after(minutes=20)
    assert platform.called(campaign) == set(people)
    assert platform.most_at_once(campaign) == 2


def test_without_the_accounts_slug_nothing_runs_not_even_a_dry_run(platform: NewestPlatform) -> None:
    campaign = platform.campaign()
    people_in(platform, campaign, 1)
    for body in ({}, {"dryRun": True}, {"accountSlug": ""}):
        platform.post(f"campaigns/{campaign}/run", body, 400)
    assert platform.status(campaign) == "draft"


@pytest.mark.parametrize("spelling", ["dryRun", "dry_run"])
def test_a_dry_run_names_who_would_be_called_and_calls_nobody(
    platform: NewestPlatform, spelling: str
) -> None:
    campaign = platform.campaign()
    people = people_in(platform, campaign, 2)
    answer = platform.run(campaign, **{spelling: True}, maxCalls=5)
    assert answer["dryRun"] is True
    assert [pick["contact_id"] for pick in answer["picks"]] == people
    assert all(pick["toNumber"].startswith("+49") and pick["fromNumber"] for pick in answer["picks"])
    platform.after(minutes=5)
    assert (platform.status(campaign), platform.calls(campaign)) == ("draft", [])


def test_pausing_stops_the_dialler_and_hangs_up_nobody(platform: NewestPlatform) -> None:
    campaign = platform.campaign()
    people = people_in(platform, campaign, 4)
    platform.run(campaign)
    platform.after(minutes=20 / 60)
    assert platform.put(campaign, status="paused")["campaign"]["status"] == "paused"
    platform.after(minutes=30)
    assert platform.called(campaign) == {people[0]}
    assert platform.one(campaign, people[0])["outcome"] == "answered"


def test_a_second_active_campaign_of_an_assistant_is_a_conflict(platform: NewestPlatform) -> None:
    first, second = platform.campaign(name="First"), platform.campaign(name="Second")
    for campaign in (first, second):
        people_in(platform, campaign, 2)
    platform.run(first)
    assert "First" in platform.run(second, 409)["error"]
    platform.put(second, 409, status="running")
    platform.run(second, dryRun=True)
    platform.put(first, status="paused")
    platform.run(second)
    assert platform.status(second) == "running"


def test_a_planned_campaign_waits_for_the_one_its_assistant_is_busy_with(platform: NewestPlatform) -> None:
    planned = platform.campaign(scheduledStartAt="2026-03-03T10:05:00Z")
    (somebody,) = people_in(platform, planned, 1)
    busy = platform.campaign(noAutoComplete=True)
    platform.run(busy)
    platform.at("2026-03-03T11:00:00Z")
    assert (platform.status(planned), platform.calls(planned)) == ("scheduled", [])
    platform.put(busy, status="paused")
    platform.after(minutes=2)
    assert platform.called(planned) == {somebody}


def test_only_a_draft_or_a_cancelled_campaign_is_deleted(platform: NewestPlatform) -> None:
    draft, planned = platform.campaign(), platform.campaign(scheduledStartAt="2026-03-04T10:00:00Z")
    platform.delete(f"campaigns/{draft}")
    platform.delete(f"campaigns/{planned}", status=400)
    platform.put(planned, status="cancelled")
    platform.delete(f"campaigns/{planned}")
    assert platform.get("campaigns")["campaigns"] == []


def test_nobody_can_be_taken_out(platform: NewestPlatform) -> None:
    campaign = platform.campaign()
    people = people_in(platform, campaign, 1)
    platform.delete(f"campaigns/{campaign}/contacts", {"contactIds": people}, 405)
    assert len(platform.people(campaign)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"maxConcurrentCalls": 21},
        {"maxCallDurationMinutes": 61},
        {"maxAttemptsNoAnswer": 51},
        {"retryDelayMinutesBusy": 10_081},
        {"voicemailAction": "sing"},
        {"unavailableAction": "wait"},
        {"daysOfWeek": []},
        {"daysOfWeek": [7]},
        {"daysOfWeek": ["caturday"]},
        {"dayWindows": [{"day": 1, "start": "25:00", "end": "26:00"}]},
        {"webhookUrl": "http://example.com"},
        {"scheduledEndAt": TUESDAY_10_UTC},
    ],
)
def test_what_no_campaign_can_have_is_refused(platform: NewestPlatform, wrong: dict[str, object]) -> None:
    platform.put(platform.campaign(), 400, **wrong)


def test_a_configuration_cannot_change_while_the_campaign_runs(platform: NewestPlatform) -> None:
    campaign = platform.campaign(noAutoComplete=True)
    platform.run(campaign)
    platform.put(campaign, 409, maxConcurrentCalls=20)
    platform.put(campaign, status="paused")
    assert platform.put(campaign, maxConcurrentCalls=20)["campaign"]["max_concurrent_calls"] == 20


def test_one_call_rings_now_and_belongs_to_no_campaign(platform: NewestPlatform) -> None:
    platform.at("2026-03-03T23:30:00Z")
    body = {"assistant_id": "asst_first", "to_number": "+49 151 12349999"}
    assert platform.post("calls", body)["call"]["to_number"] == "+4915112349999"
    (call,) = platform.get("calls")["calls"]
    assert (call["status"], call["campaign_id"]) == ("in_progress", None)
    platform.after(minutes=15)
    (call,) = platform.get("calls")["calls"]
    assert call["outcome"] and call["ended_at"]
    platform.post("calls", {**body, "from_number": "+4915100000000"}, 400)
    platform.post("calls", {**body, "assistant_id": "nobody"}, 404)


def test_a_webhook_is_told_what_it_asked_for_and_signed(platform: NewestPlatform) -> None:
    events = ["campaign.started", "call.completed"]
    hook = {"webhookEnabled": True, "webhookUrl": "https://receiver.example/hook", "webhookSecret": "s3cret"}
    told = platform.campaign(name="Told", **hook, webhookEvents=events)
    people = people_in(platform, told, 2)
    assert "webhook_secret" not in platform.show(told)
    platform.run(told)
    platform.after(hours=1)
    silent = platform.campaign(name="Silent", webhookUrl=hook["webhookUrl"])
    people_in(platform, silent, 1)
    platform.run(silent)
    platform.after(hours=1)
    with platform.world.read() as connection:
        kept = connection.execute(select(deliveries)).all()
    bodies = [json.loads(row.body) for row in kept]
    assert [body["event"] for body in bodies] == ["campaign.started", "call.completed", "call.completed"]
    assert [body["contact_id"] for body in bodies[1:]] == people
    assert {body["campaign_id"] for body in bodies} == {told}
    for row in kept:
        assert row.url == hook["webhookUrl"]
        assert row.signature == hmac.new(b"s3cret", row.body.encode(), hashlib.sha256).hexdigest()

from __future__ import annotations

import pytest

from services.api.models import Outcome
from tests.sandbox.platform import Platform

LATER = "2026-03-04T09:00:00Z"


def in_status(platform: Platform, status: str) -> str:
    """A campaign with one person, brought to `status` as a person would bring it."""
    body = {"scheduledStartAt": LATER} if status == "scheduled" else {}
    campaign = platform.campaign(**body)
    platform.enrol(campaign, platform.person(Outcome.NO_ANSWER))
    if status in ("running", "paused", "completed"):
        platform.put(campaign, status="running")
    if status in ("paused", "completed", "cancelled"):
        platform.put(campaign, status=status)
    assert platform.status(campaign) == status
    return campaign


ALL = ["draft", "scheduled", "running", "paused", "completed", "cancelled"]


@pytest.mark.parametrize("status", ["draft", "scheduled", "running", "paused"])
def test_it_runs_and_cancels_from_the_first_four(platform: Platform, status: str) -> None:
    campaign = in_status(platform, status)
    assert platform.run(campaign, dryRun=True)["dryRun"] is True
    assert platform.status(campaign) == status
    platform.run(campaign)
    assert platform.status(campaign) == "running"
    platform.put(campaign, status="cancelled")
    assert platform.status(campaign) == "cancelled"


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_it_never_leaves_its_end(platform: Platform, status: str) -> None:
    campaign = in_status(platform, status)
    platform.run(campaign, status=409)
    platform.run(campaign, status=409, dryRun=True)
    platform.put(campaign, 409, name="Again")
    for other in ALL:
        platform.put(campaign, 200 if other == status else 400, status=other)
    assert platform.status(campaign) == status


@pytest.mark.parametrize(
    ("status", "no_way_to"),
    [
        ("draft", ["scheduled", "paused", "completed"]),
        ("scheduled", ["completed"]),
        ("running", ["draft", "scheduled"]),
        ("paused", ["draft", "scheduled"]),
    ],
)
def test_it_takes_no_other_way(platform: Platform, status: str, no_way_to: list[str]) -> None:
    """A draft is scheduled by its start, not by its status alone."""
    campaign = in_status(platform, status)
    for other in no_way_to:
        platform.put(campaign, 400, status=other)
    assert platform.status(campaign) == status


def test_it_changes_nothing_but_the_status_while_running(platform: Platform) -> None:
    campaign = in_status(platform, "running")
    platform.put(campaign, 409, name="Other")
    platform.put(campaign, 409, status="paused", maxConcurrentCalls=5)
    assert platform.status(campaign) == "running"
    platform.put(campaign, status="paused")
    platform.put(campaign, name="Other", maxConcurrentCalls=5, description="Said", callWindowEnd="20:00")
    platform.put(campaign, description=None)
    shown = platform.show(campaign)
    assert (shown["name"], shown["max_concurrent_calls"], shown["description"]) == ("Other", 5, None)
    assert (shown["call_window_start"], shown["call_window_end"]) == ("00:00", "20:00")


@pytest.mark.parametrize(
    ("status", "answer"), [(s, 200 if s in ("draft", "cancelled") else 400) for s in ALL]
)
def test_it_deletes_drafts_and_cancelled_ones_only(platform: Platform, status: str, answer: int) -> None:
    campaign = in_status(platform, status)
    platform.delete(f"campaigns/{campaign}", status=answer)
    shown = [row["id"] for row in platform.get("campaigns")["campaigns"]]
    assert (campaign in shown) is (answer == 400)


def test_a_deleted_one_shows_when_asked_for(platform: Platform) -> None:
    kept, gone = platform.campaign(name="Kept"), platform.campaign(name="Gone")
    platform.delete(f"campaigns/{gone}")

    def listed(which: str) -> set[str]:
        return {row["id"] for row in platform.get("campaigns", deleted=which)["campaigns"]}

    assert listed("exclude") == {kept}
    assert listed("include") == {kept, gone}
    assert listed("only") == {gone}
    assert platform.show(gone)["deleted_at"] == "2026-03-03T10:00:00.000Z"
    platform.run(gone, status=404)
    platform.put(gone, 404, name="Back")
    platform.delete(f"campaigns/{gone}", status=404)


def test_it_completes_when_nobody_is_left(platform: Platform) -> None:
    campaign = platform.campaign()
    platform.enrol(campaign, platform.person(Outcome.ANSWERED))
    platform.run(campaign)
    platform.after(minutes=2)
    shown = platform.show(campaign)
    assert (shown["status"], shown["completed_at"]) == ("completed", "2026-03-03T10:00:30.000Z")


@pytest.mark.parametrize("way", ["create", "settings", "change", "run"])
def test_no_auto_complete_keeps_it_open_for_more(platform: Platform, way: str) -> None:
    at_first = {"create": {"noAutoComplete": True}, "settings": {"settings": {"no_auto_complete": True}}}
    campaign = platform.campaign(**at_first.get(way, {}))
    if way == "change":
        platform.put(campaign, noAutoComplete=True)
    platform.enrol(campaign, platform.person(Outcome.ANSWERED))
    platform.run(campaign, **({"noAutoComplete": True} if way == "run" else {}))
    platform.after(hours=1)
    assert platform.status(campaign) == "running"
    late = platform.person(Outcome.ANSWERED)
    platform.enrol(campaign, late)
    platform.after(minutes=2)
    assert platform.one(campaign, late)["outcome"] == "answered"
    platform.put(campaign, status="completed")
    assert platform.status(campaign) == "completed"


@pytest.mark.parametrize(("status", "takes"), [(s, s in ("draft", "scheduled", "paused")) for s in ALL])
def test_it_takes_people_before_and_between_runs_only(platform: Platform, status: str, takes: bool) -> None:
    campaign = in_status(platform, status)
    body = {"contactIds": [platform.person()]}
    platform.post(f"campaigns/{campaign}/contacts", body, 200 if takes else 409)


def test_it_is_running_from_its_scheduled_start_on(platform: Platform) -> None:
    campaign = in_status(platform, "scheduled")
    platform.at("2026-03-04T08:59:59Z")
    assert platform.status(campaign) == "scheduled"
    platform.at("2026-03-04T09:00:05Z")
    shown = platform.show(campaign)
    assert (shown["status"], shown["started_at"]) == ("running", "2026-03-04T09:00:00.000Z")
    assert platform.calls(campaign)[0]["started_at"] == "2026-03-04T09:00:01.000Z"


def test_a_start_makes_a_draft_scheduled_and_none_a_draft_again(platform: Platform) -> None:
    campaign = platform.campaign()
    platform.put(campaign, scheduledStartAt=LATER)
    assert platform.status(campaign) == "scheduled"
    platform.put(campaign, scheduledStartAt=None)
    assert platform.status(campaign) == "draft"
    platform.put(campaign, 400, scheduledStartAt="2026-03-03T09:59:59Z")
    platform.campaign(400, scheduledStartAt="2026-03-03T10:00:00Z")


@pytest.mark.parametrize("stopped", ["paused", "cancelled"])
def test_stopping_lets_calls_end_and_starts_none(platform: Platform, stopped: str) -> None:
    campaign = platform.campaign()
    talking, next_one = platform.person(Outcome.ANSWERED), platform.person(Outcome.ANSWERED)
    platform.enrol(campaign, talking, next_one)
    platform.run(campaign)
    platform.put(campaign, status=stopped)
    platform.after(hours=1)
    assert platform.one(campaign, talking)["status"] == "completed"
    assert platform.one(campaign, next_one)["status"] == "pending"
    assert platform.status(campaign) == stopped


def test_what_is_not_there_is_404(platform: Platform) -> None:
    for path in ("campaigns/none", "campaigns/none/contacts", "campaigns/none/dashboard"):
        assert platform.client.get(f"/api/crm/{path}").status_code == 404
    platform.put("none", 404, name="x")
    platform.delete("campaigns/none", status=404)
    platform.run("none", status=404)
    for field in ("assistantId", "companyId"):
        platform.campaign(404, **{field: "none"})
    platform.campaign(404, fromNumberIds=["none"])

"""Answers of the generation `actions`, against what its page prints, and in the shapes of the page in the other language."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from services.api.models import Outcome
from tests.sandbox.actions.platform import ActionsPlatform
from tests.sandbox.test_answers import paths

PRINTED = Path(__file__).parents[2] / "contract" / "answers" / "actions.json"


def answers_of(platform: ActionsPlatform) -> dict[str, Any]:
    """Everything that its page prints, of a campaign with one person who was called."""
    sent = {"mode": "delta", "notYetDialed": True, "leadStatus": "open", "maxToAdd": 500}
    platform.member(Outcome.ANSWERED, lead_status="open")
    made = platform.created(
        enrollment=sent, liveSync=True, noAutoComplete=True, scheduledStartAt="2026-03-04T11:00:00Z"
    )
    campaign = (made.get("campaign") or made)["id"]
    started = platform.run(campaign, action="start")
    platform.after(minutes=3)
    return {
        "POST /api/crm/campaigns": made,
        "POST /api/crm/campaigns/{id}/run": started,
        "GET /api/crm/campaigns": platform.get("campaigns"),
        "GET /api/crm/campaigns/{id}": platform.get(f"campaigns/{campaign}"),
        "GET /api/crm/campaigns/{id}/contacts": platform.get(f"campaigns/{campaign}/contacts"),
        "GET /api/crm/campaigns/{id}/dashboard": platform.get(f"campaigns/{campaign}/dashboard"),
        "GET /api/crm/campaigns/preview-enrollment": platform.get("campaigns/preview-enrollment"),
    }


def test_every_printed_field_is_there_and_documented_answers_hold_no_other(
    reopen: Callable[..., ActionsPlatform],
) -> None:
    page = json.loads(PRINTED.read_text(encoding="utf-8"))
    platform = reopen()
    full = answers_of(platform)
    platform.world.answers = "documented"
    short = answers_of(platform)
    for operation, example in page.items():
        assert paths(example) <= paths(full[operation]), operation
        assert paths(short[operation]) == paths(example), operation


def test_by_the_german_page_lists_are_items_and_everything_else_is_bare(
    reopen: Callable[..., ActionsPlatform],
) -> None:
    found = answers_of(reopen(page="de"))
    assert found["GET /api/crm/campaigns"].keys() == {"success", "items", "limit", "offset"}
    assert found["GET /api/crm/campaigns"]["items"][0]["status"] == "running"
    assert found["GET /api/crm/campaigns/{id}"]["name"] == "Spring"
    created = found["POST /api/crm/campaigns"]
    assert (created["name"], "enrollment" in created) == ("Spring", False)
    [person] = found["GET /api/crm/campaigns/{id}/contacts"]
    assert person["callStatus"] == "answered"
    assert found["GET /api/crm/campaigns/{id}/dashboard"] == {
        "success": True, "total_calls": 1, "answered": 1, "failed": 0, "in_progress": 0,
    }  # fmt: skip
    assert found["GET /api/crm/campaigns/preview-enrollment"] == {"success": True, "eligibleContacts": 1}


def test_the_german_page_holds_no_other_fields_either(reopen: Callable[..., ActionsPlatform]) -> None:
    found = answers_of(reopen(page="de", answers="documented"))
    [row] = found["GET /api/crm/campaigns"]["items"]
    assert row.keys() == {"id", "name", "status", "assistantId", "teamId"}
    assert "totalContacts" not in found["POST /api/crm/campaigns"]
    assert found["POST /api/crm/campaigns"]["name"] == "Spring"
    assert found["GET /api/crm/campaigns/{id}/contacts"][0]["callStatus"] == "answered"
    assert found["GET /api/crm/campaigns/{id}/dashboard"]["total_calls"] == 1


def test_by_the_german_page_a_deletion_says_so(reopen: Callable[..., ActionsPlatform]) -> None:
    platform = reopen(page="de")
    campaign = platform.created()["id"]
    assert platform.delete(f"campaigns/{campaign}") == {"success": True, "deleted": True}


def test_contact_stats_come_where_they_are_asked_for(platform: ActionsPlatform) -> None:
    campaign = platform.campaign()
    platform.enrol(campaign, platform.person(Outcome.VOICEMAIL), platform.person(Outcome.NO_ANSWER))
    platform.run(campaign, action="start")
    platform.after(minutes=10)
    [row] = platform.get("campaigns", includeContactStats="1")["campaigns"]
    assert row["contactStats"] == {"total": 2, "answered": 0, "awaiting_retry": 1, "voicemail": 1}
    assert "contactStats" not in platform.get("campaigns")["campaigns"][0]

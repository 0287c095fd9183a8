"""Fields of a campaign: what it is created with where nothing is said, and what no field of a request may be."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.platform import Platform

LEAST = {
    "teamId": "team_demo",
    "assistantId": "asst_first",
    "companyId": "comp_first",
    "fromNumberIds": ["num_first"],
    "name": "Usual",
}
SHOWN_AS_GIVEN = {
    "description": "Yearly check",
    "call_window_start": "22:00",
    "call_window_end": "06:30:15",
    "call_window_timezone": "Europe/Berlin",
    "max_concurrent_calls": 7,
    "max_attempts_per_contact": 5,
    "retry_delay_minutes": 90,
    "settings": {"retry_on_error": True, "somebody_elses": [1, {"deep": None}]},
}


def camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.title() for word in others)


def test_what_is_not_said_is_as_usual(platform: Platform) -> None:
    made = platform.post("campaigns", LEAST, 201)["campaign"]
    expected = {
        "call_window_start": "09:00",
        "call_window_end": "17:00",
        "call_window_timezone": "America/New_York",
        "max_concurrent_calls": 3,
        "max_attempts_per_contact": 3,
        "retry_delay_minutes": 60,
        "settings": {},
        "status": "draft",
        "scheduled_start_at": None,
        "from_number": "+493023125001",
        "total_contacts": 0,
    }
    assert {name: made[name] for name in expected} == expected
    assert made["created_at"] == "2026-03-03T10:00:00.000Z"


def test_what_is_said_is_kept_and_shown(platform: Platform) -> None:
    said = {camel(name): value for name, value in SHOWN_AS_GIVEN.items()}
    made = platform.post("campaigns", LEAST | said | {"scheduledStartAt": "2026-03-04T10:00:00+01:00"}, 201)
    shown = platform.show(made["campaign"]["id"])
    assert shown == made["campaign"]
    assert {name: shown[name] for name in SHOWN_AS_GIVEN} == SHOWN_AS_GIVEN
    assert (shown["status"], shown["scheduled_start_at"]) == ("scheduled", "2026-03-04T09:00:00.000Z")


def refusal(platform: Platform, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = platform.client.request(method, f"/api/crm/{path}", json=body)
    assert answer.status_code == 400, answer.text
    said = answer.json()
    assert (said["success"], bool(said["error"])) == (False, True)
    return said["details"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("teamId", ""),
        ("assistantId", None),
        ("fromNumberIds", []),
        ("name", ""),
        ("description", 5),
        ("callWindowStart", "9:00"),
        ("callWindowEnd", "24:00"),
        ("maxConcurrentCalls", 0),
        ("maxAttemptsPerContact", 0),
        ("retryDelayMinutes", 0),
        ("scheduledStartAt", "tomorrow"),
        ("settings", []),
        ("noAutoComplete", "yes"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_created(platform: Platform, field: str, value: Any) -> None:
    details = refusal(platform, "POST", "campaigns", LEAST | {field: value})
    assert list(details["fieldErrors"]) == [field]
    assert platform.get("campaigns")["count"] == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("status", "open"),
        ("callWindowStart", None),
        ("retryDelayMinutesNoAnswer", 0),
        ("retryDelayMinutesBusy", 10081),
        ("retryDelayMinutesError", 10081),
        ("retryBackoffMode", "linear"),
        ("retryBackoffMultiplier", 1.0),
        ("retryBackoffMultiplier", 10.01),
        ("retryBackoffMaxMinutes", 10081),
    ],
)
def test_a_wrong_change_is_named_and_nothing_is_changed(platform: Platform, field: str, value: Any) -> None:
    campaign = platform.campaign()
    before = platform.show(campaign)
    details = refusal(platform, "PUT", f"campaigns/{campaign}", {"description": "New", field: value})
    assert list(details["fieldErrors"]) == [field]
    assert platform.show(campaign) == before


def test_what_only_the_platform_can_know_is_named_too(platform: Platform) -> None:
    """Well-formed, and wrong all the same: the other of the two shapes in which details come."""
    past, nowhere = {"scheduledStartAt": "2026-03-03T09:00:00Z"}, {"callWindowTimezone": "Mars/Olympus"}
    for wrong in (past, nowhere):
        assert refusal(platform, "POST", "campaigns", LEAST | wrong) == {"field": next(iter(wrong))}
        campaign = platform.campaign()
        assert refusal(platform, "PUT", f"campaigns/{campaign}", wrong) == {"field": next(iter(wrong))}


def test_a_run_and_a_look_are_asked_for_sensible_numbers(platform: Platform) -> None:
    campaign = platform.campaign()
    for most in (0, -1, 1.5, "3"):
        refusal(platform, "POST", f"campaigns/{campaign}/run", {"maxCalls": most})
    assert platform.status(campaign) == "draft"
    for name in ("limitPending", "limitCalling", "limitCalls"):
        for limit in (0, 101):
            answer = platform.client.get(f"/api/crm/campaigns/{campaign}/dashboard", params={name: limit})
            assert (answer.status_code, list(answer.json()["details"]["fieldErrors"])) == (400, [name])

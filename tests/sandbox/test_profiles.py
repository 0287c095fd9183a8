from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox.filling import FIRST_COMPANY
from services.api.models import Outcome
from tests.sandbox.platform import Platform


def test_live_keeps_some_operations_to_browser_sessions_and_caps_pages(
    reopen: Callable[..., Platform],
) -> None:
    platform = reopen(profile="live")
    campaign = platform.campaign()
    address = f"/api/crm/campaigns/{campaign}"
    closed = [("GET", address), ("PUT", address), ("DELETE", address), ("GET", f"{address}/dashboard")]
    statuses = [platform.client.request(method, path).status_code for method, path in closed]
    assert statuses == [403, 403, 403, 403]
    assert platform.client.get("/api/crm/outbound-assistants").status_code == 401
    page = platform.get("campaigns", limit=1000)
    assert (page["limit"], page["count"]) == (100, 1)
    assert platform.get(f"campaigns/{campaign}/contacts", limit=1000)["limit"] == 100
    assert platform.client.get("/api/credits").status_code == 200


def test_live_writes_clock_times_with_seconds(reopen: Callable[..., Platform]) -> None:
    platform = reopen(profile="live")
    assert platform.get("campaigns")["campaigns"] == []
    platform.campaign(callWindowStart="08:30", callWindowEnd="17:15:30")
    shown = platform.get("campaigns")["campaigns"][0]
    assert (shown["call_window_start"], shown["call_window_end"]) == ("08:30:00", "17:15:30")


def test_core_has_four_operations_and_their_required_fields(reopen: Callable[..., Platform]) -> None:
    platform = reopen(profile="core")
    campaign = platform.campaign()
    assert set(platform.enrol(campaign, platform.person(Outcome.ANSWERED))) == {"success"}
    answer = platform.run(campaign, dryRun=True)
    assert "picks" not in answer
    assert len(answer["calls"]) == 1
    assert platform.run(campaign)["started"] == 1
    shown = platform.get("campaigns", limit=1000, includeContactStats="true")["campaigns"][0]
    assert (shown["contacts_called"], "contact_stats" in shown) == (1, False)
    reads = ("/api/test-api-key", "/api/credits", "/api/crm/contacts", "/api/crm/calls", "/api/crm/companies")
    assert {platform.client.get(path).status_code for path in reads} == {404}
    assert platform.client.put(f"/api/crm/campaigns/{campaign}", json={}).status_code == 501
    assert platform.client.post("/api/crm/contacts", json={}).status_code == 501


def test_core_enrols_people_by_id_only(reopen: Callable[..., Platform]) -> None:
    platform = reopen(profile="core")
    campaign = platform.campaign()
    platform.person(Outcome.ANSWERED)
    everybody = {"audience": {"mode": "all_eligible", "companyId": FIRST_COMPANY}}
    platform.post(f"campaigns/{campaign}/contacts", everybody, 400)
    new = {"contact": {"first_name": "Ida", "last_name": "Neu", "phone": "+491519990001"}}
    platform.post(f"campaigns/{campaign}/contacts", new, 400)
    assert platform.counted(campaign)["total_contacts"] == 0


@pytest.mark.parametrize("profile", ["full", "live", "core"])
def test_without_a_key_nothing_works_anywhere(reopen: Callable[..., Platform], profile: str) -> None:
    platform = reopen(profile=profile)
    for path in ("/api/crm/campaigns", "/api/credits", "/api/crm/campaigns/x", "/nowhere"):
        answer = platform.client.get(path, headers={"Authorization": ""})
        assert (answer.status_code, answer.json()["success"]) == (401, False)

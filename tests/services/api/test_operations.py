"""Each operation of the contract: what is sent, and what comes of the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from services.api import Api
from services.api.models import (
    Audience,
    CampaignCreate,
    CampaignStatus,
    CampaignUpdate,
    CompanyCreate,
    ContactCreate,
    NewPerson,
)
from tests.services.api.fake_platform import FakePlatform, campaign, ok

CAMPAIGN = CampaignCreate(
    team_id="t",
    assistant_id="a",
    company_id="c",
    from_number_ids=["n"],
    name="Spring",
    call_window_start="09:00",
)
ANSWERS: dict[str, Any] = {
    "campaigns": [],
    "campaign": campaign(),
    "contacts": [],
    "contact": {"id": "p"},
    "companies": [],
    "company": {"id": "c", "name": "C"},
    "assistants": [],
    "numbers": [],
    "calls": [],
    "credits": {"credits": 5},
    "removed": 2,
}
CALLS: dict[str, tuple[Callable[[Api], object], str, str]] = {
    "testApiKey": (lambda api: api.key.test(), "GET", "/api/test-api-key"),
    "getCredits": (lambda api: api.credits.get(), "GET", "/api/credits"),
    "listPhoneNumbers": (lambda api: api.phone_numbers.list(), "GET", "/api/phone-numbers/purchase"),
    "listOutboundAssistants": (lambda api: api.assistants.list(), "GET", "/api/crm/outbound-assistants"),
    "listCompanies": (lambda api: api.companies.list(search="x"), "GET", "/api/crm/companies"),
    "createCompany": (
        lambda api: api.companies.create(CompanyCreate(name="C")),
        "POST",
        "/api/crm/companies",
    ),
    "listContacts": (lambda api: api.contacts.list(), "GET", "/api/crm/contacts"),
    "createContact": (
        lambda api: api.contacts.create(
            ContactCreate(company_id="c", first_name="A", last_name="B", phone="+491512345678")
        ),
        "POST",
        "/api/crm/contacts",
    ),
    "importContacts": (
        lambda api: api.contacts.import_csv(b"a", {"first_name": "a"}),
        "POST",
        "/api/crm/contacts/import",
    ),
    "listCampaigns": (lambda api: api.campaigns.list(), "GET", "/api/crm/campaigns"),
    "createCampaign": (lambda api: api.campaigns.create(CAMPAIGN), "POST", "/api/crm/campaigns"),
    "getCampaign": (lambda api: api.campaigns.get("x"), "GET", "/api/crm/campaigns/x"),
    "updateCampaign": (
        lambda api: api.campaigns.update("x", CampaignUpdate(name="N")),
        "PUT",
        "/api/crm/campaigns/x",
    ),
    "deleteCampaign": (lambda api: api.campaigns.delete("x"), "DELETE", "/api/crm/campaigns/x"),
    "listCampaignContacts": (lambda api: api.campaigns.contacts("x"), "GET", "/api/crm/campaigns/x/contacts"),
    "addCampaignContacts": (
        lambda api: api.campaigns.add_contacts("x", ["p"]),
        "POST",
        "/api/crm/campaigns/x/contacts",
    ),
    "removeCampaignContacts": (
        lambda api: api.campaigns.remove_contacts("x", ["p"]),
        "DELETE",
        "/api/crm/campaigns/x/contacts",
    ),
    "getDashboard": (lambda api: api.campaigns.dashboard("x"), "GET", "/api/crm/campaigns/x/dashboard"),
    "runCampaign": (lambda api: api.campaigns.run("x"), "POST", "/api/crm/campaigns/x/run"),
    "listCalls": (lambda api: api.calls.list(), "GET", "/api/crm/calls"),
}


@pytest.mark.parametrize("operation", CALLS)
def test_it_sends_the_operation_where_the_contract_has_it(operation: str) -> None:
    call, method, path = CALLS[operation]
    platform = FakePlatform(ok(**ANSWERS))
    with platform.api() as api:
        call(api)
    assert (platform.last.method, platform.last.url.path) == (method, path)
    assert platform.last.extensions["plan"].operation == operation


def test_it_knows_every_operation_of_the_contract() -> None:
    contract = yaml.safe_load((Path(__file__).parents[2] / "contract" / "openapi.yaml").read_text())
    operations = {
        operation["operationId"]: (method.upper(), path.replace("{id}", "x"))
        for path, methods in contract["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    }
    assert {name: (method, path) for name, (_, method, path) in CALLS.items()} == operations


def test_it_asks_for_the_team_and_leaves_out_what_was_not_given() -> None:
    platform = FakePlatform(ok(campaigns=[]))
    platform.api().campaigns.list(status=CampaignStatus.RUNNING)
    assert dict(platform.last.url.params) == {
        "teamId": "team 1",
        "status": "running",
        "limit": "1000",
        "offset": "0",
    }


def test_it_writes_true_and_false_as_the_contract_does() -> None:
    platform = FakePlatform(ok(contacts=[]))
    platform.api().contacts.list(has_phone=True, do_not_call=False)
    assert (platform.last.url.params["hasPhone"], platform.last.url.params["doNotCall"]) == ("true", "false")


def test_it_creates_a_campaign_with_only_what_was_set() -> None:
    platform = FakePlatform(ok(campaign=campaign()))
    platform.api().campaigns.create(CAMPAIGN)
    assert platform.sent() == {
        "teamId": "t",
        "assistantId": "a",
        "companyId": "c",
        "fromNumberIds": ["n"],
        "name": "Spring",
        "callWindowStart": "09:00",
        "enrollment": {"mode": "none"},
    }


def test_it_clears_a_start_date_with_an_explicit_nothing() -> None:
    platform = FakePlatform(ok(campaign=campaign()))
    platform.api().campaigns.update("x", CampaignUpdate(scheduled_start_at=None))
    assert platform.sent() == {"scheduledStartAt": None}


def test_it_runs_with_the_account_and_the_limit() -> None:
    platform = FakePlatform(ok(started=3))
    result = platform.api().campaigns.run("x", max_calls=3, no_auto_complete=True)
    assert platform.sent() == {"accountSlug": "acme", "dryRun": False, "maxCalls": 3, "noAutoComplete": True}
    assert result.started == 3


def test_it_reads_a_dry_run_of_either_generation() -> None:
    platform = FakePlatform(
        ok(calls=[{"id": "old"}], dryRun=True, errors=None),
        ok(picks=[{"id": "new"}], dryRun=True, calls=None),
    )
    api = platform.api()
    assert api.campaigns.run("x", dry_run=True).calls == [{"id": "old"}]
    assert api.campaigns.run("x", dry_run=True).picks == [{"id": "new"}]


def test_it_enrols_people_an_audience_or_a_new_person() -> None:
    platform = FakePlatform(ok(added=1, skipped=None))
    api = platform.api()
    assert api.campaigns.add_contacts("x", ["p1", "p2"], priority=5).added == 1
    assert platform.sent() == {"contactIds": ["p1", "p2"], "priority": 5}
    api.campaigns.add_audience("x", Audience(company_id="c", max_to_add=10))
    assert platform.sent() == {"audience": {"companyId": "c", "maxToAdd": 10, "mode": "all_eligible"}}
    api.campaigns.add_contact("x", NewPerson(first_name="A", last_name="B", phone="+1"))
    assert platform.sent() == {"contact": {"first_name": "A", "last_name": "B", "phone": "+1"}}


def test_it_imports_a_file_with_its_mapping() -> None:
    platform = FakePlatform(ok(imported=1, total=1, updated=0, skipped=0, failed=0, errors=[]))
    result = platform.api().contacts.import_csv(
        "Vorname\nJörg\n".encode(),
        {"first_name": "Vorname"},
        default_company_id="c",
        auto_create_companies=True,
    )
    body = platform.last.content.decode()
    assert result.imported == 1
    assert "Jörg" in body
    assert '{"first_name": "Vorname"}' in body
    assert 'name="autoCreateCompanies"\r\n\r\ntrue' in body
    assert 'name="teamId"\r\n\r\nteam 1' in body


def test_it_reads_the_balance_as_an_object_or_a_bare_number() -> None:
    api = FakePlatform(ok(credits={"credits": 12.5}), ok(credits=7)).api()
    assert [api.credits.get().credits, api.credits.get().credits] == [12.5, 7]


def test_it_survives_unknown_missing_and_null_fields() -> None:
    row = campaign(brand_new={"a": 1}, total_contacts=None, from_number_ids=None, settings=None)
    found = FakePlatform(ok(campaign=row)).api().campaigns.get("cmp_1")
    assert (found.total_contacts, found.from_number_ids, found.settings, found.started_at) == (
        None,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-01T10:00:00Z",
        "2026-03-01T10:00:00.000000+00:00",
        "2026-03-01 10:00:00+00:00",
        "2026-03-01T10:00:00",
        "2026-03-01T12:00:00+02:00",
    ],
)
def test_it_reads_times_however_they_are_written_as_utc(written: str) -> None:
    found = FakePlatform(ok(campaign=campaign(started_at=written))).api().campaigns.get("cmp_1")
    assert str(found.started_at) == "2026-03-01 10:00:00+00:00"


def test_it_reads_the_live_state() -> None:
    answer = ok(
        campaign=campaign(status="running"),
        counts={
            "byStatus": {"pending": 2, "calling": None},
            "byOutcome": {"answered": 4},
            "answered": 4,
            "total": 9,
        },
        queue={
            "pending": None,
            "calling": [{"id": "e1", "status": "calling", "contact": {"first_name": "A"}}],
        },
        recentCalls=[{"id": "c1", "started_at": "2026-03-01T10:00:00Z"}],
    )
    live = FakePlatform(answer).api().campaigns.dashboard("x")
    assert live.counts.by_status is not None
    assert (live.counts.by_status.pending, live.counts.by_status.calling) == (2, None)
    assert live.counts.by_outcome == {"answered": 4}
    assert live.queue.pending is None
    assert live.queue.calling is not None
    assert live.queue.calling[0].contact is not None
    assert live.recent_calls is not None
    assert live.recent_calls[0].started_at == datetime(2026, 3, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("identifier", ["a/b", "a?b=c", "a b", "ä#%"])
def test_it_keeps_a_strange_id_inside_its_path(identifier: str) -> None:
    platform = FakePlatform(ok(campaign=campaign()))
    platform.api().campaigns.get(identifier)
    assert platform.last.url.path == f"/api/crm/campaigns/{identifier}"
    assert platform.last.url.raw_path.count(b"/") == 4
    assert not platform.last.url.query


def test_it_works_below_a_path_of_the_address() -> None:
    platform = FakePlatform(ok(campaign=campaign()))
    api = Api("https://platform.test/eu/", "t", "team", transport=platform)
    api.campaigns.get("x")
    assert platform.last.url == httpx.URL("https://platform.test/eu/api/crm/campaigns/x")

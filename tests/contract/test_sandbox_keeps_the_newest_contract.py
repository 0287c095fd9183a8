"""Description that the sandbox's newest generation gives of itself, against the newest contract: same paths, parameters
and request shapes; and its answers hold every field the contract knows."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from sandbox.app import platform as platform_app
from sandbox.contract.operations import NEWEST
from services.api.models import Outcome
from tests.contract.contract_files import read_contract
from tests.contract.test_sandbox_keeps_the_contract import (
    SOMETIMES,
    check_fields,
    operations,
    plain,
    resolve,
    said,
)
from tests.sandbox.newest.platform import NewestPlatform, open_newest

CONTRACT = read_contract("openapi-newest.yaml")
BY_ID = operations(CONTRACT)
LEFT_OUT = {
    "getCampaign": {"job_title", "do_not_call"},
    "listCampaignContacts": {"queued", "calling", "completed", "skipped", "failed"},
}
"""What the contract says is missing there: of people, and of statuses that nobody is in."""


@pytest.fixture(scope="module")
def own() -> dict[str, Any]:
    return platform_app("newest").openapi()


def test_the_contract_is_the_platforms_and_was_not_bent_to_the_sandbox() -> None:
    """A newer contract is taken over whole, with its digest."""
    digest = "16c8fdfd0415fe3589e18ddc9829e8e8191cf08f33f25c70e227f0b63ddb97db"
    assert hashlib.sha256(Path(__file__).with_name("openapi-newest.yaml").read_bytes()).hexdigest() == digest


def test_it_has_the_contracts_operations_and_no_others(own: dict[str, Any]) -> None:
    theirs = {(path, method) for path, method, _, _ in BY_ID.values()}
    ours = {(path, method) for path, item in own["paths"].items() for method in item}
    table = {(operation.path, operation.method.lower()) for operation in NEWEST}
    assert ours == theirs == table
    assert len(table) == 32
    for operation in NEWEST:
        path, method, _, described = BY_ID[operation.name]
        assert (path, method) == (operation.path, operation.method.lower())
        assert operation.tier == described["x-tier"]


@pytest.mark.parametrize("operation_id", BY_ID)
def test_its_parameters_are_the_contracts(own: dict[str, Any], operation_id: str) -> None:
    path, method, item, operation = BY_ID[operation_id]
    theirs = resolve(CONTRACT, [*item.get("parameters", []), *operation.get("parameters", [])])
    ours = resolve(own, own["paths"][path][method].get("parameters", []))
    assert said(ours) == said(theirs)


@pytest.mark.parametrize("operation_id", [name for name, found in BY_ID.items() if "requestBody" in found[3]])
def test_its_request_bodies_are_the_contracts(own: dict[str, Any], operation_id: str) -> None:
    path, method, _, operation = BY_ID[operation_id]
    theirs = operation["requestBody"]["content"]
    ours = own["paths"][path][method]["requestBody"]["content"]
    assert list(ours) == list(theirs)
    for kind in theirs:
        assert plain(resolve(own, ours[kind]["schema"])) == plain(resolve(CONTRACT, theirs[kind]["schema"]))


def test_its_answers_hold_every_field_of_the_contract(tmp_path: Path) -> None:
    platform = NewestPlatform(open_newest(tmp_path))
    first, second = platform.member(Outcome.ANSWERED), platform.member(Outcome.NO_ANSWER)
    made = platform.created(enrollment=None)
    campaign = made["campaign"]["id"]
    dry_run = platform.run(campaign, dryRun=True)
    run = platform.run(campaign)
    platform.after(minutes=2)
    answers = {
        "createCampaign": made,
        "runCampaign": run | {"picks": dry_run["picks"]},
        "addCampaignContacts": platform.enrol(campaign, first, second),
        "previewEnrollment": platform.post("campaigns/preview-enrollment", {"campaignId": campaign}),
        "startCall": platform.post("calls", {"assistant_id": "asst_first", "to_number": "+4915112349999"}),
    }
    asked = {
        "getCredits": "/api/credits",
        "listPhoneNumbers": "/api/phone-numbers/purchase",
        "listOutboundAssistants": "/api/crm/outbound-assistants",
        "listCompanies": "/api/crm/companies",
        "listContacts": "/api/crm/contacts",
        "getContact": f"/api/crm/contacts/{first}",
        "listGroups": "/api/crm/groups",
        "getGroup": "/api/crm/groups/grp_first",
        "listGroupContacts": "/api/crm/groups/grp_first/contacts",
        "listCustomFields": "/api/crm/custom-fields",
        "listCampaigns": "/api/crm/campaigns",
        "getCampaign": f"/api/crm/campaigns/{campaign}",
        "listCampaignContacts": f"/api/crm/campaigns/{campaign}/contacts",
        "getDashboard": f"/api/crm/campaigns/{campaign}/dashboard",
        "listCalls": "/api/crm/calls",
    }
    for name, path in asked.items():
        answers[name] = platform.client.get(path, params={"teamId": "team_demo"}).json()
    for name, answer in answers.items():
        schema = BY_ID[name][3]["responses"]["200"]["content"]["application/json"]["schema"]
        check_fields(resolve(CONTRACT, schema), answer, name, SOMETIMES | LEFT_OUT.get(name, set()))
    platform.close()

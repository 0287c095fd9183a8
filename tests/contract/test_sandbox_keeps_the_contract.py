"""The sandbox's own description of itself against the contract: same paths, parameters and request shapes; and its
answers hold every field the contract knows."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from sandbox.app import platform as platform_app
from sandbox.contract.operations import OPERATIONS
from services.api.models import Outcome
from tests.contract.contract_files import read_contract
from tests.sandbox.platform import Platform, open_at

METHODS = ("get", "post", "put", "patch", "delete")


def operations(document: dict[str, Any]) -> dict[str, tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Path, method, path item and operation, by the operation's id."""
    return {
        operation["operationId"]: (path, method, item, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


CONTRACT = read_contract("openapi.yaml")
BY_ID = operations(CONTRACT)


@pytest.fixture(scope="module")
def own() -> dict[str, Any]:
    return platform_app().openapi()


def resolve(document: dict[str, Any], part: Any) -> Any:
    """`part` with its references followed, and nullable unions written as one."""
    if isinstance(part, list):
        return [resolve(document, item) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        target: Any = document
        for name in part["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        return resolve(document, target)
    merged: dict[str, Any] = {}
    for piece in part.get("allOf", []):
        found = resolve(document, piece)
        merged["required"] = merged.get("required", []) + found.get("required", [])
        known = merged.setdefault("properties", {})
        for name, said_of_it in found.get("properties", {}).items():
            known[name] = known.get(name, {}) | said_of_it
    return merged | {name: resolve(document, value) for name, value in part.items() if name != "allOf"}


def plain(schema: dict[str, Any]) -> dict[str, Any]:
    """What a schema says about a value, in one form for both descriptions."""
    kinds = schema.get("type", "object" if "properties" in schema else None)
    if "anyOf" in schema:
        kinds = [option.get("type") for option in schema["anyOf"]]
        schema = next(option for option in schema["anyOf"] if option.get("type") != "null")
    said: dict[str, Any] = {"type": sorted(kinds) if isinstance(kinds, list) else [kinds]}
    if "const" in schema:
        said["type"], said["enum"] = ["string"], [schema["const"]]
    for name in ("enum", "minimum", "maximum", "minLength", "minItems"):
        if name in schema:
            known = [value for value in schema[name] if value is not None] if name == "enum" else schema[name]
            said[name] = sorted(known) if name == "enum" else known
    if "properties" in schema:
        said["properties"] = {name: plain(value) for name, value in schema["properties"].items()}
        said["required"] = sorted(schema.get("required", []))
    if said["type"] == ["array"] and schema.get("items"):
        said["items"] = plain(schema["items"])
    return said


def said(parameters: list[dict[str, Any]]) -> dict[Any, Any]:
    """What parameters say about themselves, by name and place."""
    return {
        (each["name"], each["in"]): (
            each.get("required", False),
            {**plain(each["schema"]), "type": set(plain(each["schema"])["type"]) - {"null"}},
        )
        for each in parameters
    }


def test_the_contract_is_the_platforms_and_was_not_bent_to_the_sandbox() -> None:
    """A newer contract is taken over whole, with its digest."""
    digest = "6e875b73ff10edfcb5359e0fbc8dc6167db230ccaeeb3ffc61714883a56abbb5"
    assert hashlib.sha256(Path(__file__).with_name("openapi.yaml").read_bytes()).hexdigest() == digest


def test_it_has_the_contracts_operations_and_no_others(own: dict[str, Any]) -> None:
    theirs = {(path, method) for path, method, _, _ in BY_ID.values()}
    ours = {(path, method) for path, item in own["paths"].items() for method in item}
    table = {(operation.path, operation.method.lower()) for operation in OPERATIONS}
    assert ours == theirs == table
    for operation in OPERATIONS:
        _, _, _, contract = BY_ID[operation.name]
        assert operation.tier == contract["x-tier"]


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
        said = plain(resolve(own, ours[kind]["schema"]))
        assert said == plain(resolve(CONTRACT, theirs[kind]["schema"]))


SOMETIMES = frozenset({"contact_stats", "contact_id", "campaign_contact_id", "message"})
"""What only some answers of an operation have."""


def check_fields(
    schema: dict[str, Any], shown: Any, where: str, sometimes: frozenset[str] = SOMETIMES
) -> None:
    """Everything the contract names is there, wherever there is anything."""
    if isinstance(shown, list):
        for item in shown[:3]:
            check_fields(schema.get("items", {}), item, where, sometimes)
    elif isinstance(shown, dict):
        missing = set(schema.get("properties", {})) - set(shown)
        missing -= sometimes
        assert not missing, f"{where}: {missing}"
        for name, inner in schema.get("properties", {}).items():
            check_fields(inner, shown.get(name), f"{where}.{name}", sometimes)


def test_its_answers_hold_every_field_of_the_contract(tmp_path: Path) -> None:
    platform = Platform(open_at(tmp_path))
    campaign = platform.campaign(maxConcurrentCalls=1)
    platform.enrol(campaign, platform.person(Outcome.ANSWERED), platform.person(Outcome.NO_ANSWER))
    run = platform.run(campaign)
    platform.after(minutes=2)
    asked = {
        "getCredits": "/api/credits",
        "listPhoneNumbers": "/api/phone-numbers/purchase",
        "listOutboundAssistants": "/api/crm/outbound-assistants",
        "listCompanies": "/api/crm/companies",
        "listContacts": "/api/crm/contacts",
        "listCampaigns": "/api/crm/campaigns",
        "getCampaign": f"/api/crm/campaigns/{campaign}",
        "listCampaignContacts": f"/api/crm/campaigns/{campaign}/contacts",
        "getDashboard": f"/api/crm/campaigns/{campaign}/dashboard",
        "listCalls": "/api/crm/calls",
    }
    answers = {
        name: platform.client.get(path, params={"teamId": "team_demo"}).json() for name, path in asked.items()
    }
    for name, answer in {**answers, "runCampaign": run}.items():
        schema = BY_ID[name][3]["responses"]["200"]["content"]["application/json"]["schema"]
        check_fields(resolve(CONTRACT, schema), answer, name)
    platform.close()

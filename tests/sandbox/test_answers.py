"""The sandbox's record of what is told, against the contract and the platform's own page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.contract.answers import ANSWERS, records
from sandbox.contract.operations import operation_of
from services.api.models import Outcome
from tests.contract.contract_files import read_contract
from tests.contract.test_sandbox_keeps_the_contract import operations, resolve
from tests.sandbox.platform import Platform

CONTRACTS = {"seed": "openapi.yaml", "newest": "openapi-newest.yaml"}
PAGES = Path(__file__).parents[1] / "contract" / "answers"


def promised(schema: dict[str, Any]) -> Any:
    """The tree of what a schema requires; of an object about which it says nothing, nothing."""
    if schema.get("type") == "array":
        inner = promised(schema["items"])
        return [inner] if isinstance(inner, dict) else True
    if "properties" in schema:
        return {name: promised(schema["properties"][name]) for name in schema.get("required", [])}
    return {} if schema.get("type") == "object" and "additionalProperties" not in schema else True


def printed(example: Any) -> Any:
    """The tree of what an example shows."""
    if isinstance(example, dict):
        return {name: printed(value) for name, value in example.items()}
    if isinstance(example, list) and example and isinstance(example[0], dict):
        return [printed(example[0])]
    return True


def paths(value: Any, at: str = "") -> set[str]:
    """The fields of a JSON value, by where they stand."""
    if isinstance(value, list):
        return {path for item in value for path in paths(item, f"{at}[]")}
    if not isinstance(value, dict):
        return set()
    own = {f"{at}.{name}" for name in value}
    return own.union(*(paths(item, f"{at}.{name}") for name, item in value.items()))


@pytest.mark.parametrize("generation", CONTRACTS)
def test_required_is_what_the_contract_promises(generation: str) -> None:
    document = read_contract(CONTRACTS[generation])
    expected: dict[str, Any] = {}
    for name, (_, _, _, operation) in operations(document).items():
        good = [response for status, response in operation["responses"].items() if status.startswith("2")]
        if good:
            schema = resolve(document, good[0])["content"]["application/json"]["schema"]
            expected[name] = promised(schema)
    assert records()["promised"][generation] == expected


@pytest.mark.parametrize("generation", list(records()["printed"]))
def test_documented_is_what_the_page_prints(generation: str) -> None:
    expected: dict[str, Any] = {}
    for address, example in json.loads((PAGES / f"{generation}.json").read_text(encoding="utf-8")).items():
        method, path = address.split(" ", 1)
        operation = operation_of(method, path.replace("{id}", "camp_1"), generation)
        assert operation, address
        expected[operation.name] = printed(example)
    assert records()["printed"][generation] == expected


def answers_of(platform: Platform) -> dict[str, Any]:
    """A campaign with two people, begun and looked at."""
    company = platform.client.get("/api/crm/companies", params={"teamId": "team_demo"})
    campaign = platform.campaign()
    people = platform.person(Outcome.ANSWERED), platform.person(Outcome.NO_ANSWER)
    made = {
        "addCampaignContacts": platform.enrol(campaign, *people),
        "runCampaign": platform.run(campaign, dryRun=True),
        "listCampaigns": platform.get("campaigns"),
    }
    if company.is_success:
        made["listCompanies"] = company.json()
        made["listCampaignContacts"] = platform.get(f"campaigns/{campaign}/contacts")
    return made


@pytest.mark.parametrize("profile", ["full", "live", "core"])
@pytest.mark.parametrize("answers", ANSWERS)
def test_each_answer_holds_what_is_told_and_nothing_else_on_every_profile(
    reopen: Callable[..., Platform], profile: str, answers: str
) -> None:
    found = answers_of(reopen(profile=profile, answers=answers))
    assert ("listCompanies" in found) == (profile != "core")
    if answers == "all":
        assert "from_number_ids" in found["listCampaigns"]["campaigns"][0]
        return
    record = records()["printed"]["seed"] if answers == "documented" else {}
    for operation, answer in found.items():
        tree = record.get(operation, records()["promised"]["seed"][operation])
        if isinstance(tree, dict):
            assert paths(answer) <= paths(_example(tree)), operation
    assert found["addCampaignContacts"] == {"success": True}


def _example(tree: Any) -> Any:
    if isinstance(tree, list):
        return [_example(tree[0])]
    return {name: _example(inner) for name, inner in tree.items()} if isinstance(tree, dict) else 0


def test_the_seeds_page_names_neither_the_numbers_of_a_campaign_nor_anybody_in_a_dry_run(
    reopen: Callable[..., Platform],
) -> None:
    found = answers_of(reopen(answers="documented"))
    campaign = found["listCampaigns"]["campaigns"][0]
    assert campaign["from_number"].startswith("+")
    assert {"from_number_ids", "settings", "max_attempts_per_contact"}.isdisjoint(campaign)
    calls = found["runCampaign"]["calls"]
    assert calls
    assert calls == [{}] * len(calls)

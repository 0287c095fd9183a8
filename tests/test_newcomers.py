"""A newcomer's two commonest changes: an outcome of calls and a setting of campaigns. Who forgets a place is told which."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from pydantic.alias_generators import to_camel

from components.words.outcomes import OUTCOMES
from sandbox.contract.shapes import CampaignUpdateBody
from sandbox.dialling.telephony import UNANSWERED
from sandbox.newest.shapes import CampaignUpdateBody as NewestUpdateBody
from sandbox.rules.configuration import SETTINGS
from services.api.models import Campaign, CampaignUpdate, Outcome
from services.campaigns.form import Basics, Hours, Retries
from services.campaigns.requests import entries
from services.forecast.assumptions import ENDINGS
from tests.contract.contract_files import read_contract

HOME = Path(__file__).parents[1]


def schemas(contract: str) -> dict[str, Any]:
    return read_contract(contract)["components"]["schemas"]


def properties(schema: dict[str, Any]) -> set[str]:
    """Its own, and those of what it is put together from here."""
    own = set(schema.get("properties", {}))
    return own.union(*(properties(part) for part in schema.get("allOf", ())))


CONTRACT, NEWEST = schemas("openapi.yaml"), schemas("openapi-newest.yaml")
TAKEN = set().union(
    *(
        properties(one)
        for one in (CONTRACT["CampaignUpdate"], NEWEST["CampaignSettings"], NEWEST["CampaignUpdate"])
    )
)
NOT_TYPED = {"tries_add_up"}  # the platform's version says it
NO_SETTINGS = {"status", "settings"}  # the one is what happens, the other holds what has no field

OUTCOME_PLACES: dict[str, Iterable[str]] = {
    "tests/contract/openapi.yaml, Outcome: the platform tells it": CONTRACT["Outcome"]["enum"],
    "components/words/outcomes.py, OUTCOMES: its word and its colour": OUTCOMES,
    "services/forecast/assumptions.py, _USUAL: how often and how long, where nothing was measured": (
        *ENDINGS,
        Outcome.DO_NOT_CALL,  # nobody is called who ends so
    ),
    "sandbox/dialling/telephony.py, UNANSWERED: how often and how long in the sandbox": (
        *UNANSWERED,
        Outcome.ANSWERED,  # has hours of its own
        Outcome.DO_NOT_CALL,
    ),
}
TO_DECIDE = (
    "Decide also: is it called again (services/api/models.py, RETRIED), was nobody spoken with "
    "(services/campaigns/first_people.py, UNREACHED_OUTCOMES), and what becomes of the person (sandbox/dialling/retry.py)?"
)
SETTING_PLACES: dict[str, Iterable[str]] = {
    "services/campaigns/requests.py, entries: it is sent, copied, compared and forecast": entries(
        Basics(), Hours(), Retries()
    ),
    "tests/contract/openapi.yaml, CampaignUpdate: the platform takes it (or openapi-newest.yaml, CampaignSettings)": [
        name for name in CampaignUpdate.model_fields if to_camel(name) in TAKEN
    ],
    "sandbox/contract/shapes.py, CampaignUpdateBody: the sandbox takes it (or sandbox/newest/shapes.py)": (
        *CampaignUpdateBody.model_fields,
        *NewestUpdateBody.model_fields,
    ),
    "sandbox/rules/configuration.py, SETTINGS: the sandbox checks it, unless it is a column": (
        *SETTINGS,
        *Campaign.model_fields,
    ),
}


def forgotten(names: Iterable[str], places: dict[str, Iterable[str]]) -> list[str]:
    return [
        f"{name!r} is missing in {where}"
        for name in names
        for where, has in places.items()
        if name not in set(has)
    ]


def test_an_outcome_has_all_its_places() -> None:
    missing = forgotten(Outcome, OUTCOME_PLACES)
    assert not missing, "\n".join([*missing, TO_DECIDE])


def test_a_setting_has_all_its_places() -> None:
    settings = [name for name in CampaignUpdate.model_fields if name not in NO_SETTINGS]
    missing = forgotten(settings, SETTING_PLACES)
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("group", [Hours, Retries])
def test_what_a_form_holds_can_be_typed_and_is_sent(group: type) -> None:
    drawn = "".join(
        file.read_text(encoding="utf-8") for file in (HOME / "components" / "campaign_form").glob("*.py")
    )
    sent = (HOME / "services" / "campaigns" / "requests.py").read_text(encoding="utf-8")
    for entry in fields(group):
        if entry.name in NOT_TYPED:
            continue
        assert f".{entry.name}" in drawn, (
            f"{entry.name} is missing in components/campaign_form: nobody can type it"
        )
        assert f".{entry.name}" in sent, f"{entry.name} is missing in services/campaigns/requests.py, entries"


@pytest.mark.parametrize("places", [OUTCOME_PLACES, SETTING_PLACES])
def test_each_forgotten_place_is_named(places: dict[str, Iterable[str]]) -> None:
    assert forgotten(["forwarded"], places) == [f"'forwarded' is missing in {where}" for where in places]


def test_each_file_that_is_named_is_there() -> None:
    named = [where.split(",")[0] for where in (*OUTCOME_PLACES, *SETTING_PLACES)]
    named += re.findall(r"[a-z_/]+\.py", TO_DECIDE)
    assert [file for file in named if not (HOME / file).is_file()] == []

"""Answers that are wrong in one field: what can be shown is shown, and nothing but an `ApiError` comes out."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from services.api import Api, ApiError, Page, RequestBudget, Rows
from services.api.generation import Generation
from services.api.models import (
    Answer,
    AudienceFilters,
    CampaignCreate,
    CampaignUpdate,
    CompanyCreate,
    ContactCreate,
    DeletedCampaign,
    Named,
    RemoveResult,
)
from tests.contract.wrong_answers import CONTRACTS, WrongAnswer, operations, written, wrong
from tests.examples import examples
from tests.services.api.fake_platform import FakePlatform, ok
from tests.services.reading_everything import use

NEW = CampaignCreate(team_id="t", assistant_id="a", company_id="c", from_number_ids=["n"], name="Spring")
PERSON = ContactCreate(company_id="c", first_name="A", last_name="B", phone="+4930123456")
ASK: dict[str, Callable[[Api], object]] = {
    "testApiKey": lambda api: api.key.test(),
    "getCredits": lambda api: api.credits.get(),
    "listPhoneNumbers": lambda api: api.phone_numbers.list(),
    "listOutboundAssistants": lambda api: api.assistants.list(),
    "listCompanies": lambda api: api.companies.list(),
    "createCompany": lambda api: api.companies.create(CompanyCreate(name="x")),
    "listContacts": lambda api: api.contacts.list(),
    "createContact": lambda api: api.contacts.create(PERSON),
    "importContacts": lambda api: api.contacts.import_csv(b"first_name\nA", {"first_name": "first_name"}),
    "listCampaigns": lambda api: api.campaigns.list(),
    "createCampaign": lambda api: api.campaigns.create(NEW),
    "getCampaign": lambda api: api.campaigns.get("x"),
    "updateCampaign": lambda api: api.campaigns.update("x", CampaignUpdate(name="y")),
    "deleteCampaign": lambda api: api.campaigns.delete("x"),
    "listCampaignContacts": lambda api: api.campaigns.contacts("x"),
    "addCampaignContacts": lambda api: api.campaigns.add_contacts("x", ["p"]),
    "removeCampaignContacts": lambda api: api.campaigns.remove_contacts("x", ["p"]),
    "getDashboard": lambda api: api.campaigns.dashboard("x"),
    "runCampaign": lambda api: api.campaigns.run("x"),
    "listCalls": lambda api: api.calls.list(),
    "listGroups": lambda api: api.groups.list(),
    "previewEnrollment": lambda api: api.campaigns.preview_enrollment("x", AudienceFilters()),
}
ON_THE_NEWEST = ("listGroups", "previewEnrollment")
LISTS = {
    "listPhoneNumbers": "numbers", "listOutboundAssistants": "assistants", "listCompanies": "companies",
    "listContacts": "contacts", "listCampaigns": "campaigns", "listCampaignContacts": "contacts", "listCalls": "calls",
    "listGroups": "groups",
}  # fmt: skip
OPERATIONS = [
    (contract, operation) for contract in CONTRACTS for operation in operations(contract) if operation in ASK
]


@cache
def platform(generation: Generation) -> tuple[FakePlatform, Api]:
    """One for all: to make a client takes longer than to ask it."""
    made = FakePlatform(ok())
    api = made.api(budget=RequestBudget(10_000_000))
    api.campaigns.which_generation = lambda: generation
    return made, api


def asked(operation: str, body: bytes) -> object:
    """What the client makes of an answer."""
    fake, api = platform(Generation.NEWEST if operation in ON_THE_NEWEST else Generation.SEED)
    fake.steps[:] = [httpx.Response(200, content=body, headers={"Content-Type": "application/json"})]
    fake.requests.clear()
    return ASK[operation](api)


@cache
def answers_of(contract: str) -> dict[str, dict[str, Any]]:
    return operations(contract)


@cache
def wrong_answers(contract: str, operation: str) -> st.SearchStrategy[WrongAnswer]:
    return wrong(answers_of(contract)[operation])


@pytest.mark.parametrize(("contract", "operation"), OPERATIONS)
@examples(40)
@given(data=st.data())
def test_one_wrong_field_hides_at_most_its_row_and_raises_nothing_unexpected(
    contract: str, operation: str, data: st.DataObject
) -> None:
    read_and_use(operation, data.draw(wrong_answers(contract, operation)))


@pytest.mark.soak
@pytest.mark.parametrize(("contract", "operation"), OPERATIONS)
@settings(max_examples=1000, deadline=None)
@given(data=st.data())
def test_a_thousand_wrong_fields_hide_at_most_their_rows(
    contract: str, operation: str, data: st.DataObject
) -> None:
    read_and_use(operation, data.draw(wrong_answers(contract, operation)))


def read_and_use(operation: str, answer: WrongAnswer) -> None:
    """What the client makes of an answer that is wrong in one field, and what the services make of that."""
    try:
        found = asked(operation, answer.body)
    except ApiError:
        assert not in_a_row(operation, answer), "one row hides the whole list"
        return
    if in_a_row(operation, answer):
        assert isinstance(found, Page | Rows)
        rows = json.loads(answer.body)[LISTS[operation]]
        assert len(found.items) + len(found.unreadable) == len(rows)
        assert len(found.items) >= 1
    use(found)


@pytest.mark.parametrize(("contract", "operation"), OPERATIONS)
def test_the_contracts_own_answers_are_read_whole(contract: str, operation: str) -> None:
    found = asked(operation, written(answers_of(contract)[operation]))
    if isinstance(found, Page | Rows):
        assert (len(found.items), found.unreadable) == (2, [])
    use(found)


def in_a_row(operation: str, answer: WrongAnswer) -> bool:
    return len(answer.place) > 1 and answer.place[0] == LISTS.get(operation)


@pytest.mark.parametrize(
    ("row", "identifier"),
    [
        ("x", None),
        (None, None),
        ([], None),
        ({"name": "Spring", "status": "running"}, None),
        ({"id": "", "name": "Spring"}, None),
        ({"id": {"a": 1}, "name": "Spring"}, None),
    ],
)
def test_a_row_that_cannot_be_read_is_counted_and_the_others_are_shown(
    row: Any, identifier: str | None
) -> None:
    good = {"id": "c1", "name": "Spring", "status": "running"}
    page = (
        FakePlatform(httpx.Response(200, json={"success": True, "campaigns": [row, good]}))
        .api()
        .campaigns.list()
    )
    assert [one.name for one in page.items] == ["Spring"]
    assert [one.id for one in page.unreadable] == [identifier]
    assert page.received == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "archived"), ("status", "Running"), ("status", None), ("name", None), ("name", 7), ("id", 17),
        ("total_contacts", 12.5), ("created_at", "yesterday"), ("settings", ["a"]), ("from_number_ids", "n1"),
        ("started_at", "0001-01-01T00:00:00+14:00"), ("updated_at", "9999-12-31T23:59:59-12:00"),
        ("name", "half an emoji \ud83d"), ("description", "nul \x00"), ("contacts_called", 10**30),
    ],
)  # fmt: skip
def test_one_odd_campaign_among_twelve_hides_none(field: str, value: Any) -> None:
    rows: list[dict[str, Any]] = [
        {"id": f"c{number}", "name": f"Campaign {number}", "status": "draft", "total_contacts": 5}
        for number in range(12)
    ]
    rows[5][field] = value
    page = (
        FakePlatform(httpx.Response(200, content=written({"success": True, "campaigns": rows})))
        .api()
        .campaigns.list()
    )
    assert (len(page.items), page.unreadable) == (12, [])
    use(page)
    odd = page.items[5]
    assert "\ud83d" not in odd.name
    assert odd.name
    odd.model_dump_json()


@pytest.mark.parametrize(
    ("mark", "barred"),
    [
        (True, True),
        (False, False),
        (None, None),
        ("false", False),
        ("maybe", True),
        (2, True),
        ([], True),
        ({}, True),
    ],
)
def test_a_do_not_call_mark_that_is_not_understood_bars(mark: Any, barred: bool | None) -> None:
    row = {"id": "p1", "phone": "+4930123456", "do_not_call": mark}
    answer = httpx.Response(200, json={"success": True, "contacts": [row]})
    [person] = FakePlatform(answer).api().contacts.list().items
    assert person.do_not_call is barred


def test_counts_of_statuses_it_does_not_know_are_other_and_null_is_not_zero() -> None:
    answer = httpx.Response(
        200,
        json={
            "success": True,
            "contacts": [],
            "statusCounts": {"pending": 2, "calling": None, "parked": 3, "lost": 4},
        },
    )
    counts = FakePlatform(answer).api().campaigns.contacts("x").status_counts
    assert counts is not None
    assert (counts.pending, counts.queued, counts.calling, counts.other, counts.total) == (
        2,
        0,
        None,
        7,
        None,
    )


def test_every_model_of_the_client_is_read_by_some_operation() -> None:
    """So that a new one is fed wrong answers too. What removing answers comes out as a number."""
    read = {type(found) for found in everything_read()}
    assert read >= {model for model in _answers() if model not in (DeletedCampaign, Named, RemoveResult)}


def _answers() -> list[type[BaseModel]]:
    def below(model: type[BaseModel]) -> list[type[BaseModel]]:
        return [one for each in model.__subclasses__() for one in (each, *below(each))]

    return [model for model in below(Answer) if model.__module__ == Answer.__module__]


def everything_read() -> list[BaseModel]:
    found: list[BaseModel] = []

    def collect(value: object) -> None:
        if isinstance(value, BaseModel):
            found.append(value)
            for name in type(value).model_fields:
                collect(getattr(value, name))
        elif isinstance(value, list):
            for item in value:
                collect(item)
        elif isinstance(value, Page):
            collect(value.items)
            collect(getattr(value, "status_counts", None))

    for contract, operation in OPERATIONS:
        collect(asked(operation, written(answers_of(contract)[operation])))
    return found

"""The client and the answers that both contracts document, generated: each of them is read in every spelling and wrapping, what
it tells is told, what it does not tell is not; and what is refused is refused by name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from services.api import Api, errors
from services.api.generation import Generation
from services.api.models import (
    AudienceFilters,
    CampaignUpdate,
    CompanyCreate,
    ContactCreate,
    EnrolResult,
    ImportResult,
    Named,
    NewPerson,
    RemoveResult,
    StatusCounts,
)
from services.api.paging import Page
from services.api.spelling import snake_case
from services.api.tolerant import Rows
from tests.contract.documented_answers import Documented, answers, camel, documented
from tests.services.api.fake_platform import FakePlatform
from tests.services.api.test_operations import CAMPAIGN


def somebody(api: Api) -> ContactCreate:
    """A new person, into what a person goes into there."""
    seed = api.campaigns.which_generation() is Generation.SEED
    person = ContactCreate(first_name="A", last_name="B", phone="+491512345678")
    return person.model_copy(update={"company_id" if seed else "group_id": "x"})


def imported(api: Api) -> ImportResult:
    """By the way there is: a file, or rows."""
    if api.campaigns.which_generation() is Generation.SEED:
        return api.contacts.import_csv(b"a", {"first_name": "a"})
    return api.contacts.import_rows([somebody(api)])


CALLS: dict[str, tuple[Callable[[Api], Any], str | None]] = {
    "testApiKey": (lambda api: api.key.test(), None),
    "getCredits": (lambda api: api.credits.get(), "credits"),
    "listPhoneNumbers": (lambda api: api.phone_numbers.list(), "numbers"),
    "listOutboundAssistants": (lambda api: api.assistants.list(), "assistants"),
    "listCompanies": (lambda api: api.companies.list(), "companies"),
    "createCompany": (lambda api: api.companies.create(CompanyCreate(name="C")), "company"),
    "listContacts": (lambda api: api.contacts.list(), "contacts"),
    "createContact": (lambda api: api.contacts.create(somebody(api)).contact, "contact"),
    "importContacts": (lambda api: imported(api), ""),
    "listCampaigns": (lambda api: api.campaigns.list(), "campaigns"),
    "createCampaign": (lambda api: api.campaigns.create(CAMPAIGN), "campaign"),
    "getCampaign": (lambda api: api.campaigns.get("x"), "campaign"),
    "updateCampaign": (lambda api: api.campaigns.update("x", CampaignUpdate(name="N")), "campaign"),
    "deleteCampaign": (lambda api: api.campaigns.delete("x"), None),
    "listCampaignContacts": (lambda api: api.campaigns.contacts("x"), "contacts"),
    "addCampaignContacts": (
        lambda api: api.campaigns.add_contact("x", NewPerson(first_name="A", last_name="B", phone="+49301")),
        "",
    ),
    "removeCampaignContacts": (lambda api: api.campaigns.remove_contacts("x", ["p"]), None),
    "getDashboard": (lambda api: api.campaigns.dashboard("x"), ""),
    "runCampaign": (lambda api: api.campaigns.run("x"), ""),
    "listCalls": (lambda api: api.calls.list(), "calls"),
    "previewEnrollment": (lambda api: api.campaigns.preview_enrollment("x", AudienceFilters()), ""),
    "listGroups": (lambda api: api.groups.list(), "groups"),
    "createGroup": (lambda api: api.groups.create("Fair"), "group"),
    "renameGroup": (lambda api: api.groups.rename("g", "Fair"), "group"),
    "listGroupContacts": (lambda api: api.groups.members("g"), "contacts"),
    "addGroupContact": (lambda api: api.groups.add("g", ["p"]), None),
    "removeGroupContact": (lambda api: api.groups.remove("g", "p"), None),
}
"""What asks for each operation, and where in the answer stands what it answers: "" for all of it, None for nothing."""
NOT_ASKED = {
    "getGroup",
    "getContact",
    "updateContact",
    "patchContact",
    "listCustomFields",
    "startCall",
}
ASKED = [one for one in documented() if one.operation in CALLS]
LISTS = [
    one for one in ASKED if (CALLS[one.operation][1] or "").endswith("s") and one.operation != "getCredits"
]
THINGS = [one for one in ASKED if CALLS[one.operation][1] in ("campaign", "contact", "company", "group")]
AS_WRITTEN, OTHER_SPELLING = "as written", "other spelling"
MANY = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
EMPTY = (None, "", [], {})


def asked(one: Documented, answer: Any) -> Any:
    """What the client makes of an answer."""
    call, _ = CALLS[one.operation]
    return call(speaking(one, answer))


def speaking(one: Documented, answer: Any) -> Api:
    platform = FakePlatform(httpx.Response(int(one.status), json=answer))
    api = Api(
        "https://platform.test",
        "tk_test",
        "team_1",
        "acme",
        transport=platform,
        sleep=lambda _seconds: None,
    )
    api.campaigns.which_generation = lambda: Generation(one.generation)
    return api


def spelled(answer: Any, spelling: str) -> Any:
    return camel(answer) if spelling == OTHER_SPELLING else answer


def require_told(read: BaseModel, told: dict[str, Any]) -> None:
    """Everything a model has a place for is as it was told, and empty where it was not."""
    by_name = {snake_case(name): value for name, value in told.items()}
    for name in type(read).model_fields:
        if name in ("not_taken", "refused"):
            continue  # another reading of what a field beside it tells
        value, given_ = getattr(read, name), by_name.get(name)
        if name == "name" and isinstance(read, Named) and not (given_ or "").strip():
            assert value == read.id
        elif isinstance(value, StatusCounts):
            for status, count in (given_ or {}).items():
                assert getattr(value, status) == count
        elif isinstance(value, BaseModel):
            require_told(value, given_ if isinstance(given_, dict) else {})
        elif given_ in EMPTY or name == "unreadable":
            assert value in EMPTY or (value == 0 and name in ("unreadable", "invalid"))
        elif isinstance(given_, bool | int | float) and not isinstance(value, list | type(None)):
            assert value == given_, name
        elif isinstance(value, datetime) and isinstance(given_, str):
            assert value == datetime.fromisoformat(given_), name
        elif isinstance(given_, str) and value is not None:
            assert str(value) == given_, name


@pytest.mark.parametrize("spelling", [AS_WRITTEN, OTHER_SPELLING])
@pytest.mark.parametrize("one", ASKED, ids=str)
@MANY
@given(data=st.data())
def test_it_is_read_and_what_it_tells_is_told(one: Documented, spelling: str, data: st.DataObject) -> None:
    answer = data.draw(answers(one.schema))
    found = asked(one, spelled(answer, spelling))
    place = CALLS[one.operation][1]
    if place is None:
        return
    told = answer if place == "" else answer[place]
    if isinstance(found, Page | Rows):
        assert found.unreadable == []
        assert len(found.items) == len(told)
        for read, row in zip(found.items, told, strict=True):
            require_told(read, row)
    else:
        require_told(found, told)


@pytest.mark.parametrize("spelling", [AS_WRITTEN, OTHER_SPELLING])
@pytest.mark.parametrize("one", LISTS, ids=str)
@MANY
@given(data=st.data())
def test_a_list_is_read_under_items_and_bare_as_well(
    one: Documented, spelling: str, data: st.DataObject
) -> None:
    answer = spelled(data.draw(answers(one.schema)), spelling)
    place = CALLS[one.operation][1]
    rows = answer.pop(place)
    for wrapped in ({**answer, "items": rows}, rows):
        found = asked(one, wrapped)
        assert [read.id for read in found.items] == [row["id"] for row in rows]
        assert found.unreadable == []


@pytest.mark.parametrize("spelling", [AS_WRITTEN, OTHER_SPELLING])
@pytest.mark.parametrize("one", THINGS, ids=str)
@MANY
@given(data=st.data())
def test_a_thing_is_read_bare_as_well(one: Documented, spelling: str, data: st.DataObject) -> None:
    answer = spelled(data.draw(answers(one.schema)), spelling)
    thing = answer[CALLS[one.operation][1]]
    assert asked(one, thing).id == thing["id"]


ACTING = {"createCompany", "createContact", "createCampaign", "updateCampaign", "createGroup", "renameGroup"}


@pytest.mark.parametrize("one", [*LISTS, *THINGS], ids=str)
@MANY
@given(data=st.data(), instead=st.sampled_from(["left out", None, "a word", 7, True]))
def test_a_shape_that_is_not_understood_is_refused_by_name(
    one: Documented, data: st.DataObject, instead: Any
) -> None:
    answer = data.draw(answers(one.schema))
    place = CALLS[one.operation][1]
    if instead == "left out":
        del answer[place]
    else:
        answer[place] = instead
    with pytest.raises(errors.UnreadableAnswer) as refused:
        asked(one, answer)
    assert refused.value.operation == one.operation
    assert refused.value.may_have_acted == (one.operation in ACTING)


@pytest.mark.parametrize("one", LISTS, ids=str)
@MANY
@given(data=st.data())
def test_a_row_without_an_id_is_counted_and_hides_no_other(one: Documented, data: st.DataObject) -> None:
    answer = data.draw(answers(one.schema))
    rows = answer[CALLS[one.operation][1]]
    assume(rows)
    at = data.draw(st.integers(0, len(rows) - 1))
    del rows[at]["id"]
    found = asked(one, answer)
    assert len(found.unreadable) == 1
    assert [read.id for read in found.items] == [row["id"] for row in rows if "id" in row]


PEOPLE = [one for one in ASKED if one.operation == "listCampaignContacts"]


@pytest.mark.parametrize("one", PEOPLE, ids=str)
@MANY
@given(data=st.data())
def test_a_missing_status_is_nobody_unless_more_people_are_known(
    one: Documented, data: st.DataObject
) -> None:
    answer = data.draw(answers(one.schema)) | {"offset": 0}
    missing = set(StatusCounts.model_fields) - {"other"} - answer["statusCounts"].keys()
    counted = sum(answer["statusCounts"].values())
    page = asked(one, answer)
    if not answer["statusCounts"] and not answer["contacts"]:
        return  # nobody is there, and nobody is counted
    assert page.status_counts is not None
    contradicted = counted < len(answer["contacts"])
    for status in missing:
        assert getattr(page.status_counts, status) == (None if contradicted else 0)
    assert page.total == (None if contradicted and missing else counted)


@pytest.mark.parametrize("one", PEOPLE, ids=str)
@MANY
@given(data=st.data(), told=st.sampled_from(["left out", None, [], "many", 3]))
def test_counts_that_are_missing_count_nobody(one: Documented, data: st.DataObject, told: Any) -> None:
    answer = data.draw(answers(one.schema))
    if told == "left out":
        del answer["statusCounts"]
    else:
        answer["statusCounts"] = told
    assert asked(one, answer).status_counts is None


@pytest.mark.parametrize("one", [one for one in LISTS if one.operation == "listCampaigns"], ids=str)
@MANY
@given(data=st.data(), more=st.booleans())
def test_a_count_of_what_is_returned_is_no_total(one: Documented, data: st.DataObject, more: bool) -> None:
    """Newer platforms count the page. A page that is full may have others behind it, whatever it counts."""
    answer = data.draw(answers(one.schema).filter(lambda made: made["campaigns"]))
    rows = answer["campaigns"]
    answer |= {"offset": 0, "count": len(rows) + more, "limit": len(rows)}
    page = asked(one, answer)
    assert page.total == (len(rows) + 1 if more else None)
    assert page.ends_at(len(rows)) is False


def test_what_the_client_never_asks_for_is_listed() -> None:
    assert {one.operation for one in documented()} == CALLS.keys() | NOT_ASKED


def test_a_removal_and_an_enrolment_without_figures_tell_none() -> None:
    one = next(one for one in ASKED if one.operation == "addCampaignContacts")
    found = asked(one, {"success": True})
    assert isinstance(found, EnrolResult)
    assert (found.added, found.skipped, found.invalid) == (None, None, None)
    assert RemoveResult.model_validate({}).removed is None

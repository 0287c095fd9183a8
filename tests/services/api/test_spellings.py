"""Spellings: what the platform's generations write in two ways is read as one, and nothing told is taken for not told."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from services.api.models import CampaignStatus, EnrollmentStatus
from tests.services.api.fake_platform import FakePlatform, ok

SNAKE: dict[str, Any] = {
    "id": "c",
    "name": "A",
    "status": "running",
    "from_number_ids": ["n"],
    "total_contacts": 7,
}
CAMEL: dict[str, Any] = {
    "id": "c",
    "name": "A",
    "status": "running",
    "fromNumberIds": ["n"],
    "totalContacts": 7,
}


@pytest.mark.parametrize("written", [SNAKE, CAMEL])
@pytest.mark.parametrize("wrapped", [True, False])
def test_both_spellings_are_one(written: dict[str, Any], wrapped: bool) -> None:
    platform = FakePlatform(ok(campaign=written) if wrapped else ok(**written))
    campaign = platform.api().campaigns.get("c")
    assert (campaign.from_number_ids, campaign.total_contacts) == (["n"], 7)


def test_of_two_spellings_of_one_name_the_one_that_tells_something_counts() -> None:
    platform = FakePlatform(ok(campaign={"id": "c", "total_contacts": None, "totalContacts": 7}))
    assert platform.api().campaigns.get("c").total_contacts == 7


def test_names_that_are_peoples_own_stay_as_they_are() -> None:
    row = {"id": "p", "customFields": {"orderNo": 7, "order_no": 8}}
    [person] = FakePlatform(ok(contacts=[row])).api().contacts.list().items
    assert person.custom_fields == {"orderNo": 7, "order_no": 8}


@pytest.mark.parametrize(
    "answer", [ok(campaigns=[SNAKE]), ok(items=[CAMEL]), httpx.Response(200, json=[CAMEL])]
)
def test_a_list_is_found_under_its_name_under_items_or_bare(answer: httpx.Response) -> None:
    [campaign] = FakePlatform(answer).api().campaigns.list(limit=5).items
    assert campaign.total_contacts == 7


def test_an_empty_bare_list_is_nobody_and_an_answer_without_one_is_not() -> None:
    assert FakePlatform(httpx.Response(200, json=[])).api().campaigns.list().items == []


@pytest.mark.parametrize("bare", [True, False])
def test_flat_rows_are_people_all_the_same(bare: bool) -> None:
    row = {
        "id": "ctc_1",
        "firstName": "Ana",
        "lastName": "Reyes",
        "phone": "+14155550127",
        "callStatus": "answered",
    }
    answer = httpx.Response(200, json=[row]) if bare else ok(contacts=[row])
    [person] = FakePlatform(answer).api().campaigns.contacts("c").items
    assert person.contact is not None
    assert (person.contact.id, person.contact.first_name, person.contact.phone) == (
        "ctc_1",
        "Ana",
        "+14155550127",
    )
    assert person.outcome == "answered"
    assert person.status not in set(EnrollmentStatus)


def test_a_status_of_another_generation_is_kept_as_a_word() -> None:
    campaign = FakePlatform(ok(id="c", status="stopped")).api().campaigns.get("c")
    assert campaign.status == "stopped"
    assert campaign.status not in set(CampaignStatus)

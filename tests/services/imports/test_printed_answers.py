"""Imports on platforms that answer with nothing but the fields their pages print."""

from __future__ import annotations

from typing import Any, cast

import httpx
import pytest

from services.api import BudgetState
from services.api.generation import Generation
from services.imports.claim import Claim
from services.imports.job import JobState
from services.imports.platform import Platform
from tests.services.generation.printed_platform import PrintedPlatform
from tests.services.imports.desk import Desk
from tests.services.imports.fake_platform import FakePlatform
from tests.services.imports.people import person

PEOPLE = "GET /api/crm/campaigns/{id}/contacts"
ENROL = "POST /api/crm/campaigns/{id}/contacts"
CONTACTS = "GET /api/crm/contacts"
ANA = {Generation.ACTIONS: "+14155550127", Generation.NEWEST: "+14155550184"}
"""In the campaign already, as the page of each prints her."""


class Connection:
    """The gateway of imports to a printed platform, in place of one in memory."""

    def __init__(self, printed: PrintedPlatform, generation: Generation) -> None:
        self.api = printed.api()
        self.api.campaigns.which_generation = lambda: generation

    def open(self, claim: Claim) -> Platform:
        return Platform(self.api, claim)

    def budget(self) -> BudgetState:
        return self.api.budget.state()


def desk_on(printed: PrintedPlatform, generation: Generation) -> Desk:
    return Desk(platform=cast(FakePlatform, Connection(printed, generation)))


class Enrolling(PrintedPlatform):
    """Whoever is enrolled is listed from then on, in the shape in which the page prints the first person."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = super().handle_request(request)
        if self.asked[-1] == ENROL and answer.status_code == 200:
            for contact_id in self.sent[-1][1]["contactIds"]:
                self._list(contact_id)
        return answer

    def _list(self, contact_id: str) -> None:
        status, page = self.answers[PEOPLE]
        [first, *_] = page["contacts"]
        if inner := first.get("contact"):
            row = {**first, "id": f"row {contact_id}", "contact": {**inner, "id": contact_id, "phone": None}}
        else:
            row = {**first, "id": contact_id, "phone": None}
        self.answers[PEOPLE] = (status, {**page, "contacts": [*page["contacts"], row]})


@pytest.mark.parametrize("generation", list(ANA))
def test_who_is_in_already_is_recognised_as_each_page_writes_her(generation: Generation) -> None:
    printed = PrintedPlatform(generation.value)
    desk = desk_on(printed, generation)
    job_id = desk.submit([person(0, e164=ANA[generation])], company_id="")
    desk.to_the_end()

    assert desk.ends(job_id) == {1: "already"}
    assert printed.sent == []


@pytest.mark.parametrize("generation", list(ANA))
def test_an_answer_of_the_printed_fields_alone_is_no_failure(generation: Generation) -> None:
    printed = Enrolling(generation.value)
    if generation is Generation.ACTIONS:
        printed.answers[ENROL] = (200, {"success": True, "contacts": []})  # its shape is not documented
    desk = desk_on(printed, generation)
    job_id = desk.submit([person(number, contact_id=f"c{number}") for number in range(3)], company_id="")
    desk.to_the_end()

    job = desk.job(job_id)
    assert (job.state, job.rows.enrolled, job.moved) == (JobState.DONE, 3, 0)
    assert [body["contactIds"] for name, body in printed.sent if name == ENROL] == [["c0"], ["c1", "c2"]]


@pytest.mark.parametrize("generation", list(ANA))
def test_a_person_of_the_crm_is_recognised_in_either_spelling(generation: Generation) -> None:
    printed = Enrolling(generation.value)
    spelled: dict[Generation, dict[str, Any]] = {
        Generation.ACTIONS: {"id": "c0", "firstName": "Eva", "phone": "+493012345", "doNotCall": False},
        Generation.NEWEST: {"id": "c0", "first_name": "Eva", "phone": "+493012345", "do_not_call": False},
    }
    barred: dict[str, Any] = {"id": "c1", "phone": "+493012346", "doNotCall": True}
    printed.answers[CONTACTS] = (200, {"success": True, "contacts": [spelled[generation], barred]})
    printed.answers["GET /api/crm/outbound-assistants"] = (200, {"success": True, "assistants": []})
    if generation is Generation.ACTIONS:
        printed.answers[ENROL] = (200, {"success": True})
    desk = desk_on(printed, generation)
    people = [person(0, e164="+493012345"), person(1, e164="+493012346")]
    job_id = desk.submit(people, company_id="")
    desk.to_the_end()

    assert desk.ends(job_id) == {1: "enrolled", 2: "left_out: do_not_call"}
    assert [name for name, _ in printed.sent] == [ENROL]

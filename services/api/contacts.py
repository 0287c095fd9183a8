"""Resource `api.contacts`: people in the CRM."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal

from services.api.generation import WhichGeneration, require_file, require_group, require_groups
from services.api.http import Http, parse, segment
from services.api.models import Contact, ContactCreate, CreatedContact, ImportResult
from services.api.paging import LARGEST_PAGE, Page, get_page
from services.api.spelling import unwrapped

PATH = "/api/crm/contacts"
DEADLINE_FACTOR = 4  # an import of thousands takes the platform longer than a page

DuplicateMode = Literal["skip", "update"]
"""Never `replace`: it overwrites a wish not to be called."""


class Contacts:
    def __init__(self, http: Http, team_id: str, which_generation: WhichGeneration) -> None:
        self._http = http
        self._team_id = team_id
        self._which_generation = which_generation

    def list(
        self,
        company_id: str | None = None,
        search: str | None = None,
        lead_status: str | None = None,
        do_not_call: bool | None = None,
        has_phone: bool | None = None,
        group_id: str | None = None,
        limit: int = LARGEST_PAGE,
        offset: int = 0,
    ) -> Page[Contact]:
        params = {
            "teamId": self._team_id,
            "companyId": company_id,
            "groupId": group_id,
            "search": search,
            "leadStatus": lead_status,
            "doNotCall": do_not_call,
            "hasPhone": has_phone,
        }
        return get_page(self._http, "listContacts", PATH, "contacts", Contact, params, limit, offset)

    def get(self, contact_id: str) -> Contact:
        answer = self._http.get("getContact", f"{PATH}/{segment('getContact', contact_id)}")
        return parse(Contact, "getContact", unwrapped(answer, "contact"))

    def mark_do_not_call(self, contact_id: str) -> None:
        """Set the mark that she is not to be called; never taken away from here. Whether it is set is to be read, whatever was
        answered.

        Raises:
            VersionUnknown, NotInThisVersion: a key is not known to be able to. Nothing was sent.
        """
        operation = "updateContact"
        require_groups(operation, self._which_generation())
        path = f"{PATH}/{segment(operation, contact_id)}"
        self._http.send(operation, "PUT", path, body={"doNotCall": True}, repeatable=True)

    def create(self, contact: ContactCreate) -> CreatedContact:
        """Never repeated: after an unclear answer, look by phone whether the person is there.

        Raises:
            NotInThisVersion: it names no contact group where people belong to one. Nothing was sent.
        """
        require_group("createContact", self._which_generation(), [contact])
        answer = self._http.send(
            "createContact", "POST", PATH, body={"teamId": self._team_id, **contact.body()}
        )
        created = {**answer, "contact": unwrapped(answer, "contact")}
        return parse(CreatedContact, "createContact", created, acts=True)

    def import_csv(
        self,
        content: bytes,
        column_mapping: dict[str, str],
        default_company_id: str | None = None,
        duplicate_mode: DuplicateMode = "skip",
        auto_create_companies: bool = False,
        import_company_fields: bool = False,
    ) -> ImportResult:
        """Put people into the CRM. Repeated: the platform knows duplicates by their phone.

        Args:
            content: CSV in UTF-8, separated by commas, with a header row.
            column_mapping: platform field to the file's header; `first_name` must be among them.

        Raises:
            NotInThisVersion: it is not told which group the people of a file would join. Nothing was sent.
        """
        require_file(self._which_generation())
        form = {
            "teamId": self._team_id,
            "columnMapping": json.dumps(column_mapping, ensure_ascii=False),
            "duplicateMode": duplicate_mode,
            "autoCreateCompanies": json.dumps(auto_create_companies),
            "importCompanyFields": json.dumps(import_company_fields),
        }
        if default_company_id:
            form["defaultCompanyId"] = default_company_id
        answer = self._http.send(
            "importContacts",
            "POST",
            f"{PATH}/import",
            form=form,
            files={"file": ("people.csv", content, "text/csv")},
            repeatable=True,
            deadline=self._http.deadline * DEADLINE_FACTOR,
        )
        return parse(ImportResult, "importContacts", answer, acts=True)

    def import_rows(self, people: Sequence[ContactCreate]) -> ImportResult:
        """Put people into the CRM and into their contact group. Whoever has the same number is merged with, and what is
        sent overwrites hers. Never repeated: after an unclear answer, look by phone who is there.

        Raises:
            NotInThisVersion: one of them names no group. Nothing was sent.
            ValueError: nobody was chosen. Nothing was sent.
        """
        operation = "importContacts"
        require_group(operation, self._which_generation(), people)
        if not people:
            raise ValueError("nobody was chosen")
        body = {"teamId": self._team_id, "contacts": [person.body() for person in people]}
        deadline = self._http.deadline * DEADLINE_FACTOR
        answer = self._http.send(operation, "POST", f"{PATH}/import", body=body, deadline=deadline)
        return parse(ImportResult, operation, answer, acts=True)

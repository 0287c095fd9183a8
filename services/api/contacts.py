"""Resource `api.contacts`: people in the CRM."""

from __future__ import annotations

import json
from typing import Literal

from services.api.http import Http, parse
from services.api.models import Contact, ContactCreate, CreatedContact, ImportResult
from services.api.paging import LARGEST_PAGE, Page, get_page

PATH = "/api/crm/contacts"
DEADLINE_FACTOR = 4  # an import of thousands takes the platform longer than a page

DuplicateMode = Literal["skip", "update", "replace"]


class Contacts:
    def __init__(self, http: Http, team_id: str) -> None:
        self._http = http
        self._team_id = team_id

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

    def create(self, contact: ContactCreate) -> CreatedContact:
        """Never repeated: after an unclear answer, look by phone whether the person is there."""
        answer = self._http.send(
            "createContact", "POST", PATH, body={"teamId": self._team_id, **contact.body()}
        )
        return parse(CreatedContact, "createContact", answer, acts=True)

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
        """
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

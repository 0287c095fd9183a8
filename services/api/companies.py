"""Resource `api.companies`: the companies people and campaigns belong to."""

from __future__ import annotations

from services.api.http import Http, parse
from services.api.models import Company, CompanyCreate
from services.api.paging import LARGEST_PAGE, Page, get_page
from services.api.spelling import unwrapped

PATH = "/api/crm/companies"


class Companies:
    def __init__(self, http: Http, team_id: str) -> None:
        self._http = http
        self._team_id = team_id

    def list(
        self, search: str | None = None, industry: str | None = None, limit: int = LARGEST_PAGE
    ) -> Page[Company]:
        params = {"teamId": self._team_id, "search": search, "industry": industry}
        return get_page(self._http, "listCompanies", PATH, "companies", Company, params, limit)

    def create(self, company: CompanyCreate) -> Company:
        """Never repeated: it would be two."""
        body = {"teamId": self._team_id, **company.body()}
        answer = self._http.send("createCompany", "POST", PATH, body=body)
        return parse(Company, "createCompany", unwrapped(answer, "company"), acts=True)

"""`api.probes`: asks whether an operation is there and open to this key, by requests that cannot change anything.

A reading operation is asked for a single row. A changing one is sent without what it needs, so that a deployment that
has it can only answer 400, or with an id that nobody has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.api.http import Http, segment

NOBODY = "00000000-0000-4000-8000-000000000000"


class Probes:
    def __init__(self, http: Http, team_id: str) -> None:
        self._http = http
        self._team_id = team_id
        row = {"teamId": team_id, "limit": 1, "offset": 0}
        self._without_campaign: dict[str, Callable[[str], object]] = {
            "listCampaigns": lambda name: self._get(name, "/api/crm/campaigns", row),
            "getCredits": lambda name: self._get(name, "/api/credits"),
            "listPhoneNumbers": lambda name: self._get(
                name, "/api/phone-numbers/purchase", {"teamId": team_id}
            ),
            "listOutboundAssistants": lambda name: self._get(
                name, "/api/crm/outbound-assistants", {"teamId": team_id}
            ),
            "listCompanies": lambda name: self._get(name, "/api/crm/companies", row),
            "createCompany": lambda name: self._send(name, "POST", "/api/crm/companies", {}),
            "listContacts": lambda name: self._get(name, "/api/crm/contacts", row),
            "createContact": lambda name: self._send(name, "POST", "/api/crm/contacts", {}),
            "importContacts": lambda name: self._send(name, "POST", "/api/crm/contacts/import", None),
            "listCalls": lambda name: self._get(name, "/api/crm/calls", row),
            "deleteCampaign": lambda name: self._send(name, "DELETE", f"/api/crm/campaigns/{NOBODY}", None),
        }
        self._of_campaign: dict[str, Callable[[str, str], object]] = {
            "getCampaign": lambda name, path: self._get(name, path),
            "getDashboard": lambda name, path: self._get(
                name, f"{path}/dashboard", {"limitPending": 1, "limitCalling": 1, "limitCalls": 1}
            ),
            "listCampaignContacts": lambda name, path: self._get(
                name, f"{path}/contacts", {"limit": 1, "offset": 0}
            ),
            "updateCampaign": lambda name, path: self._send(name, "PUT", path, {"status": ""}),
            "removeCampaignContacts": lambda name, path: self._send(
                name, "DELETE", f"{path}/contacts", {"contactIds": []}
            ),
        }

    @property
    def operations(self) -> list[str]:
        return [*self._without_campaign, *self._of_campaign]

    def needs_campaign(self, operation: str) -> bool:
        """Whether the question can only be asked about a campaign that exists."""
        return operation in self._of_campaign

    def ask(self, operation: str, campaign_id: str = "") -> None:
        """Returns where the operation worked; raises the `ApiError` it was answered with."""
        if self.needs_campaign(operation):
            path = f"/api/crm/campaigns/{segment(operation, campaign_id)}"
            self._of_campaign[operation](operation, path)
        else:
            self._without_campaign[operation](operation)

    def _get(self, operation: str, path: str, params: dict[str, Any] | None = None) -> None:
        self._http.get(operation, path, params)

    def _send(self, operation: str, method: str, path: str, body: dict[str, Any] | None) -> None:
        self._http.send(operation, method, path, body=body, acts=False)

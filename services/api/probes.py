"""Probes: whether a reading operation is there and open to this key, asked by reading one row of it.

Only readings are asked. What changes something cannot be asked without a request that might change it: a platform that
takes an empty status, an empty list or `{}` as it comes would do so. That is learned from its first real use.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.api.http import Http, segment

OF_CAMPAIGN = frozenset(
    {
        "getCampaign",
        "getDashboard",
        "listCampaignContacts",
        "updateCampaign",
        "deleteCampaign",
        "addCampaignContacts",
        "removeCampaignContacts",
        "runCampaign",
    }
)
"""Operations with a campaign's id in their address: 404 may mean the campaign and not the operation."""

ROW = {"limit": 1, "offset": 0}


class Probes:
    def __init__(self, http: Http, team_id: str) -> None:
        self._http = http
        team = {"teamId": team_id}
        crm = "/api/crm"
        self._without_campaign: Mapping[str, tuple[str, dict[str, Any] | None]] = {
            "listCampaigns": (f"{crm}/campaigns", team | ROW),
            "getCredits": ("/api/credits", None),
            "listPhoneNumbers": ("/api/phone-numbers/purchase", team),
            "listOutboundAssistants": (f"{crm}/outbound-assistants", team),
            "listCompanies": (f"{crm}/companies", team | ROW),
            "listContacts": (f"{crm}/contacts", team | ROW),
            "listCalls": (f"{crm}/calls", team | ROW),
        }
        self._of_generations: Mapping[str, tuple[str, dict[str, Any] | None]] = {
            "listGroups": (f"{crm}/groups", team),
            "previewEnrollment": (f"{crm}/campaigns/preview-enrollment", team),
        }
        self._of_campaign: Mapping[str, tuple[str, dict[str, Any] | None]] = {
            "getCampaign": ("", None),
            "getDashboard": ("/dashboard", {"limitPending": 1, "limitCalling": 1, "limitCalls": 1}),
            "listCampaignContacts": ("/contacts", ROW),
        }

    @property
    def operations(self) -> list[str]:
        return [*self._without_campaign, *self._of_campaign]

    def needs_campaign(self, operation: str) -> bool:
        """Whether the question can only be asked about a campaign that exists."""
        return operation in self._of_campaign

    def ask(self, operation: str, campaign_id: str = "") -> None:
        """Returns where the operation worked; raises the `ApiError` it was answered with."""
        self._http.get(operation, *self._asked_at(operation, campaign_id))

    def as_written(self, operation: str, campaign_id: str = "") -> tuple[int, dict[str, Any] | None]:
        """Status and JSON of a reading as the platform wrote it, whatever the status: what tells its generation.

        Raises:
            ApiError: no answer came.
        """
        return self._http.as_written(operation, *self._asked_at(operation, campaign_id))

    def _asked_at(self, operation: str, campaign_id: str) -> tuple[str, dict[str, Any] | None]:
        """Path and parameters."""
        if not self.needs_campaign(operation):
            return {**self._without_campaign, **self._of_generations}[operation]
        below, params = self._of_campaign[operation]
        return f"/api/crm/campaigns/{segment(operation, campaign_id)}{below}", params

"""Operations of the contract, found by method and path."""

from __future__ import annotations

import re
from dataclasses import dataclass

CORE = "core"
COMPANION = "companion"


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str
    tier: str = COMPANION

    @property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.path.replace("{id}", "[^/]+"))


CAMPAIGN = "/api/crm/campaigns/{id}"
OPERATIONS = (
    Operation("testApiKey", "GET", "/api/test-api-key"),
    Operation("getCredits", "GET", "/api/credits"),
    Operation("listPhoneNumbers", "GET", "/api/phone-numbers/purchase"),
    Operation("listOutboundAssistants", "GET", "/api/crm/outbound-assistants"),
    Operation("listCompanies", "GET", "/api/crm/companies"),
    Operation("createCompany", "POST", "/api/crm/companies"),
    Operation("listContacts", "GET", "/api/crm/contacts"),
    Operation("createContact", "POST", "/api/crm/contacts"),
    Operation("importContacts", "POST", "/api/crm/contacts/import"),
    Operation("listCampaigns", "GET", "/api/crm/campaigns", CORE),
    Operation("createCampaign", "POST", "/api/crm/campaigns", CORE),
    Operation("getCampaign", "GET", CAMPAIGN),
    Operation("updateCampaign", "PUT", CAMPAIGN),
    Operation("deleteCampaign", "DELETE", CAMPAIGN),
    Operation("listCampaignContacts", "GET", f"{CAMPAIGN}/contacts"),
    Operation("addCampaignContacts", "POST", f"{CAMPAIGN}/contacts", CORE),
    Operation("removeCampaignContacts", "DELETE", f"{CAMPAIGN}/contacts"),
    Operation("getDashboard", "GET", f"{CAMPAIGN}/dashboard"),
    Operation("runCampaign", "POST", f"{CAMPAIGN}/run", CORE),
    Operation("listCalls", "GET", "/api/crm/calls"),
)
BY_NAME = {operation.name: operation for operation in OPERATIONS}
_PATTERNS = [(operation, operation.pattern) for operation in OPERATIONS]


def methods_of(path: str) -> list[str]:
    """The methods an address understands."""
    return [operation.method for operation, pattern in _PATTERNS if pattern.fullmatch(path)]


def operation_of(method: str, path: str) -> Operation | None:
    """The operation a request means; None for any other address."""
    for operation, pattern in _PATTERNS:
        if operation.method == method and pattern.fullmatch(path):
            return operation
    return None

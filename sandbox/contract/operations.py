"""Operations of the contracts, one table a generation of the platform, found by method and path."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

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
_OLD = {operation.name: operation for operation in OPERATIONS}
GROUP, CONTACT = "/api/crm/groups/{id}", "/api/crm/contacts/{id}"
NEWEST = (
    *(
        operation
        for operation in OPERATIONS
        if operation.name not in ("removeCampaignContacts", "importContacts")
    ),
    Operation("listGroups", "GET", "/api/crm/groups"),
    Operation("createGroup", "POST", "/api/crm/groups"),
    Operation("getGroup", "GET", GROUP),
    Operation("renameGroup", "PUT", GROUP),
    Operation("listGroupContacts", "GET", f"{GROUP}/contacts"),
    Operation("addGroupContact", "POST", f"{GROUP}/contacts"),
    Operation("removeGroupContact", "DELETE", f"{GROUP}/contacts"),
    _OLD["importContacts"],
    Operation("getContact", "GET", CONTACT),
    Operation("updateContact", "PUT", CONTACT),
    Operation("patchContact", "PATCH", CONTACT),
    Operation("listCustomFields", "GET", "/api/crm/custom-fields"),
    Operation("previewEnrollment", "POST", "/api/crm/campaigns/preview-enrollment"),
    Operation("startCall", "POST", "/api/crm/calls"),
)
ACTIONS = (
    *(
        operation
        for operation in NEWEST
        if operation.name not in ("removeGroupContact", "patchContact", "previewEnrollment", "startCall")
    ),
    Operation("deleteGroup", "DELETE", GROUP),
    Operation("previewEnrollment", "GET", "/api/crm/campaigns/preview-enrollment"),
)
SEED = "seed"
BY_GENERATION: dict[str, tuple[Operation, ...]] = {SEED: OPERATIONS, "actions": ACTIONS, "newest": NEWEST}
"""The generations that the sandbox plays, and what each of them has."""
NAMES = frozenset(operation.name for known in BY_GENERATION.values() for operation in known)


@cache
def _patterns(generation: str) -> tuple[tuple[Operation, re.Pattern[str]], ...]:
    """Addresses without an id first: `/contacts/import` is no contact."""
    known = sorted(BY_GENERATION[generation], key=lambda operation: "{id}" in operation.path)
    return tuple((operation, operation.pattern) for operation in known)


def _at(path: str, generation: str) -> list[Operation]:
    """The operations of an address."""
    found = [operation for operation, pattern in _patterns(generation) if pattern.fullmatch(path)]
    return [operation for operation in found if operation.path == found[0].path]


def methods_of(path: str, generation: str = SEED) -> list[str]:
    """The methods an address understands."""
    return [operation.method for operation in _at(path, generation)]


def operation_of(method: str, path: str, generation: str = SEED) -> Operation | None:
    """The operation a request means; None for any other address."""
    return next((operation for operation in _at(path, generation) if operation.method == method), None)

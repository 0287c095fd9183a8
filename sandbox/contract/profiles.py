"""Profiles of a deployment: `full` has everything, `live` what API keys may use there, `core` only what all have."""

from __future__ import annotations

from sandbox.contract.operations import CORE, Operation

PROFILES = ("full", "live", "core")
LIVE_CLOSED = {
    "getCampaign": 403,
    "updateCampaign": 403,
    "deleteCampaign": 403,
    "getDashboard": 403,
    "listOutboundAssistants": 401,
}
LIVE_PAGE_CAP = 100


def refusal(profile: str, operation: Operation) -> tuple[int, str] | None:
    """Status and sentence with which this deployment refuses the operation; None where it has it."""
    if profile == "live" and operation.name in LIVE_CLOSED:
        return LIVE_CLOSED[operation.name], "This endpoint is not available to API keys"
    if profile == "core" and operation.tier != CORE:
        if operation.method == "GET":
            return 404, "Not found"
        return 501, "Not implemented"
    return None


def page_cap(profile: str) -> int | None:
    return LIVE_PAGE_CAP if profile == "live" else None

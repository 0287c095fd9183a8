"""Profiles of a deployment: `full` has everything, `live` what API keys may use there, `core` only what all have."""

from __future__ import annotations

from sandbox.contract.operations import CORE, SEED, Operation

PROFILES = ("full", "live", "core")
LIVE_CLOSED = {
    SEED: {
        "getCampaign": 403,
        "updateCampaign": 403,
        "deleteCampaign": 403,
        "getDashboard": 403,
        "listOutboundAssistants": 401,
    },
    "actions": {"listOutboundAssistants": 401, "listCustomFields": 403},
    "newest": {"listOutboundAssistants": 401, "listCustomFields": 403},
}
"""What each generation keeps from API keys."""
LIVE_PAGE_CAP = 100


def refusal(profile: str, operation: Operation, generation: str = SEED) -> tuple[int, str] | None:
    """Status and sentence with which this deployment refuses the operation; None where it has it."""
    closed = LIVE_CLOSED.get(generation, {})
    if profile == "live" and operation.name in closed:
        return closed[operation.name], "This endpoint is not available to API keys"
    if profile == "core" and operation.tier != CORE:
        if operation.method == "GET":
            return 404, "Not found"
        return 501, "Not implemented"
    return None


def page_cap(profile: str) -> int | None:
    return LIVE_PAGE_CAP if profile == "live" else None

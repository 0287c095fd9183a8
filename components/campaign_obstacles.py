"""Why something cannot be done with a campaign now, in a sentence that says what to do instead."""

from __future__ import annotations

from services.api.models import Campaign, CampaignStatus
from services.campaigns import Action, allowed_actions
from services.texts import N_, _

_OVER = N_("This campaign is over. Copy it to call people again.")
_CANCELLED = N_("This campaign was cancelled. Copy it to call people again.")
_BY_STATUS: dict[tuple[CampaignStatus, Action], str] = {
    (CampaignStatus.RUNNING, Action.EDIT): N_(
        "Pause it first: nothing can be changed while it calls people."
    ),
    (CampaignStatus.RUNNING, Action.ADD_PEOPLE): N_("Pause it first: it takes no new people while it calls."),
    (CampaignStatus.RUNNING, Action.DELETE): N_(
        "Cancel it first: only drafts and cancelled campaigns can be deleted."
    ),
    (CampaignStatus.SCHEDULED, Action.DELETE): N_(
        "Cancel it first: only drafts and cancelled campaigns can be deleted."
    ),
    (CampaignStatus.PAUSED, Action.DELETE): N_(
        "Cancel it first: only drafts and cancelled campaigns can be deleted."
    ),
    (CampaignStatus.COMPLETED, Action.DELETE): N_(
        "A completed campaign stays, so that its results are kept."
    ),
}


def obstacle(campaign: Campaign, action: Action) -> str | None:
    """None where the action is possible."""
    if action in allowed_actions(campaign):
        return None
    return _(_sentence(campaign, action))


def _sentence(campaign: Campaign, action: Action) -> str:
    if campaign.deleted_at:
        return N_("This campaign was deleted.")
    if found := _BY_STATUS.get((campaign.status, action)):
        return found
    if campaign.status is CampaignStatus.COMPLETED:
        return _OVER
    if campaign.status is CampaignStatus.CANCELLED:
        return _CANCELLED
    return N_("This is not possible in its present status.")

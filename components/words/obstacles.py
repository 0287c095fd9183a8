"""Obstacles: why something cannot be done with a campaign now or here, in a sentence that says what to do instead."""

from __future__ import annotations

from collections.abc import Callable

from services.api.generation import Generation, starts_by_action
from services.api.models import Campaign, CampaignStatus, OtherStatus
from services.campaigns.campaigns import CampaignAction, allowed_actions
from services.texts import N_, _

May = Callable[[str], bool]
"""Whether an operation of the contract can be used here."""

_OVER = N_("This campaign is over. Copy it to call people again.")
_CANCELLED = N_("This campaign was canceled. Copy it to call people again.")
_OTHER = N_(
    "This console does not know its status, so it may be calling people: it can only be paused or canceled here."
)
_BY_STATUS: dict[tuple[CampaignStatus | OtherStatus, CampaignAction], str] = {
    (CampaignStatus.RUNNING, CampaignAction.EDIT): N_(
        "Pause it first: nothing can be changed while it calls people."
    ),
    (CampaignStatus.RUNNING, CampaignAction.ADD_PEOPLE): N_(
        "Pause it first: it takes no new people while it calls."
    ),
    (CampaignStatus.RUNNING, CampaignAction.DELETE): N_(
        "Cancel it first: only drafts and canceled campaigns can be deleted."
    ),
    (CampaignStatus.SCHEDULED, CampaignAction.DELETE): N_(
        "Cancel it first: only drafts and canceled campaigns can be deleted."
    ),
    (CampaignStatus.PAUSED, CampaignAction.DELETE): N_(
        "Cancel it first: only drafts and canceled campaigns can be deleted."
    ),
    (CampaignStatus.COMPLETED, CampaignAction.DELETE): N_(
        "A completed campaign stays, so that its results are kept."
    ),
}
# What may be closed to this key: the operation it needs, and where to do it instead. A dry run, a launch and adding
# people who are in the address book are there on every deployment.
_NEEDS: dict[CampaignAction, tuple[str, str]] = {
    CampaignAction.PAUSE: (
        "updateCampaign",
        N_("This key may not pause campaigns. You can do it in Talkturo itself."),
    ),
    CampaignAction.RESUME: (
        "updateCampaign",
        N_("This key may not resume campaigns. You can launch it here, or resume it in Talkturo itself."),
    ),
    CampaignAction.CANCEL: (
        "updateCampaign",
        N_("This key may not cancel campaigns. You can do it in Talkturo itself."),
    ),
    CampaignAction.EDIT: (
        "updateCampaign",
        N_("This key may not change campaigns. You can do it in Talkturo itself."),
    ),
    CampaignAction.DELETE: (
        "deleteCampaign",
        N_("This key may not delete campaigns. You can do it in Talkturo itself."),
    ),
}
_VERSION_UNKNOWN = N_(
    "It is not certain which version of the platform this is, and what a start does differs from version to version. The page "
    "Connection shows what is known, and lets an admin decide."
)
_STARTS = (CampaignAction.LAUNCH, CampaignAction.RESUME)
_BY_ACTION = (CampaignAction.PAUSE, CampaignAction.RESUME)
_NO_CANCELLING = N_(
    "This version of the platform stops campaigns, but does not cancel them. Pause it here, or cancel it in Talkturo itself."
)
_PAUSE_ELSEWHERE = N_(
    "It takes no new people while it calls, and this key may not pause it. Pause it in Talkturo itself first."
)


def obstacle(campaign: Campaign, action: CampaignAction, may: May, generation: Generation) -> str | None:
    """None where the action is possible."""
    by_status = None if action in allowed_actions(campaign) else _sentence(campaign, action)
    if by_status and (campaign.deleted_at or campaign.status.is_over):
        return _(by_status)
    if action in _STARTS and generation is Generation.UNKNOWN and not by_status:
        return _(_VERSION_UNKNOWN)
    # Before what the status asks for: "pause it first" does not help who may not pause.
    reason = _closed(action, may, generation) or by_status
    cannot_pause = campaign.status is CampaignStatus.RUNNING and _closed(
        CampaignAction.PAUSE, may, generation
    )
    if by_status and action is CampaignAction.ADD_PEOPLE and cannot_pause:
        reason = _PAUSE_ELSEWHERE
    return _(reason) if reason else None


def closed_to_this_key(action: CampaignAction, may: May, generation: Generation) -> str | None:
    """Why this key may not do it at all, whatever the campaign's status; None where it may."""
    reason = _closed(action, may, generation)
    return _(reason) if reason else None


def _closed(action: CampaignAction, may: May, generation: Generation) -> str | None:
    if starts_by_action(generation) and action in _BY_ACTION:
        return None  # it needs no more than a launch does
    if starts_by_action(generation) and action is CampaignAction.CANCEL:
        return _NO_CANCELLING
    if action not in _NEEDS:
        return None
    operation, reason = _NEEDS[action]
    return None if may(operation) else reason


def _sentence(campaign: Campaign, action: CampaignAction) -> str:
    if campaign.deleted_at:
        return N_("This campaign was deleted.")
    if found := _BY_STATUS.get((campaign.status, action)):
        return found
    if isinstance(campaign.status, OtherStatus):
        return _OTHER
    if campaign.status is CampaignStatus.COMPLETED:
        return _OVER
    if campaign.status is CampaignStatus.CANCELLED:
        return _CANCELLED
    return N_("This is not possible in its present status.")

"""Requirements of a start: what a generation of the platform asks for besides, looked at before anything is sent.

The newest starts only one campaign of an assistant at a time, only with the account's short name, and takes no more than so
many people at once. Readiness names the same before the click; here it is held back, whatever a screen showed.
"""

from __future__ import annotations

from collections.abc import Iterable

from services.api import Api, ApiError, errors
from services.api.generation import Generation
from services.api.models import Campaign, CampaignStatus, OtherStatus
from services.api.taken_settings import most_at_once
from services.campaigns.stops import is_stopped

_CALLS_NOBODY = (CampaignStatus.DRAFT, CampaignStatus.COMPLETED, CampaignStatus.CANCELLED)
ACTIVE = (CampaignStatus.RUNNING, CampaignStatus.SCHEDULED)


def require_startable(api: Api, campaign: Campaign, operation: str) -> None:
    """Raises where the platform would refuse to start `campaign`, or is not known to understand it.

    Raises:
        VersionUnknown: what a start does is not certain.
        NotInThisVersion: it wants the account's short name, or takes fewer people at once.
        AnotherActive: another campaign of the same assistant is active.
        ApiError: whether one is could not be read.
    """
    generation = api.campaigns.which_generation()
    if generation is Generation.UNKNOWN:
        raise errors.VersionUnknown(operation)
    if beyond_most_at_once(campaign, generation):
        raise errors.NotInThisVersion(operation, "maxConcurrentCalls")
    if generation is not Generation.NEWEST:
        return
    if operation == "runCampaign" and not api.account_slug:
        raise errors.NotInThisVersion(operation, "accountSlug")
    if others := active_beside(campaign, _of_its_assistant(api, campaign)):
        raise another_active(operation, others)


def one_at_a_time(generation: Generation) -> bool:
    """Whether an assistant calls for one campaign alone."""
    return generation is Generation.NEWEST


def beyond_most_at_once(campaign: Campaign, generation: Generation) -> bool:
    most = most_at_once(generation)
    return most is not None and (campaign.max_concurrent_calls or 0) > most


def active_beside(campaign: Campaign, listed: Iterable[Campaign]) -> list[Campaign]:
    """Other campaigns of its assistant among `listed` that are running or scheduled, or may be: what counts as active for the
    platform is not known. None where the assistant is not told."""
    rows = list(listed)
    told = campaign.assistant_id or next(
        (one.assistant_id for one in rows if campaign.id and one.id == campaign.id), None
    )
    if told is None:
        return []
    return [
        one
        for one in rows
        if one.id != campaign.id
        and one.assistant_id == told
        and one.deleted_at is None
        and _may_be_active(one)
    ]


def named_by(error: errors.Conflict, api: Api, campaign: Campaign, operation: str) -> ApiError:
    """The error to be told of a refusal because of another campaign, which names it; the refusal itself where none is
    found."""
    try:
        others = _of_its_assistant(api, campaign)
    except ApiError:
        return error  # it says in the platform's own words what it is about
    said = " ".join([error.message, *(text for texts in error.details.values() for text in texts)])
    rest = [one for one in others if one.id != campaign.id and one.status not in _CALLS_NOBODY]
    found = [one for one in rest if one.id in said or one.name in said] or active_beside(campaign, others)
    return another_active(operation, found) if found else error


def another_active(operation: str, others: Iterable[Campaign]) -> errors.AnotherActive:
    return errors.AnotherActive(operation, ", ".join(sorted(one.name for one in others)))


def _of_its_assistant(api: Api, campaign: Campaign) -> list[Campaign]:
    """All pages of them; every campaign where its assistant is not told with it."""
    with api.budget.purpose("launch"):
        return api.campaigns.list(assistant_id=campaign.assistant_id).everything().items


def _may_be_active(campaign: Campaign) -> bool:
    status = campaign.status
    return status in ACTIVE or (isinstance(status, OtherStatus) and not is_stopped(status))

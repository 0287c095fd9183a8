"""Groups of the assistants, and the campaigns that a group feeds: who is called because somebody joined a group."""

from __future__ import annotations

from collections.abc import Mapping

from services.api import Api, errors
from services.api.models import Campaign, CampaignStatus, OtherStatus

CLOSED = (errors.Unauthorized, errors.Forbidden, errors.NotFound, errors.NotAvailable)
_MAY_CALL = (CampaignStatus.RUNNING, CampaignStatus.SCHEDULED)


def groups_of_assistants(api: Api) -> Mapping[str, str]:
    """Ids of groups by their assistants' ids; without those whose group is not told, and none where this key may not see
    assistants.

    Raises:
        ApiError: the platform failed.
    """
    try:
        listed = api.assistants.list().items
    except CLOSED:
        return {}
    return {one.id: one.group_id for one in listed if one.group_id}


def campaigns_fed_by(api: Api, group_id: str) -> list[Campaign]:
    """Campaigns that may call whoever joins the group, by herself and at once.

    Whether a campaign calls those who join is not shown everywhere, and not shown is not off: each counts that runs, is
    scheduled or has a status not known, unless its assistant is known to have another group.

    Raises:
        ApiError: the platform failed, or a campaign could not be read.
    """
    groups = groups_of_assistants(api)
    return [
        one
        for one in api.campaigns.list().complete()
        if (one.status in _MAY_CALL or isinstance(one.status, OtherStatus))
        and groups.get(one.assistant_id or "", group_id) == group_id
    ]

"""Uncached read of one campaign: what is decided on must be as it is this moment."""

from __future__ import annotations

from collections.abc import Callable

from services.api import Api, errors
from services.api.campaigns import Deleted
from services.api.models import Campaign

LISTS: tuple[Deleted, ...] = (
    "exclude",
    "only",
)  # one at a time: not every platform marks which ones are deleted
CLOSED = (errors.NotAvailable, errors.NotFound, errors.Forbidden, errors.Unauthorized)


def read_now(api: Api, campaign_id: str, may: Callable[[str], bool] = lambda _: True) -> Campaign:
    """By its id, else out of the list, where this key may not ask for one by id. What is known to be closed (`may` an
    operation of the contract be used?) is not asked.

    Raises:
        NotFound: there is none of that id.
        ApiError: the platform did not answer, or not so that it could be understood.
    """
    if may("getCampaign"):
        try:
            return api.campaigns.get(campaign_id)
        except CLOSED:
            pass
    unreadable = False
    for deleted in LISTS:
        for page in api.campaigns.list(deleted=deleted).pages():
            for campaign in page.fresh:
                if campaign.id == campaign_id:
                    return campaign
            unreadable = unreadable or bool(page.unreadable)
    if unreadable:  # it may be the one that could not be read
        raise errors.UnreadableAnswer("listCampaigns", status=200)
    raise errors.NotFound("getCampaign", status=404)

"""Everybody in a campaign, for what has to look at all of them: readiness, forecast, charts where there is no call log."""

from __future__ import annotations

from datetime import timedelta

from components.console import console
from services.api import ApiError
from services.api.models import Campaign, CampaignContact

MOST = 5_000
MOST_PAGES = 10
A_PAGE_LASTS = timedelta(minutes=2)


def everybody(campaign: Campaign) -> list[CampaignContact] | None:
    """None where this deployment does not show them, or where there are so many that reading them all would cost more
    of the request budget than the answer is worth."""
    made = console()
    if campaign.total_contacts > MOST or not made.deployment.may("listCampaignContacts"):
        return None

    def read() -> list[CampaignContact] | None:
        first = made.api.campaigns.contacts(campaign.id)
        if -(-first.count // max(1, first.limit)) > MOST_PAGES:
            return None
        return list(first)

    pages = max(1, -(-campaign.total_contacts // 1000))
    return made.reads.get(
        f"campaign:{campaign.id}:everybody", read, A_PAGE_LASTS * pages, purpose="readiness"
    ).value


def everybody_or_none(campaign: Campaign) -> list[CampaignContact] | None:
    """The same where a failure only makes the answer poorer."""
    try:
        return everybody(campaign)
    except ApiError:
        return None

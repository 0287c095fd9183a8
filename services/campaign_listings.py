"""The shared list filtered once for all who want the same, until it is read anew: with 10,000 campaigns a filter costs
more than drawing the page."""

from __future__ import annotations

from collections.abc import Sequence

from services.api.models import Campaign
from services.campaigns.listing import CampaignFilter, CampaignListing, list_campaigns

KEPT = 200


class CampaignListings:
    """Remembers what was asked of the latest list. `Reads` hands the same list to everybody while it is valid."""

    def __init__(self) -> None:
        self._kept: tuple[Sequence[Campaign], dict[CampaignFilter, CampaignListing]] = ((), {})

    def listing(self, campaigns: Sequence[Campaign], wanted: CampaignFilter) -> CampaignListing:
        """The page of `campaigns` that `wanted` describes."""
        of, made = self._kept
        if of is not campaigns or len(made) >= KEPT:
            made = {}
            self._kept = (campaigns, made)
        found = made.get(wanted)
        if found is None:
            found = made[wanted] = list_campaigns(campaigns, wanted)
        return found

"""Reads of the campaign pages, shared by all who look."""

from __future__ import annotations

from datetime import datetime, timedelta

from components.campaigns.filters import Deleted, ListView
from components.console import console
from components.ui.dialogs import redraw_page
from components.ui.refreshing import refreshing
from services.api import ApiError, UnreadableRow
from services.api.models import Campaign
from services.campaigns.campaigns import Campaigns
from services.campaigns.listing import CampaignListing, CampaignListings
from services.deployment import Deployment
from services.reads.reads import Read

LOOKS_EVERY = timedelta(seconds=20)


def listed(shown: ListView, campaigns: Campaigns, listings: CampaignListings) -> Read[CampaignListing]:
    """The page of campaigns the address asks for.

    Raises:
        ApiError: they were never read.
    """
    read = _campaigns(shown.deleted, campaigns)
    return Read(listings.listing(read.value, shown.wanted), read.fetched_at, read.age, read.error)


def draw_anew_once_read_again(shown: ListView, drawn: Read[CampaignListing]) -> None:
    """Keeps the list true while somebody looks on: looks whether it has been read again since it was `drawn`, and then
    draws the page anew. It is read no more often for that: one read serves everybody, at the list's own pace."""
    refreshing(LOOKS_EVERY)(_look)(shown, drawn.fetched_at, drawn.error is None)


def _look(shown: ListView, drawn_at: datetime, went_well: bool) -> None:
    services = console()
    now = listed(shown, services.campaigns, services.listings)
    if now.fetched_at != drawn_at or (now.error is None) != went_well:
        redraw_page()


def _campaigns(deleted: Deleted, campaigns: Campaigns) -> Read[list[Campaign]]:
    if deleted is Deleted.HIDDEN:
        return campaigns.all()
    if deleted is Deleted.ONLY:
        return campaigns.deleted()
    present, gone = campaigns.all(), campaigns.deleted()
    older = max(present, gone, key=lambda read: read.age)
    return Read([*present.value, *gone.value], older.fetched_at, older.age, present.error or gone.error)


def unreadable_campaigns(deleted: Deleted, campaigns: Campaigns) -> list[UnreadableRow]:
    """Those of the lists that are shown."""
    present = [] if deleted is Deleted.ONLY else campaigns.unreadable()
    gone = [] if deleted is Deleted.HIDDEN else campaigns.unreadable(deleted=True)
    return [*present, *gone]


def assistant_names(deployment: Deployment) -> dict[str, str]:
    """Names of the assistants the platform lists, by id; none where it does not list them."""
    try:
        return deployment.assistant_names()
    except ApiError:
        return {}  # the page says so where it lists campaigns: the same platform answers both

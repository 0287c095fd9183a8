"""Untold settings: what a campaign's answer does not say about its settings. A platform that shows less has not set less.

Where one is wanted all the same, its usual value stands in; who reads or saves it is told that it is only that.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from services.api.models import Campaign, CampaignStatus


class Untold(StrEnum):
    NUMBERS = "numbers"
    HOURS = "hours"
    ZONE = "zone"  # whether the hours are read in each person's own time zone
    START = "start"
    AT_ONCE = "at_once"
    TRIES = "tries"
    AFTER_ERROR = "after_error"
    STAYS_OPEN = "stays_open"


IN_SETTINGS = (Untold.ZONE, Untold.AFTER_ERROR, Untold.STAYS_OPEN)
"""What the platform keeps in `settings`: one that is there and lacks a key has the usual value."""


def untold(campaign: Campaign) -> list[Untold]:
    """In the order of the forms."""
    missing = set(_untold(campaign))
    return [one for one in Untold if one in missing]


def _untold(campaign: Campaign) -> Iterator[Untold]:
    if campaign.from_number_ids is None:
        yield Untold.NUMBERS
    if not campaign.call_window_start or not campaign.call_window_end:
        yield Untold.HOURS
    if campaign.scheduled_start_at is None and campaign.status is CampaignStatus.SCHEDULED:
        yield Untold.START
    if campaign.max_concurrent_calls is None:
        yield Untold.AT_ONCE
    if campaign.max_attempts_per_contact is None or campaign.retry_delay_minutes is None:
        yield Untold.TRIES
    if campaign.settings is None:
        yield from IN_SETTINGS

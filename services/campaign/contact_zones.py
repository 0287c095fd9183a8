"""Time zones of people in a campaign, from the address book, where the platform does not show them with the campaign.

The newer generations of the platform list nobody's zone there. Without it somebody far away seems to be inside the calling
hours. One read of the address book serves all campaigns, and costs no more than `MOST_PAGES` requests in `MAX_AGE`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from itertools import islice

from services.api import Api, ApiError
from services.api.generation import Generation
from services.api.models import CampaignContact
from services.reads.reads import Reads

MOST_PAGES = 10
MAX_AGE = timedelta(minutes=30)
KEY = "contacts:zones"


class ContactZones:
    """Those of one connection. `may` tells which operations are known to be closed."""

    def __init__(self, api: Api, reads: Reads, may: Callable[[str], bool]) -> None:
        self._api = api
        self._reads = reads
        self._may = may

    @property
    def told(self) -> bool:
        """Whether somebody without a zone has none, as far as the platform knows; else it may only not be shown."""
        if self._api.campaigns.which_generation() is Generation.SEED:
            return True
        return self._reads.peek(KEY, MAX_AGE) is not None

    def filled(self, people: Sequence[CampaignContact]) -> list[CampaignContact]:
        """The same people, with the zones that are known of them. Where the address book cannot be read, as they are."""
        if self._api.campaigns.which_generation() is Generation.SEED:  # it shows them, where there are any
            return list(people)
        if all(_told(one) for one in people):
            return list(people)
        zones = self._zones()
        return [_with_zone(one, zones) for one in people] if zones else list(people)

    def _zones(self) -> Mapping[str, str]:
        if not self._may("listContacts"):
            return {}
        try:
            return self._reads.get(KEY, self._read, MAX_AGE, purpose="readiness").value
        except ApiError:
            return {}  # that zones are not known is said wherever it matters

    def _read(self) -> dict[str, str]:
        pages = islice(self._api.contacts.list().pages(), MOST_PAGES)
        return {one.id: one.timezone for page in pages for one in page.fresh if one.timezone}


def _told(one: CampaignContact) -> bool:
    return one.contact is None or one.contact.id is None or one.contact.timezone is not None


def _with_zone(one: CampaignContact, zones: Mapping[str, str]) -> CampaignContact:
    if _told(one) or one.contact is None or (zone := zones.get(one.contact.id or "")) is None:
        return one
    return one.model_copy(update={"contact": one.contact.model_copy(update={"timezone": zone})})

"""Everybody in a campaign: one shared read of all its people, for what has to look at all of them (readiness, forecast,
charts where there is no call log)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta

from services.api import Api, ApiError, Rows
from services.api.models import Campaign, CampaignContact, CampaignStatus, EnrollmentStatus
from services.campaign.contact_zones import ContactZones
from services.campaign.shared_facts import EVERYBODY, PEOPLE_PAGE, RECKONED_FROM_EVERYBODY
from services.reads.reads import Read, Reads
from services.results.outcomes import was_called

MOST = 5_000
MOST_PAGES = 10
AGAIN_AFTER = timedelta(seconds=10)
"""So soon a page is read again where the campaign has gone on since."""
NAMES_LAST = timedelta(days=1)
AT_ONCE = timedelta(seconds=2)
"""Two who ask at once get one answer."""
STANDS_STILL = (CampaignStatus.PAUSED, CampaignStatus.COMPLETED, CampaignStatus.CANCELLED)
UNNOTICED = 50
"""One in so many people is a difference that nobody sees in a chart."""


class Everybody:
    """The people of every campaign of one connection. `may` tells which operations are known to be closed."""

    def __init__(self, api: Api, reads: Reads, may: Callable[[str], bool]) -> None:
        self._api = api
        self._reads = reads
        self._may = may
        self._zones = ContactZones(api, reads, may)
        self._pages_read: dict[str, int] = {}

    @property
    def listed(self) -> bool:
        """Whether this deployment shows the people of a campaign."""
        return self._may("listCampaignContacts")

    @property
    def zones_told(self) -> bool:
        """Whether who has no time zone here has none."""
        return self._zones.told

    def with_zones(self, people: Sequence[CampaignContact]) -> list[CampaignContact]:
        """The same people with the zones that are known of them."""
        return self._zones.filled(people)

    def rows(
        self, campaign: Campaign, again: timedelta = AGAIN_AFTER, *, exact: bool = False
    ) -> Rows[CampaignContact] | None:
        """`again`: so soon a page is read again where the campaign has gone on since; with `exact` by however little. None where
        this deployment does not show them, or where there are so many that reading them all would cost more of the request
        budget than the answer is worth, unless somebody has asked for it (`read_all`).

        Raises:
            ApiError: they could not be read.
        """
        if not self.listed:
            return None
        key, lasts = EVERYBODY.key(campaign.id), EVERYBODY.max_age * self._pages(campaign)
        if too_many(campaign):
            return self._reads.peek(key, lasts)

        def read() -> Rows[CampaignContact] | None:
            first = self._api.campaigns.contacts(campaign.id)
            if not first.within(MOST_PAGES):
                return None
            found = first.everything()
            # a platform may list fewer a page than it is asked for
            self._pages_read[campaign.id] = -(-len(found.items) // max(1, first.received))
            return self._with_zones(found)

        known = self._reads.peek(key, lasts)
        stands_still = campaign.status in STANDS_STILL
        unnoticed = 0 if exact or stands_still else None
        if known is not None and gone_on(known.items, campaign, unnoticed):
            # what stands still is read again once, and then has its last figures
            lasts = timedelta() if stands_still else again * self._pages(campaign)
        return self._reads.get(key, read, lasts, purpose=EVERYBODY.purpose).value

    def rows_or_none(
        self, campaign: Campaign, again: timedelta = AGAIN_AFTER
    ) -> Rows[CampaignContact] | None:
        """Those who could be read, where a failure only makes the answer poorer."""
        try:
            return self.rows(campaign, again)
        except ApiError:
            return None

    def people_or_none(self, campaign: Campaign) -> list[CampaignContact] | None:
        """The same without those who could not be read."""
        rows = self.rows_or_none(campaign)
        return None if rows is None else rows.items

    def names(self, campaign: Campaign, wanted: Collection[str]) -> Mapping[str, str]:
        """Names of people by the ids of their enrolments and of themselves, the `wanted` ones as far as they can be known. Names
        hardly change: once they were read, nobody is asked for those again."""
        rows = self._reads.peek(EVERYBODY.key(campaign.id), NAMES_LAST)
        names = _names(rows.items) if rows is not None else {}
        if all(one in names for one in wanted):
            return names
        rows = self.rows_or_none(
            campaign, again=EVERYBODY.max_age
        )  # somebody who is new, or is there no more
        return _names(rows.items) if rows is not None else names

    def known(
        self, campaign: Campaign, max_age: timedelta, *, exact: bool = False
    ) -> list[CampaignContact] | None:
        """Those that were read within `max_age`, of a campaign that has hardly gone on since, with `exact` not at all; nobody
        is asked."""
        rows = self._reads.peek(EVERYBODY.key(campaign.id), max_age)
        unnoticed = 0 if exact else None
        return None if rows is None or gone_on(rows.items, campaign, unnoticed) else rows.items

    def forget(self, campaign: Campaign) -> None:
        """Whoever looks next reads them now; not where they are so many that only a person has them read."""
        if not too_many(campaign):
            self._reads.forget(EVERYBODY.key(campaign.id))

    def first_ones(self, campaign: Campaign, most: int) -> list[CampaignContact]:
        """The first of those who wait and of those who are left out, in dialling order: no more than two pages.

        Raises:
            ApiError: they could not be read.
        """
        found: dict[
            str, CampaignContact
        ] = {}  # a platform that knows no such choice answers both times with all
        for status in (EnrollmentStatus.PENDING, EnrollmentStatus.SKIPPED):
            page = self._api.campaigns.contacts(campaign.id, status, limit=most)
            found = {one.id: one for one in page.items} | found
        return self._zones.filled(list(found.values()))

    def _with_zones(self, rows: Rows[CampaignContact]) -> Rows[CampaignContact]:
        rows.items = self._zones.filled(rows.items)
        return rows

    def read_all(self, campaign: Campaign) -> None:
        """A person wants all of them to be looked at, whatever that costs. What was reckoned without them is forgotten.

        Raises:
            ApiError: they could not be read.
        """
        self._read_all(campaign, EVERYBODY.max_age * self._pages(campaign), EVERYBODY.purpose)
        for reckoned in RECKONED_FROM_EVERYBODY:
            self._reads.forget(reckoned.key(campaign.id))

    def now(self, campaign: Campaign) -> Rows[CampaignContact] | None:
        """All of them as they are now, whatever that costs: a person wants to take them away. None where this deployment does
        not show them.

        Raises:
            ApiError: they could not be read now.
        """
        if not self.listed:
            return None
        read = self._read_all(campaign, AT_ONCE, PEOPLE_PAGE.purpose)
        if read.error:
            raise read.error
        return read.value

    def _pages(self, campaign: Campaign) -> int:
        """Requests that reading all of them takes: as many as the last time, or the fewest there can be."""
        fewest = -(-(campaign.total_contacts or 0) // 1000)
        return max(1, fewest, self._pages_read.get(campaign.id, 1))

    def _read_all(self, campaign: Campaign, max_age: timedelta, purpose: str) -> Read[Rows[CampaignContact]]:
        return self._reads.get(
            EVERYBODY.key(campaign.id),
            lambda: self._with_zones(self._api.campaigns.contacts(campaign.id).everything()),
            max_age,
            purpose=purpose,
        )


def gone_on(known: list[CampaignContact], campaign: Campaign, unnoticed: int | None = None) -> bool:
    """Whether the campaign's own counters say that more has happened since than a chart may pass over, or than `unnoticed`: what
    stands below one figure must not contradict it."""
    may_differ = (campaign.total_contacts or len(known)) // UNNOTICED if unnoticed is None else unnoticed
    called = sum(map(was_called, known))
    finished = sum(one.status.is_over for one in known)
    counters = (campaign.contacts_called, campaign.contacts_completed, campaign.total_contacts)
    differences = [
        abs(mine - theirs)
        for mine, theirs in zip((called, finished, len(known)), counters, strict=True)
        if theirs is not None
    ]
    return max(differences, default=0) > may_differ


def too_many(campaign: Campaign) -> bool:
    """True for too many to read. Where their number is not told, the pages that there are tell it (`Everybody.rows`)."""
    return campaign.total_contacts is not None and campaign.total_contacts > MOST


def _names(people: Sequence[CampaignContact]) -> dict[str, str]:
    """Also of who has none: then that is known."""
    names: dict[str, str] = {}
    for one in people:
        contact = one.contact
        names[one.id] = f"{contact.first_name} {contact.last_name}".strip() if contact else ""
        if contact and contact.id:
            names[contact.id] = names[one.id]
    return names

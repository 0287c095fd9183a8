"""Listing of campaigns: filtered, counted, sorted and cut into pages by pure functions, fast for 10,000."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from services.api import UnreadableRow
from services.api.models import Campaign, CampaignStatus, OtherStatus
from services.campaigns.campaigns import Campaigns
from services.reads.reads import Read

KEPT = 200

_EARLIEST = datetime.min.replace(tzinfo=UTC)
OTHER = OtherStatus("other")
"""Stands for every status that this console does not know."""
AnyStatus = CampaignStatus | OtherStatus
_STATUS_ORDER: dict[AnyStatus, int] = {
    status: number for number, status in enumerate((*CampaignStatus, OTHER))
}


class SortBy(StrEnum):
    CHANGED = "changed"
    NAME = "name"
    STATUS = "status"
    PROGRESS = "progress"
    ANSWER_RATE = "answer_rate"
    PEOPLE = "people"


@dataclass(frozen=True)
class CampaignFilter:
    """Filter, order and page of a listing. What is empty does not restrict; `page` counts from 1. `among` are ids, None for all."""

    among: frozenset[str] | None = None
    statuses: frozenset[AnyStatus] = frozenset()
    search: str = ""
    assistant_id: str = ""
    sort_by: SortBy = SortBy.CHANGED
    descending: bool = True
    page: int = 1
    page_size: int = 25


@dataclass(frozen=True)
class CampaignListing:
    """One page of what matches. `counts` tells how many each status has with all other filters as they are; `page` is
    the one that is shown, the last where a later one was asked for."""

    rows: list[Campaign]
    total: int
    page: int
    pages: int
    counts: dict[AnyStatus, int] = field(default_factory=dict)


def progress(campaign: Campaign) -> float | None:
    """The share of people who reached a final status; None without people, or where that is not told."""
    return _share(campaign.contacts_completed, campaign.total_contacts)


def answer_rate(campaign: Campaign) -> float | None:
    """The share of called people somebody answered; None where nobody was called, or where that is not told."""
    return _share(campaign.contacts_answered, campaign.contacts_called)


def _share(part: int | None, whole: int | None) -> float | None:
    return min(part / whole, 1.0) if part is not None and whole else None


def kind_of(status: AnyStatus) -> AnyStatus:
    """The status, or `OTHER` for all that are not known."""
    return status if isinstance(status, CampaignStatus) else OTHER


def list_campaigns(campaigns: Iterable[Campaign], wanted: CampaignFilter) -> CampaignListing:
    """The page of `campaigns` that `wanted` describes."""
    matching = _matching(campaigns, wanted)
    counts = Counter(kind_of(campaign.status) for campaign in matching)
    rows = [
        campaign
        for campaign in matching
        if not wanted.statuses or kind_of(campaign.status) in wanted.statuses
    ]
    rows = _sorted(rows, wanted.sort_by, descending=wanted.descending)
    pages = max(-(-len(rows) // wanted.page_size), 1)
    page = min(max(wanted.page, 1), pages)
    start = (page - 1) * wanted.page_size
    return CampaignListing(
        rows=rows[start : start + wanted.page_size],
        total=len(rows),
        page=page,
        pages=pages,
        counts={
            status: counts[status] for status in _STATUS_ORDER if status in counts or status is not OTHER
        },
    )


def _matching(campaigns: Iterable[Campaign], wanted: CampaignFilter) -> list[Campaign]:
    found = [one for one in campaigns if wanted.among is None or one.id in wanted.among]
    if wanted.assistant_id:
        found = [campaign for campaign in found if campaign.assistant_id == wanted.assistant_id]
    for word in wanted.search.casefold().split():
        found = [campaign for campaign in found if word in _searched(campaign)]
    return found


def _searched(campaign: Campaign) -> str:
    return f"{campaign.name}\n{campaign.description or ''}".casefold()


def _sorted(campaigns: list[Campaign], by: SortBy, *, descending: bool) -> list[Campaign]:
    """In order; those without a figure come last either way."""
    key = _KEYS[by]
    if by not in _MAY_BE_UNKNOWN:
        return sorted(campaigns, key=key, reverse=descending)
    known = [campaign for campaign in campaigns if key(campaign) is not None]
    unknown = [campaign for campaign in campaigns if key(campaign) is None]
    return sorted(known, key=key, reverse=descending) + unknown


def _changed_at(campaign: Campaign) -> datetime:
    return campaign.updated_at or campaign.created_at or _EARLIEST


_MAY_BE_UNKNOWN = (SortBy.PROGRESS, SortBy.ANSWER_RATE, SortBy.PEOPLE)
_KEYS: dict[SortBy, Callable[[Campaign], Any]] = {
    SortBy.CHANGED: _changed_at,
    SortBy.NAME: lambda campaign: campaign.name.casefold(),
    SortBy.STATUS: lambda campaign: _STATUS_ORDER[kind_of(campaign.status)],
    SortBy.PROGRESS: progress,
    SortBy.ANSWER_RATE: answer_rate,
    SortBy.PEOPLE: lambda campaign: campaign.total_contacts,
}


class ShowDeleted(StrEnum):
    """Whether campaigns that were deleted are shown."""

    HIDDEN = "hidden"
    SHOWN = "shown"
    ONLY = "only"


class CampaignListings:
    """A cache of the pages asked of the latest list, for all who look: with 10,000 campaigns a filter costs more than
    drawing the page. `Reads` hands the same list to everybody while it is valid."""

    def __init__(self, campaigns: Campaigns) -> None:
        self._campaigns = campaigns
        self._kept: tuple[Sequence[Campaign], dict[CampaignFilter, CampaignListing]] = ((), {})

    def read(self, deleted: ShowDeleted, wanted: CampaignFilter) -> Read[CampaignListing]:
        """The page that `wanted` describes, with the age of the list it is made from.

        Raises:
            ApiError: the campaigns were never read.
        """
        read = self._listed(deleted)
        return Read(self._page(read.value, wanted), read.fetched_at, read.age, read.error)

    def unreadable(self, deleted: ShowDeleted) -> list[UnreadableRow]:
        """The rows of the lists shown that could not be read; asks for nothing."""
        present = [] if deleted is ShowDeleted.ONLY else self._campaigns.unreadable()
        gone = [] if deleted is ShowDeleted.HIDDEN else self._campaigns.unreadable(deleted=True)
        return [*present, *gone]

    def _listed(self, deleted: ShowDeleted) -> Read[list[Campaign]]:
        if deleted is ShowDeleted.HIDDEN:
            return self._campaigns.all()
        if deleted is ShowDeleted.ONLY:
            return self._campaigns.deleted()
        present, gone = self._campaigns.all(), self._campaigns.deleted()
        older = max(present, gone, key=lambda read: read.age)
        return Read([*present.value, *gone.value], older.fetched_at, older.age, present.error or gone.error)

    def _page(self, campaigns: Sequence[Campaign], wanted: CampaignFilter) -> CampaignListing:
        of, made = self._kept
        if of is not campaigns or len(made) >= KEPT:
            made = {}
            self._kept = (campaigns, made)
        found = made.get(wanted)
        if found is None:
            found = made[wanted] = list_campaigns(campaigns, wanted)
        return found

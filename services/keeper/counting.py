"""Count of the people a campaign has called since a moment, by the best this deployment tells.

It is settled once, before the start, which way that is, and counted by the same way from then on: two ways do not count
alike. Where nothing tells who has been called, nothing can be stopped after N.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.api import Api, ApiError, errors
from services.api.models import Call, Campaign, CampaignContact, Dashboard, EnrollmentStatus
from services.campaigns.one import CLOSED, read_now

MOST_ROWS = 1000
"""People that are read one by one at a look; of a longer list somebody else has to tell how many were called."""
RECENT_CALLS = 100
CLOCK_STEP = timedelta(seconds=10)
"""The platform tells its time in whole seconds, its answers and its calls may be some seconds apart, and the first call may
begin in the second of the start. Whoever was called just before it is counted too, which stops it sooner and never later."""


class Way(StrEnum):
    """What tells how many were called, the surest and cheapest first."""

    COUNTER = "counter"  # the campaign's own counter of people called, where it began at 0
    ROWS = "rows"  # attempts of each person: somebody who was called before is called again
    RECENT = "recent"  # the newest calls, of the live counts, and at least those who wait no longer
    TOTAL = "total"  # how many calls were made
    LOG = "log"  # the call log


@dataclass(frozen=True)
class Seen:
    """A campaign at a look. `count` is what its way counts, in all; None where it was not told this time. `reached` people are
    in a status that only a call leads to, where the way tells that too."""

    campaign: Campaign
    count: int | None
    reached: int = 0


@dataclass(frozen=True)
class Counting:
    """How the people of one campaign are counted. `since` is the platform's time, `before` the count at the start, and
    `reached` those whom a call had reached by then."""

    way: Way
    since: datetime
    before: int
    reached: int = 0

    def called(self, seen: Seen) -> int | None:
        """The larger of what is counted and what the statuses prove: an empty list of calls may tell of none."""
        return None if seen.count is None else max(seen.count - self.before, seen.reached - self.reached, 0)


class PeopleCalled:
    """`may` tells which operations of the contract are known to be closed: those are not tried."""

    def __init__(self, api: Api, may: Callable[[str], bool]) -> None:
        self._api = api
        self._may = may

    def settle(self, campaign: Campaign, most: int) -> Counting | None:
        """The way that is to be had for at most `most`; None where nothing tells who has been called."""
        since = self._api.clock.now() - CLOCK_STEP
        for way in Way:
            if not self._fits(way, campaign, most):
                continue
            try:
                seen = self.look(campaign.id, Counting(way, since, 0))
            except ApiError as error:
                if not isinstance(error, (*CLOSED, errors.UnreadableAnswer)):
                    raise
                continue
            if seen.count is not None:
                return Counting(way, since, 0 if way in _SINCE else seen.count, seen.reached)
        return None

    def look(self, campaign_id: str, counting: Counting) -> Seen:
        """The campaign as it is now.

        Raises:
            ApiError: it cannot be read.
        """
        match counting.way:
            case Way.COUNTER:
                campaign = read_now(self._api, campaign_id, may=self._may)
                return Seen(campaign, campaign.contacts_called)
            case Way.RECENT:
                return _recent(self._api.campaigns.dashboard(campaign_id, 1, 1, RECENT_CALLS), counting.since)
            case Way.TOTAL:
                count = self._api.campaigns.calls_made(campaign_id)
                return Seen(read_now(self._api, campaign_id, may=self._may), count)
            case Way.ROWS:
                count = self._rows(campaign_id, counting.since)
                return Seen(read_now(self._api, campaign_id, may=self._may), count)
            case Way.LOG:
                page = self._api.calls.list(campaign_id=campaign_id)
                count = _people(page.everything().items, counting.since)
                return Seen(read_now(self._api, campaign_id, may=self._may), count)

    def _fits(self, way: Way, campaign: Campaign, most: int) -> bool:
        match way:
            case Way.COUNTER:
                return campaign.contacts_called == 0  # nobody can be called again who was called before
            case Way.RECENT:
                return most < RECENT_CALLS and self._may("getDashboard")
            case Way.TOTAL:
                return self._may("getDashboard")
            case Way.ROWS:
                few = campaign.total_contacts is None or campaign.total_contacts <= MOST_ROWS
                return few and self._may("listCampaignContacts")
            case Way.LOG:
                return self._may("listCalls")

    def _rows(self, campaign_id: str, since: datetime) -> int | None:
        """None where a row does not tell whether she was called, or there are too many."""
        page = self._api.campaigns.contacts(campaign_id, limit=MOST_ROWS)
        called = [_called(row, since) for row in page.complete()]
        told = [one for one in called if one is not None]
        return sum(told) if len(told) == len(called) else None


_SINCE = (Way.RECENT, Way.ROWS, Way.LOG)
"""These count from the start by themselves."""


def people_in(api: Api, campaign: Campaign) -> int | None:
    """How many people are in a campaign: the greatest number that is told, else those that are listed; None where neither is
    to be had.

    Raises:
        ApiError: the platform did not answer.
    """
    try:
        page = api.campaigns.contacts(campaign.id, limit=1)
        counted = page.status_counts.total if page.status_counts else None
        told = [count for count in (campaign.total_contacts, counted) if count is not None]
        return max(told) if told else len(api.campaigns.contacts(campaign.id).complete())
    except (*CLOSED, errors.UnreadableAnswer):
        return campaign.total_contacts


def _called(row: CampaignContact, since: datetime) -> bool | None:
    """Whether her call has begun since then; None where her row does not tell."""
    if row.last_attempt_at is not None:
        return row.last_attempt_at >= since and bool(row.attempts or row.status is EnrollmentStatus.CALLING)
    if row.status is EnrollmentStatus.CALLING:  # an attempt may be counted at its end
        return True
    return None if row.attempts is None or row.attempts else False


def _recent(board: Dashboard, since: datetime) -> Seen:
    """Nobody is known to have been called, or not, where the statuses are not told: the list of calls may be empty always."""
    reached = board.counts.by_status.reached if board.counts.by_status else None
    if board.recent_calls is None or reached is None:
        return Seen(board.campaign, None)
    return Seen(board.campaign, _people(board.recent_calls, since), reached)


def _people(calls: Iterable[Call], since: datetime) -> int | None:
    """None where a call does not tell when it began."""
    begun = list(calls)
    if any(call.started_at is None for call in begun):
        return None
    return len(
        {
            call.contact_id or call.campaign_contact_id or call.id
            for call in begun
            if call.started_at and call.started_at >= since
        }
    )

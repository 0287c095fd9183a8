"""Recent calls to a campaign's people by other campaigns: who would be called twice in a row by its first start.

By what the console has read of the call log (`services.do_not_call.calls_to_numbers`). What it has not read is said to be
unknown. Whom a person has chosen because another campaign did not reach them is not asked about: that they were called is why.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from services.api.models import Campaign, CampaignStatus
from services.campaign.call_limits import ReadsLog
from services.campaigns.links import CampaignLinks, Relation
from services.database.circuit_breaker import DatabaseAway
from services.do_not_call.calls_to_numbers import CallsToNumbers
from services.do_not_call.recently_called import RecentlyCalled
from services.launch import DryRun
from services.readiness import CalledLately, People


class RecentCalls:
    """Of one connection."""

    def __init__(
        self,
        called: RecentlyCalled,
        calls: CallsToNumbers,
        log: ReadsLog,
        links: CampaignLinks,
        now: Callable[[], datetime],
    ) -> None:
        self._called = called
        self._calls = calls
        self._log = log
        self._links = links
        self._now = now

    def to(self, campaign: Campaign, people: People) -> CalledLately | None:
        """None where no time is kept, it was started before, or there is nobody to call."""
        if was_started(campaign) or not people.numbers:
            return None
        try:
            within = self._called.within(campaign.id)
            if not within or self._are_to_be_called_again(campaign):
                return None
            since = self._now() - within
            made, begun = self._log.since(since), self._calls.counted_since()
            called = self._called.numbers(campaign.id, people.numbers)
        except DatabaseAway:
            return None  # nothing can be launched either
        known = made is not None and made.complete and begun is not None and begun <= since
        return CalledLately(within, frozenset(called), known=known)

    def among(self, campaign: Campaign, run: DryRun) -> bool:
        """Whether a dry run would call anybody of them: else nothing more has to be read."""
        if was_started(campaign):
            return False
        try:
            return bool(
                self._called.numbers(campaign.id, {one.number for one in run.would_call if one.number})
            )
        except DatabaseAway:
            return False

    def _are_to_be_called_again(self, campaign: Campaign) -> bool:
        origin, _followers = self._links.around(campaign.id)
        return origin is not None and origin.relation is Relation.UNREACHED


def was_started(campaign: Campaign) -> bool:
    return campaign.status not in (CampaignStatus.DRAFT, CampaignStatus.SCHEDULED) or bool(
        campaign.contacts_called
    )

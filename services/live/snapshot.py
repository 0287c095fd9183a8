"""One look at a campaign, from the best source this deployment gives: dashboard, else its people, else its counters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from pydantic import AwareDatetime, BaseModel

from services.api import Api, ApiError, errors
from services.api.models import Call, Campaign, CampaignContact, EnrollmentStatus, StatusCounts
from services.api.paging import LARGEST_PAGE

SHOWN_WAITING = 100
SHOWN_CALLING = 50
RECENT_CALLS = 50
CREDITS_KEPT = timedelta(hours=2)
CREDITS_SAMPLES = 40
NOT_HERE = (errors.NotAvailable, errors.NotFound, errors.Forbidden, errors.Unauthorized)


class LiveSource(StrEnum):
    DASHBOARD = "dashboard"
    PEOPLE = "people"
    COUNTERS = "counters"


class CreditSample(BaseModel):
    at: AwareDatetime
    credits: float


class Snapshot(BaseModel):
    """What was read. What a source does not tell is None or empty. `at` is the platform's time, `changed_at` this
    machine's when anything in it last changed."""

    campaign: Campaign
    source: LiveSource
    at: AwareDatetime
    changed_at: AwareDatetime
    by_status: StatusCounts | None = None
    by_outcome: dict[str, int] | None = None
    calling: list[CampaignContact] = []
    waiting: list[CampaignContact] = []
    recent_calls: list[Call] = []
    credits: list[CreditSample] = []

    def same_as(self, other: Snapshot) -> bool:
        """Whether nothing has happened between the two."""
        ignored = {"at", "changed_at", "credits", "source"}
        return self.model_dump(exclude=ignored) == other.model_dump(exclude=ignored)


class Reader(NamedTuple):
    """Where snapshots come from. `read` finds one campaign whatever the deployment, `credits` may know none."""

    api: Api
    read: Callable[[str], Campaign]
    credits: Callable[[], float | None]
    wall: Callable[[], datetime]

    def snapshot(self, campaign_id: str, previous: Snapshot | None) -> Snapshot:
        """Read the campaign; sources that were found closed before are not asked again.

        Raises:
            ApiError: not even the campaign itself could be read.
        """
        found = self._from_best(campaign_id, previous.source if previous else LiveSource.DASHBOARD)
        found.credits = self._credits(found, previous)
        if previous and found.same_as(previous):
            found.changed_at = previous.changed_at
        return found

    def _from_best(self, campaign_id: str, source: LiveSource) -> Snapshot:
        if source is LiveSource.DASHBOARD:
            try:
                return self._from_dashboard(campaign_id)
            except NOT_HERE:
                source = LiveSource.PEOPLE
        if source is LiveSource.PEOPLE:
            try:
                return self._from_people(campaign_id)
            except NOT_HERE:
                pass
        campaign = self.read(campaign_id)
        return self._made(campaign, LiveSource.COUNTERS)

    def _from_dashboard(self, campaign_id: str) -> Snapshot:
        seen = self.api.campaigns.dashboard(
            campaign_id, limit_pending=SHOWN_WAITING, limit_calling=SHOWN_CALLING, limit_calls=RECENT_CALLS
        )
        made = self._made(seen.campaign, LiveSource.DASHBOARD)
        made.by_status, made.by_outcome = seen.counts.by_status, seen.counts.by_outcome
        made.calling, made.waiting = seen.queue.calling, seen.queue.pending
        made.recent_calls = seen.recent_calls
        return made

    def _from_people(self, campaign_id: str) -> Snapshot:
        """One page: outcomes are counted only where it holds everybody."""
        campaign = self.read(campaign_id)
        page = self.api.campaigns.contacts(campaign_id, limit=LARGEST_PAGE)
        made = self._made(campaign, LiveSource.PEOPLE)
        made.by_status = page.status_counts
        if page.ends_at(len(page.items)):
            made.by_outcome = dict(Counter(one.outcome for one in page.items if one.outcome))
        made.calling = [one for one in page.items if one.status is EnrollmentStatus.CALLING][:SHOWN_CALLING]
        made.waiting = [one for one in page.items if one.status is EnrollmentStatus.PENDING][:SHOWN_WAITING]
        return made

    def _made(self, campaign: Campaign, source: LiveSource) -> Snapshot:
        now = self.api.clock.now()
        return Snapshot(campaign=campaign, source=source, at=now, changed_at=self.wall())

    def _credits(self, found: Snapshot, previous: Snapshot | None) -> list[CreditSample]:
        kept = [one for one in (previous.credits if previous else []) if found.at - one.at <= CREDITS_KEPT]
        try:
            left = self.credits()
        except ApiError:
            return kept  # the balance is an extra; without it one warning is missing
        if left is None or (len(kept) > 1 and kept[-1].credits == kept[-2].credits == left):
            kept = kept[:-1] if left is not None else kept
        if left is not None:
            kept.append(CreditSample(at=found.at, credits=left))
        return kept[-CREDITS_SAMPLES:]

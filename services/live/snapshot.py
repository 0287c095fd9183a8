"""Snapshot of a campaign, from the best source this deployment gives: dashboard, else its people and the call log,
else its counters and the call log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from pydantic import AwareDatetime, BaseModel

from services.api import Api, ApiError, errors
from services.api.generation import Generation, shows_people
from services.api.models import FINAL, Call, Campaign, CampaignContact, EnrollmentStatus, StatusCounts
from services.api.paging import LARGEST_PAGE
from services.calling_days.calendar import Calendar
from services.calling_days.days import EVERY_DAY, CallingDays
from services.calling_days.whose import everybody
from services.calling_rules.call_window import CallWindow
from services.calling_rules.places import prefix
from services.results.credit_pace import credits_an_hour

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
    """Snapshot of a campaign as it was read. What a source does not tell is None or empty. `at` is the platform's
    time, `changed_at` this machine's when anything in it last changed. `requests` are those it took, `calls_told` is
    False where recent calls are kept from us. `unreadable` rows of these lists could not be read."""

    campaign: Campaign
    source: LiveSource
    at: AwareDatetime
    changed_at: AwareDatetime
    by_status: StatusCounts | None = None
    by_outcome: dict[str, int] | None = None
    calling: list[CampaignContact] | None = None
    waiting: list[CampaignContact] | None = None
    recent_calls: list[Call] = []
    calls_told: bool = True
    unreadable: int = 0
    requests: int = 1
    credits: list[CreditSample] = []

    def next_at(self, days: CallingDays) -> datetime | None:
        """Moment when the first of those who wait may be called: inside her hours, on a calling day, and not before her next
        try."""
        window: CallWindow | Calendar = CallWindow.from_campaign(self.campaign)
        if days != EVERY_DAY:
            told = [one.contact for one in self.waiting or () if one.contact]
            kinds = everybody((one.timezone or None, prefix(one.phone)) for one in told)
            window = Calendar(CallWindow.from_campaign(self.campaign), days, kinds)
        moments: list[datetime] = []
        for one in self.waiting or ():
            due = max(one.next_attempt_at or self.at, self.at)
            opening = window.next_opening(due, one.contact.timezone if one.contact else None)
            if opening:
                moments.append(opening)
        return min(moments, default=None)

    @cached_property
    def credits_an_hour(self) -> float | None:
        """Credits spent an hour of the platform's time; None before anything was spent. A top-up begins anew."""
        return credits_an_hour([(one.at, one.credits) for one in self.credits])

    def same_as(self, other: Snapshot) -> bool:
        """Whether nothing has happened between the two."""
        ignored = {"at", "changed_at", "credits", "source", "requests"}
        return self.model_dump(exclude=ignored) == other.model_dump(exclude=ignored)


class SnapshotReader(NamedTuple):
    """Source of snapshots. `read` finds one campaign whatever the deployment, `credits` may know none, `may` tells
    which operations of the contract are known to be closed."""

    api: Api
    read: Callable[[str], Campaign]
    credits: Callable[[], float | None]
    wall: Callable[[], datetime]
    may: Callable[[str], bool]

    def snapshot(self, campaign_id: str, previous: Snapshot | None) -> Snapshot:
        """Read the campaign; sources that were found closed before are not asked again.

        Raises:
            ApiError: not even the campaign itself could be read.
        """
        with self.api.budget.counted() as tally:
            found = self._from_best(campaign_id, previous)
        found.requests = max(tally.requests, 1)
        found.credits = self._credits(found, previous)
        if previous and found.same_as(previous):
            found.changed_at = previous.changed_at
        return found

    def _from_best(self, campaign_id: str, previous: Snapshot | None) -> Snapshot:
        source = previous.source if previous else LiveSource.DASHBOARD
        generation = self.api.campaigns.which_generation()
        if source is LiveSource.DASHBOARD and shows_people(generation) and self.may("getDashboard"):
            try:
                return self._from_dashboard(campaign_id)
            except NOT_HERE:
                pass
            except errors.UnreadableAnswer:
                if generation is not Generation.UNKNOWN:
                    raise
        made = self._from_people_or_counters(campaign_id, source, known_large=_was_large(previous))
        if previous is None or previous.calls_told:
            self._add_calls(made)
        else:
            made.calls_told = False
        return made

    def _from_people_or_counters(
        self, campaign_id: str, source: LiveSource, *, known_large: bool
    ) -> Snapshot:
        campaign = self.read(campaign_id)
        if source is not LiveSource.COUNTERS and self.may("listCampaignContacts"):
            try:
                return self._from_people(campaign, known_large)
            except NOT_HERE:
                pass
        return self._made(campaign, LiveSource.COUNTERS)

    def _add_calls(self, made: Snapshot) -> None:
        """The newest calls from the call log, which a deployment without a dashboard for keys may still have open."""
        made.calls_told = self.may("listCalls")
        if not made.calls_told or made.campaign.contacts_called == 0:
            return
        try:
            page = self.api.calls.list(made.campaign.id, limit=RECENT_CALLS)
            made.recent_calls, made.unreadable = page.items, made.unreadable + len(page.unreadable)
        except NOT_HERE:
            made.calls_told = False

    def _from_dashboard(self, campaign_id: str) -> Snapshot:
        seen = self.api.campaigns.dashboard(
            campaign_id, limit_pending=SHOWN_WAITING, limit_calling=SHOWN_CALLING, limit_calls=RECENT_CALLS
        )
        made = self._made(seen.campaign, LiveSource.DASHBOARD)
        made.by_status = _agreeing(seen.counts.by_status, seen.campaign)
        made.by_outcome = seen.counts.by_outcome
        made.calling, made.waiting = seen.queue.calling, seen.queue.pending
        made.recent_calls, made.calls_told = seen.recent_calls or [], seen.tells_calls
        made.unreadable = seen.unreadable
        return made

    def _from_people(self, campaign: Campaign, known_large: bool) -> Snapshot:
        """One page where it holds everybody, with their outcomes; of a longer list those who wait and those who are
        being called, wherever in it they stand."""
        made = self._made(campaign, LiveSource.PEOPLE)
        counts = None
        if not known_large and (campaign.total_contacts is None or campaign.total_contacts <= LARGEST_PAGE):
            page = self.api.campaigns.contacts(campaign.id, limit=LARGEST_PAGE)
            counts = _agreeing(page.status_counts, campaign)
            if page.ends_at(page.received):
                made.by_status, made.unreadable = counts, len(page.unreadable)
                made.by_outcome = dict(Counter(one.outcome for one in page.items if one.outcome))
                made.calling = _those(page.items, EnrollmentStatus.CALLING)[:SHOWN_CALLING]
                made.waiting = _waiting(page.items)
                return made
        waiting = self.api.campaigns.contacts(campaign.id, EnrollmentStatus.PENDING, limit=SHOWN_WAITING)
        made.by_status = counts or self._counts_of_all(campaign, waiting.status_counts)
        made.waiting, made.unreadable = _waiting(waiting.items), len(waiting.unreadable)
        if made.by_status is not None and made.by_status.calling == 0:
            made.calling = []
        else:
            calling = self.api.campaigns.contacts(campaign.id, EnrollmentStatus.CALLING, limit=SHOWN_CALLING)
            made.calling = _those(calling.items, EnrollmentStatus.CALLING)
            made.unreadable += len(calling.unreadable)
        return made

    def _counts_of_all(self, campaign: Campaign, counts: StatusCounts | None) -> StatusCounts | None:
        """The counts that came with a page of one status, unless they are of that status alone."""
        told, total = counts.total if counts else None, campaign.total_contacts
        if told is not None and total is not None and told >= total:
            return counts
        return _agreeing(self.api.campaigns.contacts(campaign.id, limit=1).status_counts, campaign)

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


def _was_large(previous: Snapshot | None) -> bool:
    """Whether a page did not hold everybody the last time."""
    return previous is not None and previous.source is LiveSource.PEOPLE and previous.by_outcome is None


def _waiting(people: Sequence[CampaignContact]) -> list[CampaignContact] | None:
    """Those who wait; None where none is said to, and of somebody it is not told: that nobody waits is then not known."""
    found = _those(people, EnrollmentStatus.PENDING)[:SHOWN_WAITING]
    not_told = any(
        not isinstance(one.status, EnrollmentStatus) and one.outcome not in FINAL for one in people
    )
    return None if not_told and not found else found


def _those(people: Sequence[CampaignContact], status: EnrollmentStatus) -> list[CampaignContact]:
    return [one for one in people if one.status is status]


def _agreeing(counts: StatusCounts | None, campaign: Campaign) -> StatusCounts | None:
    """As far as they agree with the campaign's own total: a status that is missing is then empty, and else not told."""
    return counts.against(campaign.total_contacts) if counts else None

"""Report of a day for its summary: what was called of each campaign, from the stored calls, and what waits for a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from services.api import ApiError
from services.api.models import Campaign
from services.campaigns.campaigns import Campaigns
from services.database.circuit_breaker import DatabaseAway
from services.imports import Job
from services.keeper import Keeper
from services.keeper.waiting import waits_for_somebody
from services.notifications import EventKind
from services.notifications.inbox import Event
from services.notifications.summary import CampaignDay, DayReport
from services.results.counted import CountedCalls
from services.results.insights import Dimension, Selection


class DayReports:
    """`now` is the platform's time: calls are told in it."""

    def __init__(
        self,
        campaigns: Campaigns,
        counted: CountedCalls,
        keeper: Keeper,
        jobs: Callable[[], Sequence[Job]],
        now: Callable[[], datetime],
    ) -> None:
        self._campaigns = campaigns
        self._counted = counted
        self._keeper = keeper
        self._jobs = jobs
        self._now = now

    def of(self, since: datetime, until: datetime) -> DayReport:
        """Between two moments of this machine's time."""
        try:
            campaigns = self._campaigns.all().value
            ahead = self._now() - datetime.now(UTC)  # known from the platform's answer on
            called = self._called(campaigns, since + ahead, until + ahead)
        except (ApiError, DatabaseAway):
            called = None
        return DayReport(called, [*self._held(), *self._imports()])

    def _called(
        self, campaigns: list[Campaign], since: datetime, until: datetime
    ) -> Sequence[CampaignDay] | None:
        counted = self._counted.of(Selection(campaigns, since, until))
        if counted.calls is None:
            return None
        # not `counted.ranking`: without calls in its time that counts all there ever were
        names = {one.id: one.name for one in campaigns}
        rows = counted.calls.ranking(Dimension.CAMPAIGN, names, {}).rows
        days = [CampaignDay(one.key, one.name, one.rate.of, one.rate.count) for one in rows if one.rate.of]
        return sorted(days, key=lambda day: -day.calls)

    def _held(self) -> list[Event]:
        return [
            Event(0, kind, one.code.value, one.campaign_id, one.campaign_name, {}, one.changed_at)
            for one in self._keeper.store.all_standing()
            if (kind := waits_for_somebody(one)) is not None
        ]

    def _imports(self) -> list[Event]:
        return [
            Event(0, EventKind.IMPORT, job.code, job.campaign_id, job.campaign_name, {}, job.created_at)
            for job in self._jobs()
            if job.needs_attention
        ]

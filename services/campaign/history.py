"""History of a campaign: its progress with the forecasts to compare it with, answer rate by hour, tries until an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.api.clock import PlatformClock
from services.api.models import Call, Campaign, CampaignStatus
from services.calling_rules.call_window import CallWindow
from services.campaign.everybody import Everybody
from services.campaign.outlook import Outlooks
from services.campaign.shared_facts import HISTORY
from services.database.circuit_breaker import DatabaseAway
from services.deployment import Deployment
from services.forecast import Forecast
from services.launch import LaunchForecast, LaunchForecasts, Missing
from services.reads.reads import Read, Reads
from services.results.intervals import Share
from services.results.outcomes import (
    Attempts,
    EndedCalls,
    Rates,
    answer_rate_by_hour,
    answer_rate_by_hour_and_weekday,
    attempts_until_answered,
    frame_of_calls,
    frame_of_people,
)
from services.results.progress import Progress, progress


@dataclass(frozen=True)
class History:
    """`outlook` is None where the campaign is over or its people cannot be read; `at_launch` is what was expected when
    it was launched, or why that is not known."""

    hours: Rates
    week: dict[tuple[int, int], Share]
    attempts: Attempts
    progress: Progress
    outlook: Forecast | None
    at_launch: LaunchForecast | Missing
    over: bool
    at: datetime


class Histories:
    """The histories of one connection, each counted once for all who look."""

    def __init__(
        self,
        clock: PlatformClock,
        reads: Reads,
        deployment: Deployment,
        everybody: Everybody,
        outlooks: Outlooks,
        launch_forecasts: LaunchForecasts,
    ) -> None:
        self._clock = clock
        self._reads = reads
        self._deployment = deployment
        self._everybody = everybody
        self._outlooks = outlooks
        self._launch_forecasts = launch_forecasts

    def of(self, campaign: Campaign) -> Read[History | None]:
        """None where nothing tells of the calls there were.

        Raises:
            ApiError: the platform did not answer.
        """
        key = HISTORY.key(campaign.id, *_standing_still(campaign))
        return self._reads.get(key, lambda: self._count(campaign), HISTORY.max_age)

    def _count(self, campaign: Campaign) -> History | None:
        table = self._table(campaign)
        if table is None:
            return None
        over, at_launch, now = campaign.status.is_over, self._at_launch(campaign), self._clock.now()
        # of one that is over the people are read only where there is something to compare them with
        compared = not over or isinstance(at_launch, LaunchForecast)
        people = (self._everybody.people_or_none(campaign) or []) if compared else []
        return History(
            answer_rate_by_hour(table),
            answer_rate_by_hour_and_weekday(table),
            attempts_until_answered(table),
            progress(
                table,
                campaign.total_contacts or len(people),
                people,
                until=None if over else now,
                called=campaign.contacts_called,
            ),
            self._outlooks.of(campaign),
            at_launch,
            over,
            now,
        )

    def _at_launch(self, campaign: Campaign) -> LaunchForecast | Missing:
        try:
            return self._launch_forecasts.of(campaign.id)
        except DatabaseAway:
            return Missing.NOT_READ

    def _table(self, campaign: Campaign) -> EndedCalls | None:
        """From the call log where it is open and holds the campaign whole, else from its people. None where neither tells
        of the calls there were: somebody was called."""
        listed: Sequence[Call] | None = self._deployment.calls(campaign.id).value
        calls = [call for call in listed or [] if call.started_at]  # of the others nothing can be counted
        window = CallWindow.from_campaign(campaign)
        called = campaign.contacts_called
        if calls and called is not None and len({call.campaign_contact_id for call in calls}) >= called:
            return frame_of_calls(calls, otherwise=window.zone())
        people = self._everybody.people_or_none(campaign)
        if people is not None and any(one.attempts or one.last_attempt_at for one in people):
            return frame_of_people(people, otherwise=window.zone())
        return frame_of_calls(calls, otherwise=window.zone()) if calls else None


def _standing_still(campaign: Campaign) -> list[str]:
    """One that does not run is shown as its own counters have it, and not as it was while it ran."""
    if campaign.status is CampaignStatus.RUNNING:
        return []
    counters = campaign.contacts_called, campaign.contacts_answered, campaign.contacts_completed
    return [str(campaign.status), *map(str, counters)]

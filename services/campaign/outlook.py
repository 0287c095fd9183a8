"""Forecasts of when a campaign will be over: from where it is now, from its start, or with settings not saved yet; each by
the days that the campaign keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from services.api.clock import PlatformClock
from services.api.generation import Generation, WhichGeneration
from services.api.models import Campaign, CampaignStatus
from services.api.taken_settings import tries_add_up
from services.calling_days.calendar import Calendar
from services.calling_days.days import EVERY_DAY, CallingDays
from services.calling_rules.retry_rules import RetryRules
from services.campaign.calendars import Calendars
from services.campaign.company_people import CompanyPeople
from services.campaign.earlier_calls import EarlierCalls
from services.campaign.everybody import Everybody
from services.campaign.shared_facts import OUTLOOK
from services.database.circuit_breaker import DatabaseAway
from services.forecast import Forecast, Situation, forecast
from services.keeper.guardrails.terms import GuardrailTerms, Response, Rule
from services.readiness import People
from services.reads.reads import Reads

_NOT_BEGUN = (CampaignStatus.DRAFT, CampaignStatus.SCHEDULED)


class Outlooks:
    """The forecasts of one connection. None stands for a campaign that is over, for people or calling days that cannot be read,
    and for one that never has an hour to call in."""

    def __init__(
        self,
        clock: PlatformClock,
        reads: Reads,
        everybody: Everybody,
        company_people: CompanyPeople,
        earlier_calls: EarlierCalls,
        calendars: Calendars,
        guardrails: Callable[[str], GuardrailTerms],
        which_generation: WhichGeneration = lambda: Generation.SEED,
    ) -> None:
        self._clock = clock
        self._reads = reads
        self._everybody = everybody
        self._company_people = company_people
        self._earlier_calls = earlier_calls
        self._calendars = calendars
        self._guardrails = guardrails
        self._which_generation = which_generation

    @property
    def tries_add_up(self) -> bool:
        """Whether limits of tries by outcome are budgets of their own here."""
        return tries_add_up(self._which_generation())

    def of(self, campaign: Campaign) -> Forecast | None:
        """Of a campaign as it is; reckoned once for all who look."""
        if campaign.status.is_over or campaign.total_contacts == 0:
            return None
        try:
            kept = self._calendars.days.of(campaign.id)
            most = self._most_a_day(campaign.id)
        except DatabaseAway:
            return None
        days, version = (kept.days, kept.version) if kept else (EVERY_DAY, 0)
        return self._reads.get(
            OUTLOOK.key(campaign.id, str(version), str(most)),
            lambda: self._reckoned(campaign, self._calendars.with_days(campaign, days), most),
            OUTLOOK.max_age,
        ).value

    def with_settings(
        self, campaign: Campaign, *, otherwise: int = 0, days: CallingDays | None = None
    ) -> Forecast | None:
        """The same for settings that are not saved yet, or for other days. People who cannot be read are `otherwise`, spread
        over time zones as the company's are.

        Raises:
            DatabaseAway: it is not known which days it keeps, or how many calls a day.
        """
        calendars = self._calendars
        hours = calendars.of(campaign) if days is None else calendars.with_days(campaign, days)
        return self._reckoned(campaign, hours, self._most_a_day(campaign.id), otherwise)

    def _most_a_day(self, campaign_id: str) -> float | None:
        return most_calls_a_day(self._guardrails(campaign_id))

    def _reckoned(
        self, campaign: Campaign, hours: Calendar, most_a_day: float | None, otherwise: int = 0
    ) -> Forecast | None:
        begins = self._begins(campaign)
        people = self._everybody.people_or_none(campaign) if campaign.total_contacts != 0 else None
        if people is not None:
            situation = Situation.of_rows(begins, people)
        elif otherwise:
            situation = self._spread(campaign, begins, otherwise)
        else:
            return None
        return forecast(
            situation,
            hours,
            campaign.max_concurrent_calls or 3,
            RetryRules.from_campaign(campaign, add_up=self.tries_add_up),
            self._earlier_calls.assumptions(campaign),
            most_a_day=most_a_day,
        )

    def of_planned(
        self,
        campaign: Campaign,
        people: People | None,
        count: int = 0,
        days: CallingDays = EVERY_DAY,
        limits: GuardrailTerms | None = None,
    ) -> Forecast | None:
        """Of a campaign that is not created yet. People who are not known are `count`, spread in the same way."""
        now = self._clock.now()
        begins = max(now, campaign.scheduled_start_at or now)
        if people is not None:
            situation = Situation.before_launch(begins, people)
        else:
            situation = self._spread(campaign, begins, count)
        return forecast(
            situation,
            self._calendars.planned(campaign, days, people),
            campaign.max_concurrent_calls or 1,
            RetryRules.from_campaign(campaign, add_up=self.tries_add_up),
            self._earlier_calls.team_assumptions(),
            most_a_day=most_calls_a_day(limits) if limits else None,
        )

    def _spread(self, campaign: Campaign, begins: datetime, count: int) -> Situation:
        shares = self._company_people.zone_shares(campaign.company_id) or {campaign.call_window_timezone: 1.0}
        return Situation(begins, {zone: round(count * share) for zone, share in shares.items()})

    def _begins(self, campaign: Campaign) -> datetime:
        now = self._clock.now()
        if campaign.status in _NOT_BEGUN and campaign.scheduled_start_at:
            return max(now, campaign.scheduled_start_at)
        return now


def most_calls_a_day(limits: GuardrailTerms) -> float | None:
    """As many calls as a campaign makes before it rests until the next day; None where nothing pauses it for that."""
    limit = limits.of[Rule.CALLS_A_DAY]
    return limit.bound if limit.response is Response.PAUSE else None

"""Readiness of a campaign: its launch plan put together from every source there is, and what `services.readiness` finds.

The one place where a `LaunchPlan` is put together, for a campaign that is there as for one in the making.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from services.api import Api, ApiError
from services.api.generation import Generation
from services.api.models import Campaign, PhoneNumber
from services.api.taken_settings import most_at_once
from services.calling_days.days import EVERY_DAY, CallingDays
from services.calling_rules.calling_hours import CallingHoursTable
from services.campaign.call_limits import CallLimits, due_of
from services.campaign.days import CampaignDays
from services.campaign.everybody import Everybody, too_many
from services.campaign.expected import MOST_CHECKED, Expected
from services.campaign.other_campaigns import OtherCampaigns
from services.campaign.outlook import Outlooks
from services.campaign.own_list import OwnList
from services.campaign.recent_calls import RecentCalls, was_started
from services.campaign.shared_facts import READINESS
from services.campaigns.planned import PLANNED
from services.database.circuit_breaker import DatabaseAway
from services.deployment import Deployment
from services.forecast import Forecast
from services.generation import GenerationFinding
from services.launch.requirements import one_at_a_time
from services.readiness import Finding, LaunchPlan, Level, People, StartRules, check
from services.reads.reads import Reads
from services.results.calls_of_day import UP_TO_DATE

T = TypeVar("T")
CALLS_AGE = timedelta(minutes=1)
"""Of the call log, for who decides by it."""


class ReadinessChecks:
    """The checks of one connection."""

    def __init__(
        self,
        api: Api,
        finding: Callable[[], GenerationFinding],
        reads: Reads,
        deployment: Deployment,
        calling_hours: CallingHoursTable,
        everybody: Everybody,
        outlooks: Outlooks,
        others: OtherCampaigns,
        days: CampaignDays,
        call_limits: CallLimits,
        own_list: OwnList,
        recent_calls: RecentCalls,
    ) -> None:
        self._api = api
        self._clock = api.clock
        self._finding = finding
        self._reads = reads
        self._deployment = deployment
        self._calling_hours = calling_hours
        self._everybody = everybody
        self._outlooks = outlooks
        self._others = others
        self._days = days
        self._call_limits = call_limits
        self._own_list = own_list
        self._recent_calls = recent_calls

    def of(self, campaign: Campaign) -> list[Finding]:
        """Of a campaign that is there; reckoned once for all who look."""
        return self._reads.get(
            READINESS.key(campaign.id), lambda: self._check(campaign), READINESS.max_age
        ).value

    def anew(self, campaign: Campaign) -> list[Finding]:
        """Of a campaign as it is handed in, which may not be as it stands: with a date that is still to be set. For who decides
        by it: its people and the list of campaigns are read now."""
        self._everybody.forget(campaign)
        self._others.look_again()
        return check(self.plan_of(campaign, CALLS_AGE))

    def of_planned(
        self,
        campaign: Campaign,
        expected: Expected,
        numbers: list[PhoneNumber] | None,
        days: CallingDays | None = None,
    ) -> list[Finding]:
        """Of a campaign in the making, the caller numbers it can choose from, and the days it would keep."""
        outlook = None
        if expected.people:
            outlook = self._outlooks.of_planned(campaign, expected.people, days=days or EVERY_DAY)
        plan = self._plan(campaign, expected.people, outlook, numbers)
        plan = replace(plan, days=days or EVERY_DAY)
        if expected.people is None:
            plan = replace(plan, people_total=expected.total, too_many=expected.total > MOST_CHECKED)
        return check(plan)

    def plan_of(self, campaign: Campaign, calls_age: timedelta = UP_TO_DATE) -> LaunchPlan:
        """The launch of a campaign as it stands. Calls to its people are known as of `calls_age` ago at most."""
        rows = self._everybody.rows_or_none(campaign)
        plan = self._plan(
            campaign,
            People.enrolled(rows.items, len(rows.unreadable), self._own_list.asked())
            if rows is not None
            else None,
            self._outlooks.of(campaign),
            _or_none(lambda: self._deployment.numbers(campaign.assistant_id or "").value or None),
            but=campaign.id,
        )
        hidden = rows is None and too_many(campaign) and self._everybody.listed
        due = due_of(rows.items, self._clock.now()) if rows is not None else {}
        reached = self._call_limits.reached(plan.people, due, calls_age) if plan.people else None
        first = not was_started(campaign)
        lately = self._recent_calls.to(campaign, plan.people) if plan.people else None
        plan = replace(plan, too_many=hidden, calls_lately=reached, called_lately=lately, first_start=first)
        return self._with_days(plan, campaign.id)

    def _check(self, campaign: Campaign) -> list[Finding]:
        return check(self.plan_of(campaign))

    def _with_days(self, plan: LaunchPlan, campaign_id: str) -> LaunchPlan:
        """Without the console's own database nothing is known to be kept, and nothing can be launched."""
        try:
            kept, taken_on = self._days.of(campaign_id), self._days.taken_on.of(campaign_id)
        except DatabaseAway:
            return plan
        return replace(plan, days=kept.days if kept else EVERY_DAY, taken_on=taken_on)

    def _plan(
        self,
        campaign: Campaign,
        people: People | None,
        outlook: Forecast | None,
        numbers: list[PhoneNumber] | None,
        but: str = "",
    ) -> LaunchPlan:
        others = self._others.but(but)
        plan = LaunchPlan.of_campaign(
            campaign,
            self._clock.now(),
            people,
            finishes_at=outlook.latest if outlook else None,
            numbers=numbers,
            credits=_or_none(self._deployment.credits_left),
            other_names=others.names,
            other_running=others.running,
            others_unread=others.unread,
            calling_hours=self._calling_hours.read(),
            second_opinion=self._clock.second_opinion,
            tries_add_up=self._outlooks.tries_add_up,
        )
        return replace(
            plan,
            start_rules=self._start_rules(campaign),
            days_not_offered=self._days.not_offered() is not None,
            own_list_holds=campaign.id == PLANNED or self._own_list.can_leave_out,
        )

    def _start_rules(self, campaign: Campaign) -> StartRules:
        """A campaign in the making may be what tells which generation the platform is: that holds back no draft."""
        generation = self._finding().generation
        return StartRules(
            known=generation is not Generation.UNKNOWN or campaign.id == PLANNED,
            slug_missing=generation is Generation.NEWEST and not self._api.account_slug,
            most_at_once=most_at_once(generation),
            other_active=self._others.active_beside(campaign) if one_at_a_time(generation) else (),
        )


def blocked(findings: list[Finding]) -> bool:
    return any(finding.level is Level.BLOCKER for finding in findings)


def _or_none(read: Callable[[], T]) -> T | None:
    """An answer of this deployment, or None: readiness says itself what it could not look at."""
    try:
        return read()
    except ApiError:
        return None

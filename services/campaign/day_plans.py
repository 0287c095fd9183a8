"""Plans of the day, of one campaign and of all that run or start today together, with the calls that each caller number makes.

Of one campaign it rests on its people, which its page has read anyway. Of all together nobody is asked for people: it rests on
those that were read before, else on the counters of the list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from services.api import ApiError
from services.api.clock import PlatformClock
from services.api.models import Campaign, CampaignContact, CampaignStatus
from services.calling_days.calendar import Calendar
from services.calling_rules.retry_rules import RetryRules
from services.campaign.calendars import Calendars
from services.campaign.earlier_calls import EarlierCalls
from services.campaign.everybody import Everybody
from services.campaign.outlook import Outlooks
from services.campaign.planned_day import NOT_TOLD, PlannedDay, by_number
from services.campaign.shared_facts import DAY_PLAN, DAY_PLAN_AFAR
from services.campaigns.campaigns import Campaigns
from services.campaigns.stops import is_stopped
from services.database.circuit_breaker import DatabaseAway
from services.deployment import Deployment
from services.forecast import Assumptions, Situation
from services.forecast.plan_of_day import ExpectedCalls, Takes, day_plan, expected_calls
from services.forecast.situation import PersonDue
from services.keeper import CampaignRest, Limit, Why
from services.keeper.guardrails.terms import GuardrailTerms, Response, Rule
from services.readiness import People
from services.reads.reads import Reads
from services.results.calls_of_day import CallsMade, CallsOfDay

MOST_RECKONED = 20
"""So many campaigns are reckoned for the plan of all together, the largest first."""
KNOWN_AGE = timedelta(minutes=30)
CREDITS_AGE = timedelta(minutes=10)


class DayPlans:
    """Those of one connection. `limits` and `rests` tell, by campaign, the limits of people that hold, and which of them the
    console has rest on closed days, `guardrails` the limits of one."""

    def __init__(
        self,
        clock: PlatformClock,
        reads: Reads,
        campaigns: Campaigns,
        deployment: Deployment,
        everybody: Everybody,
        earlier_calls: EarlierCalls,
        outlooks: Outlooks,
        calls: CallsOfDay,
        calendars: Calendars,
        limits: Callable[[], Mapping[str, Limit]],
        rests: Callable[[], Mapping[str, CampaignRest]],
        guardrails: Callable[[str], GuardrailTerms],
    ) -> None:
        self._clock = clock
        self._reads = reads
        self._campaigns = campaigns
        self._deployment = deployment
        self._everybody = everybody
        self._earlier_calls = earlier_calls
        self._outlooks = outlooks
        self._calls = calls
        self._calendars = calendars
        self._limits = limits
        self._rests = rests
        self._guardrails = guardrails

    def of(self, campaign: Campaign, since: datetime, until: datetime) -> PlannedDay:
        """Of one campaign on the day [since, until)."""
        found = self._near(campaign) if _may_come_to_call(campaign) else None
        made = self._calls.since(since)
        found = found and self._limited(campaign, found, made)
        plan = day_plan([found] if found else [], since, until, made.quarters(campaign.id) if made else None)
        unknown = (campaign.name,) if found is None and self._calls_today(campaign, until) else ()
        return PlannedDay(plan, (), made is None or made.complete, unknown)

    def together(self, since: datetime, until: datetime) -> PlannedDay:
        """Of all campaigns that run, or start before `until`.

        Raises:
            ApiError: the list could not be read.
        """
        calling = [one for one in self._campaigns.all().value if self._calls_today(one, until)]
        calling.sort(key=lambda one: -(one.total_contacts or 0))
        found = {one.id: (one, self._afar(one)) for one in calling[:MOST_RECKONED]}
        unknown = [one.name for one, calls in found.values() if calls is None]
        unknown += [one.name for one in calling[MOST_RECKONED:]]
        made = self._calls.since(since)
        reckoned = [
            (one, self._limited(one, calls, made)) for one, calls in found.values() if calls is not None
        ]
        plan = day_plan([calls for _one, calls in reckoned], since, until, made.quarters() if made else None)
        to_come: dict[str, float] = defaultdict(float)
        for campaign, calls in reckoned:
            numbers = self._numbers(campaign)
            for number in numbers:
                to_come[number] += day_plan([calls], since, until).to_come / len(numbers)
        return PlannedDay(
            plan, by_number(to_come, made), made is None or made.complete, tuple(unknown), bool(found)
        )

    def _near(self, campaign: Campaign) -> ExpectedCalls | None:
        return self._reads.get(
            DAY_PLAN.key(campaign.id),
            lambda: self._reckoned(
                campaign,
                self._everybody.people_or_none(campaign),
                self._earlier_calls.assumptions(campaign),
            ),
            DAY_PLAN.max_age,
        ).value

    def _afar(self, campaign: Campaign) -> ExpectedCalls | None:
        near = self._reads.peek(DAY_PLAN.key(campaign.id), DAY_PLAN_AFAR.max_age)
        if near is not None:
            return near
        return self._reads.get(
            DAY_PLAN_AFAR.key(campaign.id),
            lambda: self._reckoned(
                campaign, self._everybody.known(campaign, KNOWN_AGE), self._earlier_calls.team_assumptions()
            ),
            DAY_PLAN_AFAR.max_age,
        ).value

    def _reckoned(
        self,
        campaign: Campaign,
        people: Sequence[CampaignContact] | None,
        assumptions: Assumptions,
    ) -> ExpectedCalls | None:
        begins = self._begins(campaign)
        rules = RetryRules.from_campaign(campaign, add_up=self._outlooks.tries_add_up)
        situation = (
            Situation.of_rows(begins, people) if people is not None else by_counters(campaign, begins, rules)
        )
        if situation is None:
            return None
        found = expected_calls(
            situation,
            self._calendar(campaign, people),
            campaign.max_concurrent_calls or 3,
            rules,
            assumptions,
            most=self._left_of_limit(campaign.id),
            stopped=self._stopped(campaign),
        )
        return found or ExpectedCalls(begins, 0.0, ())  # nobody is left to call

    def _calls_today(self, campaign: Campaign, until: datetime) -> bool:
        if not _may_come_to_call(campaign) or self._is_held(campaign):
            return False
        start = campaign.scheduled_start_at
        return campaign.status is not CampaignStatus.SCHEDULED or start is None or start < until

    def _is_held(self, campaign: Campaign) -> bool:
        """Whether it is paused, and not only until its calling days allow calls again."""
        rest = self._rests().get(campaign.id)
        goes_on = rest is not None and rest.holds and rest.why is Why.CLOSED
        return is_stopped(campaign.status) and not goes_on

    def _calendar(self, campaign: Campaign, people: Sequence[CampaignContact] | None) -> Calendar:
        """Of people who are not known those holidays that are kept where its clock is."""
        where = {(campaign.call_window_timezone, ""): 1}
        known = People(groups=where) if people is None else People.enrolled(people)
        return self._calendars.days.calendar(campaign, known)

    def _begins(self, campaign: Campaign) -> datetime:
        now = self._clock.now()
        start = campaign.scheduled_start_at if campaign.status is CampaignStatus.SCHEDULED else None
        return max(now, start or now)

    def _limited(self, campaign: Campaign, calls: ExpectedCalls, made: CallsMade | None) -> ExpectedCalls:
        """With what the campaign's limit of calls a day still lets through, where that pauses it."""
        try:
            limit = self._guardrails(campaign.id).of[Rule.CALLS_A_DAY]
        except DatabaseAway:
            return calls
        if limit.response is not Response.PAUSE or limit.bound is None:
            return calls
        today = sum(count for _at, count in made.quarters(campaign.id)) if made else 0.0
        return replace(calls, left=max(limit.bound - today, 0.0))

    def _left_of_limit(self, campaign_id: str) -> float | None:
        limit = self._limits().get(campaign_id)
        return None if limit is None else float(max(limit.most - (limit.called or 0), 0))

    def _stopped(self, campaign: Campaign) -> Takes | None:
        if self._is_held(campaign):
            return Takes.RESTS
        try:
            credits = self._deployment.credits_left(CREDITS_AGE)
        except ApiError:
            return None
        return Takes.CREDITS if credits is not None and credits < 1 else None

    def _numbers(self, campaign: Campaign) -> Sequence[str]:
        """The caller numbers of a campaign; calls are taken to be spread over them evenly."""
        ids = campaign.from_number_ids or ()
        try:
            listed = (
                {one.id: one.phone_number for one in self._deployment.every_number().value} if ids else {}
            )
        except ApiError:
            listed = {}
        found = [listed[one] for one in ids if listed.get(one)]
        return found or [campaign.from_number or NOT_TOLD]


def by_counters(campaign: Campaign, begins: datetime, rules: RetryRules) -> Situation | None:
    """Situation of a campaign whose people are not known one by one: whoever was called and is not finished waits for a second
    try, half of the wait away. None where the counters are not told."""
    people, called, finished = campaign.total_contacts, campaign.contacts_called, campaign.contacts_completed
    if people is None or called is None or finished is None:
        return None
    zone = campaign.call_window_timezone
    due = begins + timedelta(minutes=rules.delay_minutes / 2)
    waiting = [PersonDue(zone, 1, due)] * max(called - finished, 0)
    return Situation(begins, {zone: max(people - called, 0)}, waiting, finished)


def _may_come_to_call(campaign: Campaign) -> bool:
    """Whether it calls, or would once somebody let it."""
    if campaign.deleted_at or campaign.status.is_over or campaign.total_contacts == 0:
        return False
    return campaign.status is not CampaignStatus.DRAFT

"""Calls ahead to a campaign's people, where their places limit calls to one person: who of them would be called too often next.

The calls of all campaigns count, and so does the next one of each other campaign that may call the same person first: of
several that run, those with the smaller id go before. So no two of them make the last allowed call at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from services.api import ApiError
from services.api.models import Campaign
from services.calling_rules.calling_hours import Rule
from services.calling_rules.retry_rules import RetryRules
from services.campaign.call_limits import CallLimits, due_of, free_again
from services.campaign.everybody import Everybody
from services.campaigns.campaigns import Campaigns
from services.campaigns.hours_taken_on import HoursTakenOn
from services.database.circuit_breaker import DatabaseAway
from services.keeper.call_times import CallsToPeople, TooOften

ASKED_AGAIN = timedelta(minutes=10)
"""Where the calls of others are to come first no moment is known: then it is asked again."""


class CallsAhead:
    """Those of one connection. `now` is the time that counts."""

    def __init__(
        self,
        limits: CallLimits,
        everybody: Everybody,
        campaigns: Campaigns,
        taken_on: HoursTakenOn,
        now: Callable[[], datetime],
    ) -> None:
        self._limits = limits
        self._everybody = everybody
        self._campaigns = campaigns
        self._taken_on = taken_on
        self._now = now

    def of(self, campaign: Campaign, max_age: timedelta) -> CallsToPeople | None:
        """As of `max_age` ago at most. Places whose limits a named person answers for are left out. None where it is not told
        who is in it.

        Raises:
            ApiError: they could not be read.
        """
        if not max_age:
            self._everybody.forget(campaign)
        rows = self._everybody.rows(campaign)
        if rows is None:
            return None
        now, soonest = self._now(), _soonest(campaign)
        due = due_of(rows.items, now, soonest)
        answered_for = self._answered_for(campaign.id)
        limited = {
            rule: numbers
            for rule, numbers in self._limits.limited(due).items()
            if f"{rule.place}:calls" not in answered_for
        }
        if not limited:
            return CallsToPeople()
        others = self._before(campaign, now)
        too_often: list[TooOften] = []
        unknown: set[str] = set()
        for rule, numbers in limited.items():
            calls, complete = self._limits.calls_within(rule, numbers, max_age)
            found = (
                _too_often(rule, due[one], calls.get(one, ()), _first(others, one, due[one]))
                for one in numbers
            )
            too_often += [one for one in found if one is not None]
            unknown |= set() if complete else set(numbers)
        return CallsToPeople(
            tuple(too_often),
            len({one for numbers in limited.values() for one in numbers}),
            len(unknown) + len(rows.unreadable),
            soonest,
        )

    def _before(self, campaign: Campaign, now: datetime) -> list[Mapping[str, datetime]]:
        """When other campaigns that go before this one call each of their people next. Those whose people are not told are
        left out: that is said before a launch."""
        try:
            others = [one for one in self._campaigns.running() if one.id < campaign.id]
        except ApiError:
            return []
        people = [(one, self._everybody.people_or_none(one) or ()) for one in others]
        return [due_of(rows, now, _soonest(one)) for one, rows in people]

    def _answered_for(self, campaign_id: str) -> frozenset[str]:
        try:
            taken_on = self._taken_on.of(campaign_id)
        except DatabaseAway:
            return frozenset()
        return taken_on.breaches if taken_on else frozenset()


def _first(others: Iterable[Mapping[str, datetime]], number: str, due: datetime) -> int:
    """How many of them may call it before it is due here, or at about that time."""
    return sum(number in one and one[number] - due <= ASKED_AGAIN for one in others)


def _too_often(rule: Rule, due: datetime, moments: Sequence[datetime], first: int) -> TooOften | None:
    """None where one more call to somebody is allowed when it is due; `first` others call her first."""
    assert rule.limit is not None  # noqa: S101  only such rules are asked about
    free = free_again(rule, moments)
    if free is None and len(moments) + first >= rule.limit.calls:
        free = due + ASKED_AGAIN
    return TooOften(due, free, rule.place, rule.limit) if free is not None and due < free else None


def _soonest(campaign: Campaign) -> timedelta:
    """The shortest time after which the campaign may call somebody again."""
    rules = RetryRules.from_campaign(campaign)
    return timedelta(minutes=min([rules.delay_minutes, *rules.delays.values()]))

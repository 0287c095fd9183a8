"""Limits of calls to one person, over all campaigns: who has been called as often as her place allows within its time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol

from services.api.models import CampaignContact, EnrollmentStatus
from services.calling_rules.calling_hours import CallingHoursTable, Rule
from services.calling_rules.places import prefix, whereabouts
from services.database.circuit_breaker import DatabaseAway
from services.do_not_call.calls_to_numbers import LONGEST_LIMIT, CallsToNumbers
from services.readiness import AtLimit, CallsLately, People, number_of
from services.results.calls_of_day import UP_TO_DATE, CallsMade


class ReadsLog(Protocol):
    """What brings the call log up to date: `services.results.calls_of_day`."""

    def since(self, moment: datetime, max_age: timedelta = UP_TO_DATE) -> CallsMade | None: ...


class CallLimits:
    """Those of one connection. What it answers is as old as the call log that was read, ten minutes at most."""

    def __init__(
        self,
        table: CallingHoursTable,
        calls: CallsToNumbers,
        log: ReadsLog,
        now: Callable[[], datetime],
    ) -> None:
        self._table = table
        self._calls = calls
        self._log = log
        self._now = now

    def reached(
        self,
        people: People,
        due: Mapping[str, datetime] = MappingProxyType({}),
        max_age: timedelta = UP_TO_DATE,
    ) -> CallsLately | None:
        """Who of `people` may not be called again yet; None where no place of theirs limits calls. Costs no request where none
        does. `due` tells of numbers that they are not called before a moment."""
        limited = self.limited(people.numbers)
        if not limited:
            return None
        at_limit: dict[str, AtLimit] = {}
        unknown = 0
        for rule, numbers in limited.items():
            calls, complete = self.calls_within(rule, numbers, max_age)
            free = {
                number: free
                for number, moments in calls.items()
                if (free := free_again(rule, moments)) and due.get(number, self._now()) < free
            }
            if free:
                at_limit[rule.place] = AtLimit(rule, len(free), min(free.values()))
            if not complete:
                unknown += len(numbers)
        return CallsLately(at_limit, unknown)

    def limited(self, numbers: Iterable[str]) -> dict[Rule, list[str]]:
        """Numbers in places that limit calls, by the number alone; in several such places by each."""
        table = self._table.read()
        found: defaultdict[Rule, list[str]] = defaultdict(list)
        if table is None:
            return found
        for number in numbers:
            rules = {table.rule(place.code) for place in whereabouts(None, prefix(number))}
            for rule in rules:
                if rule is not None and rule.limit is not None:
                    found[rule].append(number)
        return found

    def calls_within(
        self, rule: Rule, numbers: Sequence[str], max_age: timedelta = UP_TO_DATE
    ) -> tuple[Mapping[str, list[datetime]], bool]:
        """When each of them was called within the time of the rule, as of `max_age` ago at most, and whether those are all
        calls of that time."""
        within = _within(rule)
        since = self._now() - within
        try:
            made, counted_since = self._log.since(since, max_age), self._calls.counted_since()
            calls = self._calls.to(numbers, since)
        except DatabaseAway:
            return {}, False
        known = made is not None and made.complete and counted_since is not None and counted_since <= since
        return calls, known and within <= LONGEST_LIMIT


def due_of(
    people: Iterable[CampaignContact], now: datetime, after_a_call: timedelta = timedelta()
) -> dict[str, datetime]:
    """When the next call to each number may come, of those who wait. Who is being called now is not called again before
    `after_a_call`."""
    found: dict[str, datetime] = {}
    for one in people:
        who = one.contact
        if one.status.is_over or who is None or not who.phone or who.do_not_call:
            continue
        soonest = now + after_a_call if one.status is EnrollmentStatus.CALLING else now
        number, due = number_of(who.phone), max(one.next_attempt_at or soonest, soonest)
        found[number] = min(found.get(number, due), due)
    return found


def free_again(rule: Rule, moments: Sequence[datetime]) -> datetime | None:
    """When somebody who was called at `moments`, in order, may be called again; None where she may be now."""
    assert rule.limit is not None  # noqa: S101  `limited` knows no others
    if len(moments) < rule.limit.calls:
        return None
    # the next one is allowed when so many have fallen out of the time that one is left
    return moments[-rule.limit.calls] + _within(rule)


def _within(rule: Rule) -> timedelta:
    assert rule.limit is not None  # noqa: S101  `limited` knows no others
    return timedelta(hours=rule.limit.hours)

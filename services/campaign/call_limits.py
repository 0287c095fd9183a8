"""Limits of calls to one person, over all campaigns: who has been called as often as her place allows within its time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from services.calling_rules.calling_hours import CallingHours, CallingHoursTable, Rule
from services.calling_rules.places import prefix, whereabouts
from services.database.circuit_breaker import DatabaseAway
from services.do_not_call.calls_to_numbers import LONGEST_LIMIT, CallsToNumbers
from services.readiness import AtLimit, CallsLately, People
from services.results.calls_of_day import CallsMade


class ReadsLog(Protocol):
    """What brings the call log up to date: `services.results.calls_of_day`."""

    def since(self, moment: datetime) -> CallsMade | None: ...


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

    def reached(self, people: People) -> CallsLately | None:
        """Who of `people` may not be called again yet; None where no place of theirs limits calls. Costs no request where none
        does."""
        table = self._table.read()
        limited = _limited(people, table) if table else {}
        if not limited:
            return None
        at_limit: dict[str, AtLimit] = {}
        unknown = 0
        for rule, numbers in limited.items():
            try:
                found, complete = self._at_limit(rule, numbers)
            except DatabaseAway:
                found, complete = None, False
            if found is not None:
                at_limit[rule.place] = found
            if not complete:
                unknown += len(numbers)
        return CallsLately(at_limit, unknown)

    def _at_limit(self, rule: Rule, numbers: list[str]) -> tuple[AtLimit | None, bool]:
        """Those at the limit, and whether all calls of its time are known."""
        assert rule.limit is not None  # noqa: S101  `_limited` knows no others
        within = timedelta(hours=rule.limit.hours)
        since = self._now() - within
        made = self._log.since(since)
        counted_since = self._calls.counted_since()
        complete = (
            made is not None
            and made.complete
            and counted_since is not None
            and counted_since <= since
            and within <= LONGEST_LIMIT
        )
        calls = self._calls.to(numbers, since).values()
        # the next one is allowed when so many have fallen out of the time that one is left
        free = [moments[-rule.limit.calls] + within for moments in calls if len(moments) >= rule.limit.calls]
        return (AtLimit(rule, len(free), min(free)) if free else None), complete


def _limited(people: People, table: CallingHours) -> dict[Rule, list[str]]:
    """Numbers of the people in places that limit calls, by the number alone; in several such places by each."""
    found: defaultdict[Rule, list[str]] = defaultdict(list)
    for number in people.numbers:
        rules = {table.rule(place.code) for place in whereabouts(None, prefix(number))}
        for rule in rules:
            if rule is not None and rule.limit is not None:
                found[rule].append(number)
    return found

"""Recent calls to a campaign's people by other campaigns: who would be called twice in a row, before its first start.

By what the console has read of the call log (`services.results.calls_to_numbers`). What it has not read is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from services.campaign.call_limits import ReadsLog
from services.database.circuit_breaker import DatabaseAway
from services.readiness import CalledLately, People
from services.results.calls_to_numbers import CallsToNumbers


class RecentCalls:
    """Of one connection. `within` is the smallest time between the calls of two campaigns; nothing where none is kept."""

    def __init__(
        self, calls: CallsToNumbers, log: ReadsLog, now: Callable[[], datetime], within: timedelta
    ) -> None:
        self._calls = calls
        self._log = log
        self._now = now
        self._within = within

    def to(self, people: People) -> CalledLately | None:
        """Of a campaign that has called nobody yet. None where no time is kept, or there is nobody to call."""
        if not self._within or not people.numbers:
            return None
        since = self._now() - self._within
        try:
            made, begun = self._log.since(since), self._calls.counted_since()
            count = len(self._calls.to(people.numbers, since))
        except DatabaseAway:
            return CalledLately(self._within, 0, known=False)
        known = made is not None and made.complete and begun is not None and begun <= since
        return CalledLately(self._within, count, known=known)

"""People called recently: whose line some campaign has called within the days that lie between two campaigns' calls.

By what the console has read of the call log. Calls it has not read are not known, and leave nobody out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sqlalchemy import Engine

from services.do_not_call.calls_to_numbers import CallsToNumbers
from services.do_not_call.days_between import days_between


class RecentlyCalled:
    """Those of one account. `usual` are the days where a campaign has none of its own; nobody is asked about where they are 0.

    All methods raise `DatabaseAway` where it cannot be told: nobody is put in then.
    """

    def __init__(
        self, engine: Engine, account: str, now: Callable[[], datetime], usual: timedelta = timedelta()
    ) -> None:
        self._engine = engine
        self._account = account
        self._now = now
        self._usual = usual
        self._calls = CallsToNumbers(engine, account, now)

    def within(self, campaign_id: str) -> timedelta:
        """The time that counts for a campaign."""
        return days_between(self._engine, self._account, campaign_id, self._usual)

    def anybody(self, campaign_id: str) -> bool:
        """Whether anybody at all was called within the time: else nobody needs to be read for it."""
        within = self.within(campaign_id)
        return bool(within) and self._calls.any_since(self._now() - within)

    def numbers(self, campaign_id: str, numbers: Iterable[str]) -> set[str]:
        """Which of these were called within the time, in whichever spelling."""
        within = self.within(campaign_id)
        return set(self._calls.to(numbers, self._now() - within)) if within else set()

    def lines(self, campaign_id: str, lines: Iterable[int]) -> set[int]:
        """Which of these lines were."""
        within = self.within(campaign_id)
        return set(self._calls.to_lines(lines, self._now() - within)) if within else set()

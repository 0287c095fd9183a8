"""Calling days of campaigns as they are told: what is kept, the calendar it makes, and what a new campaign begins with.

Days are kept by pausing. So where this key cannot pause none are offered, and what a campaign's window would reach is said
by readiness.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from services.api.models import Campaign
from services.calling_days.calendar import Calendar
from services.calling_days.days import EVERY_DAY, CallingDays
from services.calling_days.usual import UsualHours, usual_hours
from services.calling_days.whose import everybody
from services.calling_rules.call_window import CallWindow
from services.calling_rules.calling_hours import CallingHoursTable
from services.campaigns.hours_taken_on import HoursTakenOn
from services.campaigns.kept_days import Kept, KeptDays
from services.database.circuit_breaker import DatabaseAway
from services.keeper import NotKept
from services.readiness import People

CLOSED_UNTIL_KNOWN = CallingDays(understood=False)
"""Where the console's own database does not answer: it is not known which days are closed."""


class CampaignDays:
    """Those of one connection. `now` is the time that counts, `not_offered` why this key cannot keep any."""

    def __init__(
        self,
        kept: KeptDays,
        table: CallingHoursTable,
        now: Callable[[], datetime],
        not_offered: Callable[[], NotKept | None],
        taken_on: HoursTakenOn,
    ) -> None:
        self.kept = kept
        self.taken_on = taken_on
        self._table = table
        self._now = now
        self.not_offered = not_offered

    def of(self, campaign_id: str) -> Kept | None:
        """What is kept; None where nothing is.

        Raises:
            DatabaseAway: that is not known.
        """
        return self.kept.of(campaign_id)

    def calendar(self, campaign: Campaign, people: People | None) -> Calendar:
        """Window and days as one, for those of `people` who still wait."""
        return calendar_of(CallWindow.from_campaign(campaign), self._days(campaign.id), people)

    def usual(self, places: Iterable[str]) -> UsualHours:
        """What the table of legal hours allows in all of `places`."""
        return usual_hours(self._table.read(), places)

    def to_begin_with(self, region: str, copied_id: str) -> UsualHours | None:
        """Hours and days of a new campaign for people of `region`, or of a copy of another one. None where this key cannot keep
        any days."""
        if self.not_offered() is not None:
            return None
        usual = self.usual(self._anywhere_in(region))
        if not copied_id:
            return usual
        try:
            known = self.of(copied_id)
        except DatabaseAway:
            known = None
        return replace(usual, days=known.days.for_copy(self._now().date())) if known else usual

    def _anywhere_in(self, region: str) -> list[str]:
        """The country and its states that have rules of their own: where in it a new campaign will call is not known."""
        table = self._table.read()
        states = [place for place in table.rules if place.startswith(f"{region}-")] if table else []
        return [region, *states]

    def _days(self, campaign_id: str) -> CallingDays:
        try:
            known = self.of(campaign_id)
        except DatabaseAway:
            return CLOSED_UNTIL_KNOWN
        return known.days if known else EVERY_DAY


def calendar_of(window: CallWindow, days: CallingDays, people: People | None) -> Calendar:
    return Calendar(window, days, everybody(people.groups) if people else ())

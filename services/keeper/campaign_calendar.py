"""Calendar of a campaign as the keeper asks for it: its calling days for all who still wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from services.api.models import Campaign, CampaignContact
from services.calling_days.calendar import Calendar
from services.calling_days.days import CallingDays
from services.calling_days.whose import Whose, everybody
from services.calling_rules.call_window import CallWindow
from services.calling_rules.places import prefix
from services.keeper.timetable import Whereabouts


class CampaignCalendar:
    """See `services.keeper.timetable.Calendar`."""

    def __init__(self, campaign: Campaign, days: CallingDays, people: Iterable[Whereabouts]) -> None:
        kinds = tuple(Whose(*one) for one in people)
        self._calendar = Calendar(CallWindow.from_campaign(campaign), days, kinds)

    def holds(self, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
        return self._calendar.holds(since, until)

    def openings(self, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
        return [
            span
            for one in self._calendar.people
            for span in self._calendar.spans(since, until, one.timezone, one.places)
        ]


def whereabouts_of(people: Iterable[CampaignContact]) -> list[Whereabouts]:
    """Those who may still be called, each kind of them once."""
    waiting = [one.contact for one in people if not one.status.is_over]
    groups = ((one.timezone or None, prefix(one.phone)) if one else (None, "") for one in waiting)
    return [Whereabouts(one.timezone, one.zones, one.places) for one in everybody(groups)]

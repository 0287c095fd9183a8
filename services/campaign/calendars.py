"""Calendars of campaigns: each one's daily hours with the days that it keeps, for those who still wait in it."""

from __future__ import annotations

from collections.abc import Iterable

from services.api.models import Campaign
from services.calling_days.calendar import Calendar
from services.calling_days.days import EVERY_DAY, CallingDays
from services.calling_days.whose import Whose, everybody
from services.calling_rules.call_window import CallWindow
from services.calling_rules.places import prefix
from services.campaign.company_people import CompanyPeople
from services.campaign.days import CampaignDays
from services.campaign.everybody import Everybody
from services.readiness import People

KEPT = 200


class Calendars:
    """Those of one connection. Who is in a campaign is asked of what was read of it before; where nobody tells, her company's
    people and the campaign's own time zone stand in."""

    def __init__(self, days: CampaignDays, people: Everybody, company_people: CompanyPeople) -> None:
        self.days = days
        self._people = people
        self._company_people = company_people
        self._made: dict[tuple[str, CallWindow, tuple[Whose, ...]], Calendar] = {}

    def of(self, campaign: Campaign) -> Calendar:
        """The calendar of a campaign, with every day where it keeps none.

        Raises:
            DatabaseAway: it is not known which days it keeps.
        """
        kept = self.days.of(campaign.id)
        return self.with_days(campaign, kept.days if kept else EVERY_DAY)

    def with_days(self, campaign: Campaign, days: CallingDays) -> Calendar:
        """The same with days that are not saved yet."""
        window = CallWindow.from_campaign(campaign)
        return self._calendar(campaign.id, window, days, self.kinds(campaign) if days != EVERY_DAY else ())

    def planned(self, campaign: Campaign, days: CallingDays, people: People | None) -> Calendar:
        """Of a campaign in the making. People who are not known yet are taken to be like the company's."""
        kinds = self.expected(people, campaign.company_id, campaign.call_window_timezone)
        return self._calendar(campaign.id, CallWindow.from_campaign(campaign), days, kinds)

    def expected(
        self, people: People | None, company_id: str | None, timezone: str | None
    ) -> tuple[Whose, ...]:
        """The kinds of people to expect: those that are known, else those of the company, else whoever lives in the time zone."""
        if people and people.groups:
            return everybody(people.groups)
        known = self._company_people.first_or_none(company_id)
        kinds = everybody((one.timezone or None, prefix(one.phone)) for one in known if one.phone)
        return kinds or everybody([(timezone, "")])

    def kinds(self, campaign: Campaign) -> tuple[Whose, ...]:
        """The kinds of those who still wait in a campaign, or of those to expect in it."""
        people = self._people.people_or_none(campaign)
        waiting = [one.contact for one in people or () if not one.status.is_over]
        groups: Iterable[tuple[str | None, str]] = (
            (one.timezone or None, prefix(one.phone)) if one else (None, "") for one in waiting
        )
        return everybody(groups) or self.expected(None, campaign.company_id, campaign.call_window_timezone)

    def _calendar(
        self, campaign_id: str, window: CallWindow, days: CallingDays, kinds: tuple[Whose, ...]
    ) -> Calendar:
        """The one that was made before, where it is the same: it remembers what it has worked out."""
        key = campaign_id, window, kinds
        known = self._made.get(key)
        if known is None or known.days != days:
            if len(self._made) >= KEPT:
                self._made.clear()
            known = self._made[key] = Calendar(window, days, kinds)
        return known

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
        return self._calendar(campaign.id, window, days, self._kinds(campaign) if days != EVERY_DAY else ())

    def planned(self, campaign: Campaign, days: CallingDays, people: People | None) -> Calendar:
        """Of a campaign in the making. People who are not known yet are taken to be like the company's."""
        kinds = everybody(people.groups) if people and people.groups else self.likely(campaign)
        return self._calendar(campaign.id, CallWindow.from_campaign(campaign), days, kinds)

    def likely(self, campaign: Campaign) -> tuple[Whose, ...]:
        """The kinds of people to expect: those of its company, else whoever lives in its time zone."""
        known = self._company_people.first_or_none(campaign.company_id)
        kinds = everybody((one.timezone or None, prefix(one.phone)) for one in known if one.phone)
        return kinds or everybody([(campaign.call_window_timezone, "")])

    def _kinds(self, campaign: Campaign) -> tuple[Whose, ...]:
        people = self._people.people_or_none(campaign)
        if people is None:
            return self.likely(campaign)
        waiting = [one.contact for one in people if not one.status.is_over]
        groups: Iterable[tuple[str | None, str]] = (
            (one.timezone or None, prefix(one.phone)) if one else (None, "") for one in waiting
        )
        return everybody(groups) or self.likely(campaign)

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

"""Told hours: the calling days and hours of a campaign as far as they are told. What depends on the rest is not known."""

from __future__ import annotations

from datetime import datetime

from services.api.models import Campaign
from services.calling_days.calendar import Calendar, SpecialDay
from services.calling_rules.untold_settings import Untold, untold


class ToldHours:
    """Those of one campaign at the moment `at`; each zone is looked up once. `zones_told`: whether somebody without a time
    zone has none, and not only none that is shown here."""

    def __init__(self, campaign: Campaign, calendar: Calendar, at: datetime, *, zones_told: bool) -> None:
        self._calendar = calendar
        self._window = calendar.window
        self._at = at
        self._zones_told = zones_told
        self._missing = untold(campaign)
        self._known: dict[tuple[datetime, str | None], bool | None] = {}
        self._closed_days: dict[str | None, bool] = {}

    def open(self, at: datetime, zone: str | None) -> bool | None:
        """Whether they are open for somebody; None where that depends on what is not told."""
        if (at, zone) not in self._known:
            self._known[at, zone] = self._open(at, zone)
        return self._known[at, zone]

    def _open(self, at: datetime, zone: str | None) -> bool | None:
        if Untold.HOURS in self._missing or (zone is None and not self._alike and not self._zones_told):
            return None
        if Untold.ZONE not in self._missing:
            return self._calendar.is_open(at, zone)
        readings = {self._calendar.is_open(at, zone), self._calendar.is_open(at, None)}
        return readings.pop() if len(readings) == 1 else None

    @property
    def _alike(self) -> bool:
        """They are read on the campaign's own clock, whoever is called."""
        return not self._window.use_contact_timezone and Untold.ZONE not in self._missing

    @property
    def closed_to_all(self) -> bool:
        return self._alike and self.open(self._at, None) is False

    def day_is_closed(self, zone: str | None) -> bool:
        """Whether it is the day that keeps somebody from being called now, and not the hour alone."""
        if zone not in self._closed_days:
            self._closed_days[zone] = self._day_is_closed(zone)
        return self._closed_days[zone]

    def _day_is_closed(self, zone: str | None) -> bool:
        if self._window.is_open(self._at, zone):
            return not self._calendar.is_open(self._at, zone)
        special = self._calendar.closed_because(self._at.astimezone(self._calendar.zone(zone)).date())
        return special is not None and special.closed

    def special_day(self) -> SpecialDay | None:
        """What today is where the campaign's clock is, where it is no ordinary day."""
        return self._calendar.closed_because(self._at.astimezone(self._calendar.zone()).date())

    def opening(self, at: datetime, zone: str | None) -> datetime | None:
        """The first moment from `at` on; `at` itself where they are not told, None where they never open."""
        return at if self.open(self._at, zone) is None else self._calendar.next_opening(at, zone)

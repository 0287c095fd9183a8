"""Call window: the hours in which a campaign may call, a daily span of wall-clock time in one zone.

The platform's rule (the contract, "Calling rules"): the window is daily; a start later than the end spans midnight;
it is read in the contact's own time zone unless the campaign says otherwise or the contact has none, then in the
campaign's. The start is inside, the end is not. On the two days of the clock change the wall clock decides, as it
does for the person called: an hour that does not exist is not open, one that comes twice is open twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

from services.api.models import DEFAULT_WINDOW_END, DEFAULT_WINDOW_START, DEFAULT_ZONE, Campaign

DAY = timedelta(days=1)

# Where managers and the people they call mostly are; the rest of the world follows by name.
COMMON_ZONES = (
    "Europe/Berlin",
    "Europe/Vienna",
    "Europe/Zurich",
    "Europe/London",
    "Europe/Paris",
    "Europe/Amsterdam",
    "Europe/Madrid",
    "Europe/Rome",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Toronto",
    "Asia/Kolkata",
    "Australia/Sydney",
)


@dataclass(frozen=True, slots=True)
class Preset:
    """A usual window to start from; `code` names its label."""

    code: str
    start: time
    end: time


PRESETS = (
    Preset("office", time(9), time(17)),
    Preset("morning", time(9), time(12)),
    Preset("afternoon", time(13), time(17)),
    Preset("evening", time(17), time(20)),
    Preset("long_day", time(8), time(20)),
)


@dataclass(frozen=True, slots=True)
class CallWindow:
    start: time = DEFAULT_WINDOW_START
    end: time = DEFAULT_WINDOW_END
    timezone: str = DEFAULT_ZONE
    use_contact_timezone: bool = True

    @classmethod
    def from_campaign(cls, campaign: Campaign) -> CallWindow:
        """The window of `campaign`, with the platform's defaults where it gives none."""
        settings = campaign.settings or {}
        return cls(
            start=parse_clock(campaign.call_window_start) or DEFAULT_WINDOW_START,
            end=parse_clock(campaign.call_window_end) or DEFAULT_WINDOW_END,
            timezone=campaign.call_window_timezone or DEFAULT_ZONE,
            use_contact_timezone=settings.get("use_contact_timezone_for_call_window") is not False,
        )

    @property
    def seconds_a_day(self) -> int:
        """Length of the window on a day without a clock change; 0 where start and end are the same."""
        return (_seconds(self.end) - _seconds(self.start)) % 86_400

    @property
    def minutes_a_day(self) -> int:
        """Whole minutes of the window on a day without a clock change."""
        return self.seconds_a_day // 60

    @property
    def spans_midnight(self) -> bool:
        return self.end < self.start

    def zone(self, contact_timezone: str | None = None) -> ZoneInfo:
        """The zone in which the window is read for a contact; an unknown name counts as none."""
        own = find_zone(contact_timezone) if self.use_contact_timezone else None
        return own or find_zone(self.timezone) or ZoneInfo(DEFAULT_ZONE)

    def is_open(self, at: datetime, contact_timezone: str | None = None) -> bool:
        """Whether a call may be placed at `at` (aware)."""
        return self._is_open(at.astimezone(UTC), self.zone(contact_timezone))

    def next_opening(self, at: datetime, contact_timezone: str | None = None) -> datetime | None:
        """`at` itself where it is open, else the next instant it opens, in UTC; None for an empty window."""
        return self._next(at, self.zone(contact_timezone), wanted=True)

    def next_closing(self, at: datetime, contact_timezone: str | None = None) -> datetime | None:
        """`at` itself where it is closed, else the instant it closes, in UTC; None for an empty window."""
        return self._next(at, self.zone(contact_timezone), wanted=False)

    def spans(
        self, since: datetime, until: datetime, contact_timezone: str | None = None
    ) -> list[tuple[datetime, datetime]]:
        """The open spans within [since, until), in order, in UTC."""
        zone = self.zone(contact_timezone)
        found: list[tuple[datetime, datetime]] = []
        opening = self._next(since, zone, wanted=True)
        while opening is not None and opening < until:
            closing = self._next(opening, zone, wanted=False) or until
            found.append((opening, min(closing, until)))
            opening = self._next(closing, zone, wanted=True)
        return found

    def _next(self, at: datetime, zone: ZoneInfo, *, wanted: bool) -> datetime | None:
        if not self.seconds_a_day:
            return None
        moment = at.astimezone(UTC)
        edge = self.start if wanted else self.end
        # The wall clock reaches the edge once a day; where a clock change lies between, go on from the change.
        while self._is_open(moment, zone) is not wanted:
            step = _until_clock(moment.astimezone(zone), edge)
            moment = _first_clock_change(moment, moment + step, zone) or moment + step
        return moment

    def _is_open(self, moment: datetime, zone: ZoneInfo) -> bool:
        wall = moment.astimezone(zone).time()
        if self.spans_midnight:
            return wall >= self.start or wall < self.end
        return self.start <= wall < self.end


def parse_clock(text: str | None) -> time | None:
    """A clock time `HH:MM` or `HH:MM:SS`; None where it is missing or no clock time."""
    parts = (text or "").strip().split(":")
    try:
        hour, minute, second = ([int(part) for part in parts] + [0])[:3]
        return time(hour, minute, second)
    except ValueError:
        return None


@lru_cache(maxsize=2048)
def find_zone(name: str | None) -> ZoneInfo | None:
    """The zone of an IANA name; None where there is no such zone."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # names come from people: "../x", a folder, "CET " …
        return None


@lru_cache(maxsize=1)
def city_zones() -> tuple[str, ...]:
    """Every zone that is named after a city, the usual ones first. Labels: `components.campaign_form.window_strip.zone_label`."""
    territories: Mapping[str, str] = get_global("zone_territories")
    cities = {
        zone
        for zone, territory in territories.items()
        if len(territory) == 2 and territory != "ZZ" and not zone.startswith("Etc/") and find_zone(zone)
    }
    return (*COMMON_ZONES, *sorted(cities - set(COMMON_ZONES)))


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def _until_clock(wall: datetime, clock: time) -> timedelta:
    elapsed = timedelta(seconds=_seconds(wall.time()), microseconds=wall.microsecond)
    return (timedelta(seconds=_seconds(clock)) - elapsed) % DAY or DAY


def _first_clock_change(since: datetime, until: datetime, zone: ZoneInfo) -> datetime | None:
    """The instant in (since, until] from which on the zone's offset is another than at `since`, to the second."""
    offset = since.astimezone(zone).utcoffset()
    if until.astimezone(zone).utcoffset() == offset:
        return None
    before, after = since, until
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)

"""Time zones as people write them: `MEZ`, `Eastern Time`, `W. Europe Standard Time` mean a place's clock, with its summer
time.

The time zone database knows `EST` and `MST` as well, but as clocks that never change: nobody lives by those.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

from services.contact_file.vocabulary.words import fold

# Words with the abbreviations a place's clock has for them in winter and in summer, and the place meant where the number
# tells of none.
_PLACES = {
    "America/New_York": "est|edt|et|est5edt|eastern|eastern time|eastern standard time|us eastern|ostkueste",
    "America/Chicago": "cst|cdt|ct|cst6cdt|central|central time|central standard time|us central",
    "America/Denver": "mst|mdt|mt|mst7mdt|mountain|mountain time|mountain standard time|us mountain",
    "America/Los_Angeles": "pst|pdt|pt|pst8pdt|pacific|pacific time|pacific standard time|us pacific|westkueste",
    "America/Anchorage": "akst|akdt|alaska|alaska time",
    "Pacific/Honolulu": "hst|hawaii|hawaii time",
    "America/Halifax": "ast|adt|atlantic|atlantic time",
    "America/St_Johns": "nst|ndt|newfoundland time",
    "Europe/Berlin": "cet|cest|mez|mesz|met|mest|central european time|mitteleuropaeische zeit|heure d europe centrale|hec",
    "Europe/Lisbon": "wet|west|wez|wesz|western european time",
    "Europe/Athens": "eet|eest|oez|oesz|eastern european time|osteuropaeische zeit",
    "Europe/London": "gmt|bst|gb|uk time|london time|british time",
    "Europe/Moscow": "msk|moscow time",
    "Australia/Sydney": "aest|aedt|aet",
    "Australia/Adelaide": "acst|acdt",
    "Australia/Perth": "awst",
    "Pacific/Auckland": "nzst|nzdt",
    "Asia/Tokyo": "jst",
    "Asia/Singapore": "sgt",
    "Asia/Hong_Kong": "hkt",
    "America/Sao_Paulo": "brt",
    "Africa/Johannesburg": "sast",
}
# In German or in full, what the database says in English and short.
_SAME = {"mez": "CET", "mesz": "CEST", "met": "CET", "mest": "CEST", "hec": "CET", "oez": "EET", "wez": "WET"}
_FULL_NAMES = {
    "et": "EST", "eastern": "EST", "eastern time": "EST", "ct": "CST", "central": "CST", "central time": "CST", "mt": "MST", "mountain": "MST",
    "mountain time": "MST", "pt": "PST", "pacific": "PST", "pacific time": "PST", "central european time": "CET",
}  # fmt: skip


@lru_cache(maxsize=65536)
def named_zone(text: str, of_number: tuple[str, ...] = ()) -> str:
    """The zone a cell names; an empty string where it names none. `of_number` are the zones the person's number may lie in: a
    place among them whose clock goes by that name counts more than the usual one."""
    word = fold(text)
    if not word:
        return ""
    short = _SAME.get(word) or _FULL_NAMES.get(word) or word.upper()
    near = [zone for zone in of_number if short in _clock_names(zone)]
    if len(near) == 1:
        return near[0]
    return _words().get(word) or _known().get(text.strip().casefold(), "") or _of_windows(word)


def _of_windows(word: str) -> str:
    return _windows().get(word, "")


@cache
def _words() -> dict[str, str]:
    return {word: zone for zone, words in _PLACES.items() for word in words.split("|")}


@cache
def _known() -> dict[str, str]:
    return {zone.casefold(): zone for zone in available_timezones()}


@cache
def _windows() -> dict[str, str]:
    """Zones by the names that Windows and Outlook have for them."""
    known = set(available_timezones())
    return {fold(name): zone for name, zone in get_global("windows_zone_mapping").items() if zone in known}


@cache
def _clock_names(zone: str) -> frozenset[str]:
    """What a place's clock is called in winter and in summer."""
    if zone not in available_timezones():
        return frozenset()
    year = datetime.now(UTC).year
    times = (datetime(year, month, 1, 12, tzinfo=UTC) for month in (1, 7))
    return frozenset(name for at in times if (name := at.astimezone(ZoneInfo(zone)).tzname()))

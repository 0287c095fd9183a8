"""Places in the person's language: countries, American states, the cities that name time zones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from babel.core import get_global
from babel.dates import get_timezone_location

from components.ui import formats
from services.calling_rules.call_window import find_zone
from services.calling_rules.places import US_STATES
from services.texts import _

NAMED = 4
"""So many places of a list are named; the rest are counted."""


def place_name(code: str) -> str:
    """The name of an ISO 3166 code: "Deutschland" for DE, "Florida (USA)" for US-FL. Unescaped."""
    country = formats.locale().territories.get(code[:2], code[:2])
    state = US_STATES.get(code[3:]) if code.startswith("US-") else None
    if state:
        return _("{state} (USA)").format(state=state[0])
    return country if len(code) == 2 else f"{country} ({code[3:]})"


def place_names(codes: Sequence[str]) -> str:
    """Several places as a list, the first few by name. Unescaped."""
    return listed([place_name(code) for code in codes])


def listed(names: Sequence[str]) -> str:
    """Names joined by commas, the first few; how many more. Unescaped."""
    shown = ", ".join(names[:NAMED])
    rest = len(names) - NAMED
    return (
        _("{names} and {count} more").format(names=shown, count=formats.number(rest)) if rest > 0 else shown
    )


def city_name(zone: str) -> str:
    """The city a time zone is named after: "Los Angeles" for America/Los_Angeles. Unescaped."""
    if find_zone(zone) is None:
        return zone
    return get_timezone_location(zone, locale=formats.locale(), return_city=True).rsplit("/", 1)[-1]


def zone_label(zone: str) -> str:
    """A time zone by city and country: "Berlin, Germany". Unescaped."""
    territory = get_global("zone_territories").get(get_global("zone_aliases").get(zone, zone), "")
    country = formats.locale().territories.get(territory, "") if len(territory) == 2 else ""
    city = city_name(zone)
    return f"{city}, {country}" if country and country != city and territory != "ZZ" else city


def clock_at(at: datetime, zone: str) -> str:
    """The clock time of a moment in a zone: "15:00"."""
    found = find_zone(zone)
    return formats.clock(at.astimezone(found).time()) if found else formats.NOTHING

"""The time zone of a person: her own, else the one her number gives."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import timezone as number_zones

from services.calling_rules.call_window import find_zone


def zone_for(timezone: str | None, number: str | None) -> ZoneInfo | None:
    """The zone named, else the number's where it has exactly one; None where that is not known."""
    return find_zone(timezone) or zone_of_number(number)


@lru_cache(maxsize=50_000)
def zone_of_number(number: str | None) -> ZoneInfo | None:
    """The zone of an E.164 number; None where it is no number or may be in several zones."""
    if not number:
        return None
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None
    zones = number_zones.time_zones_for_number(parsed)
    return find_zone(zones[0]) if len(zones) == 1 else None

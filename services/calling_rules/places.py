"""Geolocation of a person, from the time zone in her record and the prefix of her number; with it, the zone she lives
in.

Both can mislead: numbers move with people, time zones are typed by hand. So the answer is every place that fits, and
whoever decides about calls keeps to what all of them allow. Places are ISO 3166 codes: `DE`, `US-FL`. American states
come from the area code; the tables of the phonenumbers library decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers
from babel.core import get_global
from phonenumbers import timezone as number_zones

from services.calling_rules.call_window import find_zone

_EASTERN, _CENTRAL, _MOUNTAIN, _PACIFIC = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)

# Every state with its name and the zones a person there may be filed under: a record says New York for Louisville too.
US_STATES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "AK": ("Alaska", ("America/Anchorage", "America/Adak")),
    "AL": ("Alabama", (_CENTRAL,)),
    "AR": ("Arkansas", (_CENTRAL,)),
    "AZ": ("Arizona", ("America/Phoenix", _MOUNTAIN)),
    "CA": ("California", (_PACIFIC,)),
    "CO": ("Colorado", (_MOUNTAIN,)),
    "CT": ("Connecticut", (_EASTERN,)),
    "DC": ("Washington, D.C.", (_EASTERN,)),
    "DE": ("Delaware", (_EASTERN,)),
    "FL": ("Florida", (_EASTERN, _CENTRAL)),
    "GA": ("Georgia", (_EASTERN,)),
    "HI": ("Hawaii", ("Pacific/Honolulu",)),
    "IA": ("Iowa", (_CENTRAL,)),
    "ID": ("Idaho", ("America/Boise", _MOUNTAIN, _PACIFIC)),
    "IL": ("Illinois", (_CENTRAL,)),
    "IN": ("Indiana", ("America/Indiana/Indianapolis", _EASTERN, _CENTRAL)),
    "KS": ("Kansas", (_CENTRAL, _MOUNTAIN)),
    "KY": ("Kentucky", ("America/Kentucky/Louisville", _EASTERN, _CENTRAL)),
    "LA": ("Louisiana", (_CENTRAL,)),
    "MA": ("Massachusetts", (_EASTERN,)),
    "MD": ("Maryland", (_EASTERN,)),
    "ME": ("Maine", (_EASTERN,)),
    "MI": ("Michigan", ("America/Detroit", _EASTERN, _CENTRAL)),
    "MN": ("Minnesota", (_CENTRAL,)),
    "MO": ("Missouri", (_CENTRAL,)),
    "MS": ("Mississippi", (_CENTRAL,)),
    "MT": ("Montana", (_MOUNTAIN,)),
    "NC": ("North Carolina", (_EASTERN,)),
    "ND": ("North Dakota", (_CENTRAL, _MOUNTAIN)),
    "NE": ("Nebraska", (_CENTRAL, _MOUNTAIN)),
    "NH": ("New Hampshire", (_EASTERN,)),
    "NJ": ("New Jersey", (_EASTERN,)),
    "NM": ("New Mexico", (_MOUNTAIN,)),
    "NV": ("Nevada", (_PACIFIC, _MOUNTAIN)),
    "NY": ("New York", (_EASTERN,)),
    "OH": ("Ohio", (_EASTERN,)),
    "OK": ("Oklahoma", (_CENTRAL,)),
    "OR": ("Oregon", (_PACIFIC, "America/Boise", _MOUNTAIN)),
    "PA": ("Pennsylvania", (_EASTERN,)),
    "RI": ("Rhode Island", (_EASTERN,)),
    "SC": ("South Carolina", (_EASTERN,)),
    "SD": ("South Dakota", (_CENTRAL, _MOUNTAIN)),
    "TN": ("Tennessee", (_EASTERN, _CENTRAL)),
    "TX": ("Texas", (_CENTRAL, _MOUNTAIN)),
    "UT": ("Utah", (_MOUNTAIN,)),
    "VA": ("Virginia", (_EASTERN,)),
    "VT": ("Vermont", (_EASTERN,)),
    "WA": ("Washington State", (_PACIFIC,)),
    "WI": ("Wisconsin", (_CENTRAL,)),
    "WV": ("West Virginia", (_EASTERN,)),
    "WY": ("Wyoming", (_MOUNTAIN,)),
}
_STATE_BY_NAME = {name.replace(",", ""): code for code, (name, _) in US_STATES.items()}


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A place by its code, and the zones whose clocks may be the person's there."""

    code: str
    zones: tuple[str, ...]

    @property
    def country(self) -> str:
        return self.code[:2]


def prefix(phone: str | None) -> str:
    """As much of an international number as tells where it belongs; "" where there is none.

    People who share a prefix and a time zone share their places, which is what makes 100,000 people quick.
    """
    if not phone or not phone.startswith("+"):
        return ""
    return phone[:5] if phone.startswith("+1") else phone[:7]


@lru_cache(maxsize=16_384)
def country_of(number_prefix: str) -> str | None:
    """Country that a `prefix` belongs to, by its ISO 3166 code; None where it does not tell."""
    return _located(number_prefix)[1] if number_prefix else None


@lru_cache(maxsize=65_536)
def whereabouts(timezone: str | None, number_prefix: str) -> tuple[Whereabouts, ...]:
    """Every place that fits a time zone and a `prefix`; empty where neither tells."""
    zone = canonical_zone(timezone)
    by_zone = _places_of_zone(zone) if zone else ()
    by_number = _places_of_prefix(number_prefix)
    if not zone or not by_zone:
        return by_number
    if not by_number:
        return by_zone
    zone_codes = {place.code for place in by_zone}
    agreeing = tuple(Whereabouts(place.code, (zone,)) for place in by_number if place.code in zone_codes)
    return agreeing or (*by_number, *by_zone)


@lru_cache(maxsize=2048)
def canonical_zone(name: str | None) -> str | None:
    """The usual name of a zone (`US/Eastern` → `America/New_York`); None where there is no such zone."""
    if not name or find_zone(name) is None:
        return None
    aliases: Mapping[str, str] = get_global("zone_aliases")
    return aliases.get(name, name)


def _places_of_zone(zone: str) -> tuple[Whereabouts, ...]:
    country = get_global("zone_territories").get(zone, "ZZ")
    if len(country) != 2 or country == "ZZ":
        return ()
    if country != "US":
        return (Whereabouts(country, (zone,)),)
    clock = _main_zone(zone)
    states = [code for code, (_, zones) in US_STATES.items() if clock in zones]
    return tuple(Whereabouts(f"US-{code}", (zone,)) for code in states) or (Whereabouts("US", (zone,)),)


def _main_zone(zone: str) -> str:
    """American zones with a history of their own stand in one state; the table above lists the main ones."""
    own = {
        "America/Indiana/Knox": _CENTRAL,
        "America/Indiana/Tell_City": _CENTRAL,
        "America/Kentucky/Monticello": "America/Kentucky/Louisville",
        "America/Menominee": _CENTRAL,
    }
    if zone in own:
        return own[zone]
    if zone.startswith("America/Indiana/"):
        return "America/Indiana/Indianapolis"
    if zone.startswith("America/North_Dakota/"):
        return _CENTRAL
    alaska = {"America/Juneau", "America/Nome", "America/Sitka", "America/Yakutat", "America/Metlakatla"}
    return "America/Anchorage" if zone in alaska else zone


@lru_cache(maxsize=16_384)
def _places_of_prefix(number_prefix: str) -> tuple[Whereabouts, ...]:
    number, country = _located(number_prefix)
    if number is None or not country:
        return ()
    if country == "US":
        return _places_of_area(number)
    return (Whereabouts(country, _zones_of_country(country, number)),)


def _located(number_prefix: str) -> tuple[phonenumbers.PhoneNumber | None, str | None]:
    """A number that begins so, and its country: the library's tables need a whole number to look at."""
    number = None
    for length in (12, 13, 11, 10, 14):
        # 2345678 rather than zeros: American exchanges do not begin with 0 or 1.
        try:
            number = phonenumbers.parse((number_prefix + "23456789")[:length])
        except phonenumbers.NumberParseException:
            continue
        country = phonenumbers.region_code_for_number(number)
        if country and len(country) == 2:
            return number, country
    if number is None:
        return None, None
    main = phonenumbers.region_code_for_country_code(number.country_code or 0)
    return number, main if len(main) == 2 and main != "ZZ" else None


def _places_of_area(number: phonenumbers.PhoneNumber) -> tuple[Whereabouts, ...]:
    """The state of an American area code; every state for one without a place, such as 800."""
    from phonenumbers import geocoder  # every town of the world: 100 MB, for who calls Americans only

    described = geocoder.description_for_number(number, "en").split(", ")[-1]
    state = described if described in US_STATES else _STATE_BY_NAME.get(described)
    states = (state,) if state else tuple(US_STATES)
    return tuple(Whereabouts(f"US-{code}", US_STATES[code][1]) for code in states)


def _zones_of_country(country: str, number: phonenumbers.PhoneNumber) -> tuple[str, ...]:
    """The zones of a number where its prefix tells, else every zone of the country."""
    territories: Mapping[str, str] = get_global("zone_territories")
    told = [canonical_zone(name) for name in number_zones.time_zones_for_number(number)]
    inside = tuple(zone for zone in told if zone and territories.get(zone) == country)
    if inside:
        return inside
    return tuple(zone for zone, territory in territories.items() if territory == country and find_zone(zone))


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

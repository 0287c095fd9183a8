"""Clocks and places of people who are called alike: by which zone their hours are read, and whose holidays they keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from services.calling_days.german_areas import COUNTRY, german_places
from services.calling_rules.places import whereabouts


@dataclass(frozen=True, slots=True)
class Whose:
    """`timezone` is what the person's record says, by which the platform reads the hours; `zones` are all clocks that may be
    hers, `places` all places. A day is closed for her when it is by any of them."""

    timezone: str | None = None
    zones: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@lru_cache(maxsize=65_536)
def whose(timezone: str | None, number_prefix: str) -> Whose:
    """By time zone and `places.prefix` of a number."""
    where = whereabouts(timezone, number_prefix)
    zones = dict.fromkeys(zone for place in where for zone in place.zones)
    places = dict.fromkeys(part for place in where for part in _parts(place.code, number_prefix))
    return Whose(timezone, tuple(zones), tuple(places))


def _parts(place: str, number_prefix: str) -> tuple[str, ...]:
    """The states that the number tells, where `calling_rules.places` knows the country alone."""
    return german_places(number_prefix) if place == COUNTRY else (place,)


def everybody(groups: Iterable[tuple[str | None, str]]) -> tuple[Whose, ...]:
    """Each kind of people once, of `People.groups` of readiness or any other pairs of time zone and prefix."""
    return tuple(dict.fromkeys(whose(timezone, prefix) for timezone, prefix in groups))

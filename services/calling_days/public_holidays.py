"""Public holidays of a place, by the `holidays` library, with the days that are shortened by custom.

A place is a country (`DE`) or one of its parts (`DE-BY`, `US-TX`). In a country whose part is not known a holiday of any
part counts: nobody is rung on her holiday because it was not known where she lives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import holidays as library

from services.calling_rules.places import US_STATES

NOON = 12 * 60
_COUNTRIES = library.list_supported_countries()
_TELLING_PARTS: Mapping[str, tuple[str, ...]] = {
    "FR": ("57", "6AE"),  # Moselle and Alsace; the islands have country codes of their own
    "IT": ("BZ",),  # South Tyrol; the other entries are the patron saints of single towns
    "US": tuple(US_STATES),
}
"""Parts that may be somebody's where only the country is known, where the library lists others beside them."""
_BY_CUSTOM: Mapping[str, tuple[tuple[int, int, int, str, str], ...]] = dict.fromkeys(
    ("DE", "AT"),
    ((12, 24, 14 * 60, "Christmas Eve", "Heiligabend"), (12, 31, 14 * 60, "New Year's Eve", "Silvester")),
)
"""Month, day, closed from which minute on, names. No public holidays: offices and shops close (§ 3 LadSchlG: 24 December
from 14:00), and the library does not list them for these countries."""
_BESIDES: Mapping[str, tuple[str, ...]] = {"DE": ("catholic",)}
"""Kinds of holidays that are public in a part of a state: Assumption in most towns of Bavaria, Corpus Christi in some of Saxony
and Thuringia. A number does not tell the town."""
_FROM = re.compile(r"\(from (?:(noon)|(\d{1,2})(am|pm))\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Holiday:
    """`name` is English; `local` is the same by language code, where the library has it. `closed_from` is a minute of the
    day, 0 for the whole day. `parts` are those of a country that keep it; empty where all do."""

    day: date
    name: str
    closed_from: int = 0
    parts: tuple[str, ...] = ()
    local: Mapping[str, str] = field(default_factory=dict)


def is_known(place: str) -> bool:
    """Whether the library has the holidays of this place, a part or a country."""
    country, _, part = place.partition("-")
    return country in _COUNTRIES and (not part or part in _COUNTRIES[country])


def parts_of(country: str) -> tuple[str, ...]:
    """Codes of the parts a person of a country may live in, as places (`DE-BE`)."""
    parts = _TELLING_PARTS.get(country, tuple(_COUNTRIES.get(country, ())))
    return tuple(f"{country}-{part}" for part in parts)


def part_name(place: str) -> str:
    """Name of a part of a country as the country writes it: "Bayern" for `DE-BY`; its code where the library has none."""
    country, _, part = place.partition("-")
    names: Mapping[str, str] = (
        getattr(_of(country), "subdivisions_aliases", {}) if country in _COUNTRIES else {}
    )
    return next((name for name, code in names.items() if code == part), part or country)


@lru_cache(maxsize=2048)
def holidays_of(place: str, year: int) -> Mapping[date, Holiday]:
    """Public holidays and shortened days of a place in a year, by date. Empty where the place is not known."""
    country, _, part = place.partition("-")
    if country not in _COUNTRIES:
        return MappingProxyType({})
    if part and part in _COUNTRIES[country]:
        return MappingProxyType(_listed(country, part, year))
    found = _listed(country, None, year)
    for own in parts_of(country):
        for day, holiday in holidays_of(own, year).items():
            known = found.get(day)
            if known is None or holiday.closed_from < known.closed_from:
                found[day] = _kept_in(holiday, own)
            elif known.parts:
                found[day] = _kept_in(known, own)
    return MappingProxyType(found)


def strictest(day: date, places: Iterable[str]) -> Holiday | None:
    """The holiday that closes most of a day for people of `places`; None where it is none for any of them."""
    found = [one for place in places if (one := holidays_of(place, day.year).get(day))]
    return min(found, key=lambda one: (one.closed_from, bool(one.parts)), default=None)


def _kept_in(holiday: Holiday, part: str) -> Holiday:
    parts = (*holiday.parts, part)
    return Holiday(holiday.day, holiday.name, holiday.closed_from, parts, holiday.local)


def _listed(country: str, part: str | None, year: int) -> dict[date, Holiday]:
    """The strictest of each day: a whole day before a shortened one."""
    found = {one.day: one for one in _shortened(country, part, year)}
    names = _names(country, part, year, ("public", *_BESIDES.get(country, ())))
    return dict(sorted((found | {day: Holiday(day, *rest) for day, rest in names.items()}).items()))


def _names(
    country: str, part: str | None, year: int, categories: tuple[str, ...]
) -> dict[date, tuple[str, int, tuple[str, ...], Mapping[str, str]]]:
    english = _ask(country, part, year, categories, _english(country))
    german = _ask(country, part, year, categories, "de") if "de" in _languages(country) else {}
    return {day: (name, 0, (), {"de": german[day]} if day in german else {}) for day, name in english.items()}


def _shortened(country: str, part: str | None, year: int) -> Iterator[Holiday]:
    if "half_day" in _of(country).supported_categories:
        for day, name in _ask(country, part, year, ("half_day",), _english(country)).items():
            yield Holiday(day, name, _closed_from(name))
    for month, day_of_month, minute, english, german in _BY_CUSTOM.get(country, ()):
        yield Holiday(date(year, month, day_of_month), english, minute, (), {"de": german})


def _closed_from(name: str) -> int:
    """The library tells the hour within the name, "(from 7pm)", or not at all: noon then."""
    match = _FROM.search(name)
    if match is None or match[1]:
        return NOON
    return (int(match[2]) % 12 + (12 if match[3].lower() == "pm" else 0)) * 60


def _ask(
    country: str, part: str | None, year: int, categories: tuple[str, ...], language: str | None
) -> dict[date, str]:
    known = library.country_holidays(
        country, subdiv=part, years=year, categories=categories, language=language
    )
    return {day: name for day, name in known.items() if day.year == year}


def _english(country: str) -> str | None:
    languages = _languages(country)
    if "en_US" in languages:
        return "en_US"
    return next((one for one in languages if one.startswith("en")), None)


def _languages(country: str) -> tuple[str, ...]:
    return tuple(_of(country).supported_languages)


def _of(country: str) -> Any:
    """The library's class of a country: its categories and languages."""
    return getattr(library, country)

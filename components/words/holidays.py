"""Names of public holidays: in the country's own German where it has one, else as the catalogue translates the English."""

from __future__ import annotations

from collections.abc import Iterable

from components.ui import formats
from services.calling_days.public_holidays import Holiday
from services.texts import N_, _, language

_OBSERVED = " (observed)"
KNOWN = frozenset(
    {
        N_("New Year's Day"),
        N_("New Year's Eve"),
        N_("Epiphany"),
        N_("Martin Luther King Jr. Day"),
        N_("Presidents' Day"),
        N_("Washington's Birthday"),
        N_("Family Day"),
        N_("Good Friday"),
        N_("Easter Sunday"),
        N_("Easter Monday"),
        N_("ANZAC Day"),
        N_("Liberation Day"),
        N_("Labor Day"),
        N_("May Day"),
        N_("Victory Day"),
        N_("Victoria Day"),
        N_("Ascension Day"),
        N_("Pentecost Monday"),
        N_("Spring Bank Holiday"),
        N_("Memorial Day"),
        N_("Republic Day"),
        N_("Juneteenth National Independence Day"),
        N_("Canada Day"),
        N_("Independence Day"),
        N_("National Day"),
        N_("Assumption Day"),
        N_("Late Summer Bank Holiday"),
        N_("Columbus Day"),
        N_("All Saints' Day"),
        N_("Armistice Day"),
        N_("Veterans Day"),
        N_("Remembrance Day"),
        N_("Thanksgiving Day"),
        N_("Friday After Thanksgiving"),
        N_("Immaculate Conception"),
        N_("Christmas Eve"),
        N_("Christmas Day"),
        N_("Boxing Day"),
        N_("Day After Christmas"),
    }
)
"""English names that the catalogue has. Others are shown as they are."""


def holiday_name(holiday: Holiday) -> str:
    """In the person's language, where anybody has it in that."""
    if own := holiday.local.get(language().code):
        return own
    return "; ".join(_one(name) for name in holiday.name.split("; "))


def holidays_named(holidays: Iterable[Holiday], most: int = 4) -> str:
    """The first of them with their dates: "Fri, Dec 25 (Christmas Day)"."""
    ahead = sorted(holidays, key=lambda one: one.day)
    said = [f"{formats.day(one.day)} ({holiday_name(one)})" for one in ahead[:most]]
    return ", ".join([*said, "…"] if len(ahead) > most else said)


def _one(name: str) -> str:
    plain = name.removesuffix(_OBSERVED)
    said = _(plain) if plain in KNOWN else plain
    return said if plain == name else _("{holiday} (observed)").format(holiday=said)

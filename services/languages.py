"""Language records: all that the console has to know of a language beside its catalogue of sentences.

A further language is one record here and one folder of `.po` files in `locales/`; see "Add a language" in
CONTRIBUTING.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol

LOCALES = Path(__file__).resolve().parent.parent / "locales"


@dataclass(
    frozen=True, eq=False
)  # compared as an object: it is part of many keys, and each sentence asks for it
class Language:
    """`code` is what stands in addresses, in `lang=` and for the charts' own words, and names the catalogue's folder;
    `name` is the language's own word for itself."""

    code: str
    name: str
    locale_name: str  # how Babel writes numbers, dates and the names of countries, such as "de_DE"
    region: str  # ISO country in which a number without country code is read
    moment: str  # date and time, as Babel's pattern; it must not be read as the beginning of a Markdown list
    date_entry: str  # how a date is typed, of the forms that `st.datetime_input` knows
    axis_day: str  # a day on an axis, as d3 has it; Plotly names months in English only
    locales: Path = LOCALES
    clock: str = "HH:mm"  # a time of day, as Babel's pattern
    axis_clock: str = "%H:%M"  # the same on an axis
    entry_clock: Literal["12h", "24h"] = "24h"  # how a time is typed
    elsewhere: tuple[
        Language, ...
    ] = ()  # the same language where numbers, dates and times are written otherwise

    @property
    def tag(self) -> str:
        """BCP 47: language and country, such as "en-US"."""
        return self.locale_name.replace("_", "-")

    @property
    def catalogue(self) -> Path:
        return self.locales / self.code / "LC_MESSAGES"

    @cached_property
    def locale(self) -> Locale:
        return Locale.parse(self.locale_name)

    @cached_property
    def number_marks(self) -> str:
        """The decimal mark and the one between thousands."""
        return get_decimal_symbol(self.locale) + get_group_symbol(self.locale)

    @property
    def cell_separator(self) -> str:
        """Separator spreadsheet programs expect between cells: where a comma is part of numbers it cannot part them."""
        return ";" if self.number_marks.startswith(",") else ","


# Its readers are spread over the world: a day before its month is unambiguous where the month has a name.
_INTERNATIONAL = Language(
    code="en",
    name="English",
    locale_name="en_GB",
    region="US",
    moment="d MMM y, HH:mm",
    date_entry="YYYY-MM-DD",
    axis_day="%-d %b",
)
_AMERICAN = replace(
    _INTERNATIONAL,
    locale_name="en_US",
    moment="MMM\u00a0d, y, h:mm\u00a0a",
    date_entry="MM/DD/YYYY",
    axis_day="%b %-d",
    clock="h:mm\u00a0a",
    axis_clock="%-I:%M %p",
    entry_clock="12h",
)
ENGLISH = replace(_INTERNATIONAL, elsewhere=(_AMERICAN,))
GERMAN = Language(
    code="de",
    name="Deutsch",
    locale_name="de_DE",
    region="DE",
    moment="d.\u00a0MMM y, HH:mm",  # "23. " at the start of a line would be a list
    date_entry="DD.MM.YYYY",
    axis_day="%-d.%-m.",
)
LANGUAGES = (ENGLISH, GERMAN)

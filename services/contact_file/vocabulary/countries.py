"""Country names: which country a cell names, in words of several languages, by ISO code, car sign, or dialling code."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import phonenumbers
from babel import Locale
from babel.core import get_global

from services.contact_file.vocabulary.words import LONGEST_NAME, fold

READ_IN = ("en", "de", "fr", "es", "it", "nl", "pl", "pt", "sv", "da", "nb", "fi", "cs", "tr")
_OTHER_NAMES = {
    "US": "usa|u s a|us of a|united states of america|america|amerika|vereinigte staaten|vereinigte staaten von amerika|etats unis|etats unis d amerique|the united states",
    "GB": "uk|u k|great britain|grossbritannien|britain|england|scotland|wales|northern ireland|vereinigtes koenigreich|schottland|nordirland|royaume uni|angleterre|gb nir|the united kingdom",
    "DE": "deutschland|brd|bundesrepublik deutschland|germany|allemagne|federal republic of germany|bundesrepublik|ger",
    "AT": "oesterreich|republik oesterreich|austria|autriche",
    "CH": "schweiz|die schweiz|suisse|svizzera|switzerland|schweizerische eidgenossenschaft|sui",
    "NL": "holland|niederlande|die niederlande|the netherlands|pays bas",
    "CZ": "czech republic|tschechische republik|tschechien|czechia",
    "IE": "ireland|irland|republic of ireland|eire",
    "AE": "uae|u a e|vae|vereinigte arabische emirate",
    "KR": "south korea|suedkorea|korea",
    "RU": "russia|russland|russische foederation",
    "TR": "turkey|tuerkei|tuerkiye",
    "LI": "liechtenstein|fuerstentum liechtenstein",
    "MK": "mazedonien|macedonia",
    "SK": "slowakei|slovak republic",
    "CN": "vr china|prc",
    "VN": "vietnam",
    "TW": "taiwan",
}
_CAR_SIGNS = {
    "d": "DE",
    "a": "AT",
    "f": "FR",
    "i": "IT",
    "b": "BE",
    "l": "LU",
    "e": "ES",
    "p": "PT",
    "s": "SE",
    "n": "NO",
    "fl": "LI",
    "irl": "IE",
    "h": "HU",
    "slo": "SI",
    "est": "EE",
    "fin": "FI",
    "rus": "RU",
}
_DIALLING_CODE = re.compile(r"\A(?:\+|00)?\s*(\d{1,3})\Z")
_WITHIN = re.compile(r"[(/,\-]")  # `Germany (DE)`, `Suisse / Schweiz`
# Letters a spreadsheet user may write for these countries but ISO gives to others that hardly appear in such lists.
_NOT_ISO = {"uk": "GB", "en": "GB"}


@lru_cache(maxsize=65536)
def region_of(cell: str) -> str | None:
    """The ISO code of the country a cell names, an empty string for an empty cell, None if it cannot be told."""
    text = cell.strip()
    if not text:
        return ""
    if len(text) > LONGEST_NAME:
        return None
    code = _DIALLING_CODE.match(text)
    if code:
        return _of_figures(text, int(code.group(1)))
    names = _names()
    folded = fold(text)
    if folded in names:
        return names[folded]
    within = [part.strip() for part in _WITHIN.split(text.removesuffix(")"), maxsplit=1)]
    if len(within) > 1 and all(within):
        found = {names.get(fold(part)) for part in within} - {None}
        return found.pop() if len(found) == 1 else None
    return None


def _of_figures(text: str, code: int) -> str | None:
    """The country of a dialling code, or of an ISO number (`040`, `756`); None where three digits can be both."""
    dialled = _region_of_code(code)
    if not (len(text) == 3 and text.isdecimal()):
        return dialled
    numbered = _numbered().get(text)
    if dialled and numbered and dialled != numbered and not text.startswith("0"):
        return None
    return numbered or (None if text.startswith("0") else dialled)


@cache
def _numbered() -> dict[str, str]:
    """Countries by their three-digit ISO number."""
    aliases = get_global("territory_aliases")
    return {
        alias: codes[0]
        for alias, codes in aliases.items()
        if len(alias) == 3
        and alias.isdecimal()
        and len(codes) == 1
        and codes[0] in phonenumbers.SUPPORTED_REGIONS
    }


def _region_of_code(code: int) -> str | None:
    region = phonenumbers.region_code_for_country_code(code)
    return region if region not in ("ZZ", "001") else None


@cache
def _names() -> dict[str, str]:
    known = phonenumbers.SUPPORTED_REGIONS
    names: dict[str, str] = {}
    for language in reversed(READ_IN):
        for code, name in Locale(language).territories.items():
            if code in known:
                names[fold(name)] = code
    aliases = get_global("territory_aliases")
    for alias, codes in aliases.items():
        if len(alias) == 3 and alias.isalpha() and len(codes) == 1 and codes[0] in known:
            names[alias.casefold()] = codes[0]
    names.update({code.casefold(): code for code in known})
    names.update(_CAR_SIGNS)
    names.update(_NOT_ISO)
    for code, others in _OTHER_NAMES.items():
        names.update(dict.fromkeys(map(fold, others.split("|")), code))
    return names

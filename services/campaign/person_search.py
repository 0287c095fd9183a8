"""Search for a person by what somebody has in front of her: a part of the name, or of the number in whatever way it is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

Matches = Callable[[str, str], bool]
"""Whether a person of this name and this number is meant."""


def search_for(typed: str) -> Matches:
    """Every word of a name has to be in the name, in any order and with or without accents; digits in the number, with or
    without its country code or the zero in its place. Everybody where nothing was typed."""
    # as in +49 (0) 151: not dialled after a country code
    digits = _digits(typed.replace("(0)", "")).lstrip("0")
    if digits and not any(one.isalpha() for one in typed):
        return lambda _name, number: digits in _digits(number)
    words = _plain(typed).split()
    return lambda name, _number: all(word in _plain(name) for word in words)


def _digits(text: str) -> str:
    return "".join(one for one in text if one.isdigit())


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in spread if not unicodedata.combining(one))

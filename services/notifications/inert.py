"""Inert text: names from people as they may stand in a message, where they are data and never markup, mention or header."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 80
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_WORD_JOINER = "\u2060"
_MARKED = str.maketrans({"<": "‹", ">": "›", "`": "'", "|": "¦"})
# Where one stands, a channel finds no mention, no link and no bold text.
_READ_BY_CHANNELS = re.compile(r"(?<=@)(?=\w)|(?<=\])(?=\()|(?<=[*_~])|(?<=://)|(?<=#)(?=\w)")


def on_one_line(text: str, longest: int = LONGEST_NAME) -> str:
    """Without control characters and line breaks, which would begin another header or line, and without marks that turn the
    direction of what follows; not longer than a name is read."""
    line = "".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one for one in text)
    line = " ".join(_DIRECTION.sub("", line).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def for_a_channel(text: str) -> str:
    """The same for a channel that may read markup of whatever kind."""
    return _READ_BY_CHANNELS.sub(_WORD_JOINER, on_one_line(text).translate(_MARKED))

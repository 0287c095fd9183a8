"""Keys of own fields: how a column's name becomes `KEY` of `contact.custom.KEY`, and which keys mean the same.

This is the only place that makes a key of a name, so that the page, the script and the import say the same one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from rapidfuzz import fuzz

from services.contact_file.vocabulary.words import fold_header

LONGEST_KEY = 64
RESERVED = frozenset({"company", "extension"})
"""Keys under which the console itself sends what the platform has no field for."""

_KEY = re.compile(rf"\A[a-z][a-z0-9_]{{1,{LONGEST_KEY - 1}}}\Z")
_SHORT_FORMS = (
    (re.compile(r"(?:nr|nummern)\Z"), "nummer"),
    (re.compile(r"(?<=_)(?:no|num)\Z"), "number"),
)
_NEAR = 88


def is_key(text: str) -> bool:
    """Whether the platform takes this for the key of an own field."""
    return bool(_KEY.match(text)) and text not in RESERVED


def key_of(name: str) -> str:
    """`Kunden-Nr.` → `kunden_nr`; empty where the name has letters that no key can have."""
    folded = fold_header(name)
    if not folded or not folded.isascii():
        return ""
    key = folded.replace(" ", "_")
    if not key[0].isalpha() or len(key) == 1:
        key = f"field_{key}"
    key = key[:LONGEST_KEY].rstrip("_")
    return f"{key}_2" if key in RESERVED else key


def another(key: str, taken: Collection[str]) -> str:
    """The key itself, or with a number behind it where it is taken."""
    free, number = key, 2
    while free in taken:
        free = f"{key[: LONGEST_KEY - 4]}_{number}"
        number += 1
    return free


def variable(key: str) -> str:
    """How an assistant's script names the field."""
    return f"{{{{contact.custom.{key}}}}}"


def near(key: str, known: Iterable[str]) -> str | None:
    """The known key that most likely means the same as this one; None where it is known itself, or none is alike."""
    best: tuple[float, str] | None = None
    for other in known:
        if other == key:
            return None
        if re.sub(r"\D", "", other) != re.sub(r"\D", "", key):
            continue  # `plan_1` and `plan_2` are two fields, however alike
        likeness = fuzz.ratio(_plain(key), _plain(other))
        if likeness >= _NEAR and (best is None or likeness > best[0]):
            best = likeness, other
    return best[1] if best else None


def _plain(key: str) -> str:
    for short, whole in _SHORT_FORMS:
        key = short.sub(whole, key)
    return key.replace("_", "")

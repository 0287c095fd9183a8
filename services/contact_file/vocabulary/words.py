"""Word normalization: compared without regard to case, accents, punctuation or writing style."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_NAME = 200  # characters of a column's name that tell what it holds
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l"}
)
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORD = re.compile(r"[^\w]+|_+")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`Téléphone_Mobile ` → `telephone mobile`; umlauts become two letters."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(_NOT_WORD.sub(" ", text).split())


def fold_header(text: str) -> str:
    """As `fold`, with `MobilePhone` taken as two words."""
    return fold(_CAMEL.sub(" ", text[:LONGEST_NAME]))

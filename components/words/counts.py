"""Counted nouns: "1 person", "190 people", for sentences whose verb follows another number."""

from __future__ import annotations

from components.ui import formats
from services.texts import ngettext


def people_words(count: int) -> str:
    return ngettext("{count} person", "{count} people", count).format(count=formats.number(count))

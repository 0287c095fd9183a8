"""Unreadable rows of a list: how many and, where that is known, which. The others are shown all the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

import streamlit as st

from components.ui import formats
from components.ui.markdown import plain
from services.api import UnreadableRow
from services.texts import _, ngettext

IDS_SHOWN = 10


class ListKind(StrEnum):
    CAMPAIGNS = "campaigns"
    PEOPLE = "people"
    CALLS = "calls"
    COMPANIES = "companies"
    ASSISTANTS = "assistants"
    NUMBERS = "numbers"
    GROUPS = "groups"


_SAID: dict[ListKind, Callable[[int], str]] = {
    ListKind.CAMPAIGNS: lambda n: ngettext(
        "{count} campaign could not be read.", "{count} campaigns could not be read.", n
    ),
    ListKind.PEOPLE: lambda n: ngettext(
        "{count} person could not be read.", "{count} people could not be read.", n
    ),
    ListKind.CALLS: lambda n: ngettext(
        "{count} call could not be read.", "{count} calls could not be read.", n
    ),
    ListKind.COMPANIES: lambda n: ngettext(
        "{count} company could not be read.", "{count} companies could not be read.", n
    ),
    ListKind.ASSISTANTS: lambda n: ngettext(
        "{count} assistant could not be read.", "{count} assistants could not be read.", n
    ),
    ListKind.NUMBERS: lambda n: ngettext(
        "{count} caller number could not be read.", "{count} caller numbers could not be read.", n
    ),
    ListKind.GROUPS: lambda n: ngettext(
        "{count} contact group could not be read.", "{count} contact groups could not be read.", n
    ),
}


def unreadable_words(kind: ListKind, rows: Sequence[UnreadableRow]) -> str:
    """Markdown: "2 campaigns could not be read. (c1, c2)" """
    said = _SAID[kind](len(rows)).format(count=formats.number(len(rows)))
    known = [plain(row.id) for row in rows if row.id][:IDS_SHOWN]
    more = ["…"] if len([row for row in rows if row.id]) > IDS_SHOWN else []
    return f"{said} ({', '.join([*known, *more])})" if known else said


def draw_unreadable(kind: ListKind, rows: Sequence[UnreadableRow]) -> None:
    """Nothing where all could be read."""
    if rows:
        advice = _("Talkturo itself shows them. What could be read is shown here.")
        st.warning(f"{unreadable_words(kind, rows)} {advice}", icon=":material/unknown_document:")

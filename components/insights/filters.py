"""Filters of *Insights*: period, assistant, campaigns by name, what is ranked and compared. All in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

from components.charts.day import today
from components.charts.ranking import KINDS
from components.ui import address
from components.ui.unique_labels import unique_labels
from services.api.models import Campaign
from services.results.insights import Dimension, Ranked
from services.texts import N_, _

ALL = ""
TODAY = "today"
PERIODS: dict[str, tuple[str, timedelta | None]] = {
    TODAY: (N_("Today"), timedelta()),
    "7": (N_("7 days"), timedelta(days=7)),
    "30": (N_("30 days"), timedelta(days=30)),
    "90": (N_("90 days"), timedelta(days=90)),
    ALL: (N_("All time"), None),
}


@dataclass(frozen=True)
class Chosen:
    """Choice that the address asks for. `length` is None for all time, and nothing for the day that it is for the person."""

    length: timedelta | None
    assistant_id: str
    search: str
    dimension: Dimension

    def campaigns(self, known: Sequence[Campaign]) -> list[Campaign]:
        """The campaigns that were chosen."""
        wanted = self.search.casefold()
        return [
            one
            for one in known
            if (not self.assistant_id or one.assistant_id == self.assistant_id)
            and wanted in one.name.casefold()
        ]

    def since(self, now: datetime) -> datetime | None:
        if self.length is None:
            return None
        return now - self.length if self.length else today(now)[0]


def read_address(assistants: Mapping[str, str]) -> Chosen:
    """Call it before `draw_filters`."""
    return Chosen(
        length=PERIODS[address.choice("period", list(PERIODS), ALL)][1],
        assistant_id=address.choice("assistant", [ALL, *assistants], ALL),
        search=address.text("q"),
        dimension=Dimension(address.choice("by", list(Dimension), Dimension.CAMPAIGN)),
    )


def draw_filters(assistants: Mapping[str, str]) -> None:
    period, search, assistant = st.columns([2, 1, 1])
    period.segmented_control(
        _("Period"),
        list(PERIODS),
        format_func=lambda one: _(PERIODS[one][0]),
        required=True,
        key="period",
        on_change=address.keep,
        args=("period",),
        label_visibility="collapsed",
    )
    search.text_input(
        _("Campaigns"),
        type="search",
        placeholder=_("Campaigns by name"),
        key="q",
        on_change=address.keep,
        args=("q",),
        label_visibility="collapsed",
    )
    labels = unique_labels(assistants)
    assistant.selectbox(
        _("Assistant"),
        [ALL, *assistants],
        format_func=lambda one: labels.get(one) or _("All assistants"),
        key="assistant",
        on_change=address.keep,
        args=("assistant",),
        label_visibility="collapsed",
    )


def draw_dimension() -> None:
    """Draw the choice of what is ranked."""
    st.segmented_control(
        _("Compare by"),
        list(Dimension),
        format_func=lambda one: _(KINDS[Dimension(one)]),
        required=True,
        key="by",
        on_change=address.keep,
        args=("by", Dimension.CAMPAIGN, "first", "second"),
    )


def draw_pair(rows: Sequence[Ranked]) -> tuple[str, str]:
    """Draw the choice of the two put side by side, by their ids; by default the first two."""
    names = unique_labels({row.key: row.name for row in rows})
    keys = list(names)
    first = address.choice("first", keys, keys[0])
    second = address.choice("second", keys, keys[1] if keys[0] == first else keys[0])
    columns = st.columns(2)
    for column, name, label in zip(columns, ("first", "second"), (_("First"), _("Second")), strict=True):
        column.selectbox(
            label,
            keys,
            format_func=lambda one: names.get(one) or str(one),
            key=name,
            on_change=address.keep,
            args=(name,),
        )
    return first, second

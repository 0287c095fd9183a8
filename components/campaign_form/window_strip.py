"""Strip of 24 hours: when a campaign calls, on the manager's own clock, with the clocks of the people called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta, tzinfo
from typing import NamedTuple

import plotly.graph_objects as go
import streamlit as st

from components.ui import formats
from components.ui.markdown import plotly_text
from components.ui.place_names import city_name, clock_at
from services.calling_rules.call_window import CallWindow
from services.texts import _, language

ROWS = 4
"""So many zones of the people called are drawn, the first ones given."""
READABLE = 3.0
"""Hours: in a narrower bar the words would be too small; they show where the pointer rests, and in the alt text."""
CALLING = "#3b82c4"


class Bar(NamedTuple):
    """Open hours of one row on the manager's day: hours from midnight, and both clocks in words."""

    row: str
    start: float
    end: float
    theirs: str


def draw_window_strip(window: CallWindow, now: datetime, contact_zones: Sequence[str] = ()) -> None:
    """Draw the hours of today. `contact_zones`: where the people called live, most people first."""
    here = formats.viewer_zone()
    bars = strip_bars(window, now, here, contact_zones)
    title = strip_title(bars)
    st.markdown(f"**{title}**")
    st.plotly_chart(
        _figure(bars), key="window-strip", config={"displayModeBar": False}, alt=_alt(title, bars)
    )


def strip_bars(window: CallWindow, now: datetime, here: tzinfo, zones: Sequence[str] = ()) -> list[Bar]:
    """The bars of each zone, or of the campaign's own where none is known."""
    midnight = datetime.combine(now.astimezone(here).date(), time(), here)
    tomorrow = midnight + timedelta(days=1)
    bars: list[Bar] = []
    for zone in list(dict.fromkeys(zones))[:ROWS] or [window.timezone]:
        for opening, closing in window.spans(midnight, tomorrow, zone):
            bars.append(
                Bar(
                    city_name(zone),
                    (opening - midnight) / timedelta(hours=1),
                    (closing - midnight) / timedelta(hours=1),
                    _("{start}–{end} there").format(
                        start=clock_at(opening, zone), end=clock_at(closing, zone)
                    ),
                )
            )
    return bars


def strip_title(bars: Sequence[Bar]) -> str:
    """The answer in words: from when until when the phone rings, on the manager's clock."""
    if not bars:
        return _("With these hours nobody is called")
    spans = joined_hours([(bar.start, bar.end) for bar in bars])
    words = ", ".join(f"{clock_of(start)}–{clock_of(end)}" for start, end in spans)
    return _("On your clock, calls are placed at {hours}").format(hours=words)


def joined_hours(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """In order, with those that touch or overlap made one."""
    joined: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def clock_of(hours: float) -> str:
    """Hours from midnight as a clock shows them: "14:30"."""
    return formats.minute(round(hours * 60))


def _figure(bars: Sequence[Bar]) -> go.Figure:
    rows = list(dict.fromkeys(bar.row for bar in bars))
    figure = go.Figure(
        go.Bar(
            orientation="h",
            y=[plotly_text(bar.row) for bar in bars],
            base=[bar.start for bar in bars],
            x=[bar.end - bar.start for bar in bars],
            text=[bar.theirs if bar.end - bar.start >= READABLE else "" for bar in bars],
            textposition="inside",
            insidetextanchor="middle",
            hovertext=[
                f"{plotly_text(bar.row)}: {clock_of(bar.start)}–{clock_of(bar.end)} ({bar.theirs})"
                for bar in bars
            ],
            hoverinfo="text",
            marker={"color": CALLING},
            width=0.6,
        )
    )
    hours_axis(figure)
    figure.update_yaxes(autorange="reversed", fixedrange=True)
    figure.update_layout(
        height=56 + 34 * max(1, len(rows)), margin={"l": 0, "r": 8, "t": 4, "b": 24}, showlegend=False
    )
    return figure


def hours_axis(figure: go.Figure) -> None:
    """The hours of a day from left to right."""
    ticks = list(range(0, 25, 6))  # so few that they stand upright on a phone
    figure.update_xaxes(
        range=[0, 24],
        tickvals=ticks,
        ticktext=[
            clock_of(hour) if language().entry_clock == "24h" else formats.hour(hour) for hour in ticks
        ],
        tickangle=0,
        showgrid=True,
        fixedrange=True,
    )


def _alt(title: str, bars: Sequence[Bar]) -> str:
    rows = "; ".join(f"{bar.row}: {clock_of(bar.start)}–{clock_of(bar.end)} ({bar.theirs})" for bar in bars)
    return f"{title}. {rows}" if rows else title

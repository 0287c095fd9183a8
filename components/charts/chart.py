"""Frame of every chart: one question, its answer as the title, figures to download, and a source.

Nothing sets a background or a text colour, so that charts follow the light and the dark theme; the colours of the
marks are readable on both. Title, notes and download are drawn above the figure, where they wrap on a phone.
"""

from __future__ import annotations

import json
import math
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import plotly.graph_objects as go
import streamlit as st
from plotly.io.json import to_json_plotly

from components.console import console
from components.ui import formats
from components.ui.drawn_once import ByIdentity, DrawnOnce
from components.ui.html import template
from components.ui.markdown import on_one_line
from services.api.models import CampaignStatus
from services.results.outcomes import FigureSource
from services.spreadsheet import spreadsheet
from services.texts import N_, _, language

ACCENT = "#3d7dca"
QUIET = "#8a929e"
SECOND = "#c77d0a"
STATUS_COLOURS: dict[CampaignStatus, str] = {
    CampaignStatus.DRAFT: "#8a929e",
    CampaignStatus.SCHEDULED: "#3d7dca",
    CampaignStatus.RUNNING: "#2f9e5c",
    CampaignStatus.PAUSED: "#c77d0a",
    CampaignStatus.COMPLETED: "#8b62d1",
    CampaignStatus.CANCELLED: "#d64545",
}
SOURCES: dict[FigureSource, str] = {
    FigureSource.CALLS: N_("Counted from the calls."),
    FigureSource.PEOPLE: N_("Counted from the people and each one's last call."),
    FigureSource.COUNTERS: N_("Counted by Talkturo, for each campaign as a whole."),
}
NOT_WORTH_SAYING = timedelta(minutes=30)
"""Two ends of a campaign so near to each other are the same."""
_MARGINS = {"l": 8, "r": 8, "t": 8, "b": 8}
_NAMES_APART = 10  # pixels between names and marks, and before the names
_MOST_STEPS = 6
FEW_BARS = 5
_PERCENT_STEPS = (1, 2, 5, 10, 20, 25)


@dataclass(frozen=True)
class Chart:
    """`title` and `alt` are plain text. `rows` are what the figure shows, for a spreadsheet. A chart without a figure
    has nothing to show yet: its title says so. `notes` are sentences below the title. `secret` is in the address of its
    rows."""

    name: str
    title: str
    figure: go.Figure | None = None
    alt: str = ""
    header: Sequence[str] = ()
    rows: Sequence[Sequence[object]] = ()
    source: FigureSource | None = None
    notes: Sequence[str] = field(default_factory=tuple)
    secret: str = field(default_factory=secrets.token_urlsafe, compare=False)


class Way(NamedTuple):
    """Link to what a figure stands for. `label` is for who only hears it."""

    word: str
    address: str
    label: str


class Ways(NamedTuple):
    """Links beside a chart, after the words that say what is behind them."""

    words: str
    links: tuple[Way, ...]


_heading = template("charts/heading")
_written = DrawnOnce[str](300)
made_once = DrawnOnce[Chart](300)
"""Making a chart takes longer than everything else on a page."""


def draw_chart(chart: Chart, key: str, *, section: str = "", ways: Ways | None = None) -> None:
    """The chart below its title, what it rests on and the download, with `ways` to what its figures stand for. `key` names it
    in the page; `section` is the heading of a part of the page that consists of this chart alone."""
    file = _offered(chart)
    st.html(
        _written(lambda: _write(chart, key, section, file, ways), ByIdentity(chart), key, section, file, ways)
    )
    if chart.figure is not None:
        st.plotly_chart(
            chart.figure,
            key=f"figure-{key}",
            alt=chart.alt,
            config={"displayModeBar": False, "locale": language().code},
        )


def _offered(chart: Chart) -> str:
    """The address of its rows; "" where there are none. Looking at a chart keeps them."""
    if chart.figure is None:
        return ""
    return console().files.offer(
        chart.secret, f"{chart.name}.csv", lambda: spreadsheet(chart.header, chart.rows)
    )


def _write(chart: Chart, key: str, section: str, file: str, ways: Ways | None) -> str:
    """One element for all that stands above the figure: each one more costs everybody who looks time."""
    source = [_(SOURCES[chart.source])] if chart.source else []
    return _heading.render(
        section=section,
        title=on_one_line(chart.title),
        below=on_one_line(" ".join([*source, *chart.notes])),
        download=file,
        css=f"download-{key}",
        label=_("Download"),
        ways=ways,
    )


class LastingFigure(go.Figure):
    """A figure that is complete once it has been drawn: drawing it again, for everybody every two seconds, does not
    copy and encode its values anew."""

    _drawn: dict[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        drawn = self._drawn
        if drawn is None:
            # as JSON has it, so that nothing has to be turned into what JSON knows again
            drawn = self._drawn = json.loads(str(to_json_plotly(super().to_dict())))
            # Streamlit's own, which the browser fills in anyway: of kinds of charts that are not here, and as long as
            # all the rest
            drawn["layout"].pop("template", None)
        return drawn


def figure(*traces: Any, height: int, **layout: Any) -> go.Figure:
    """A figure in the house's form: no legend where labels do, no grid that competes, no zooming by accident."""
    made = LastingFigure(list(traces))
    made.update_layout(
        height=height,
        margin=_MARGINS,
        showlegend=False,
        dragmode=False,
        separators=language().number_marks,
        bargap=0.25,
        hoverlabel={"align": "left"},
        uniformtext={"mode": "show", "minsize": 11},
    )
    made.update_xaxes(fixedrange=True, automargin=True, zeroline=False)
    made.update_yaxes(fixedrange=True, automargin=True, zeroline=False)
    made.update_layout(**layout)
    return made


def wall(at: datetime) -> datetime:
    """The clock of the person who looks, to the second; Plotly shows times as they are given."""
    return at.astimezone(formats.viewer_zone()).replace(tzinfo=None, microsecond=0)


def moment_on_axis() -> str:
    """For an axis of times: the clock, and the day below it."""
    return f"{language().axis_clock}<br>{language().axis_day}"


def share_scale(top: float) -> dict[str, Any]:
    """An axis of shares from 0 to `top`, in round steps. Plotly itself writes "10%" in every language."""
    step = next(one for one in _PERCENT_STEPS if top * 100 < one * _MOST_STEPS)
    ticks = range(0, int(top * 100) + 1, step)
    return {
        "range": [0, top],
        "tickvals": [one / 100 for one in ticks],
        "ticktext": [formats.percent(one / 100) for one in ticks],
    }


def room_for_bars(bars: int) -> list[float]:
    """Range of an axis of categories that has room for some bars at least: one alone would fill the chart."""
    spare = max(0, FEW_BARS - bars) / 2
    return [-0.5 - spare, bars - 0.5 + spare]


def without_scale() -> dict[str, Any]:
    """An axis whose values stand at the marks themselves."""
    return {"showticklabels": False, "showgrid": False, "ticks": "", "automargin": False}


def rows_named(words: Sequence[str]) -> dict[str, Any]:
    """For `figure`: the first row at the top, and room for their names to the left, rather too much than too little.

    Plotly measures names itself where it is left to (`automargin`), by drawing all of the chart once more: half of the
    time that a browser takes for it.
    """
    room = max((sum(map(_pixels, word)) for word in words), default=0) + _NAMES_APART
    return {
        "margin": _MARGINS | {"l": math.ceil(room)},
        "yaxis": {"autorange": "reversed", "showgrid": False, "automargin": False},
    }


def _pixels(letter: str) -> float:
    """At most, in the themes' font at a chart's 12 pixels."""
    if unicodedata.east_asian_width(letter) in "WF":
        return 12.5
    return 9.5 if letter.isupper() or letter in "mw%@—…" else 6.8

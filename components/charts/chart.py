"""What every chart of the console is: one question, its answer as the title, figures to download, and a source.

Nothing sets a background or a text colour, so that charts follow the light and the dark theme; the colours of the
marks are readable on both. Title and notes are drawn above the figure, where they wrap on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from components import format as form
from components.downloads import spreadsheet, spreadsheet_button
from components.markdown import plain
from services.api.models import CampaignStatus, Outcome
from services.outcomes import Source
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
OUTCOME_COLOURS: dict[str, str] = {
    Outcome.ANSWERED: "#2f9e5c",
    Outcome.VOICEMAIL: "#3d7dca",
    Outcome.NO_ANSWER: "#8a929e",
    Outcome.BUSY: "#c77d0a",
    Outcome.DECLINED: "#8b62d1",
    Outcome.INVALID_NUMBER: "#d64545",
    Outcome.DO_NOT_CALL: "#a33a5b",
    Outcome.ERROR: "#d64545",
}
SOURCES: dict[Source, str] = {
    Source.CALLS: N_("Counted from the calls."),
    Source.PEOPLE: N_("Counted from the people and each one's last call."),
    Source.COUNTERS: N_("Counted by Talkturo, for each campaign as a whole."),
}
NOT_WORTH_SAYING = timedelta(minutes=30)
"""Two ends of a campaign so near to each other are the same."""
_SEPARATORS = {"en": ".,", "de": ",."}


@dataclass(frozen=True)
class Chart:
    """`title` and `alt` are plain text. `rows` are what the figure shows, for a spreadsheet. A chart without a figure
    has nothing to show yet: its title says so. `notes` are sentences below the title."""

    name: str
    title: str
    figure: go.Figure | None = None
    alt: str = ""
    header: Sequence[str] = ()
    rows: Sequence[Sequence[object]] = ()
    source: Source | None = None
    notes: Sequence[str] = field(default_factory=tuple)


def draw_chart(chart: Chart, key: str) -> None:
    """The chart below its title and what it rests on, and the download below it. `key` names it in the page."""
    with st.container(key=f"chart-{key}", gap="xsmall"):
        st.markdown(_heading(chart))
        if chart.figure is None:
            return
        st.plotly_chart(
            chart.figure,
            key=f"figure-{key}",
            alt=chart.alt,
            config={"displayModeBar": False, "locale": language()},
        )
        spreadsheet_button(
            _("Download"),
            chart.name,
            lambda: spreadsheet(chart.header, chart.rows),
            f"download-{key}",
            beside=True,
        )


def _heading(chart: Chart) -> str:
    """One text for the title and for what stands below it: each element more costs everybody who looks time."""
    title = f"**{plain(chart.title)}**"
    source = [_(SOURCES[chart.source])] if chart.source else []
    below = plain(" ".join([*source, *chart.notes])) if chart.figure is not None else ""
    return f"{title}  \n:small[:gray[{below}]]" if below else title


class LastingFigure(go.Figure):
    """A figure that is complete once it has been drawn: drawing it again, for everybody every two seconds, does not
    copy and encode it anew."""

    _drawn: dict[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        if self._drawn is None:
            self._drawn = super().to_dict()
        return self._drawn


def figure(*traces: Any, height: int, **layout: Any) -> go.Figure:
    """A figure in the house's form: no legend where labels do, no grid that competes, no zooming by accident."""
    made = LastingFigure(list(traces))
    made.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        showlegend=False,
        dragmode=False,
        separators=_SEPARATORS[language()],
        bargap=0.25,
        hoverlabel={"align": "left"},
        uniformtext={"mode": "show", "minsize": 11},
    )
    made.update_xaxes(fixedrange=True, automargin=True, zeroline=False)
    made.update_yaxes(fixedrange=True, automargin=True, zeroline=False)
    made.update_layout(**layout)
    return made


def wall(at: datetime) -> datetime:
    """The clock of the person who looks; Plotly shows times as they are given."""
    return at.astimezone(form.viewer_zone()).replace(tzinfo=None)


def without_scale() -> dict[str, Any]:
    """An axis whose values stand at the marks themselves."""
    return {"showticklabels": False, "showgrid": False, "ticks": ""}

"""How does the campaign go on, and does it keep to the forecast?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import plotly.graph_objects as go

from components import format as form
from components.charts.chart import ACCENT, QUIET, STATUS_COLOURS, Chart, draw_chart, figure
from services.api.models import CampaignStatus
from services.outcomes import Progress
from services.texts import _, language, ngettext

HEIGHT = 300
Curve = Sequence[tuple[datetime, float]]
# Plotly names months in English only; German dates are written in figures.
_TICKS = {
    "en": [(86_400_000, "%H:%M<br>%-d %b"), (None, "%-d %b")],
    "de": [(86_400_000, "%H:%M<br>%-d.%-m."), (None, "%-d.%-m.")],
}


def draw_progress(progress: Progress, key: str, forecast: Curve = (), finish: datetime | None = None) -> None:
    draw_chart(progress_chart(progress, forecast, finish), key)


def progress_chart(progress: Progress, forecast: Curve = (), finish: datetime | None = None) -> Chart:
    """People called and answered over time; `forecast` are people finished by a moment, `finish` the expected end."""
    name = _("progress")
    if not progress.moments and not forecast:
        return Chart(name, _("No call has been made yet."))
    lines = [
        _line(_("Called"), progress.moments, progress.called, ACCENT),
        _line(_("Answered"), progress.moments, progress.answered, STATUS_COLOURS[CampaignStatus.RUNNING]),
        _line(
            _("Forecast"),
            [at for at, _n in forecast],
            [people for _at, people in forecast],
            QUIET,
            dash="dot",
        ),
    ]
    shown = [line for line in lines if line]
    drawn = figure(
        *shown,
        height=HEIGHT,
        annotations=[_end_label(line, beside=line is lines[-1] or not forecast) for line in shown],
        margin={"l": 8, "r": 84, "t": 8, "b": 8},
        hovermode="x unified",
        yaxis={"rangemode": "tozero", "tickformat": ",.0f"},
        xaxis={
            "showgrid": False,
            "tickformatstops": [
                {"dtickrange": [None, end], "value": shape} for end, shape in _TICKS[language()]
            ],
        },
    )
    title = _title(progress, finish)
    return Chart(
        name=name,
        title=title,
        figure=drawn,
        alt=title,
        header=[_("Time"), _("Called"), _("Answered"), _("Forecast")],
        rows=_rows(progress, forecast),
        source=progress.source,
        notes=[_("The dotted line: people finished, as expected from here on.")] if forecast else (),
    )


def _title(progress: Progress, finish: datetime | None) -> str:
    called = progress.called[-1] if progress.called else 0
    said = ngettext(
        "{called} of {count} person has been called.",
        "{called} of {count} people have been called.",
        progress.people,
    ).format(called=form.number(called), count=form.number(progress.people))
    if finish is None:
        return said
    return said + " " + _("The end is expected on {time}.").format(time=form.day_and_moment(finish))


def _line(
    name: str, moments: Sequence[datetime], people: Sequence[float], colour: str, dash: str = "solid"
) -> go.Scatter | None:
    if not moments:
        return None
    return go.Scatter(
        x=[_wall(at) for at in moments],
        y=list(people),
        name=name,
        mode="lines",
        line={"color": colour, "width": 2, "dash": dash},
        hovertemplate="%{y:,.0f}",
    )


def _end_label(line: Any, *, beside: bool) -> dict[str, Any]:
    """At the end of a line; where the forecast goes on from there, above it."""
    place = {"xanchor": "left", "xshift": 6} if beside else {"xanchor": "right", "yanchor": "bottom"}
    return {
        "x": line.x[-1],
        "y": line.y[-1],
        "text": line.name,
        "showarrow": False,
        **place,
        "font": {"color": line.line.color},
    }


def _wall(at: datetime) -> datetime:
    """The clock of the person who looks; Plotly shows times as they are given."""
    return at.astimezone(form.viewer_zone()).replace(tzinfo=None)


def _rows(progress: Progress, forecast: Curve) -> list[list[object]]:
    past = zip(progress.moments, progress.called, progress.answered, strict=True)
    rows: list[list[object]] = [[form.moment(at), called, answered, ""] for at, called, answered in past]
    return rows + [[form.moment(at), "", "", round(people)] for at, people in forecast]

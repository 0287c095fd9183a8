"""Chart of progress: how the campaign goes on, and whether it keeps to the forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import plotly.graph_objects as go

from components.charts.chart import (
    ACCENT,
    NOT_WORTH_SAYING,
    QUIET,
    STATUS_COLOURS,
    Chart,
    figure,
    moment_on_axis,
    wall,
)
from components.charts.quiet_times import QuietTime, axis_without, elapsed, quiet_times, said_of, seams, span
from components.ui import formats
from components.words.counts import people_words
from services.api.models import CampaignStatus
from services.launch import LaunchForecast
from services.results.progress import Progress
from services.texts import _, language, ngettext

HEIGHT = 300
MARGINS = {"l": 8, "r": 84, "t": 12, "b": 8}
LABEL_PIXELS = 17
PLOT_PIXELS = HEIGHT - 60
BESIDE = 0.9
"""A line that ends in the last tenth of the picture has its label beside it, one that ends earlier above."""
YOUNG = 0.25
"""A line that ends in the first quarter has its label to the right of its end: to the left is the axis."""
_BESIDE = {"xanchor": "left", "xshift": 6}
_RIGHT_ABOVE = {"xanchor": "left", "yanchor": "bottom", "xshift": 6}
_LEFT_ABOVE = {"xanchor": "right", "yanchor": "bottom"}
Curve = Sequence[tuple[datetime, float]]
DAY_MILLISECONDS = 86_400_000


@dataclass(frozen=True)
class ProgressBaseline:
    """Baseline of progress: the forecast `at_launch` where there is one, else today's `curve` (people finished by a
    moment, from here on). `finish` is the end as it is expected today; there is none of a campaign that is `over`,
    nor where it is out of sight."""

    finish: datetime | None = None
    curve: Curve = field(default_factory=tuple)
    at_launch: LaunchForecast | None = None
    over: bool = False

    @property
    def shown(self) -> Curve:
        return self.at_launch.curve if self.at_launch else self.curve


def progress_chart(progress: Progress, expected: ProgressBaseline | None = None) -> Chart:
    """People called, answered and finished over time, with the forecast."""
    expected = expected or ProgressBaseline()
    if not progress.moments and not expected.shown:
        return Chart(_("progress"), _("No call has been made yet."))
    title = _title(progress, expected)
    lines = _lines(progress, expected.shown)
    quiet = quiet_times(lines)
    return Chart(
        name=_("progress"),
        title=title,
        figure=_figure(lines, quiet),
        alt=title,
        header=[_("Time"), _("Called"), _("Answered"), _("Finished"), _("Forecast")],
        rows=_rows(progress, expected.shown),
        source=progress.source,
        notes=[*([_what_is_dotted(expected)] if expected.shown else []), *said_of(quiet)],
    )


def _what_is_dotted(expected: ProgressBaseline) -> str:
    if expected.at_launch is None:
        return _("The dotted line: people finished, as expected from here on.")
    return _("The dotted line: people finished, as forecast at the launch on {time}.").format(
        time=formats.moment(expected.at_launch.launched_at)
    )


def _title(progress: Progress, expected: ProgressBaseline) -> str:
    if expected.at_launch and progress.finished and expected.over:
        return _in_the_end(progress, expected.at_launch.finish)
    if expected.at_launch and progress.finished:
        return f"{_against(progress, expected.at_launch)} {_end_against(progress, expected)}".strip()
    called = progress.called[-1] if progress.called else 0
    said = ngettext(
        "{called} of {people} has been called.",
        "{called} of {people} have been called.",
        called,
    ).format(called=formats.number(called), people=people_words(progress.people))
    return f"{said} {_end_against(progress, expected)}".strip()


def _in_the_end(progress: Progress, planned: datetime | None) -> str:
    """How many were finished, when the last one was, and when that should have been."""
    said = ngettext(
        "{finished} of {people} is finished, the last one on {time}.",
        "{finished} of {people} are finished, the last one on {time}.",
        progress.finished[-1],
    ).format(
        finished=formats.number(progress.finished[-1]),
        people=people_words(progress.people),
        time=formats.day_and_moment(progress.moments[-1]),
    )
    return f"{said} {_planned(planned)}".strip()


def _planned(end: datetime | None) -> str:
    return _("The forecast at launch was {time}.").format(time=formats.day_and_moment(end)) if end else ""


def _against(progress: Progress, at_launch: LaunchForecast) -> str:
    """How many are finished, and how many should be."""
    return ngettext(
        "{finished} of {people} is finished; the forecast at launch was {expected} by then.",
        "{finished} of {people} are finished; the forecast at launch was {expected} by then.",
        progress.finished[-1],
    ).format(
        finished=formats.number(progress.finished[-1]),
        people=people_words(progress.people),
        expected=formats.number(round(at_launch.finished_by(progress.moments[-1]))),
    )


def _end_against(progress: Progress, expected: ProgressBaseline) -> str:
    """Sentence for when it ends, or ended, and when it should."""
    planned = expected.at_launch.finish if expected.at_launch else None
    if expected.finish is None:
        return _planned(planned)
    finish = formats.day_and_moment(expected.finish)
    if planned is None or abs(planned - expected.finish) < NOT_WORTH_SAYING:
        return _("The end is expected on {time}.").format(time=finish)
    return _("The end is expected on {time} instead of {planned}.").format(
        time=finish, planned=formats.day_and_moment(planned)
    )


def _lines(progress: Progress, forecast: Curve) -> list[go.Scatter]:
    lines = [
        _line(_("Called"), progress.moments, progress.called, ACCENT),
        _line(_("Answered"), progress.moments, progress.answered, STATUS_COLOURS[CampaignStatus.RUNNING]),
        _line(_("Finished"), progress.moments, progress.finished, STATUS_COLOURS[CampaignStatus.COMPLETED]),
        _line(
            _("Forecast"),
            [at for at, _people in forecast],
            [people for _at, people in forecast],
            QUIET,
            dash="dot",
        ),
    ]
    return [line for line in lines if line]


def _figure(lines: Sequence[go.Scatter], quiet: Sequence[QuietTime]) -> go.Figure:
    return figure(
        *lines,
        height=HEIGHT,
        annotations=_end_labels(lines, quiet),
        shapes=seams(quiet),
        margin=MARGINS,
        hovermode="x unified",
        yaxis={"range": [0, _top(lines) * 1.05], "tickformat": ",.0f"},
        xaxis={
            "showgrid": False,
            "tickformatstops": [
                {"dtickrange": [None, DAY_MILLISECONDS], "value": moment_on_axis()},
                {"dtickrange": [None, None], "value": language().axis_day},
            ],
            **axis_without(quiet, *span(lines)),
        },
    )


def _top(lines: Sequence[Any]) -> float:
    return max(1.0, *(max(line.y) for line in lines))


def _line(
    name: str, moments: Sequence[datetime], people: Sequence[float], colour: str, dash: str = "solid"
) -> go.Scatter | None:
    if not moments or not people:
        return None
    return go.Scatter(
        x=[wall(at) for at in moments],
        y=[round(one, 1) for one in people],
        name=name,
        mode="lines",
        connectgaps=True,  # over what is left out
        line={"color": colour, "width": 2, "dash": dash},
        hovertemplate="%{y:,.0f}",
    )


def _end_labels(lines: Sequence[Any], quiet: Sequence[QuietTime]) -> list[dict[str, Any]]:
    """At the end of each line; those that end at the same place stand one above the other."""
    first, last = span(lines)
    whole = elapsed(first, last, quiet)
    ends = [(line, elapsed(first, line.x[-1], quiet)) for line in lines]
    beside = [line for line, end in ends if end >= whole * BESIDE]
    before = [line for line, end in ends if end < whole * BESIDE]
    young = all(end < whole * YOUNG for _line, end in ends if end < whole * BESIDE)
    top = _top(lines)
    return [*_stacked(beside, top, _BESIDE), *_stacked(before, top, _RIGHT_ABOVE if young else _LEFT_ABOVE)]


def _stacked(lines: Sequence[Any], top: float, place: dict[str, Any]) -> list[dict[str, Any]]:
    """From the top down, each far enough below the one before to be read, and none below the axis."""
    falling = sorted(lines, key=lambda one: -one.y[-1])
    labels: list[dict[str, Any]] = []
    lowest = float("inf")
    for place_from_below, line in zip(reversed(range(len(falling))), falling, strict=True):
        height = line.y[-1] / top * PLOT_PIXELS
        lowest = max(min(height, lowest - LABEL_PIXELS), place_from_below * LABEL_PIXELS)
        labels.append(_label(line, place) | {"yshift": lowest - height})
    return labels


def _label(line: Any, place: dict[str, Any]) -> dict[str, Any]:
    return {
        "x": line.x[-1],
        "y": line.y[-1],
        "text": line.name,
        "showarrow": False,
        **place,
        "font": {"color": line.line.color},
    }


def _rows(progress: Progress, forecast: Curve) -> list[list[object]]:
    finished = progress.finished or [""] * len(progress.moments)
    past = zip(progress.moments, progress.called, progress.answered, finished, strict=True)
    rows: list[list[object]] = [[formats.moment(at), *counts, ""] for at, *counts in past]
    return rows + [[formats.moment(at), "", "", "", round(people)] for at, people in forecast]

"""Chart of the forecast: people finished over time, as expected, and when it is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import plotly.graph_objects as go

from components.charts.chart import ACCENT, NOT_WORTH_SAYING, QUIET, Chart, figure, moment_on_axis, wall
from components.charts.quiet_times import axis_without, quiet_times, said_of, seams, span
from components.ui import formats
from components.words.forecast import not_over_words, range_words
from services.forecast import Forecast
from services.texts import _, ngettext

HEIGHT = 170


def forecast_chart(outlook: Forecast, before: Forecast | None = None) -> Chart:
    """People done over time; the title says when it is over, and when it would have been with the settings `before`."""
    title, moved = forecast_title(outlook, before), _moved(outlook, before)
    earlier = [_line(before.curve, QUIET, dash="dot")] if before and moved else []
    lines: list[Any] = [*earlier, _line(outlook.curve, ACCENT)]
    quiet = quiet_times(lines)
    drawn = figure(
        *lines,
        height=HEIGHT,
        yaxis={"rangemode": "tozero", "tickformat": ",.0f", "nticks": 4},
        xaxis={
            "showgrid": False,
            "nticks": 5,
            "tickformat": moment_on_axis(),
            **axis_without(quiet, *span(lines)),
        },
        shapes=[*_span(outlook), *seams(quiet)],
    )
    rows = [[formats.moment(at), round(done)] for at, done in outlook.curve]
    dotted = [_("The dotted line: with the settings before.")] if earlier else []
    notes = [*dotted, *_notes(outlook), *said_of(quiet)]
    return Chart(_("forecast"), title, drawn, title, [_("Time"), _("People done")], rows, notes=notes)


def _line(curve: Sequence[tuple[datetime, float]], colour: str, dash: str = "solid") -> go.Scatter:
    return go.Scatter(
        x=[wall(at) for at, _done in curve],
        y=[done for _at, done in curve],
        mode="lines",
        connectgaps=True,  # over what is left out
        line={"color": colour, "width": 2, "dash": dash},
        hovertemplate="%{y:,.0f}<extra></extra>",
    )


def _span(outlook: Forecast) -> list[dict[str, object]]:
    """The time within which it ends in eight of ten cases, shaded."""
    if not (outlook.earliest and outlook.latest):
        return []
    return [
        {
            "type": "rect",
            "xref": "x",
            "yref": "paper",
            "x0": wall(outlook.earliest),
            "x1": wall(outlook.latest),
            "y0": 0,
            "y1": 1,
            "fillcolor": ACCENT,
            "opacity": 0.18,
            "line": {"width": 0},
            "layer": "below",
        }
    ]


def forecast_title(outlook: Forecast, before: Forecast | None) -> str:
    if outlook.finish is None:
        return not_over_words(outlook)
    finish = formats.day_and_moment(outlook.finish)
    if before and _moved(outlook, before):
        earlier = formats.day_and_moment(before.finish)
        return _("Probably done on {finish} instead of {before}").format(finish=finish, before=earlier)
    return _("Probably done on {finish}").format(finish=finish)


def _moved(outlook: Forecast, before: Forecast | None) -> bool:
    if before is None or before.finish is None or outlook.finish is None:
        return False
    return abs(before.finish - outlook.finish) > NOT_WORTH_SAYING


def _notes(outlook: Forecast) -> list[str]:
    notes = range_words(outlook, shaded=True)
    calls = round(outlook.calls)
    sentence = ngettext(
        "About {count} call; {share} of the people will have answered.",
        "About {count} calls; {share} of the people will have answered.",
        calls,
    )
    notes.append(sentence.format(count=formats.number(calls), share=formats.percent(outlook.reached)))
    if not outlook.assumptions.measured:
        notes.append(_("Based on usual figures, not yet on calls of your own."))
    return notes

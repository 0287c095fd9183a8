"""Ranking by answer rate: campaigns, assistants, caller numbers or lists, and two of them side by side."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from components.charts.chart import ACCENT, QUIET, SECOND, Chart, draw_chart, figure, share_scale
from components.ui import formats
from components.ui.markdown import plotly_text, shortened
from services.results.insights import Comparison, Dimension, Ranked, Ranking
from services.results.intervals import difference
from services.results.outcomes import FigureSource
from services.texts import N_, _, ngettext

ROW_HEIGHT = 32
SHOWN = 20
NAME_LENGTH = 28
UNSURE_OPACITY = 0.4
KINDS: dict[Dimension, str] = {
    Dimension.CAMPAIGN: N_("Campaign"),
    Dimension.ASSISTANT: N_("Assistant"),
    Dimension.NUMBER: N_("Caller number"),
    Dimension.LIST: N_("List"),
}


def draw_ranking(ranking: Ranking, key: str) -> None:
    draw_chart(ranking_chart(ranking), key)


def draw_comparison(comparison: Comparison, key: str) -> None:
    draw_chart(comparison_chart(comparison), key)


def ranking_chart(ranking: Ranking) -> Chart:
    """The first twenty with their uncertainty; all of them in the download."""
    name = _("answer rates")
    if not ranking.rows:
        return Chart(name, _("There is nothing to compare yet."))
    shown = ranking.rows[:SHOWN]
    notes = []
    if len(ranking.rows) > SHOWN:
        notes.append(
            _("The first {shown} of {count}; the download holds all.").format(
                shown=SHOWN, count=formats.number(len(ranking.rows))
            )
        )
    return Chart(
        name=name,
        title=_ranking_title(ranking.rows),
        figure=_dots(shown, [ACCENT] * len(shown), ranking.source),
        alt="; ".join(f"{row.name}: {_said(row, ranking.source)}" for row in shown),
        header=[_(KINDS[ranking.dimension]), *_header(ranking.source)],
        rows=[_row(row) for row in ranking.rows],
        source=ranking.source,
        notes=notes,
    )


def comparison_chart(comparison: Comparison) -> Chart:
    """Two side by side; the title says whether the difference is certain."""
    rows = [comparison.first, comparison.second]
    return Chart(
        name=_("comparison"),
        title=_comparison_title(comparison),
        figure=_dots(rows, [ACCENT, SECOND], comparison.source),
        alt="; ".join(f"{row.name}: {_said(row, comparison.source)}" for row in rows),
        header=[_("Name"), *_header(comparison.source)],
        rows=[_row(row) for row in rows],
        source=comparison.source,
    )


def _ranking_title(rows: Sequence[Ranked]) -> str:
    best = rows[0]
    if best.rate.unsure:
        return _("Too few calls yet to say where more people answer.")
    ahead = difference(best.rate, rows[1].rate) if len(rows) > 1 else None
    if ahead is not None and not ahead.certain:
        return _(
            "No certain difference at the top: “{first}” has {high}, “{second}” has {low}, which may be chance."
        ).format(
            first=best.name,
            second=rows[1].name,
            high=formats.percent(best.rate.value),
            low=formats.percent(rows[1].rate.value),
        )
    return _("“{name}” has the highest answer rate: {percent}.").format(
        name=best.name, percent=formats.percent(best.rate.value)
    )


def _comparison_title(comparison: Comparison) -> str:
    first, second = comparison.first, comparison.second
    if comparison.difference is None:
        return _("One of the two has no calls yet.")
    higher, lower = (first, second) if comparison.difference.value >= 0 else (second, first)
    said = (
        _("More people answer with “{higher}”: {high}, against {low} with “{lower}”.")
        if comparison.difference.certain
        else _("No certain difference: “{higher}” has {high}, “{lower}” has {low}, which may be chance.")
    )
    return said.format(
        higher=higher.name,
        lower=lower.name,
        high=formats.percent(higher.rate.value),
        low=formats.percent(lower.rate.value),
    )


def _dots(rows: Sequence[Ranked], colours: Sequence[str], source: FigureSource) -> go.Figure:
    values = [row.rate.value or 0.0 for row in rows]
    # A name may stand twice: places are numbers, names only their labels.
    places = list(range(len(rows)))
    dots = go.Scatter(
        x=values,
        y=places,
        mode="markers+text",
        text=[formats.percent(row.rate.value) for row in rows],
        textposition="top center",  # not translated: a place
        cliponaxis=False,
        marker={
            "color": list(colours),
            "size": 11,
            "opacity": [UNSURE_OPACITY if row.rate.unsure else 1.0 for row in rows],
            "symbol": ["circle-open" if row.rate.unsure else "circle" for row in rows],
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [row.rate.high - value for row, value in zip(rows, values, strict=True)],
            "arrayminus": [value - row.rate.low for row, value in zip(rows, values, strict=True)],
            "color": QUIET,
            "thickness": 1,
            "width": 4,
        },
        customdata=[plotly_text(_said(row, source)) for row in rows],
        hovertemplate="%{customdata}<extra></extra>",
    )
    return figure(
        dots,
        height=ROW_HEIGHT * len(rows) + 56,
        xaxis=share_scale(1.05 * max(row.rate.high for row in rows)),
        yaxis={
            "tickvals": places,
            "ticktext": [plotly_text(shortened(row.name, NAME_LENGTH)) for row in rows],
            "range": [len(rows) - 0.5, -0.5],
            "showgrid": False,
        },
    )


def _said(row: Ranked, source: FigureSource) -> str:
    rate = row.rate
    if source is FigureSource.CALLS:
        said = ngettext(
            "{percent} of {count} call ({low} to {high})",
            "{percent} of {count} calls ({low} to {high})",
            rate.of,
        )
    else:
        said = ngettext(
            "{percent} of {count} person ({low} to {high})",
            "{percent} of {count} people ({low} to {high})",
            rate.of,
        )
    return said.format(
        percent=formats.percent(rate.value),
        count=formats.number(rate.of),
        low=formats.percent(rate.low),
        high=formats.percent(rate.high),
    )


def _header(source: FigureSource) -> list[str]:
    of = _("Calls") if source is FigureSource.CALLS else _("People called")
    return [of, _("Answered"), _("Answer rate"), _("At least"), _("At most")]


def _row(row: Ranked) -> list[object]:
    rate = row.rate
    parts = [formats.percent(part, 1) for part in (rate.value, rate.low, rate.high)]
    return [row.name, rate.of, rate.count, *parts]

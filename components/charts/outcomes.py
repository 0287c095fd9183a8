"""Chart of outcomes: how the calls ended."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from components.charts.chart import (
    QUIET,
    Chart,
    draw_chart,
    figure,
    rows_named,
    without_scale,
)
from components.ui import formats
from components.ui.markdown import plotly_text
from components.words.outcomes import outcome_colour, outcome_word
from services.api.models import Outcome
from services.results.outcomes import FigureSource
from services.texts import _, ngettext

ROW_HEIGHT = 30


def draw_outcomes(counts: Mapping[str, int], source: FigureSource, key: str) -> None:
    draw_chart(outcomes_chart(counts, source), key)


def outcomes_chart(counts: Mapping[str, int], source: FigureSource, *, left_out: int = 0) -> Chart:
    """Outcomes, the most frequent first. Whoever must not be called was not: a note below says how many they are, and how many
    are `left_out` for whatever reason."""
    marked = counts.get(Outcome.DO_NOT_CALL, 0)
    called = {outcome: count for outcome, count in counts.items() if outcome != Outcome.DO_NOT_CALL}
    ranked = sorted(((outcome, count) for outcome, count in called.items() if count), key=lambda one: -one[1])
    if not ranked:
        return Chart(_("outcomes"), _("No call has ended yet."))
    total = sum(count for _outcome, count in ranked)
    words = [outcome_word(outcome) for outcome, _count in ranked]
    shares = [formats.percent(count / total) for _outcome, count in ranked]
    labels = [
        f"{formats.number(count)} ({share})" for (_outcome, count), share in zip(ranked, shares, strict=True)
    ]
    bars = go.Bar(
        x=[count for _outcome, count in ranked],
        y=[plotly_text(word) for word in words],
        orientation="h",
        marker={"color": [outcome_colour(outcome, QUIET) for outcome, _count in ranked]},
        text=labels,
        textposition="outside",
        cliponaxis=False,
        hoverinfo="skip",
    )
    drawn = figure(
        bars,
        height=ROW_HEIGHT * len(ranked) + 24,
        xaxis={**without_scale(), "range": [0, ranked[0][1] * 1.5]},
        **rows_named(words),
    )
    return Chart(
        name=_("outcomes"),
        title=_title(words[0], shares[0], total, source),
        figure=drawn,
        alt="; ".join(f"{word}: {label}" for word, label in zip(words, labels, strict=True)),
        header=[_("Outcome"), _("Count"), _("Share")],
        rows=[[word, count, share] for word, (_o, count), share in zip(words, ranked, shares, strict=True)],
        source=source,
        notes=[
            *([_marked(marked)] if marked else []),
            *([_left_out(left_out)] if left_out else []),
        ],
    )


def _left_out(people: int) -> str:
    return ngettext(
        "{count} person is left out and was not called.",
        "{count} people are left out and were not called.",
        people,
    ).format(count=formats.number(people))


def _marked(people: int) -> str:
    return ngettext(
        "{count} person is marked do not call and was not called.",
        "{count} people are marked do not call and were not called.",
        people,
    ).format(count=formats.number(people))


def _title(word: str, share: str, total: int, source: FigureSource) -> str:
    if source is FigureSource.CALLS:
        said = ngettext(
            "Most frequent outcome: {outcome}, {percent} of {count} call.",
            "Most frequent outcome: {outcome}, {percent} of {count} calls.",
            total,
        )
    else:
        said = ngettext(
            "Most frequent outcome: {outcome}, {percent} of {count} person.",
            "Most frequent outcome: {outcome}, {percent} of {count} people.",
            total,
        )
    return said.format(outcome=word, percent=share, count=formats.number(total))

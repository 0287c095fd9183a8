"""Funnel: how far the campaign got with its people. People → called → answered, and beside it finished."""

from __future__ import annotations

import plotly.graph_objects as go

from components.charts.chart import (
    ACCENT,
    QUIET,
    STATUS_COLOURS,
    Chart,
    draw_chart,
    figure,
    rows_named,
    without_scale,
)
from components.ui import formats
from components.words.counts import people_words
from services.api.models import CampaignStatus
from services.results.outcomes import FigureSource, Funnel, FunnelStep
from services.texts import _, ngettext

ROW_HEIGHT = 36
ROOM_FOR_LABELS = 2.0  # of the longest bar


def draw_funnel(funnel: Funnel, key: str) -> None:
    draw_chart(funnel_chart(funnel), key)


def funnel_chart(funnel: Funnel) -> Chart:
    """The funnel with parts of the step before and of all; before the first call only that there was none."""
    if funnel.called.people == 0 and not funnel.answered.people:  # who is finished then was left out
        return Chart(_("funnel"), _title(funnel))
    steps = _steps(funnel)
    labels = [_label(name, step) for name, step, _colour in steps]
    bars = go.Bar(
        x=[step.people or 0 for _name, step, _colour in steps],  # its label says where that is not told
        y=[name for name, _step, _colour in steps],
        orientation="h",
        marker={"color": [colour for _name, _step, colour in steps]},
        text=labels,
        textposition="outside",
        cliponaxis=False,
        hoverinfo="skip",
    )
    widest = max(1, *(step.people or 0 for _name, step, _colour in steps))
    drawn = figure(
        bars,
        height=ROW_HEIGHT * len(steps) + 16,
        xaxis={**without_scale(), "range": [0, widest * ROOM_FOR_LABELS]},
        **rows_named([name for name, _step, _colour in steps]),
    )
    return Chart(
        name=_("funnel"),
        title=_title(funnel),
        figure=drawn,
        alt="; ".join(
            f"{name}: {label}" for (name, _s, _c), label in zip(steps, _alt_labels(steps), strict=True)
        ),
        header=[_("Step"), _("People"), _("Of the step before"), _("Of all people")],
        rows=[
            [name, _count(step), formats.percent(step.of_before, 1), formats.percent(step.of_all, 1)]
            for name, step, _c in steps
        ],
        source=funnel.source,
        notes=_notes(funnel),
    )


def _notes(funnel: Funnel) -> list[str]:
    notes = [] if funnel.consistent else [_("Talkturo's own counters contradict each other here.")]
    if funnel.not_told:
        notes.append(
            ngettext(
                "{count} campaign does not tell all of its numbers, and is left out where it does not.",
                "{count} campaigns do not tell all of their numbers, and are left out where they do not.",
                funnel.not_told,
            ).format(count=formats.number(funnel.not_told))
        )
    return notes


def _count(step: FunnelStep) -> int | str:
    return formats.NOTHING if step.people is None else step.people


def _steps(funnel: Funnel) -> list[tuple[str, FunnelStep, str]]:
    steps = [
        (_("People"), funnel.people, QUIET),
        (_("Called"), funnel.called, ACCENT),
        (_("Answered"), funnel.answered, STATUS_COLOURS[CampaignStatus.RUNNING]),
    ]
    if funnel.source is FigureSource.CALLS:  # no call tells who is finished
        return steps
    return [*steps, (_("Finished"), funnel.finished, STATUS_COLOURS[CampaignStatus.COMPLETED])]


def _title(funnel: Funnel) -> str:
    if funnel.people.people == 0:
        return _("There is nobody in it yet.")
    if funnel.called.people == 0:
        return _("Nobody has been called yet.")
    if funnel.called.people is None or funnel.answered.people is None:
        return _("How many people have answered is not told.")
    said = ngettext(
        "{answered} of {people} called has answered ({percent}).",
        "{answered} of {people} called have answered ({percent}).",
        funnel.answered.people,
    )
    return said.format(
        answered=formats.number(funnel.answered.people),
        people=people_words(funnel.called.people),
        percent=formats.percent(funnel.answered.of_before),
    )


def _label(name: str, step: FunnelStep) -> str:
    """On one line, with the share that is asked about first."""
    return " · ".join(_parts(name, step)[:2])


def _alt_labels(steps: list[tuple[str, FunnelStep, str]]) -> list[str]:
    return [", ".join(_parts(name, step)) for name, step, _colour in steps]


def _parts(name: str, step: FunnelStep) -> list[str]:
    count = formats.number(step.people)
    if step.of_before is None or step.of_all is None:
        return [count]
    of_all = _("{percent} of all").format(percent=formats.percent(step.of_all))
    if name != _("Answered"):
        return [count, of_all]
    return [count, _("{percent} of those called").format(percent=formats.percent(step.of_before)), of_all]

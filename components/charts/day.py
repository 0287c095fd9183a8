"""Chart of the day: calls made and calls expected, hour by hour on the clock of the person who looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import plotly.graph_objects as go
import streamlit as st

from components.charts.chart import ACCENT, Chart, draw_chart, figure, made_once
from components.console import console
from components.ui import formats
from components.ui.drawn_once import ByIdentity
from components.ui.html import template
from components.ui.markdown import plain
from components.words.day_plan import gaps, much_called, taken, title, too_many
from services.campaign.planned_day import NumberPlan, PlannedDay
from services.forecast.quarters import Quarters
from services.results.outcomes import FigureSource
from services.texts import _

HEIGHT = 210
MADE = "#2f9e5c"
MOST_NUMBERS = 10

PlanOf = Callable[[datetime, datetime], PlannedDay]
"""The plan of the day from one moment to another."""

_table = template("charts/numbers")


def draw_day_plan(plan_of: PlanOf, key: str) -> None:
    """Folded, and reckoned only once somebody opens it."""
    folded = st.expander(_("Plan of the day"), key=key, icon=":material/today:", on_change="rerun")
    if not folded.open:
        return
    with folded:
        since, until = today(console().api.clock.now())
        with st.spinner(_("Working out the calls of today …")):
            day = plan_of(since, until)
        _draw(day, key)


def today(now: datetime) -> tuple[datetime, datetime]:
    """The day of the person who looks, from midnight to midnight."""
    local = now.astimezone(formats.viewer_zone())
    since = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return since, (since + timedelta(hours=36)).replace(hour=0)


def _draw(day: PlannedDay, key: str) -> None:
    if day.empty:
        st.markdown(_("No calls are planned for today."))
        for gap in gaps(day):
            st.caption(gap)
        return
    most = console().settings.console_calls_per_number
    warnings = too_many(day.numbers, most)
    if warnings:
        st.warning(
            "\n\n".join(plain(much_called(one)) for one in warnings[:MOST_NUMBERS]),
            icon=":material/call_quality:",
        )
    draw_chart(made_once(lambda: day_chart(day), "day", ByIdentity(day)), f"day-{key}")
    if len(day.numbers) > 1 or warnings:
        st.html(_numbers(day, warnings))


def day_chart(day: PlannedDay) -> Chart:
    """Calls by hour; its title says how many there are."""
    plan = day.plan
    made, expected = _by_hour(plan.made or ()), _by_hour(plan.expected)
    notes = [one for one in (taken(plan), *gaps(day)) if one]
    hours = {*made, *expected}
    if not hours:
        return Chart(_("plan of the day"), title(plan), notes=notes)
    shown = range(min(hours), max(hours) + 1)
    words = [str(hour) for hour in shown]
    drawn = figure(
        _bars(words, [made[hour] for hour in shown], MADE, _("Made")),
        _bars(words, [expected[hour] for hour in shown], ACCENT, _("Expected")),
        height=HEIGHT,
        barmode="stack",
        showlegend=True,
        margin={"l": 8, "r": 8, "t": 30, "b": 8},
        legend={"orientation": "h", "y": 1.02, "x": 0, "yanchor": "bottom", "traceorder": "normal"},
        xaxis={"type": "category", "showgrid": False, "tickangle": 0},
        yaxis={"rangemode": "tozero", "tickformat": ",.0f", "nticks": 4},
    )
    rows = [[word, round(made[hour]), round(expected[hour])] for word, hour in zip(words, shown, strict=True)]
    return Chart(
        name=_("plan of the day"),
        title=title(plan),
        figure=drawn,
        alt="; ".join(f"{hour}: {done} + {rest}" for hour, done, rest in rows),
        header=[_("Hour"), _("Made"), _("Expected")],
        rows=rows,
        source=None if plan.made is None else FigureSource.CALLS,
        notes=notes,
    )


def _by_hour(quarters: Quarters) -> Counter[int]:
    zone = formats.viewer_zone()
    found: Counter[int] = Counter()
    for at, calls in quarters:
        found[at.astimezone(zone).hour] += calls  # pyright: ignore[reportArgumentType]  counts of calls to come are no whole ones
    return found


def _bars(words: list[str], calls: list[float], colour: str, name: str) -> go.Bar:
    return go.Bar(
        x=words,
        y=calls,
        name=name,
        marker={"color": colour},
        hovertemplate=name + " %{x}: %{y:,.0f}<extra></extra>",
    )


def _numbers(day: PlannedDay, warnings: list[NumberPlan]) -> str:
    return _table.render(
        headings=[_("Caller number"), _("Made"), _("Expected"), _("Together")],
        rows=[
            (
                formats.telephone(one.number) if one.number else _("Not told"),
                formats.number(one.made),
                formats.number(round(one.to_come)),
                formats.number(round(one.together)),
                one in warnings,
            )
            for one in day.numbers[:MOST_NUMBERS]
        ],
        more=len(day.numbers) > MOST_NUMBERS and _("and more"),
    )

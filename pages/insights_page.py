"""*Insights*: what came of the campaigns together, over time. `/insights?period=30&assistant=…&by=number`."""

from __future__ import annotations

import streamlit as st

from components import charts
from components.console import console
from components.insights.filters import draw_dimension, draw_filters, draw_pair, read_address
from components.insights.words import draw_state_of_log, draw_table
from components.ui.empty import draw_empty
from components.ui.messages import problems_shown
from services.results.counted import Counted
from services.results.insights import Dimension, Selection, compare
from services.results.outcomes import FigureSource
from services.texts import _

st.title(_("Insights"))


def draw_when(found: Counted) -> None:
    """Draw what only a call log can tell."""
    if found.calls is None:
        return
    st.header(_("When people answer"))
    left, right = st.columns(2, gap="large")
    with left:
        charts.draw_hours(found.calls.by_hour(), "hours")
    with right:
        charts.draw_attempts(found.calls.attempts(), "attempts")
    charts.draw_hours_and_weekdays(found.calls.by_hour_and_weekday(), FigureSource.CALLS, "week")


def draw_ranking(found: Counted, dimension: Dimension, assistants: dict[str, str]) -> None:
    st.header(_("Where more people answer"))
    draw_dimension()
    ranking = found.ranking(dimension, assistants)
    charts.draw_ranking(ranking, "ranking")
    if ranking.rows:
        draw_table(ranking)
    if len(ranking.rows) > 1:
        st.header(_("Two side by side"))
        charts.draw_comparison(compare(ranking, *draw_pair(ranking.rows)), "comparison")


with problems_shown():
    services = console()
    known = services.campaigns.all().value
    assistants = services.deployment.assistant_names()
    chosen = read_address(assistants)
    draw_filters(assistants)
    selection = Selection(chosen.campaigns(known), chosen.since(services.api.clock.now()))
    if not selection.campaigns:
        draw_empty(_("No campaign fits this choice."), clears=("period", "assistant", "q"))
        st.stop()
    with st.spinner(_("Reading the calls…"), show_time=False):
        found = services.counted.of(selection)
    draw_state_of_log(found, selection)
    left, right = st.columns(2, gap="large")
    with left:
        charts.draw_funnel(found.funnel(), "funnel")
    with right:
        if found.calls is not None:
            charts.draw_outcomes(found.calls.outcomes(), FigureSource.CALLS, "outcomes")
    draw_when(found)
    draw_ranking(found, chosen.dimension, assistants)

"""Request budget on *Connection*: what is left of this hour's requests, and what spends them."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go
import streamlit as st

from components.ui import formats
from components.ui.markdown import plotly_text
from services.api import BudgetState
from services.texts import N_, _

# By the names under which requests are counted, wherever they are sent.
PURPOSES = {
    "clicks": N_("Clicks on pages"),
    "campaign list": N_("List of campaigns"),
    "campaign": N_("Looking at a campaign"),
    "live view": N_("Watching campaigns"),
    "call log": N_("Call log"),
    "import": N_("Imports"),
    "do not call": N_("Do-not-call list"),
    "dry run": N_("Dry runs"),
    "launch": N_("Launches"),
    "create campaign": N_("New campaigns"),
    "save settings": N_("Settings of campaigns"),
    "keeper": N_("Automatic stops and starts"),
    "lookout": N_("Looking for news to tell"),
    "add people": N_("Adding people"),
    "pick people": N_("Picking people"),
    "people": N_("People of campaigns"),
    "insights": N_("Insights"),
    "choices": N_("Choices in forms"),
    "readiness": N_("Checks before a launch"),
    "forecast": N_("Forecasts"),
    "credits": N_("Credits"),
    "deployment": N_("Learning what is possible here"),
    "key test": N_("Tests of the key"),
    "health": N_("Health checks"),
}


def draw_budget(state: BudgetState) -> None:
    """Draw how much is left until when, and a bar for each thing that spent some."""
    st.metric(
        _("Requests left this hour"),
        _("{left} of {limit}").format(left=formats.number(state.left), limit=formats.number(state.limit)),
        help=_("The platform counts every look and every change. A fifth is kept for your clicks."),
    )
    st.progress(min(max(state.left / state.limit, 0.0), 1.0))
    st.caption(pace_sentence(state))
    spent = spent_words(state.by_purpose)
    if spent:
        title = _("Most requests went into: {purpose}").format(purpose=next(iter(spent)))
        st.markdown(f"**{title}**")
        alt = "; ".join(f"{name}: {formats.number(count)}" for name, count in spent.items())
        st.plotly_chart(
            _figure(spent), key="budget-chart", config={"displayModeBar": False}, alt=f"{title}. {alt}"
        )


def pace_sentence(state: BudgetState) -> str:
    """Sentence for what the present budget means for whoever looks on."""
    back = formats.weekday_moment(state.resets_at)
    if state.left == 0:
        return _("Used up. It goes on at {time}; imports wait and lose nothing.").format(time=back)
    if state.pace > 1:
        return _("Getting scarce: live views refresh less often until {time}.").format(time=back)
    return _("Enough for everything. Spent requests begin to come back at {time}.").format(time=back)


def spent_words(by_purpose: Mapping[str, int]) -> dict[str, int]:
    """Requests by what they were for, in words, most first."""
    words: dict[str, int] = {}
    for purpose, count in by_purpose.items():
        name = _(PURPOSES[purpose]) if purpose in PURPOSES else _("Other")
        words[name] = words.get(name, 0) + count
    return dict(
        sorted(((name, count) for name, count in words.items() if count > 0), key=lambda item: -item[1])
    )


def _figure(spent: Mapping[str, int]) -> go.Figure:
    figure = go.Figure(
        go.Bar(
            orientation="h",
            y=[plotly_text(name) for name in spent],
            x=list(spent.values()),
            text=[formats.number(count) for count in spent.values()],
            textposition="outside",
            cliponaxis=False,
            hoverinfo="skip",
            marker={"color": "#3b82c4"},
            width=0.6,
        )
    )
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_yaxes(autorange="reversed", fixedrange=True, ticksuffix="  ")
    figure.update_layout(
        height=40 + 30 * len(spent), margin={"l": 0, "r": 40, "t": 4, "b": 4}, showlegend=False
    )
    return figure

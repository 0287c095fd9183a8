"""When a campaign in the making would be over, redrawn as its settings change."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import plotly.graph_objects as go
import streamlit as st

from components import format as form
from components.campaign_fields import Choices
from components.charts.chart import ACCENT, Chart, draw_chart, figure
from components.console import console
from components.entries import Entries
from components.forecast_words import range_words
from components.wizard import Draft
from components.wizard_expected import expected_or_unknown, outlook_of_draft
from services.forecast import Forecast
from services.texts import _, language, ngettext

USUAL_LIST = 200
HEIGHT = 170
_SHOWN = "forecast-shown"
# Plotly names months in English only; German dates are written in figures.
_TICKS = {"en": "%H:%M<br>%-d %b", "de": "%H:%M<br>%-d.%-m."}


class Shown(NamedTuple):
    """A forecast that was on the page, and the settings and people it was made for."""

    settings: str
    forecast: Forecast


def draw_wizard_forecast(made: Draft, entries: Entries, choices: Choices) -> None:
    """The end to expect, against the one before the last change. Nothing while the settings are not complete."""
    now = console().api.clock.now()
    if made.faults("hours", choices, now):
        return
    st.subheader(_("When is it over?"))
    expected = expected_or_unknown(made, choices)
    known = expected.people.callable if expected.people else expected.total
    count = known or _asked_count(entries)
    outlook = outlook_of_draft(made, expected, count)
    if outlook is None:
        st.caption(_("With these settings and people nobody would be called."))
        return
    before = _before(f"{made.hours}{made.retries}{count}", outlook)
    draw_chart(forecast_chart(outlook, before), "forecast")


def _asked_count(entries: Entries) -> int:
    key = "expected-people"
    typed = st.number_input(
        _("Estimated for so many people"),
        min_value=1,
        max_value=1_000_000,
        step=50,
        key=entries.key(key, USUAL_LIST),
        width=240,
    )
    return entries.keep(key, int(typed))


def _before(settings: str, outlook: Forecast) -> Forecast | None:
    """The forecast for the settings before the last change."""
    last, earlier = st.session_state.get(_SHOWN, (None, None))
    if last and last.settings != settings:
        earlier = last
    st.session_state[_SHOWN] = (Shown(settings, outlook), earlier)
    return earlier.forecast if earlier else None


def forecast_chart(outlook: Forecast, before: Forecast | None = None) -> Chart:
    """People done over time; the title says when it is over, and when it would have been before the last change."""
    title = forecast_title(outlook, before)
    curve = [(at.astimezone(form.viewer_zone()).replace(tzinfo=None), done) for at, done in outlook.curve]
    line = go.Scatter(
        x=[at for at, _done in curve],
        y=[done for _at, done in curve],
        mode="lines",
        line={"color": ACCENT, "width": 2},
        hovertemplate="%{y:,.0f}<extra></extra>",
    )
    drawn = figure(
        line,
        height=HEIGHT,
        yaxis={"rangemode": "tozero", "tickformat": ",.0f", "nticks": 4},
        xaxis={"showgrid": False, "nticks": 5, "tickformat": _TICKS[language()]},
    )
    rows = [[form.moment(at), round(done)] for at, done in outlook.curve]
    return Chart(
        _("forecast"), title, drawn, title, [_("Time"), _("People done")], rows, notes=_notes(outlook)
    )


def forecast_title(outlook: Forecast, before: Forecast | None) -> str:
    if outlook.finish is None:
        return _("With these settings it takes more than two years.")
    finish = form.day_and_moment(outlook.finish)
    moved = before and before.finish and abs(before.finish - outlook.finish) > timedelta(minutes=30)
    if before and moved:
        earlier = form.day_and_moment(before.finish)
        return _("Probably done on {finish} instead of {before}").format(finish=finish, before=earlier)
    return _("Probably done on {finish}").format(finish=finish)


def _notes(outlook: Forecast) -> list[str]:
    notes = range_words(outlook)
    calls = round(outlook.calls)
    sentence = ngettext(
        "About {count} call; {share} of the people will have answered.",
        "About {count} calls; {share} of the people will have answered.",
        calls,
    )
    notes.append(sentence.format(count=form.number(calls), share=form.percent(outlook.reached)))
    if not outlook.assumptions.measured:
        notes.append(_("Based on usual figures, not yet on calls of your own."))
    return notes

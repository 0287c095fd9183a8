"""Charts of how a campaign went: progress with its forecast, answer rate by hour, tries until somebody answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import streamlit as st

from components.charts import (
    attempts_chart,
    draw_chart,
    hours_and_weekdays_chart,
    hours_chart,
    progress_chart,
)
from components.charts.chart import Chart, made_once
from components.charts.progress import ProgressBaseline
from components.ui import formats
from components.ui.messages import problems_shown
from components.words.forecast import not_from_launch, range_words, rests_on
from services.campaign.facts import CampaignFacts
from services.campaign.history import History
from services.launch import LaunchForecast, Missing
from services.texts import _

Of = tuple[str, datetime]
"""Tells one history from every other: the campaign's id, and when it was read."""


def draw_progress(facts: CampaignFacts) -> None:
    """Draw how it went on, with its forecast. Nothing before the first call."""
    _draw_what_came(facts, _draw_progress)


def draw_answers(facts: CampaignFacts) -> None:
    """Draw when people answered, and at which try. Nothing before the first call."""
    _draw_what_came(facts, _draw_answers)


def _draw_what_came(facts: CampaignFacts, draw: Callable[[History, Of], None]) -> None:
    if facts.campaign.contacts_called == 0:
        return
    with problems_shown():
        read = facts.history()
        if read.value is not None:
            draw(read.value, (facts.campaign.id, read.fetched_at))


def _draw_progress(history: History, of: Of) -> None:
    chart = made_once(lambda: _progress_chart(history), "progress", *of)
    draw_chart(chart, "progress", section=_("How it went"))


def _draw_answers(history: History, of: Of) -> None:
    st.header(_("When people answer"))
    left, right = st.columns(2, gap="large")
    with left:
        draw_chart(made_once(lambda: hours_chart(history.hours), "hours", *of), "hours")
    with right:
        draw_chart(made_once(lambda: attempts_chart(history.attempts), "attempts", *of), "attempts")
    if len({day for day, _hour in history.week}) > 1:
        week = made_once(lambda: hours_and_weekdays_chart(history.week, history.hours.source), "week", *of)
        draw_chart(week, "week")


def _progress_chart(history: History) -> Chart:
    outlook = history.outlook
    at_launch = history.at_launch if isinstance(history.at_launch, LaunchForecast) else None
    if outlook is None:
        expected = ProgressBaseline(at_launch=at_launch, over=history.over)
    else:
        expected = ProgressBaseline(outlook.finish, outlook.curve, at_launch)
    chart = progress_chart(history.progress, expected)
    notes = [*chart.notes, *_notes(history)]
    if history.over:
        return replace(chart, notes=notes)
    # what stands above it on the page is newer: without its time one of the two would look wrong
    title = _("{time}: {said}").format(time=formats.clock_time(history.at), said=chart.title)
    return replace(
        chart, title=title, notes=[_("As of {time}.").format(time=formats.moment(history.at)), *notes]
    )


def _notes(history: History) -> list[str]:
    """The span that was promised, the one expected now and what it rests on; or why there is no forecast to compare with."""
    notes: list[str] = []
    if isinstance(history.at_launch, Missing):
        notes.append(not_from_launch(history.at_launch))
    if history.outlook is not None:
        return [*notes, *range_words(history.outlook), rests_on(history.outlook.assumptions)]
    return (
        [*notes, *range_words(history.at_launch)] if isinstance(history.at_launch, LaunchForecast) else notes
    )

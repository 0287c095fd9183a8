"""Charts of how a campaign went: progress with its forecast, answer rate by hour, tries until somebody answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import streamlit as st

from components.campaign_everybody import everybody_or_none
from components.campaign_outlook import outlook_of
from components.charts import (
    attempts_chart,
    draw_chart,
    hours_and_weekdays_chart,
    hours_chart,
    progress_chart,
)
from components.charts.cache import made_once
from components.charts.chart import Chart
from components.charts.progress import ProgressBaseline
from components.console import console
from components.ui import format as form
from components.ui.messages import problems_shown
from components.words.forecast import not_from_launch, range_words, rests_on
from services.api.models import Call, Campaign
from services.calling_rules.call_window import CallWindow
from services.database.circuit_breaker import DatabaseAway
from services.forecast import Forecast
from services.launch import LaunchForecast, Missing
from services.results.intervals import Share
from services.results.outcomes import (
    Attempts,
    EndedCalls,
    Rates,
    answer_rate_by_hour,
    answer_rate_by_hour_and_weekday,
    attempts_until_answered,
    frame_of_calls,
    frame_of_people,
)
from services.results.progress import Progress, progress
from services.texts import _

MAX_AGE = timedelta(seconds=30)
Of = tuple[str, datetime]
"""Tells one history from every other: the campaign's id, and when it was read."""


@dataclass(frozen=True)
class History:
    """Counted once for all who look. `outlook` is None where the campaign is over or its people cannot be read;
    `at_launch` is what was expected when it was launched, or why that is not known."""

    hours: Rates
    week: dict[tuple[int, int], Share]
    attempts: Attempts
    progress: Progress
    outlook: Forecast | None
    at_launch: LaunchForecast | Missing
    over: bool
    at: datetime


def draw_progress(campaign: Campaign) -> None:
    """How it went on, with its forecast. Nothing before the first call."""
    _draw_what_came(campaign, _draw_progress)


def draw_answers(campaign: Campaign) -> None:
    """When people answered, and at which try. Nothing before the first call."""
    _draw_what_came(campaign, _draw_answers)


def _draw_what_came(campaign: Campaign, draw: Callable[[History, Of], None]) -> None:
    if campaign.contacts_called == 0:
        return
    with problems_shown():
        # one that has just ended is not shown as it was while it ran
        key = f"campaign:{campaign.id}:history" + (":over" if campaign.status.is_over else "")
        read = console().reads.get(key, lambda: _history(campaign), MAX_AGE)
        if read.value is not None:
            draw(read.value, (campaign.id, read.fetched_at))


def _draw_progress(history: History, of: Of) -> None:
    chart = made_once(lambda: _progress_chart(history), "progress", *of)
    draw_chart(chart, "progress", section=_("How it went"))


def _draw_answers(history: History, of: Of) -> None:
    st.subheader(_("When people answer"))
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
    return replace(chart, notes=[*chart.notes, *_notes(history)])


def _notes(history: History) -> list[str]:
    """The span that was promised, the one expected now and what it rests on; or why there is no forecast to compare with."""
    notes = [] if history.over else [_("As of {time}.").format(time=form.moment(history.at))]
    if isinstance(history.at_launch, Missing):
        notes.append(not_from_launch(history.at_launch))
    if history.outlook is not None:
        return [*notes, *range_words(history.outlook), rests_on(history.outlook.assumptions)]
    return (
        [*notes, *range_words(history.at_launch)] if isinstance(history.at_launch, LaunchForecast) else notes
    )


def _history(campaign: Campaign) -> History | None:
    table = _table(campaign)
    if table is None:
        return None
    over = campaign.status.is_over
    at_launch = _at_launch(campaign)
    # of one that is over the people are read only where there is something to compare them with
    compared = not over or isinstance(at_launch, LaunchForecast)
    everybody = (everybody_or_none(campaign) or []) if compared else []
    now = console().api.clock.now()
    return History(
        answer_rate_by_hour(table),
        answer_rate_by_hour_and_weekday(table),
        attempts_until_answered(table),
        progress(table, campaign.total_contacts or len(everybody), everybody, until=None if over else now),
        outlook_of(campaign),
        at_launch,
        over,
        now,
    )


def _at_launch(campaign: Campaign) -> LaunchForecast | Missing:
    try:
        return console().launch_forecasts.of(campaign.id)
    except DatabaseAway:
        return Missing.NOT_READ


def _table(campaign: Campaign) -> EndedCalls | None:
    """From the call log where it is open and holds the campaign whole, else from its people. None where neither tells of
    the calls there were: somebody was called."""
    listed: Sequence[Call] | None = console().deployment.calls(campaign.id).value
    calls = [call for call in listed or [] if call.started_at]  # of the others nothing can be counted
    window = CallWindow.from_campaign(campaign)
    called = campaign.contacts_called
    if calls and called is not None and len({call.campaign_contact_id for call in calls}) >= called:
        return frame_of_calls(calls, otherwise=window.zone())
    people = everybody_or_none(campaign)
    if people is not None and any(one.attempts or one.last_attempt_at for one in people):
        return frame_of_people(people, otherwise=window.zone())
    return frame_of_calls(calls, otherwise=window.zone()) if calls else None

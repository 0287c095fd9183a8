"""Strip of a week: on which days and at which hours a campaign calls in the coming seven days, on the manager's own clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

import plotly.graph_objects as go
import streamlit as st

from components.campaign_form.window_strip import CALLING, clock_of, hours_axis, joined_hours
from components.ui import formats
from components.ui.markdown import plotly_text
from components.words.calling_days import date_words, holiday_words, weekday
from services.calling_days.calendar import Calendar, WhyClosed
from services.texts import _

DAYS = 7


class StripDay(NamedTuple):
    """One day of the manager's: open spans in hours from midnight, and why there are none or fewer."""

    day: date
    spans: Sequence[tuple[float, float]]
    why: str = ""


def draw_week_strip(calendar: Calendar, now: datetime) -> None:
    """Draw the seven days from today on."""
    week = strip_days(calendar, now, formats.viewer_zone())
    title = week_title(week)
    st.markdown(f"**{title}**")
    st.plotly_chart(_figure(week), key="week-strip", config={"displayModeBar": False}, alt=_alt(title, week))


def strip_days(calendar: Calendar, now: datetime, here: tzinfo) -> list[StripDay]:
    """For all people together: somebody may be called in each span."""
    zones = list(dict.fromkeys(one.timezone for one in calendar.people)) or [None]
    today = now.astimezone(here).date()
    found: list[StripDay] = []
    for ahead in range(DAYS):
        day = today + timedelta(days=ahead)
        midnight = datetime.combine(day, time(), here)
        following = datetime.combine(day + timedelta(days=1), time(), here)
        spans = [
            ((opening - midnight) / timedelta(hours=1), (closing - midnight) / timedelta(hours=1))
            for zone in zones
            for opening, closing in calendar.spans(midnight, following, zone)
        ]
        found.append(StripDay(day, joined_hours(spans), _why(calendar, day)))
    return found


def week_title(week: Sequence[StripDay]) -> str:
    """The answer in words: "On your clock, calls are placed Mon–Fri 08:00–20:00, Sat 09:00–18:00"."""
    open_days = sorted((one for one in week if one.spans), key=lambda one: one.day.weekday())
    if not open_days:
        return _("Nobody is called in the coming seven days")
    groups: list[list[StripDay]] = []
    for one in open_days:
        if groups and groups[-1][-1].spans == one.spans:
            groups[-1].append(one)
        else:
            groups.append([one])
    return _("On your clock, calls are placed {hours}").format(hours=", ".join(map(_group_words, groups)))


def _group_words(group: Sequence[StripDay]) -> str:
    follow = group[-1].day.weekday() - group[0].day.weekday() == len(group) - 1
    if len(group) > 2 and follow:
        days = f"{weekday(group[0].day.weekday())}–{weekday(group[-1].day.weekday())}"
    else:
        days = ", ".join(weekday(one.day.weekday()) for one in group)
    return f"{days} {_spans_words(group[0])}"


def _spans_words(one: StripDay) -> str:
    return ", ".join(f"{clock_of(start)}–{clock_of(end)}" for start, end in one.spans)


def _why(calendar: Calendar, day: date) -> str:
    special = calendar.closed_because(day)
    if special is None:
        return ""
    if special.holiday is not None:
        return holiday_words(special.holiday)
    if special.why is WhyClosed.ENDED:
        return _("after the last day")
    if special.single is not None and special.single.reason:
        return special.single.reason
    return _("no calls") if special.closed else ""


def _figure(week: Sequence[StripDay]) -> go.Figure:
    bars = [(one, start, end) for one in week for start, end in one.spans]
    figure = go.Figure(
        go.Bar(
            orientation="h",
            y=[date_words(one.day) for one, _start, _end in bars],
            base=[start for _one, start, _end in bars],
            x=[end - start for _one, start, end in bars],
            hovertext=[
                f"{date_words(one.day)}: {clock_of(start)}–{clock_of(end)}" for one, start, end in bars
            ],
            hoverinfo="text",
            marker={"color": CALLING},
            width=0.6,
        )
    )
    for one in week:
        if one.why:
            figure.add_annotation(
                x=one.spans[-1][1] if one.spans else 0,
                y=date_words(one.day),
                text=plotly_text(one.why),
                showarrow=False,
                xanchor="left",
                xshift=6,
            )
    hours_axis(figure)
    figure.update_yaxes(
        categoryorder="array",
        categoryarray=[date_words(one.day) for one in week],
        range=[len(week) - 0.5, -0.5],
        fixedrange=True,
    )
    figure.update_layout(
        height=56 + 24 * len(week), margin={"l": 0, "r": 8, "t": 4, "b": 24}, showlegend=False
    )
    return figure


def _alt(title: str, week: Sequence[StripDay]) -> str:
    rows = "; ".join(
        f"{date_words(one.day)}: {_spans_words(one) or '–'}{f' ({one.why})' if one.why else ''}"
        for one in week
    )
    return f"{title}. {rows}"

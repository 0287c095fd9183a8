"""Heat map of answers: when people answer, by hour and by weekday, on the clock of the people called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import plotly.graph_objects as go
from babel.dates import get_day_names

from components.charts.chart import (
    ACCENT,
    FEW_BARS,
    QUIET,
    Chart,
    draw_chart,
    figure,
    room_for_bars,
    share_scale,
)
from components.ui import formats
from services.results.insights import BestHour, Sureness, best_hour
from services.results.intervals import FEW, Share
from services.results.outcomes import FigureSource, Rates
from services.texts import _, language, ngettext

HEIGHT = 280
UNSURE_OPACITY = 0.35
WEEKDAYS = range(7)
EVERY = 2  # hours: “11 AM” beside “12 PM” has no room on a phone


def draw_hours(rates: Rates, key: str) -> None:
    draw_chart(hours_chart(rates), key)


def draw_hours_and_weekdays(by: Mapping[tuple[int, int], Share], source: FigureSource, key: str) -> None:
    draw_chart(hours_and_weekdays_chart(by, source), key)


def hours_chart(rates: Rates) -> Chart:
    """Answer rate by hour; its title names the best one with how sure that is."""
    name = _("answer rate by hour")
    if not rates.by:
        return Chart(name, _("No call has ended yet."))
    hours = range(min(rates.by), max(rates.by) + 1)
    words = [on_the_clock(hour) for hour in sorted(rates.by)]
    shares = [rates.by[hour] for hour in sorted(rates.by)]
    return Chart(
        name=name,
        title=best_hour_sentence(best_hour(rates)),
        figure=_bars([on_the_clock(hour) for hour in hours], words, shares),
        alt="; ".join(f"{word}: {_hover(one)}" for word, one in zip(words, shares, strict=True)),
        header=[_("Hour"), _("Calls"), _("Answered"), _("Answer rate"), _("At least"), _("At most")],
        rows=[[word, one.of, one.count, *_interval(one)] for word, one in zip(words, shares, strict=True)],
        source=rates.source,
        notes=_notes(rates),
    )


def best_hour_sentence(best: BestHour) -> str:
    """The best hour to call, said with how sure it is."""
    if best.hour is None or best.rate is None or best.rest is None:
        return _("Too few calls yet to name the best hour to call.")
    sentences = {
        Sureness.SURE: _("The best hour to call is {hours}: {rate} answer, against {rest} at other hours."),
        Sureness.LIKELY: _(
            "The best hour to call is probably {hours}: {rate} answer, against {rest} at other hours."
        ),
        Sureness.UNSURE: _(
            "No hour stands out: the highest, {hours}, has {rate} against {rest}, which may be chance."
        ),
    }
    return sentences[best.sureness].format(
        hours=hour_word(best.hour),
        rate=formats.percent(best.rate.value),
        rest=formats.percent(best.rest.value),
    )


def hours_and_weekdays_chart(by: Mapping[tuple[int, int], Share], source: FigureSource) -> Chart:
    """Answer rate of each hour of the week; where there are few calls the field is empty but for their number."""
    name = _("answer rate by hour and weekday")
    if not by:
        return Chart(name, _("No call has ended yet."))
    hours = range(min(hour for _day, hour in by), max(hour for _day, hour in by) + 1)
    days = [weekday_word(day, "abbreviated") for day in WEEKDAYS]
    cells = [[by.get((day, hour)) for hour in hours] for day in WEEKDAYS]
    drawn = figure(
        go.Heatmap(
            x=[on_the_clock(hour) for hour in hours],
            y=days,
            z=[[one.value if one and not one.unsure else None for one in row] for row in cells],
            text=[[_cell(one) for one in row] for row in cells],
            texttemplate="%{text}",
            # dark enough throughout for Plotly to write in white, which both themes leave readable
            colorscale=[[0.0, "#4a86c8"], [1.0, "#164684"]],
            showscale=False,
            xgap=2,
            ygap=2,
            hoverinfo="skip",
            hoverongaps=False,
        ),
        height=HEIGHT + 40,
        yaxis={"autorange": "reversed", "showgrid": False},
        xaxis={"type": "category", "showgrid": False, "side": "top", "tickangle": 0, "dtick": EVERY},
    )
    return Chart(
        name=name,
        title=_week_title(by),
        figure=drawn,
        alt=_week_title(by),
        header=[_("Weekday"), _("Hour"), _("Calls"), _("Answered"), _("Answer rate")],
        rows=[
            [weekday_word(day), hour_word(hour), one.of, one.count, formats.percent(one.value, 1)]
            for (day, hour), one in sorted(by.items())
        ],
        source=source,
        notes=[_("Fields with fewer than {count} calls show only how many there were.").format(count=FEW)],
    )


def on_the_clock(hour: int) -> str:
    """A full hour for who sees nothing beside it: "14 Uhr", "2 PM"."""
    said = formats.hour(hour)
    return _("{hour} o'clock").format(hour=said) if language().entry_clock == "24h" else said


def hour_word(hour: int) -> str:
    """10 → "10–11"."""
    return formats.hours(hour, hour + 1)


def weekday_word(day: int, width: Literal["wide", "abbreviated"] = "wide") -> str:
    """0 → "Monday"."""
    return get_day_names(width, "stand-alone", formats.locale())[day]


def _cell(one: Share | None) -> str:
    if one is None:
        return ""
    return f"({formats.number(one.of)})" if one.unsure else formats.percent(one.value)


def _week_title(by: Mapping[tuple[int, int], Share]) -> str:
    sure = {slot: one for slot, one in by.items() if not one.unsure}
    if not sure:
        return _("Too few calls yet to tell the hours of the week apart.")
    day, hour = max(sure, key=lambda slot: sure[slot].value or 0.0)
    return _("Highest answer rate so far: {weekday} {hours}, {rate}.").format(
        weekday=weekday_word(day), hours=hour_word(hour), rate=_hover(sure[day, hour])
    )


def _bars(axis: Sequence[str], words: Sequence[str], shares: Sequence[Share]) -> go.Figure:
    """`axis` has the hours between as well, in which nobody was called."""
    values = [one.value or 0.0 for one in shares]
    bars = go.Bar(
        x=words,
        y=values,
        marker={
            "color": ACCENT,
            "opacity": [UNSURE_OPACITY if one.unsure else 1.0 for one in shares],
            "pattern": {"shape": ["/" if one.unsure else "" for one in shares]},
        },
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [one.high - value for one, value in zip(shares, values, strict=True)],
            "arrayminus": [value - one.low for one, value in zip(shares, values, strict=True)],
            "color": QUIET,
            "thickness": 1,
            "width": 3,
        },
        customdata=[_hover(one) for one in shares],
        hovertemplate="%{x}: %{customdata}<extra></extra>",
    )
    # A handful of calls may mean anything up to 100 %; that must not flatten what is known.
    certain = [one for one in shares if not one.unsure] or shares
    ceiling = min(max(one.high for one in certain) * 1.1, 1.0)
    return figure(
        bars,
        height=HEIGHT,
        xaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": list(axis),
            "range": room_for_bars(len(axis)),
            "showgrid": False,
            "tickangle": 0,
            "dtick": EVERY if len(axis) > FEW_BARS else 1,
        },
        yaxis=share_scale(ceiling),
    )


def _hover(one: Share) -> str:
    said = ngettext(
        "{percent} of {count} call ({low} to {high})", "{percent} of {count} calls ({low} to {high})", one.of
    )
    return said.format(
        percent=formats.percent(one.value),
        count=formats.number(one.of),
        low=formats.percent(one.low),
        high=formats.percent(one.high),
    )


def _interval(one: Share) -> list[str]:
    return [formats.percent(one.value, 1), formats.percent(one.low, 1), formats.percent(one.high, 1)]


def _notes(rates: Rates) -> list[str]:
    notes = [_("On the clock of the people called. Thin lines show the uncertainty, pale bars few calls.")]
    if rates.unplaced:
        notes.append(
            ngettext(
                "{count} call is left out: nobody knows the local time there.",
                "{count} calls are left out: nobody knows the local time there.",
                rates.unplaced,
            ).format(count=formats.number(rates.unplaced))
        )
    return notes

"""Forecast chart: what it says of a campaign, against the settings before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from components.charts import forecast_chart, forecast_title
from services.calling_rules.call_window import CallWindow
from services.calling_rules.retry_rules import RetryRules
from services.forecast import Forecast, Situation, forecast
from services.texts import set_language

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def outlook(concurrency: int = 3) -> Forecast:
    made = forecast(Situation(NOON, {"Europe/Berlin": 2000}), CallWindow(), concurrency, RetryRules())
    assert made is not None
    return made


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def test_more_at_once_is_said_against_the_end_there_was_before() -> None:
    title = forecast_title(outlook(5), outlook(3))

    assert title.startswith(("Probably done on Tue, 24", "Probably done on Wed, 25"))
    assert " instead of " in title


def test_both_are_drawn_where_the_end_moves() -> None:
    more, same = forecast_chart(outlook(5), outlook(3)), forecast_chart(outlook(3), outlook(3))

    assert "The dotted line: with the settings before." in more.notes
    assert "The dotted line: with the settings before." not in same.notes


def test_a_difference_nobody_notices_is_not_said() -> None:
    now = outlook()
    assert now.finish is not None
    a_little_later = replace(now, finish=now.finish + timedelta(minutes=5))

    assert " instead of " not in forecast_title(a_little_later, now)


def test_the_span_of_the_end_is_shaded_and_said_to_be() -> None:
    chart = forecast_chart(outlook())
    assert chart.figure is not None
    layout: Any = chart.figure.layout
    assert sum(one.type == "rect" for one in layout.shapes) == 1
    assert any(note.endswith("(shaded).") for note in chart.notes)

    open_ended: Any = forecast_chart(replace(outlook(), latest=None)).figure
    assert all(one.type != "rect" for one in open_ended.layout.shapes)


def test_an_end_out_of_sight_is_a_sentence() -> None:
    assert (
        forecast_title(replace(outlook(), finish=None), None)
        == "With these settings it takes more than two years."
    )


def test_it_says_when_it_rests_on_assumptions_only() -> None:
    assumed = forecast_chart(outlook())
    measured = forecast_chart(replace(outlook(), assumptions=replace(outlook().assumptions, calls=500)))

    assert "not yet on calls of your own" in " ".join(assumed.notes)
    assert "not yet on calls of your own" not in " ".join(measured.notes)


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Probably done on"), ("de", "Voraussichtlich fertig am")]
)
def test_it_speaks_both_languages_and_its_figures_can_be_downloaded(language: str, word: str) -> None:
    set_language(language)

    chart = forecast_chart(outlook())

    assert chart.alt.startswith(word)
    assert len(chart.rows) > 10


def test_who_is_not_done_on_the_last_day_is_told_with_the_day() -> None:
    cut_off = replace(outlook(), finish=None, latest=None, last_day=date(2026, 12, 18), not_done=41.6)

    assert forecast_title(cut_off, None) == "On the last day, 18 Dec 2026, about 42 people will not be done."

"""Quiet times of a chart over time: nights are left out, the hours in which people are called are not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from components.charts.quiet_times import axis_without, elapsed, quiet_times, said_of, seams
from services.texts import set_language

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def line(*points: tuple[float, float]) -> Any:
    """Hours after Monday at nine, and people."""
    return SimpleNamespace(x=[MONDAY + timedelta(hours=at) for at, _ in points], y=[y for _, y in points])


def days(count: int, *later: int) -> Any:
    """From nine to five on so many days and those `later` ones ten people more, level through the night."""
    called = enumerate((*range(count), *later))
    return line(
        *(point for nth, day in called for point in ((24 * day, 10 * nth), (24 * day + 8, 10 * nth + 10)))
    )


def test_a_night_is_left_out_between_a_moment_after_the_last_call_and_one_before_the_first() -> None:
    ((begin, end),) = quiet_times([days(2)])

    assert MONDAY + timedelta(hours=8) < begin < MONDAY + timedelta(hours=9)
    assert MONDAY + timedelta(hours=23) < end < MONDAY + timedelta(hours=24)
    assert len(said_of([(begin, end)])) == len(seams([(begin, end)])) == 1


def test_what_any_line_tells_is_shown() -> None:
    at_night = line((12, 3), (18, 4))

    left_out = quiet_times([days(2), at_night])

    for moment in (*at_night.x, *days(2).x):
        assert not any(begin < moment < end for begin, end in left_out)


@pytest.mark.parametrize("level", [line((0, 5), (48, 5)), line((0, 1), (1, 2), (3, 2), (4, 3))])
def test_a_short_pause_and_a_line_that_never_moves_are_shown_whole(level: Any) -> None:
    assert quiet_times([level]) == []
    assert said_of([]) == []
    assert axis_without([], level.x[0], level.x[-1]) == {}


def test_the_time_between_two_moments_is_counted_without_what_is_left_out() -> None:
    quiet = quiet_times([days(3)])

    assert elapsed(MONDAY, MONDAY + 2 * DAY, quiet) == timedelta(hours=2 * 8 + 2 * 0.5)
    assert elapsed(MONDAY, quiet[0][0], quiet) == timedelta(hours=8, minutes=15)
    assert elapsed(quiet[0][0], quiet[0][1], quiet) == timedelta()


@pytest.mark.parametrize("called", [(2,), (3,), (5,), (9,), (40,), (6, 20)], ids=str)
def test_the_axis_has_a_few_marks_and_none_in_what_is_left_out(called: tuple[int, ...]) -> None:
    lines = [days(*called)]
    quiet = quiet_times(lines)

    axis = axis_without(quiet, lines[0].x[0], lines[0].x[-1])

    marks = axis["tickvals"]
    assert 2 <= len(marks) <= 5
    assert all(lines[0].x[0] <= mark <= lines[0].x[-1] for mark in marks)
    assert not any(begin < mark < end for begin, end in quiet for mark in marks)
    assert all(before < after for before, after in pairwise(marks))

"""Timetable: when calls may begin, and the closed times between."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from services.keeper.timetable import Rest, Span, Timetable, together, without

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)


def at(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


class Calendar:
    """Spans in hours from noon."""

    def __init__(self, openings: Sequence[tuple[float, float]], holds: Sequence[tuple[float, float]]) -> None:
        self._openings = [(at(begins), at(ends)) for begins, ends in openings]
        self._holds = [(at(begins), at(ends)) for begins, ends in holds]

    def openings(self, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
        return _within(self._openings, since, until)

    def holds(self, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
        return _within(self._holds, since, until)


def _within(
    spans: list[tuple[datetime, datetime]], since: datetime, until: datetime
) -> list[tuple[datetime, datetime]]:
    return [(max(a, since), min(b, until)) for a, b in spans if a < until and b > since]


def test_a_closed_time_is_from_the_last_call_before_it_to_the_first_after_it() -> None:
    weekend = Timetable.of(Calendar([(-3, 5), (69, 77)], [(21, 29), (45, 53)]), NOON)
    assert weekend.next_rest(NOON) == Rest(at(5), at(69))
    assert weekend.next_rest(at(30)) == Rest(at(5), at(69))
    assert weekend.next_rest(at(60)) is None
    assert weekend.next_opening(at(10)) == at(69)


def test_a_night_in_which_the_platform_calls_nobody_is_no_closed_time() -> None:
    assert Timetable.of(Calendar([(-3, 5), (21, 29)], []), NOON).next_rest(NOON) is None


def test_an_opening_in_a_closed_time_for_some_is_none() -> None:
    lunch = Timetable.of(Calendar([(-3, 5)], [(1, 2)]), NOON)
    assert lunch.may == (Span(at(0), at(1)), Span(at(2), at(5)))
    assert lunch.next_rest(NOON) == Rest(at(1), at(2))


def test_an_opening_too_short_to_go_on_for_is_none() -> None:
    short = Calendar([(-3, 1), (2, 2.02), (4, 8)], [(1, 2), (2.02, 4)])
    assert Timetable.of(short, NOON, shortest=timedelta(minutes=3)).next_rest(NOON) == Rest(at(1), at(4))


@pytest.mark.parametrize("days", [8, 30, 100])
def test_it_looks_as_far_as_it_takes_to_find_an_opening(days: int) -> None:
    closed = Calendar([(-3, 1), (24 * days, 24 * days + 8)], [(1, 24 * days)])
    assert Timetable.of(closed, NOON).next_rest(NOON) == Rest(at(1), at(24 * days))


def test_where_no_day_is_open_any_more_there_is_no_opening() -> None:
    over = Timetable.of(Calendar([(-3, 1)], [(1, 24 * 400)]), NOON)
    assert over.next_rest(NOON) == Rest(at(1), None)
    assert not over.is_right(at(2))


def test_spans_are_put_together_and_taken_away() -> None:
    spans = together([(at(3), at(5)), (at(0), at(2)), (at(2), at(3)), (at(7), at(7))])
    assert spans == [Span(at(0), at(5))]
    assert without(spans, [Span(at(1), at(2)), Span(at(4), at(9))]) == [
        Span(at(0), at(1)),
        Span(at(2), at(4)),
    ]

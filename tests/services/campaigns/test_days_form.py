"""Calling days as they are typed: hours as people write them, and what keeps them from being sent."""

from __future__ import annotations

from datetime import date, time

import pytest

from services.calling_days.days import CLOSED, DAILY, CallingDays
from services.calling_rules.call_window import CallWindow
from services.campaigns.days_form import TypedDays, read_hours
from services.campaigns.form import FieldFault, Flaw

TODAY = date(2026, 7, 14)
OFFICE = CallWindow(time(9), time(17))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("10:00–14:00", ((600, 840),)),
        ("10-14", ((600, 840),)),
        ("10 bis 14 Uhr", ((600, 840),)),
        ("10.30 - 14", ((630, 840),)),
        ("9:00 to 12:15", ((540, 735),)),
        ("10:00–13:00, 14:00–18:00", ((600, 780), (840, 1080))),
        ("10-13 14-18", ((600, 780), (840, 1080))),
        ("20-24", ((1200, 1440),)),
        ("10:00\xa0AM–2:00\xa0PM", ((600, 840),)),
        ("9 a.m. to 12 p.m., 1pm - 5pm", ((540, 720), (780, 1020))),
        ("1-5 PM", ((780, 1020),)),
        ("8 PM–12 AM", ((1200, 1440),)),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, read: tuple[tuple[int, int], ...]) -> None:
    assert read_hours(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "10",
        "14-10",
        "10-10",
        "9-25",
        "10:75-12",
        "13-18, 10-12",
        "ten to two",
        "10-",
        "10-2 PM",
        "13-5 PM",
        "0 AM-5 PM",
    ],
)
def test_what_is_no_hours_is_not_guessed(typed: str) -> None:
    assert read_hours(typed) is None


def test_a_day_whose_hours_cannot_be_read_is_closed_until_they_can() -> None:
    week, unread = TypedDays.of_week({0: None, 5: "noon"})

    assert week == (DAILY, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED)
    assert unread == {5}
    assert TypedDays(CallingDays(week), unread).faults(OFFICE, TODAY) == [
        FieldFault("hours_of_5", Flaw.UNREADABLE)
    ]


def test_hours_that_the_daily_window_never_reaches_are_said() -> None:
    saturday = CallingDays(week=(*(DAILY,) * 5, ((18 * 60, 20 * 60),), CLOSED))

    assert TypedDays(saturday).faults(OFFICE, TODAY) == [FieldFault("hours_of_5", Flaw.WINDOW_EMPTY)]
    assert TypedDays(saturday).faults(CallWindow(time(22), time(19)), TODAY) == []


def test_no_day_and_a_last_day_that_is_over_are_said() -> None:
    none = CallingDays(week=(CLOSED,) * 7, last_day=date(2026, 7, 13))

    assert TypedDays(none).faults(OFFICE, TODAY) == [
        FieldFault("weekdays", Flaw.MISSING),
        FieldFault("last_day", Flaw.IN_THE_PAST),
    ]
    assert TypedDays(CallingDays(last_day=TODAY)).faults(OFFICE, TODAY) == []

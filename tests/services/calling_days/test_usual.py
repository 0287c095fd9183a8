"""Default calling days of a new campaign, by the table of legal hours that comes with the console."""

from __future__ import annotations

from datetime import time

from services.calling_days.days import CLOSED, DAILY
from services.calling_days.usual import usual_hours
from services.calling_rules.calling_hours import CallingHoursTable

TABLE = CallingHoursTable().read()


def test_in_germany_monday_to_friday_from_8_to_20_saturday_from_9_to_18_no_sundays_no_holidays() -> None:
    usual = usual_hours(TABLE, ["DE"])
    assert (usual.start, usual.end) == (time(8), time(20))
    assert usual.days.week == (*(DAILY,) * 5, ((540, 1080),), CLOSED)
    assert usual.days.holidays_closed


def test_in_france_there_is_a_break_at_noon_and_no_weekend() -> None:
    usual = usual_hours(TABLE, ["FR"])
    assert (usual.start, usual.end) == (time(10), time(20))
    assert usual.days.week == (*(((600, 780), (840, 1200)),) * 5, CLOSED, CLOSED)


def test_people_of_several_places_have_what_all_places_allow() -> None:
    usual = usual_hours(TABLE, ["DE", "US-TX"])
    assert (usual.start, usual.end) == (time(9), time(20))
    assert usual.days.week == (*(DAILY,) * 5, ((540, 1080),), CLOSED)


def test_a_place_of_which_nothing_is_known_has_office_hours_and_no_weekend() -> None:
    for places in (["AT"], []):
        usual = usual_hours(TABLE, places)
        assert (usual.start, usual.end) == (time(9), time(17))
        assert usual.days.week == (*(DAILY,) * 5, CLOSED, CLOSED)
        assert usual.days.holidays_closed


def test_without_a_table_nothing_but_office_hours_is_allowed() -> None:
    assert usual_hours(None, ["DE"]).days.week == (*(DAILY,) * 5, CLOSED, CLOSED)


def test_in_florida_every_day_is_open_and_holidays_too() -> None:
    usual = usual_hours(TABLE, ["US-FL"])
    assert (usual.start, usual.end) == (time(8), time(20))
    assert usual.days.every_day

"""Numbers, dates and times in the form of the person's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from components.ui import formats
from services import texts

AT = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    texts.set_language(request.param)
    yield request.param
    texts.set_language("en")


def test_it_writes_numbers(language: str) -> None:
    assert formats.number(1234.5, 1) == {"en": "1,234.5", "de": "1.234,5"}[language]
    assert formats.number(1000000) == {"en": "1,000,000", "de": "1.000.000"}[language]
    assert formats.number(0) == "0"


def test_it_writes_percentages(language: str) -> None:
    assert formats.percent(0.256) == {"en": "26%", "de": "26\xa0%"}[language]
    assert formats.percent(0.256, 1) == {"en": "25.6%", "de": "25,6\xa0%"}[language]
    assert formats.percent(1.0) == {"en": "100%", "de": "100\xa0%"}[language]


def test_it_writes_moments_in_a_zone(language: str) -> None:
    expected = {"en": "23 Nov 2026, 14:05", "de": "23.\u00a0Nov. 2026, 14:05"}[language]

    assert formats.moment(AT, BERLIN) == expected


def test_it_leaves_out_what_goes_without_saying(language: str) -> None:
    assert formats.near_moment(AT, AT + timedelta(hours=5)) == "13:05"
    assert formats.near_moment(AT, AT - timedelta(days=6)) == {"en": "Mon 13:05", "de": "Mo. 13:05"}[language]
    assert formats.near_moment(AT, AT + timedelta(days=7)) == formats.day(AT.date())
    assert formats.near_moment(None, AT) == "–"


def test_a_weekday_of_long_ago_is_a_date(language: str) -> None:
    assert (
        formats.recent_moment(AT, AT + timedelta(days=6)) == {"en": "Mon 13:05", "de": "Mo. 13:05"}[language]
    )
    assert formats.recent_moment(AT, AT + timedelta(days=7)) == formats.moment(AT)
    assert formats.recent_moment(None, AT) == "–"


@pytest.fixture
def american() -> Iterator[None]:
    texts.set_language("en-US")
    yield
    texts.set_language("en")


def test_an_american_reads_the_month_first_and_twelve_hours(american: None) -> None:
    assert formats.moment(AT, BERLIN) == "Nov\xa023, 2026, 2:05\xa0PM"
    assert formats.weekday_moment(AT, BERLIN) == "Mon 2:05\xa0PM"
    assert formats.day(AT.date()) == "Nov 23, 2026"
    assert formats.clock(time(0, 30)) == "12:30\xa0AM"
    assert [formats.hours(hour, hour + 1) for hour in (9, 11, 23)] == [
        "9–10\xa0AM",
        "11\xa0AM–12\xa0PM",
        "11\xa0PM–12\xa0AM",
    ]
    assert texts.language().name == "English"
    assert texts.as_written_there("de", "en-US") == "de"


def test_it_writes_weekdays(language: str) -> None:
    assert formats.weekday_moment(AT, BERLIN) == {"en": "Mon 14:05", "de": "Mo. 14:05"}[language]


def test_it_writes_days_and_clock_times(language: str) -> None:
    assert formats.day(date(2026, 11, 3)) == {"en": "3 Nov 2026", "de": "03.11.2026"}[language]
    assert formats.clock(time(9, 0)) == "09:00"


def test_it_writes_how_long_something_takes(language: str) -> None:
    assert formats.duration(timedelta(minutes=3)) == {"en": "3 minutes", "de": "3 Minuten"}[language]
    assert formats.duration(7200.0) == {"en": "2 hours", "de": "2 Stunden"}[language]
    left = [formats.time_left(timedelta(seconds=seconds)) for seconds in (0, 1, 88, 90, 240)]
    assert (
        left
        == {
            "en": ["10 seconds", "10 seconds", "90 seconds", "90 seconds", "4 minutes"],
            "de": ["10 Sekunden", "10 Sekunden", "90 Sekunden", "90 Sekunden", "4 Minuten"],
        }[language]
    )


def test_it_writes_how_long_ago_something_was(language: str) -> None:
    assert (
        formats.ago(AT - timedelta(minutes=5), AT) == {"en": "5 minutes ago", "de": "vor 5 Minuten"}[language]
    )


@pytest.mark.parametrize("age", [timedelta(), timedelta(seconds=59), timedelta(seconds=-30)])
def test_it_says_just_now_for_the_last_minute_and_for_clocks_that_differ(age: timedelta) -> None:
    assert formats.ago(AT - age, AT) == "just now"


@pytest.mark.parametrize(
    "form_of",
    [
        formats.number,
        formats.percent,
        formats.moment,
        formats.weekday_moment,
        formats.day,
        formats.clock,
        formats.duration,
    ],
)
def test_it_draws_a_dash_for_nothing(form_of: Callable[[None], str]) -> None:
    assert form_of(None) == formats.NOTHING

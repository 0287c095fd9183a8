"""Calendars of campaigns: hand-calculated days, and what holds for any of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calling_days.calendar import Calendar, WhyClosed
from services.calling_days.days import CLOSED, DAILY, CallingDays, DayHours, SingleDay
from services.calling_days.whose import Whose
from services.calling_rules.call_window import CallWindow

BERLIN, NEW_YORK, CHICAGO, PARIS = "Europe/Berlin", "America/New_York", "America/Chicago", "Europe/Paris"
OFFICE = CallWindow(time(9), time(17), BERLIN)
NIGHT = CallWindow(time(22), time(2), BERLIN)
SATURDAY_SHORT: tuple[DayHours, ...] = (DAILY, DAILY, DAILY, DAILY, DAILY, ((600, 840),), CLOSED)
GERMAN = CallingDays(SATURDAY_SHORT, holidays_closed=True)
DAY = timedelta(days=1)


def wall(text: str, zone: str = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def people(*places: str, zone: str = BERLIN) -> tuple[Whose, ...]:
    return (Whose(zone, (zone,), places),)


BERLINERS, BAVARIANS = people("DE-BE"), people("DE-BY")


def test_nothing_kept_is_the_window_itself() -> None:
    plain = Calendar(OFFICE)
    since, until = utc("2026-03-20T00:00:00"), utc("2026-04-12T00:00:00")
    assert plain.spans(since, until) == OFFICE.spans(since, until)
    assert plain.spans(since, until, NEW_YORK) == OFFICE.spans(since, until, NEW_YORK)


@pytest.mark.parametrize("whom", [BERLINERS, BAVARIANS])
def test_good_friday_is_closed_in_berlin_and_in_bavaria(whom: tuple[Whose, ...]) -> None:
    calendar = Calendar(OFFICE, GERMAN, whom)
    assert not calendar.is_open(wall("2026-04-03T10:00"))
    # after Thursday 17:00 comes Saturday 10:00
    assert calendar.next_opening(wall("2026-04-02T17:00")) == wall("2026-04-04T10:00")
    special = calendar.closed_because(date(2026, 4, 3))
    assert special and special.holiday
    assert (special.why, special.holiday.name) == (WhyClosed.HOLIDAY, "Good Friday")
    assert special.holiday.local["de"] == "Karfreitag"


def test_corpus_christi_is_closed_in_bavaria_and_open_in_berlin() -> None:
    at = wall("2026-06-04T10:00")
    assert not Calendar(OFFICE, GERMAN, BAVARIANS).is_open(at)
    assert Calendar(OFFICE, GERMAN, BERLINERS).is_open(at)


def test_a_holiday_of_some_of_the_people_costs_the_others_a_day_and_one_of_all_does_not() -> None:
    calendar = Calendar(OFFICE, GERMAN, BERLINERS + BAVARIANS)
    corpus_christi, whit_monday = date(2026, 6, 4), date(2026, 5, 25)
    coming = {special.day: special for special in calendar.coming(date(2026, 5, 20), 3)}
    assert calendar.costs_others(coming[corpus_christi])
    assert not calendar.costs_others(coming[whit_monday])
    assert not Calendar(OFFICE, GERMAN, BAVARIANS).costs_others(coming[corpus_christi])


def test_reformation_day_is_closed_in_brandenburg_and_not_in_berlin_or_bavaria() -> None:
    # a Tuesday in 2028
    at = wall("2028-10-31T10:00")
    assert not Calendar(OFFICE, GERMAN, people("DE-BB")).is_open(at)
    assert Calendar(OFFICE, GERMAN, BERLINERS).is_open(at)
    assert Calendar(OFFICE, GERMAN, BAVARIANS).is_open(at)


def test_where_the_state_is_not_known_a_holiday_of_any_state_closes() -> None:
    somewhere = Calendar(OFFICE, GERMAN, people("DE"))
    for day in ("2027-01-06", "2026-06-04", "2026-11-18", "2027-03-08", "2028-10-31"):
        assert not somewhere.is_open(wall(f"{day}T10:00")), day
    special = somewhere.closed_because(date(2026, 6, 4))
    assert (
        special
        and special.holiday
        and "DE-BY" in special.holiday.parts
        and "DE-BE" not in special.holiday.parts
    )


def test_somebody_who_knows_the_state_says_so_for_all_whose_number_does_not_tell() -> None:
    days = CallingDays(SATURDAY_SHORT, holidays_closed=True, parts=frozenset({"DE-BE"}))
    berliners = Calendar(OFFICE, days, people("DE"))
    assert berliners.is_open(wall("2026-06-04T10:00"))
    assert not berliners.is_open(wall("2027-03-08T10:00"))


def test_on_christmas_eve_calls_end_at_two_in_the_afternoon() -> None:
    calendar = Calendar(OFFICE, GERMAN, BERLINERS)
    assert calendar.is_open(wall("2026-12-24T13:59:59"))
    assert not calendar.is_open(wall("2026-12-24T14:00"))
    assert calendar.next_closing(wall("2026-12-24T09:00")) == wall("2026-12-24T14:00")
    # Friday 25 and Saturday 26 are holidays, 27 is a Sunday
    assert calendar.next_opening(wall("2026-12-24T14:00")) == wall("2026-12-28T09:00")


def test_the_days_ahead_that_are_not_as_usual_are_told_by_name() -> None:
    calendar = Calendar(OFFICE, GERMAN, BERLINERS)
    found = [
        (one.day.day, one.holiday.name, one.hours)
        for one in calendar.coming(date(2026, 12, 20), 2)
        if one.holiday
    ]
    assert found == [
        (24, "Christmas Eve", ((0, 840),)),
        (25, "Christmas Day", CLOSED),
        (26, "Second Day of Christmas", CLOSED),
        (31, "New Year's Eve", ((0, 840),)),
        (1, "New Year's Day", CLOSED),
    ]


def test_thanksgiving_is_closed_in_texas() -> None:
    texans = people("US-TX", zone=CHICAGO)
    calendar = Calendar(OFFICE, CallingDays(holidays_closed=True), texans)
    assert calendar.is_open(wall("2026-11-25T16:59", CHICAGO), CHICAGO)
    assert not calendar.is_open(wall("2026-11-26T10:00", CHICAGO), CHICAGO)


def test_the_fourteenth_of_july_is_closed_in_france_and_open_beside_the_rhine() -> None:
    at = wall("2026-07-14T10:00", PARIS)
    assert not Calendar(OFFICE, CallingDays(holidays_closed=True), people("FR", zone=PARIS)).is_open(
        at, PARIS
    )
    assert Calendar(OFFICE, GERMAN, BERLINERS).is_open(at)


def test_hours_over_midnight_end_at_midnight_before_a_closed_day() -> None:
    # Thursday night into Good Friday, and Friday night into Saturday
    days = CallingDays(holidays_closed=True)
    calendar = Calendar(NIGHT, days, BERLINERS)
    assert calendar.next_closing(wall("2026-04-02T23:00")) == wall("2026-04-03T00:00")
    assert not calendar.is_open(wall("2026-04-03T00:30"))
    assert not calendar.is_open(wall("2026-04-03T23:00"))
    assert calendar.next_opening(wall("2026-04-03T00:00")) == wall("2026-04-04T00:00")
    assert calendar.next_closing(wall("2026-04-04T00:00")) == wall("2026-04-04T02:00")


def test_saturday_has_hours_of_its_own_and_sunday_none() -> None:
    calendar = Calendar(OFFICE, GERMAN, BERLINERS)
    assert calendar.spans(wall("2026-07-17T12:00"), wall("2026-07-20T12:00")) == [
        (wall("2026-07-17T12:00"), wall("2026-07-17T17:00")),
        (wall("2026-07-18T10:00"), wall("2026-07-18T14:00")),
        (wall("2026-07-20T09:00"), wall("2026-07-20T12:00")),
    ]


# Berlin's clocks go from 02:00 to 03:00 on Sunday 29 March 2026 and from 03:00 to 02:00 on Sunday 25 October 2026.


def test_a_closed_sunday_is_closed_for_as_long_as_it_lasts_on_both_clock_changes() -> None:
    calendar = Calendar(CallWindow(time(0), time(23, 59, 59), BERLIN), GERMAN, BERLINERS)
    # Saturday ends at 14:00 (13:00 UTC in winter, 12:00 UTC in summer)
    assert calendar.next_opening(utc("2026-03-28T13:00:00")) == utc("2026-03-29T22:00:00")
    assert calendar.next_opening(utc("2026-10-24T12:00:00")) == utc("2026-10-25T23:00:00")


def test_an_hour_that_is_skipped_is_not_open_and_one_that_comes_twice_is_open_twice() -> None:
    early = CallWindow(time(2), time(3), BERLIN)
    since, until = utc("2026-03-28T12:00:00"), utc("2026-03-29T12:00:00")
    assert Calendar(early).spans(since, until) == []
    since, until = utc("2026-10-24T12:00:00"), utc("2026-10-25T12:00:00")
    assert Calendar(early).spans(since, until) == [(utc("2026-10-25T00:00:00"), utc("2026-10-25T02:00:00"))]


def test_a_single_date_is_closed_released_or_given_other_hours() -> None:
    days = (
        GERMAN.with_date(date(2026, 7, 15), SingleDay(CLOSED, "works outing", "Ada"))
        .with_date(date(2026, 4, 3), SingleDay(DAILY, "they asked for it", "Ada"))
        .with_date(date(2026, 7, 19), SingleDay(((600, 660),), "open day", "Ada"))
    )
    calendar = Calendar(OFFICE, days, BERLINERS)
    assert not calendar.is_open(wall("2026-07-15T10:00"))
    assert calendar.is_open(wall("2026-04-03T10:00"))
    assert calendar.is_open(wall("2026-07-19T10:30"))
    assert not calendar.is_open(wall("2026-07-19T11:00"))
    special = calendar.closed_because(date(2026, 7, 15))
    assert special and special.single and special.single.reason == "works outing"


def test_after_the_last_day_it_never_opens_again() -> None:
    days = CallingDays(last_day=date(2026, 7, 15))
    calendar = Calendar(OFFICE, days)
    assert calendar.is_open(wall("2026-07-15T16:59"))
    assert calendar.next_opening(wall("2026-07-15T17:00")) is None
    assert [one.why for one in calendar.coming(date(2026, 7, 15))] == [WhyClosed.ENDED]


def test_a_closed_day_of_some_people_holds_the_campaign_while_their_window_is_open() -> None:
    both = (*BERLINERS, *people("US-NY", zone=NEW_YORK))
    calendar = Calendar(OFFICE, CallingDays(holidays_closed=True), both)
    # 3 October is the day of German unity: Berlin's window is 09:00 to 17:00, which is 03:00 to 11:00 in New York
    assert calendar.is_held(wall("2026-10-03T10:00"))
    assert not calendar.is_open(wall("2026-10-03T10:30", NEW_YORK), NEW_YORK)
    assert calendar.next_opening(wall("2026-10-03T09:00", NEW_YORK), NEW_YORK) == wall(
        "2026-10-03T11:00", NEW_YORK
    )
    assert not calendar.is_held(wall("2026-10-03T18:00"))


def test_whoever_may_be_in_two_places_has_the_closed_days_of_both() -> None:
    moved = (Whose(None, (BERLIN, "Australia/Sydney"), ("DE", "AU")),)
    calendar = Calendar(OFFICE, CallingDays((*(DAILY,) * 6, CLOSED)), moved)
    # Saturday 16:30 in Berlin is Sunday in Sydney
    assert not calendar.is_open(wall("2026-07-18T16:30"))
    assert calendar.is_open(wall("2026-07-18T15:30"))


def test_days_that_are_not_understood_are_never_open() -> None:
    calendar = Calendar(OFFICE, CallingDays.from_json({"moon": "full"}), BERLINERS)
    assert calendar.next_opening(wall("2026-07-15T10:00")) is None
    assert not calendar.is_open(wall("2026-07-15T10:00"))


spans = st.lists(st.integers(0, 96), min_size=2, max_size=4, unique=True).map(
    lambda edges: tuple(zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)
day_hours: st.SearchStrategy[DayHours] = st.one_of(
    st.just(DAILY), st.just(CLOSED), spans.map(lambda found: tuple((a * 15, b * 15) for a, b in found))
)
zones = st.sampled_from([BERLIN, NEW_YORK, "Australia/Lord_Howe", "Asia/Kathmandu", "America/Santiago"])
clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
dates = st.dates(date(2026, 1, 1), date(2027, 1, 1))
calling_days = st.builds(
    CallingDays,
    st.tuples(*[day_hours] * 7),
    holidays_closed=st.booleans(),
    dates=st.dictionaries(dates, st.builds(SingleDay, day_hours), max_size=3),
    last_day=st.none() | dates,
)
whom = st.builds(
    lambda zone, places: Whose(zone, (zone,), tuple(places)),
    zones,
    st.lists(st.sampled_from(["DE", "DE-BY", "US-TX", "FR"]), max_size=2, unique=True),
)
calendars = st.builds(
    Calendar,
    st.builds(CallWindow, clocks, clocks, zones),
    calling_days,
    st.lists(whom, max_size=2, unique=True).map(tuple),
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda at: at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
)


@given(calendars, moments, zones)
def test_single_moments_agree_with_spans_and_openings_are_open(
    calendar: Calendar, at: datetime, zone: str
) -> None:
    open_spans = calendar.spans(at, at + 2 * DAY, zone)
    for step in range(0, 2 * 24 * 4, 3):
        moment = at + step * timedelta(minutes=15)
        inside = any(start <= moment < end for start, end in open_spans)
        assert calendar.is_open(moment, zone) is inside
    opening = calendar.next_opening(at, zone)
    if opening is not None:
        assert opening >= at
        assert calendar.is_open(opening, zone)
        closing = calendar.next_closing(opening, zone)
        assert closing is not None and closing > opening
        assert not calendar.is_open(closing, zone)
    elif open_spans:
        pytest.fail("spans are open, and no opening was found")


@given(calendars, moments, zones)
def test_nothing_is_open_on_a_closed_day_by_the_wall_clock_of_the_person_called(
    calendar: Calendar, at: datetime, zone: str
) -> None:
    for step in range(0, 3 * 24 * 4, 5):
        moment = at + step * timedelta(minutes=15)
        local = moment.astimezone(ZoneInfo(zone))
        if not calendar.is_open(moment, zone):
            continue
        assert calendar.window.is_open(moment, zone)
        hours = calendar.hours_on(local.date(), ())
        minute = local.hour * 60 + local.minute
        assert hours is None or any(start <= minute < end for start, end in hours)


@given(calendars, moments)
def test_while_it_is_held_nobody_is_called_wherever_they_are(calendar: Calendar, at: datetime) -> None:
    if calendar.is_held(at):
        assert not any(calendar.is_open(at, zone) for zone in (BERLIN, NEW_YORK, None))


@given(calling_days)
def test_what_is_stored_is_read_back(days: CallingDays) -> None:
    assert CallingDays.from_json(days.to_json()) == days


@given(
    st.recursive(
        st.none() | st.text() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_anything_else_that_is_stored_opens_no_day(stored: object) -> None:
    calendar = Calendar(OFFICE, CallingDays.from_json(stored))
    assert calendar.next_opening(wall("2026-07-15T10:00")) is None


def test_one_weekday_that_is_not_understood_is_closed_and_the_others_count() -> None:
    stored = CallingDays().to_json()
    stored["week"][2] = [["noon", 5]]
    calendar = Calendar(OFFICE, CallingDays.from_json(stored))
    assert not calendar.is_open(wall("2026-07-15T10:00"))
    assert calendar.is_open(wall("2026-07-16T10:00"))

"""Call windows by the wall clock of the person called: hand-calculated days."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.models import Campaign, CampaignStatus
from services.calling_rules.call_window import PRESETS, CallWindow, city_zones, find_zone, parse_clock

BERLIN = "Europe/Berlin"
NEW_YORK = "America/New_York"
KOLKATA = "Asia/Kolkata"
OFFICE = CallWindow(time(9), time(17), BERLIN)
NIGHT = CallWindow(time(22), time(2), BERLIN)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def campaign(**fields: object) -> Campaign:
    return Campaign.model_validate({"id": "c", "name": "Spring", "status": CampaignStatus.DRAFT, **fields})


def test_it_takes_the_platforms_defaults_where_a_campaign_gives_no_window() -> None:
    assert CallWindow.from_campaign(campaign()) == CallWindow(time(9), time(17), NEW_YORK, True)


def test_it_reads_clock_times_with_and_without_seconds() -> None:
    window = CallWindow.from_campaign(
        campaign(
            call_window_start="08:30",
            call_window_end="19:45:00",
            call_window_timezone=BERLIN,
            settings={"use_contact_timezone_for_call_window": False},
        )
    )
    assert window == CallWindow(time(8, 30), time(19, 45), BERLIN, False)


@pytest.mark.parametrize("text", ["", "9", "25:00", "nine", "09:61", "09:00:00:00x", None])
def test_it_knows_what_is_no_clock_time(text: str | None) -> None:
    assert parse_clock(text) is None


@pytest.mark.parametrize(
    ("at", "open_"),
    [
        ("2026-07-15T06:59:59", False),
        ("2026-07-15T07:00:00", True),
        ("2026-07-15T14:59:59", True),
        ("2026-07-15T15:00:00", False),
    ],
)
def test_its_start_is_inside_and_its_end_is_not(at: str, open_: bool) -> None:
    assert OFFICE.is_open(utc(at)) is open_


def test_it_is_read_in_the_contacts_own_zone() -> None:
    at = utc("2026-07-15T14:00:00")  # 16:00 in Berlin, 10:00 in New York
    assert OFFICE.is_open(at, NEW_YORK)
    assert OFFICE.next_opening(utc("2026-07-15T07:00:00"), NEW_YORK) == utc("2026-07-15T13:00:00")


def test_it_is_read_in_the_campaigns_zone_where_the_campaign_says_so_or_the_contact_has_none() -> None:
    at = utc("2026-07-15T07:30:00")
    fixed = CallWindow(time(9), time(17), BERLIN, use_contact_timezone=False)
    assert fixed.is_open(at, NEW_YORK)
    assert OFFICE.is_open(at, None)
    assert OFFICE.is_open(at, "Middle/Earth")
    assert not OFFICE.is_open(at, NEW_YORK)


@pytest.mark.parametrize("name", ["", "../etc/passwd", "Europe", "CET ", "a\0b", "x" * 500, None])
def test_it_takes_a_strange_zone_name_as_none(name: str | None) -> None:
    assert find_zone(name) is None


def test_it_spans_midnight() -> None:
    assert NIGHT.minutes_a_day == 240
    assert NIGHT.is_open(utc("2026-07-15T21:00:00"))  # 23:00
    assert NIGHT.is_open(utc("2026-07-15T23:59:00"))  # 01:59
    assert not NIGHT.is_open(utc("2026-07-16T00:00:00"))  # 02:00
    assert NIGHT.next_opening(utc("2026-07-16T00:00:00")) == utc("2026-07-16T20:00:00")
    assert NIGHT.next_closing(utc("2026-07-15T21:00:00")) == utc("2026-07-16T00:00:00")


def test_it_ends_at_midnight() -> None:
    window = CallWindow(time(18), time(0), BERLIN)
    assert window.minutes_a_day == 360
    assert window.next_closing(utc("2026-07-15T18:00:00")) == utc("2026-07-15T22:00:00")


def test_it_never_opens_where_start_and_end_are_the_same() -> None:
    empty = CallWindow(time(9), time(9), BERLIN)
    assert empty.minutes_a_day == 0
    assert not empty.is_open(utc("2026-07-15T07:00:00"))
    assert empty.next_opening(utc("2026-07-15T07:00:00")) is None
    assert empty.next_closing(utc("2026-07-15T07:00:00")) is None
    assert empty.spans(utc("2026-07-15T00:00:00"), utc("2026-07-17T00:00:00")) == []


def test_it_follows_half_hour_zones() -> None:
    assert OFFICE.next_opening(utc("2026-07-15T00:00:00"), KOLKATA) == utc("2026-07-15T03:30:00")
    assert OFFICE.next_opening(utc("2026-07-15T00:00:00"), "Asia/Kathmandu") == utc("2026-07-15T03:15:00")


# Berlin's clocks go from 02:00 to 03:00 at 01:00 UTC on 29 March 2026 and from 03:00 to 02:00 on 25 October 2026.
# New York's do so at 07:00 UTC on 8 March and at 06:00 UTC on 1 November 2026.


@pytest.mark.parametrize(
    ("zone", "before", "opening", "day_after"),
    [
        (BERLIN, "2026-03-28T16:00:00", "2026-03-29T07:00:00", "2026-03-30T07:00:00"),
        (BERLIN, "2026-10-24T15:00:00", "2026-10-25T08:00:00", "2026-10-26T08:00:00"),
        (NEW_YORK, "2026-03-07T22:00:00", "2026-03-08T13:00:00", "2026-03-09T13:00:00"),
        (NEW_YORK, "2026-10-31T21:00:00", "2026-11-01T14:00:00", "2026-11-02T14:00:00"),
    ],
)
def test_it_opens_at_nine_by_the_wall_on_the_days_of_the_clock_change(
    zone: str, before: str, opening: str, day_after: str
) -> None:
    assert OFFICE.next_opening(utc(before), zone) == utc(opening)
    closing = utc(opening) + timedelta(hours=8)
    assert OFFICE.next_closing(utc(opening), zone) == closing
    assert OFFICE.next_opening(closing, zone) == utc(day_after)


@pytest.mark.parametrize(
    ("zone", "midnight", "hours"),
    [
        (BERLIN, "2026-03-28T23:00:00", 2),
        (BERLIN, "2026-10-24T22:00:00", 4),
        (NEW_YORK, "2026-03-08T05:00:00", 2),
        (NEW_YORK, "2026-11-01T04:00:00", 4),
    ],
)
def test_three_hours_of_the_night_are_two_in_spring_and_four_in_autumn(
    zone: str, midnight: str, hours: int
) -> None:
    window = CallWindow(time(1), time(4), BERLIN)
    (span,) = window.spans(utc(midnight), utc(midnight) + timedelta(hours=12), zone)
    assert span[1] - span[0] == timedelta(hours=hours)


def test_a_start_that_does_not_exist_opens_when_the_clock_has_jumped() -> None:
    window = CallWindow(time(2, 30), time(5), BERLIN)
    assert window.next_opening(utc("2026-03-28T23:00:00")) == utc("2026-03-29T01:00:00")


def test_a_window_within_the_missing_hour_opens_the_next_day() -> None:
    window = CallWindow(time(2, 15), time(2, 45), BERLIN)
    assert window.next_opening(utc("2026-03-28T12:00:00")) == utc("2026-03-30T00:15:00")


def test_a_window_within_the_doubled_hour_opens_twice() -> None:
    window = CallWindow(time(2, 15), time(2, 45), BERLIN)
    assert window.spans(utc("2026-10-24T22:00:00"), utc("2026-10-25T12:00:00")) == [
        (utc("2026-10-25T00:15:00"), utc("2026-10-25T00:45:00")),
        (utc("2026-10-25T01:15:00"), utc("2026-10-25T01:45:00")),
    ]


def test_a_night_window_over_the_clock_change_keeps_its_wall_times() -> None:
    (span,) = NIGHT.spans(utc("2026-03-28T12:00:00"), utc("2026-03-29T12:00:00"))
    assert span == (utc("2026-03-28T21:00:00"), utc("2026-03-29T01:00:00"))


def test_spans_are_cut_at_both_ends() -> None:
    assert OFFICE.spans(utc("2026-07-15T10:00:00"), utc("2026-07-16T08:00:00")) == [
        (utc("2026-07-15T10:00:00"), utc("2026-07-15T15:00:00")),
        (utc("2026-07-16T07:00:00"), utc("2026-07-16T08:00:00")),
    ]


clocks = st.times().map(lambda t: t.replace(microsecond=0))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  hypothesis wants naive bounds
zones = st.sampled_from(
    [BERLIN, NEW_YORK, KOLKATA, "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia"]
)


@given(clocks, clocks, moments, zones)
def test_the_next_opening_is_the_first_open_moment(start: time, end: time, at: datetime, zone: str) -> None:
    window = CallWindow(start, end, zone)
    opening = window.next_opening(at)
    if opening is None:
        assert start == end
        return
    assert window.is_open(opening)
    assert opening == at or not window.is_open(opening - timedelta(microseconds=1))
    probes = [at + (opening - at) * k / 7 for k in range(7)]
    assert opening == at or not any(window.is_open(probe) for probe in probes)


def test_the_city_list_begins_with_the_usual_ones_and_has_no_name_twice() -> None:
    zones_by_city = city_zones()
    assert zones_by_city[0] == BERLIN
    assert len(zones_by_city) == len(set(zones_by_city)) > 300
    assert all(find_zone(zone) for zone in zones_by_city)
    assert not any(zone.startswith("Etc/") for zone in zones_by_city)


def test_every_preset_lasts_at_least_an_hour_and_has_its_own_code() -> None:
    assert len({preset.code for preset in PRESETS}) == len(PRESETS)
    assert all(CallWindow(p.start, p.end).minutes_a_day >= 60 for p in PRESETS)

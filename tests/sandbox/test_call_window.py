"""Hours and zones, calculated by hand: Berlin is UTC+1 until 29 March 2026 and UTC+2 from then on."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.clock import iso
from sandbox.contract.shapes import moment
from sandbox.dialling.call_window import DiallerWindow
from services.api.models import Outcome
from tests.sandbox.platform import Platform

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


def opening(start: str, end: str, now: str, where: ZoneInfo) -> str | None:
    return iso(DiallerWindow.of(start, end).next_opening(moment(now), where))


@pytest.mark.parametrize(
    ("start", "end", "now", "is_open"),
    [
        ("09:00", "17:00", "2026-03-03T07:59:59Z", False),
        ("09:00", "17:00", "2026-03-03T08:00:00Z", True),
        ("09:00", "17:00:30", "2026-03-03T16:00:29Z", True),
        ("09:00", "17:00", "2026-03-03T16:00:00Z", False),
        ("22:00", "02:00", "2026-03-03T20:59:59Z", False),
        ("22:00", "02:00", "2026-03-03T21:00:00Z", True),
        ("22:00", "02:00", "2026-03-04T00:59:59Z", True),
        ("22:00", "02:00", "2026-03-04T01:00:00Z", False),
        ("09:00", "09:00", "2026-03-03T08:00:00Z", False),
    ],
)
def test_it_opens_from_the_start_to_just_before_the_end(
    start: str, end: str, now: str, is_open: bool
) -> None:
    assert DiallerWindow.of(start, end).open_at(moment(now), BERLIN) is is_open


@pytest.mark.parametrize(
    ("start", "end", "now", "expected"),
    [
        ("09:00", "17:00", "2026-03-03T10:00:00Z", "2026-03-03T10:00:00.000Z"),
        ("09:00", "17:00", "2026-03-03T18:00:00Z", "2026-03-04T08:00:00.000Z"),
        ("09:00", "17:00", "2026-03-28T18:00:00Z", "2026-03-29T07:00:00.000Z"),
        ("22:00", "02:00", "2026-03-03T12:00:00Z", "2026-03-03T21:00:00.000Z"),
        ("02:30", "06:00", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00.000Z"),
        ("02:30", "06:00", "2026-10-25T00:00:00Z", "2026-10-25T00:30:00.000Z"),
        ("09:00", "09:00", "2026-03-03T10:00:00Z", None),
    ],
)
def test_it_knows_the_next_opening_over_days_and_clock_changes(
    start: str, end: str, now: str, expected: str | None
) -> None:
    assert opening(start, end, now, BERLIN) == expected


@given(
    start=st.times(),
    end=st.times(),
    hours=st.integers(0, 24 * 365),
    where=st.sampled_from([BERLIN, NEW_YORK]),
)
def test_the_next_opening_is_open_and_nothing_before_it_is(
    start: object, end: object, hours: int, where: ZoneInfo
) -> None:
    window = DiallerWindow.of(str(start)[:5], str(end)[:5])
    now = moment("2026-01-01T00:00:00Z") + hours * 3600.0
    found = window.next_opening(now, where)
    if found is None:
        assert window.start == window.end or not any(window.open_at(now + m * 60, where) for m in range(1440))
        return
    assert window.open_at(found, where)
    assert not any(window.open_at(now + s, where) for s in range(0, int(found - now), 300))


def test_people_are_called_in_their_own_hours(platform: Platform) -> None:
    """10:00 UTC is 11:00 in Berlin and 05:00 in New York: New York opens at 14:00 UTC."""
    campaign = platform.campaign(
        callWindowStart="09:00", callWindowEnd="17:00", callWindowTimezone="Asia/Tokyo", maxConcurrentCalls=3
    )
    berlin = platform.person(Outcome.ANSWERED, timezone="Europe/Berlin")
    new_york = platform.person(Outcome.ANSWERED, timezone="America/New_York")
    nowhere = platform.person(Outcome.ANSWERED, timezone=None)
    unknown = platform.person(Outcome.ANSWERED, timezone="Mars/Olympus")
    platform.enrol(campaign, berlin, new_york, nowhere, unknown)
    platform.run(campaign)
    platform.at("2026-03-03T13:59:59Z")
    assert platform.one(campaign, berlin)["outcome"] == "answered"
    assert platform.one(campaign, new_york)["attempts"] == 0
    platform.at("2026-03-03T14:05:00Z")
    assert platform.one(campaign, new_york)["outcome"] == "answered"
    assert platform.one(campaign, nowhere)["attempts"] == 0
    platform.at("2026-03-04T00:05:00Z")
    assert platform.one(campaign, nowhere)["last_attempt_at"] == "2026-03-04T00:00:01.000Z"
    assert platform.one(campaign, unknown)["outcome"] == "answered"


def test_the_campaigns_zone_counts_where_the_contacts_may_not(platform: Platform) -> None:
    campaign = platform.campaign(
        callWindowStart="09:00",
        callWindowEnd="17:00",
        callWindowTimezone="Europe/Berlin",
        settings={"use_contact_timezone_for_call_window": False},
    )
    platform.enrol(campaign, platform.person(Outcome.ANSWERED, timezone="America/New_York"))
    assert platform.run(campaign)["started"] == 1


def test_a_window_over_midnight_is_open_on_both_sides(platform: Platform) -> None:
    campaign = platform.campaign(callWindowStart="22:00", callWindowEnd="02:00", callWindowTimezone="Etc/UTC")
    first = platform.person(Outcome.NO_ANSWER, Outcome.ANSWERED)
    platform.put(campaign, retryDelayMinutes=150)
    platform.enrol(campaign, first)
    assert platform.run(campaign)["started"] == 0
    platform.at("2026-03-05T00:00:00Z")
    times = [call["started_at"] for call in platform.calls(campaign)]
    assert times == ["2026-03-03T22:00:01.000Z", "2026-03-04T00:31:01.000Z"]


def test_nobody_is_dialled_just_after_the_window_closed(platform: Platform) -> None:
    """Queued at 16:59:30, their turn would come in the closed hour."""
    platform.at("2026-03-03T16:59:00Z")
    campaign = platform.campaign(callWindowStart="09:00", callWindowEnd="17:00", maxConcurrentCalls=40)
    ids = [platform.person(Outcome.ANSWERED) for _ in range(40)]
    platform.enrol(campaign, *ids)
    platform.put(campaign, status="running")
    platform.at("2026-03-03T18:00:00Z")
    assert {call["started_at"] < "2026-03-03T17:00:00" for call in platform.calls(campaign)} == {True}
    assert platform.get(f"campaigns/{campaign}/contacts")["statusCounts"]["queued"] == 0

"""Settings that the newest generation adds to a campaign: days, hours of single days, an end, the longest call, voicemail,
and attempts by outcome."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sandbox.contract.shapes import moment
from sandbox.dialling.call_window import DiallerWindow
from sandbox.dialling.week import WeekWindow
from services.api.models import Outcome
from tests.examples import examples
from tests.sandbox.newest.platform import NewestPlatform

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = 60.0


def started(platform: NewestPlatform, *endings: Outcome, **said: object) -> tuple[str, str]:
    """A running campaign with one person in it."""
    campaign = platform.campaign(maxAttemptsPerContact=3, retryDelayMinutes=1)
    if said:
        platform.put(campaign, **said)
    person = platform.person(*endings)
    platform.enrol(campaign, person)
    platform.run(campaign)
    return campaign, person


@pytest.mark.parametrize("day", [6, "saturday", "Sat"])
def test_it_calls_on_the_days_that_are_named(platform: NewestPlatform, day: int | str) -> None:
    campaign, person = started(platform, Outcome.ANSWERED, daysOfWeek=[day])
    platform.at("2026-03-06T23:58:00Z")
    assert platform.calls(campaign) == []
    platform.at("2026-03-07T00:02:00Z")
    assert platform.called(campaign) == {person}


def test_a_day_with_hours_of_its_own_follows_these(platform: NewestPlatform) -> None:
    hours = [{"day": 2, "start": "14:00", "end": "15:00"}, {"day": 3, "start": "06:00", "end": "07:00"}]
    campaign, _ = started(platform, Outcome.NO_ANSWER, dayWindows=hours, retryDelayMinutes=70)
    platform.at("2026-03-03T13:59:00Z")
    assert platform.calls(campaign) == []
    platform.at("2026-03-03T14:01:00Z")
    assert len(platform.calls(campaign)) == 1
    platform.at("2026-03-04T05:59:00Z")
    assert len(platform.calls(campaign)) == 1
    platform.at("2026-03-04T06:01:00Z")
    assert len(platform.calls(campaign)) == 2


def test_hours_of_a_day_that_is_not_named_call_nobody(platform: NewestPlatform) -> None:
    hours = [{"day": "sunday", "start": "00:00", "end": "23:59"}]
    campaign, _ = started(platform, Outcome.ANSWERED, dayWindows=hours, daysOfWeek=[6])
    platform.at("2026-03-06T23:00:00Z")
    assert platform.calls(campaign) == []


def test_after_its_end_it_is_completed_and_whoever_is_left_stays_as_she_is(platform: NewestPlatform) -> None:
    campaign = platform.campaign()
    platform.put(campaign, scheduledEndAt="2026-03-03T10:02:00Z")
    people = [platform.person(Outcome.VOICEMAIL) for _ in range(20)]
    platform.enrol(campaign, *people)
    platform.run(campaign)
    platform.after(hours=1)
    assert platform.status(campaign) == "completed"
    statuses = {row["status"] for row in platform.people(campaign)}
    assert statuses == {"completed", "pending"}
    assert all(call["started_at"] < "2026-03-03T10:02:30" for call in platform.calls(campaign))


def test_no_call_is_longer_than_the_longest(platform: NewestPlatform) -> None:
    campaign, _ = started(platform, Outcome.ANSWERED, maxCallDurationMinutes=1)
    other = platform.person(phone="+4915112340999")
    platform.enrol(campaign, other)
    platform.after(minutes=30)
    assert max(call["duration_seconds"] for call in platform.calls(campaign)) <= 60
    assert platform.show(campaign)["settings"]["max_call_duration_minutes"] == 1


def test_a_machine_is_hung_up_on_or_talked_to_where_it_is_not_detected(platform: NewestPlatform) -> None:
    campaign, _ = started(platform, Outcome.VOICEMAIL, voicemailAction="hangup")
    platform.after(minutes=3)
    assert platform.calls(campaign)[0]["duration_seconds"] < 10
    platform.put(campaign, 409, voicemailAction="leave_message")
    talked, person = started(platform, Outcome.VOICEMAIL, voicemailDetectionEnabled=False)
    platform.after(minutes=3)
    assert platform.one(talked, person)["outcome"] == "answered"


def test_whoever_is_unavailable_is_not_tried_again_where_that_fails_her(platform: NewestPlatform) -> None:
    campaign, person = started(platform, Outcome.NO_ANSWER, unavailableAction="fail")
    platform.after(minutes=30)
    assert (len(platform.calls(campaign)), platform.one(campaign, person)["status"]) == (1, "failed")


def test_limits_of_attempts_by_outcome_add_up(platform: NewestPlatform) -> None:
    endings = (
        Outcome.NO_ANSWER,
        Outcome.NO_ANSWER,
        Outcome.BUSY,
        Outcome.BUSY,
        Outcome.BUSY,
        Outcome.NO_ANSWER,
    )
    campaign, _ = started(platform, *endings, maxAttemptsNoAnswer=3, maxAttemptsBusy=4)
    platform.after(hours=2)
    assert len(platform.calls(campaign)) == 6


def test_null_takes_a_setting_back(platform: NewestPlatform) -> None:
    campaign = platform.campaign()
    platform.put(campaign, maxAttemptsBusy=4, voicemailAction="hangup")
    shown = platform.put(campaign, maxAttemptsBusy=None, voicemailAction=None)["campaign"]
    assert shown["settings"].keys().isdisjoint({"max_attempts_busy", "voicemail_action"})


hours = st.builds(
    lambda start, length: DiallerWindow.of(
        f"{start // 60:02}:{start % 60:02}", f"{(start + length) % 1440 // 60:02}:{(start + length) % 60:02}"
    ),
    st.integers(0, 1439),
    st.integers(1, 1439),
)


NIGHT = DiallerWindow.of("02:30", "02:45")
"""An hour that the clocks leave out in spring, and show twice in autumn."""


def minutes_until(time: str) -> int:
    return int((moment(time) - moment("2026-01-01T00:00:00Z")) // 60)


@examples(40)
@given(
    daily=hours,
    days=st.none() | st.frozensets(st.integers(0, 6), min_size=1),
    own=st.dictionaries(st.integers(0, 6), st.tuples(hours) | st.tuples(hours, hours), max_size=3),
    minute=st.integers(0, 60 * 24 * 400),
)
@example(NIGHT, frozenset({0}), {}, minutes_until("2026-03-29T00:30:00Z"))
@example(NIGHT, frozenset({0}), {}, minutes_until("2026-10-25T00:40:00Z"))
@example(NIGHT, None, {0: (NIGHT, NIGHT)}, minutes_until("2026-10-24T23:59:00Z"))
def test_the_next_opening_is_the_first_minute_at_which_it_is_open(
    daily: DiallerWindow,
    days: frozenset[int] | None,
    own: dict[int, tuple[DiallerWindow, ...]],
    minute: int,
) -> None:
    week = WeekWindow(daily, days, own)
    begin = moment("2026-01-01T00:00:00Z") + minute * MINUTE
    minutes = (begin + place * MINUTE for place in range(8 * 24 * 60 + 1))
    first = next((at for at in minutes if week.open_at(at, BERLIN)), None)
    assert week.next_opening(begin, BERLIN) == first

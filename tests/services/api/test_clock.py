"""The platform's clock, as the console follows it: near this machine's it counts, far from it it decides nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from services.api import Api, RequestBudget, errors
from services.api.clock import FAR, NEAR, PlatformClock
from tests.services.api.fake_platform import FakePlatform, Stopwatch, campaign, ok

MACHINE = datetime(2026, 1, 1, tzinfo=UTC)
NOON = "Mon, 02 Mar 2026 12:00:00 GMT"
SECOND = timedelta(seconds=1)


class Machine:
    """This machine's clock, moved by hand."""

    def __init__(self) -> None:
        self.time = MACHINE

    def __call__(self) -> datetime:
        return self.time


def date(moment: datetime) -> httpx.Headers:
    return httpx.Headers({"Date": format_datetime(moment, usegmt=True)})


def demo_clock() -> tuple[PlatformClock, Stopwatch]:
    watch = Stopwatch()
    return PlatformClock(demo=True, monotonic=watch, machine=lambda: MACHINE), watch


def real_clock() -> tuple[PlatformClock, Machine]:
    machine = Machine()
    return PlatformClock(machine=machine), machine


def test_it_is_the_machines_before_the_first_answer() -> None:
    clock, machine = real_clock()
    machine.time += 5 * SECOND
    assert (clock.now(), clock.speed, clock.difference) == (MACHINE + 5 * SECOND, 1, None)


@pytest.mark.parametrize("ahead", [NEAR, -NEAR, 30 * SECOND, timedelta(0)])
def test_a_date_near_the_machines_counts(ahead: timedelta) -> None:
    clock, machine = real_clock()
    clock.follow(date(MACHINE + ahead))
    machine.time += 30 * SECOND
    assert (clock.now(), clock.difference, clock.second_opinion) == (
        MACHINE + ahead + 30 * SECOND,
        None,
        None,
    )


@pytest.mark.parametrize("ahead", [NEAR + SECOND, -NEAR - SECOND, timedelta(hours=12), FAR, -FAR])
def test_a_date_further_off_is_a_second_opinion_and_no_more(ahead: timedelta) -> None:
    clock, machine = real_clock()
    clock.follow(date(MACHINE + ahead))
    machine.time += 30 * SECOND
    assert (clock.now(), clock.second_opinion) == (machine.time, machine.time + ahead)
    differing = clock.difference
    assert differing is not None
    assert (differing.machine, differing.platform, differing.ignored) == (
        machine.time,
        machine.time + ahead,
        False,
    )


@pytest.mark.parametrize("ahead", [FAR + SECOND, -FAR - SECOND, timedelta(days=2600)])
def test_a_date_more_than_a_day_off_is_told_and_ignored(ahead: timedelta) -> None:
    clock, _ = real_clock()
    clock.follow(date(MACHINE + ahead))
    assert (clock.now(), clock.second_opinion) == (MACHINE, None)
    assert clock.difference is not None and clock.difference.ignored


def test_the_next_answer_that_is_right_ends_the_difference() -> None:
    clock, _ = real_clock()
    clock.follow(date(MACHINE + timedelta(hours=3)))
    clock.follow(date(MACHINE + SECOND))
    assert (clock.now(), clock.difference) == (MACHINE + SECOND, None)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "yesterday",
        "Mon, 99 Foo 2026",
        "0",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Fri, 31 Dec 9999 23:59:59 -1200",
        "Mon, 01 Jan 1900 00:00:00 +1400",
    ],
)
@pytest.mark.parametrize("demo", [True, False])
def test_it_ignores_a_date_that_is_none(header: str, demo: bool) -> None:
    clock = PlatformClock(demo=demo, monotonic=Stopwatch(), machine=lambda: MACHINE)
    clock.follow(httpx.Headers({"Date": header}))
    assert (clock.now(), clock.difference) == (MACHINE, None)


def test_a_real_platform_does_not_run_fast_or_stand() -> None:
    clock, _ = real_clock()
    for speed in ("60", "0"):
        clock.follow(httpx.Headers({"X-Clock-Speed": speed, **date(MACHINE)}))
        assert (clock.speed, clock.stands) == (1, False)


def test_a_demo_counts_whatever_its_date_is() -> None:
    clock, watch = demo_clock()
    clock.follow(httpx.Headers({"Date": NOON}))
    watch.seconds += 30
    assert clock.now() == datetime(2026, 3, 2, 12, 0, 30, tzinfo=UTC)
    assert clock.difference is None


def test_a_demo_runs_as_fast_as_it_says() -> None:
    clock, watch = demo_clock()
    clock.follow(httpx.Headers({"Date": NOON, "X-Clock-Speed": "60"}))
    watch.seconds += 60
    assert clock.now() == datetime(2026, 3, 2, 13, tzinfo=UTC)
    assert clock.speed == 60


def test_a_demo_that_is_left_alone_for_ever_still_has_a_time() -> None:
    clock, watch = demo_clock()
    clock.follow(httpx.Headers({"Date": NOON, "X-Clock-Speed": "100000"}))
    watch.seconds += 400 * 86_400
    assert clock.now() > MACHINE


@pytest.mark.parametrize("header", ["fast", "-3", "nan", "inf", "1e99"])
def test_it_ignores_a_speed_that_is_none(header: str) -> None:
    clock, _ = demo_clock()
    clock.follow(httpx.Headers({"Date": NOON, "X-Clock-Speed": header}))
    assert clock.speed == 1


def test_it_stands_where_the_demos_clock_stands() -> None:
    clock, watch = demo_clock()
    clock.follow(httpx.Headers({"Date": NOON, "X-Clock-Speed": "0"}))
    watch.seconds += 60
    assert clock.now() == datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert (clock.stands, clock.speed) == (True, 1.0)


def test_records_have_both_times() -> None:
    clock, _ = real_clock()
    assert clock.both() == (MACHINE, None)
    clock.follow(date(MACHINE + timedelta(hours=12)))
    assert clock.both() == (MACHINE, MACHINE + timedelta(hours=12))


@pytest.mark.parametrize(("kind", "followed"), [("application/json", True), ("text/html", False)])
def test_it_does_not_follow_a_proxys_page(kind: str, followed: bool) -> None:
    answer = httpx.Response(404, content=b"{}", headers={"Content-Type": kind, "Date": NOON})
    api = FakePlatform(answer).api(demo=True)
    with pytest.raises(Exception):  # noqa: B017  whatever it is, the clock is the point here
        api.campaigns.get("x")
    assert (api.clock.now().date().isoformat() == "2026-03-02") is followed


@pytest.mark.parametrize("year", [1990, 2033, 2199])
def test_whatever_date_a_platform_sends_the_next_requests_are_sent(year: int) -> None:
    headers = {"Date": format_datetime(datetime(year, 12, 31, tzinfo=UTC), usegmt=True)}
    platform = FakePlatform(
        httpx.Response(200, headers=headers, json={"success": True, "campaign": campaign()})
    )
    api = platform.api(budget=RequestBudget(100))
    for _ in range(3):
        api.campaigns.get("x")
    assert (len(platform.requests), api.budget.state().left) == (3, 97)


def wrong_then_right(date_header: str, retry_after: str) -> tuple[FakePlatform, Api, list[datetime]]:
    refusal = httpx.Response(
        429, headers={"Date": date_header, "Retry-After": retry_after}, json={"error": "Too many requests"}
    )
    platform = FakePlatform(refusal, ok(campaign=campaign()))
    times = [MACHINE]
    return platform, platform.api(budget=RequestBudget(100, clock=lambda: times[-1])), times


@pytest.mark.parametrize("retry_after", ["1200", "80000", "Sat, 01 Jan 2033 10:00:00 GMT"])
def test_a_refusal_with_a_wrong_date_closes_for_an_hour_at_most(retry_after: str) -> None:
    platform, api, times = wrong_then_right("Sat, 01 Jan 2033 00:00:00 GMT", retry_after)
    with pytest.raises(errors.TooManyRequests):
        api.campaigns.get("x")
    with pytest.raises(errors.BudgetSpent) as told:
        api.campaigns.get("x")
    assert told.value.resets_at - MACHINE <= timedelta(hours=1)
    times.append(MACHINE + timedelta(hours=1, seconds=1))
    api.campaigns.get("x")
    assert len(platform.requests) == 2


def test_a_machine_that_is_set_back_does_not_stay_closed() -> None:
    platform, api, times = wrong_then_right("", "3000")
    with pytest.raises(errors.TooManyRequests):
        api.campaigns.get("x")
    times.append(MACHINE - timedelta(hours=5))
    api.campaigns.get("x")
    assert len(platform.requests) == 2


def test_what_was_spent_before_a_machine_was_set_back_does_not_count_for_longer_than_its_hour() -> None:
    times = [MACHINE]
    budget = RequestBudget(10, clock=lambda: times[-1])
    for _ in range(10):
        budget.admit("listCampaigns")
    times.append(MACHINE - timedelta(minutes=50))
    budget.admit("listCampaigns")
    assert budget.state().used == 1


def test_a_demos_moments_are_told_by_the_clock_it_showed_then() -> None:
    """It runs 60 times as fast, and has skipped a night in between."""
    machine, watch = Machine(), Stopwatch()
    clock = PlatformClock(demo=True, monotonic=watch, machine=machine)
    evening, morning = datetime(2026, 3, 2, 20, tzinfo=UTC), datetime(2026, 3, 3, 8, tzinfo=UTC)
    for moment in (evening, morning):
        clock.follow(_fast(moment))
        machine.time += 60 * SECOND

    assert clock.shown(MACHINE + 10 * SECOND) == evening + timedelta(minutes=10)
    assert clock.shown(MACHINE + 90 * SECOND) == morning + timedelta(minutes=30)
    assert clock.shown(MACHINE - 5 * SECOND) == evening - 5 * SECOND
    clock.remember([(MACHINE - 60 * SECOND, evening - timedelta(hours=1))])
    assert clock.shown(MACHINE - 30 * SECOND) == evening - timedelta(minutes=30)


def test_a_real_accounts_moments_are_told_as_they_were_noted() -> None:
    clock, _machine = real_clock()
    clock.follow(date(MACHINE + NEAR))
    assert clock.shown(MACHINE) == MACHINE


def _fast(moment: datetime) -> httpx.Headers:
    return httpx.Headers({**date(moment), "X-Clock-Speed": "60"})

"""The platform's clock, as the console follows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from services.api.clock import PlatformClock
from tests.services.api.fake_platform import FakePlatform, Stopwatch

MACHINE = datetime(2026, 1, 1, tzinfo=UTC)
NOON = "Mon, 02 Mar 2026 12:00:00 GMT"


def clock_and_watch() -> tuple[PlatformClock, Stopwatch]:
    watch = Stopwatch()
    return PlatformClock(monotonic=watch, machine=lambda: MACHINE), watch


def test_it_is_the_machines_before_the_first_answer() -> None:
    clock, watch = clock_and_watch()
    watch.seconds += 5
    assert clock.now() == MACHINE + timedelta(seconds=5)
    assert clock.speed == 1


def test_it_follows_the_date_of_an_answer() -> None:
    clock, watch = clock_and_watch()
    clock.follow(httpx.Headers({"Date": NOON}))
    watch.seconds += 30
    assert clock.now() == datetime(2026, 3, 2, 12, 0, 30, tzinfo=UTC)


def test_it_runs_as_fast_as_the_platform_says() -> None:
    clock, watch = clock_and_watch()
    clock.follow(httpx.Headers({"Date": NOON, "X-Clock-Speed": "60"}))
    watch.seconds += 60
    assert clock.now() == datetime(2026, 3, 2, 13, tzinfo=UTC)
    assert clock.speed == 60


@pytest.mark.parametrize("header", ["", "yesterday", "Mon, 99 Foo 2026", "0"])
def test_it_ignores_a_date_that_is_none(header: str) -> None:
    clock, _ = clock_and_watch()
    clock.follow(httpx.Headers({"Date": header}))
    assert clock.now() == MACHINE


@pytest.mark.parametrize("header", ["fast", "-3", "nan", "inf", "1e99"])
def test_it_ignores_a_speed_that_is_none(header: str) -> None:
    clock, _ = clock_and_watch()
    clock.follow(httpx.Headers({"Date": NOON, "X-Clock-Speed": header}))
    assert clock.speed == 1


def test_it_stands_where_the_platforms_clock_stands() -> None:
    clock, watch = clock_and_watch()
    clock.follow(httpx.Headers({"Date": NOON, "X-Clock-Speed": "0"}))
    watch.seconds += 60
    assert clock.now() == datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert (clock.stands, clock.speed) == (True, 1.0)


@pytest.mark.parametrize(("kind", "followed"), [("application/json", True), ("text/html", False)])
def test_it_does_not_follow_a_proxys_page(kind: str, followed: bool) -> None:
    answer = httpx.Response(404, content=b"{}", headers={"Content-Type": kind, "Date": NOON})
    api = FakePlatform(answer).api()
    with pytest.raises(Exception):  # noqa: B017  whatever it is, the clock is the point here
        api.campaigns.get("x")
    assert (api.clock.now().date().isoformat() == "2026-03-02") is followed

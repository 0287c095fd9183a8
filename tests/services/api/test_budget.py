"""The hourly budget: who may spend it, who waits, and what is said about it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from services.api import errors
from services.api.budget import BudgetStore, RequestBudget
from services.api.clock import PlatformClock
from tests.services.api.fake_platform import FakePlatform, Stopwatch, campaign, ok

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Day:
    """A clock on the wall that moves only when somebody sleeps or the test says so."""

    def __init__(self) -> None:
        self.now = NINE
        self.naps: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.pass_by(seconds=seconds)

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def day() -> Day:
    return Day()


def budget_of(limit: int, day: Day, store: BudgetStore | None = None) -> RequestBudget:
    return RequestBudget(limit, clock=day, sleep=day.sleep, store=store)


def spend(budget: RequestBudget, count: int, purpose: str = "clicks", **kind: Any) -> None:
    with budget.purpose(purpose, **kind):
        for _ in range(count):
            budget.admit("listCampaigns")


def test_it_counts_by_purpose(day: Day) -> None:
    budget = budget_of(100, day)
    spend(budget, 3, "campaign list")
    spend(budget, 2, "import", job=True)
    spend(budget, 1)
    state = budget.state()
    assert (state.used, state.left, state.limit) == (6, 94, 100)
    assert state.by_purpose == {"campaign list": 3, "import": 2, "clicks": 1}


def test_it_gives_requests_back_after_an_hour(day: Day) -> None:
    budget = budget_of(100, day)
    spend(budget, 60)
    day.pass_by(minutes=30)
    spend(budget, 10)
    day.pass_by(minutes=31)
    assert budget.state().used == 10
    day.pass_by(minutes=31)
    assert budget.state() == RequestBudget(100, clock=day).state()


def test_it_refuses_a_click_when_all_is_spent_and_says_when_it_goes_on(day: Day) -> None:
    budget = budget_of(10, day)
    spend(budget, 10)
    with pytest.raises(errors.BudgetSpent) as caught:
        budget.admit("runCampaign")
    assert (caught.value.operation, caught.value.may_have_acted) == ("runCampaign", False)
    day.now = caught.value.resets_at
    budget.admit("runCampaign")


@pytest.mark.parametrize("kind", [{"background": True}, {"job": True}])
def test_it_keeps_a_share_for_peoples_clicks(day: Day, kind: dict[str, bool]) -> None:
    budget = budget_of(100, day)
    with pytest.raises(errors.BudgetSpent):
        spend(budget, 100, "by itself", **kind)
    assert budget.state().used == 80
    assert budget.state().left_for_jobs == 0
    spend(budget, 20)


def test_it_slows_background_reads_long_before_it_refuses_a_click(day: Day) -> None:
    budget = budget_of(100, day)
    spend(budget, 50, "live view", background=True)
    assert not day.naps
    spend(budget, 20, "live view", background=True)
    assert day.naps
    assert budget.state().left == 30
    spend(budget, 30)


def test_it_does_not_slow_jobs_and_clicks(day: Day) -> None:
    budget = budget_of(100, day)
    spend(budget, 80, "import", job=True)
    spend(budget, 20)
    assert not day.naps


def test_it_tells_pollers_to_slow_down_as_it_drains(day: Day) -> None:
    budget = budget_of(100, day)
    paces = []
    for _ in range(10):
        paces.append(budget.state().pace)
        spend(budget, 10)
    assert paces[:6] == [1.0] * 6
    assert paces == sorted(paces)
    assert paces[9] > 20


def test_it_waits_a_moment_where_that_is_enough(day: Day) -> None:
    budget = budget_of(1, day)
    spend(budget, 1)
    day.pass_by(minutes=60, seconds=57)
    budget.admit("getCampaign")
    assert day.naps == [3.0]


def test_it_sets_requests_aside_for_who_reserves_them(day: Day) -> None:
    budget = budget_of(10, day)
    spend(budget, 5)
    with budget.reserve(3):
        seen: list[int] = []

        def others() -> None:
            seen.append(budget.state().left)
            spend(budget, 2)
            with pytest.raises(errors.BudgetSpent):
                budget.admit("listCampaigns")

        thread = threading.Thread(target=others)
        thread.start()
        thread.join()
        spend(budget, 3)
    assert seen == [2]
    assert budget.state().used == 10


def test_it_gives_back_what_a_reservation_did_not_need(day: Day) -> None:
    budget = budget_of(10, day)
    with budget.reserve(8):
        spend(budget, 1)
    assert budget.state().left == 9


def test_it_refuses_a_reservation_it_cannot_keep(day: Day) -> None:
    budget = budget_of(10, day)
    spend(budget, 8)
    with pytest.raises(errors.BudgetSpent) as caught, budget.reserve(3):
        pass
    assert caught.value.resets_at > day.now
    assert budget.state().left == 2


def test_it_believes_the_platform_that_too_much_was_asked(day: Day) -> None:
    budget = budget_of(100, day)
    budget.refused(600)
    assert (budget.state().left, budget.state().resets_at) == (0, day.now + timedelta(minutes=10))
    with pytest.raises(errors.BudgetSpent) as caught:
        budget.admit("getCampaign")
    assert caught.value.resets_at == day.now + timedelta(minutes=10)
    day.pass_by(minutes=10)
    budget.admit("getCampaign")


def test_it_lets_people_try_where_the_platform_does_not_say_how_long(day: Day) -> None:
    budget = budget_of(100, day)
    budget.refused(None)
    spend(budget, 1)
    with pytest.raises(errors.BudgetSpent):
        spend(budget, 1, background=True)
    with pytest.raises(errors.BudgetSpent):
        spend(budget, 1, job=True)
    day.pass_by(minutes=1)
    spend(budget, 1, job=True)


def test_it_learns_from_the_platforms_answers() -> None:
    refusal = httpx.Response(429, headers={"Retry-After": "1200"}, json={"error": "Too many requests"})
    platform = FakePlatform(refusal, ok(campaign=campaign()))
    api = platform.api(budget=RequestBudget(100))
    with pytest.raises(errors.TooManyRequests):
        api.campaigns.get("x")
    with pytest.raises(errors.BudgetSpent):
        api.campaigns.get("x")
    assert len(platform.requests) == 1


def test_it_counts_by_the_platforms_hours() -> None:
    watch = Stopwatch()
    clock = PlatformClock(demo=True, monotonic=watch, machine=lambda: NINE)
    clock.follow(httpx.Headers({"Date": "Mon, 02 Mar 2026 09:00:00 GMT", "X-Clock-Speed": "60"}))
    budget = RequestBudget(10, sleep=watch.sleep)
    budget.follow(clock)
    spend(budget, 10)
    watch.seconds += 61
    assert budget.state().left == 10


def test_it_counts_by_the_machines_hours_where_the_platforms_clock_stands() -> None:
    watch = Stopwatch()
    clock = PlatformClock(demo=True, monotonic=watch, machine=lambda: NINE)
    clock.follow(httpx.Headers({"Date": "Mon, 02 Mar 2026 09:00:00 GMT", "X-Clock-Speed": "0"}))
    budget = RequestBudget(10, sleep=watch.sleep)
    budget.follow(clock)
    spend(budget, 8, "live view", background=True)
    state = budget.state()
    assert (state.used, state.resets_at > NINE + timedelta(hours=1)) == (8, True)


def test_it_survives_a_platform_clock_that_jumps(day: Day) -> None:
    budget = budget_of(10, day)
    spend(budget, 8, "live view", background=True)
    day.pass_by(days=-300)
    spend(budget, 2, "live view", background=True)
    assert budget.state().used == 2


def test_it_admits_no_more_than_the_limit_to_many_at_once(day: Day) -> None:
    budget = budget_of(50, day)
    refused: list[errors.BudgetSpent] = []

    def ten() -> None:
        for _ in range(10):
            try:
                budget.admit("listCampaigns")
            except errors.BudgetSpent as error:
                refused.append(error)

    threads = [threading.Thread(target=ten) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (budget.state().used, len(refused)) == (50, 30)

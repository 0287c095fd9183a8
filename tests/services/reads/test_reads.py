"""Shared reads in one process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from services.api import RequestBudget
from services.api.errors import ConnectionFailed, NotFound, ServerError
from services.reads.reads import Reads, watching_age

MINUTE = timedelta(minutes=1)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


class Source:
    """What is read: a number that grows with each fetch, or a failure."""

    def __init__(self) -> None:
        self.fetches = 0
        self.failure: Exception | None = None

    def __call__(self) -> int:
        self.fetches += 1
        if self.failure:
            raise self.failure
        return self.fetches


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def source() -> Source:
    return Source()


def test_it_fetches_once_while_the_value_is_young(clock: Clock, source: Source) -> None:
    reads = Reads(clock=clock)
    assert reads.get("list", source, MINUTE).value == 1
    clock.pass_by(seconds=60)
    assert reads.get("list", source, MINUTE).age == MINUTE
    clock.pass_by(seconds=1)
    assert reads.get("list", source, MINUTE).value == 2


def test_it_tells_what_is_known_without_asking(clock: Clock, source: Source) -> None:
    reads = Reads(clock=clock)
    assert reads.peek("list", MINUTE) is None
    reads.get("list", source, MINUTE)
    clock.pass_by(seconds=60)
    assert (reads.peek("list", MINUTE), source.fetches) == (1, 1)
    clock.pass_by(seconds=1)
    assert reads.peek("list", MINUTE) is None
    assert reads.peek("list", 2 * MINUTE) == 1
    reads.forget("list")
    assert reads.peek("list", 2 * MINUTE) is None


def test_it_gives_the_last_value_and_why_it_is_not_newer(clock: Clock, source: Source) -> None:
    reads = Reads(clock=clock)
    reads.get("list", source, MINUTE)
    source.failure = ServerError("listCampaigns", status=502)
    clock.pass_by(minutes=5)
    read = reads.get("list", source, MINUTE)
    assert (read.value, read.age, read.error) == (1, timedelta(minutes=5), source.failure)


def test_it_does_not_ask_a_failing_platform_at_every_look(clock: Clock, source: Source) -> None:
    reads = Reads(clock=clock)
    reads.get("list", source, MINUTE)
    source.failure = ConnectionFailed("listCampaigns")
    clock.pass_by(minutes=5)
    for _ in range(10):
        reads.get("list", source, MINUTE)
    assert source.fetches == 2
    source.failure = None
    clock.pass_by(seconds=30)
    read = reads.get("list", source, MINUTE)
    assert (read.value, read.error) == (3, None)


def test_it_raises_only_where_there_never_was_a_value(clock: Clock, source: Source) -> None:
    reads = Reads(clock=clock)
    source.failure = ConnectionFailed("listCampaigns")
    for _ in range(3):
        with pytest.raises(ConnectionFailed):
            reads.get("list", source, MINUTE)
    assert source.fetches == 1


def test_it_does_not_show_what_is_gone(clock: Clock, source: Source) -> None:
    reads = Reads(clock=clock)
    reads.get("campaign:1", source, MINUTE)
    source.failure = NotFound("getCampaign", status=404)
    clock.pass_by(minutes=5)
    for _ in range(2):
        with pytest.raises(NotFound):
            reads.get("campaign:1", source, MINUTE)
    assert source.fetches == 2


def test_it_shows_a_persons_own_change_at_once(clock: Clock, source: Source) -> None:
    reads = Reads(clock=clock)
    for key in ("campaigns:list", "campaigns:1", "assistants"):
        reads.get(key, source, MINUTE)
    reads.forget("campaigns:")
    assert reads.get("campaigns:list", source, MINUTE).value == 4
    assert reads.get("assistants", source, MINUTE).value == 3


def test_it_takes_over_a_change_without_reading_everything_again(clock: Clock, source: Source) -> None:
    reads = Reads(clock=clock)
    reads.get("list", source, MINUTE)
    reads.patch("list", lambda value: value + 100)
    assert reads.get("list", source, MINUTE).value == 101
    clock.pass_by(minutes=2)
    assert reads.get("list", source, MINUTE).value == 2


def test_it_reads_anew_where_there_is_nothing_to_change(clock: Clock, source: Source) -> None:
    reads = Reads(clock=clock)
    reads.patch("list", lambda value: value + 100)
    assert reads.get("list", source, MINUTE).value == 1
    reads.forget("list")
    reads.patch("list", lambda value: value + 100)
    assert reads.get("list", source, MINUTE).value == 2


def test_it_keeps_the_old_value_where_a_change_cannot_be_read_yet(clock: Clock, source: Source) -> None:
    reads = Reads(clock=clock)
    reads.get("list", source, MINUTE)
    reads.forget("list")
    source.failure = ServerError("listCampaigns", status=502)
    read = reads.get("list", source, MINUTE)
    assert (read.value, read.error) == (1, source.failure)


def test_it_lets_a_bug_through_and_goes_on(clock: Clock, source: Source) -> None:
    reads = Reads(clock=clock)
    source.failure = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        reads.get("list", source, MINUTE)
    source.failure = None
    assert reads.get("list", source, MINUTE).value == 2


def test_it_reads_less_often_as_the_budget_drains(clock: Clock, source: Source) -> None:
    budget = RequestBudget(100, clock=clock, sleep=lambda seconds: None)
    reads = Reads(budget, clock=clock)
    reads.get("list", source, MINUTE)
    for _ in range(75):
        budget.admit("importContacts")
    clock.pass_by(minutes=3)
    assert reads.get("list", source, MINUTE).value == 1
    clock.pass_by(minutes=2)
    assert reads.get("list", source, MINUTE).value == 2


def test_it_counts_the_first_look_as_a_persons_and_the_rest_as_background(clock: Clock) -> None:
    budget = RequestBudget(10, clock=clock, sleep=lambda seconds: None)
    reads = Reads(budget, clock=clock)

    def ask() -> int:
        budget.admit("listCampaigns")
        return budget.state().left

    for _ in range(8):
        budget.admit("importContacts")
    assert reads.get("list", ask, timedelta(seconds=1), purpose="campaign list").value == 1
    clock.pass_by(minutes=10)
    read = reads.get("list", ask, timedelta(seconds=1), purpose="campaign list")
    assert read.value == 1
    assert type(read.error).__name__ == "BudgetSpent"
    assert budget.state().by_purpose["campaign list"] == 1


def together(count: int, task: Callable[[], None]) -> None:
    threads = [threading.Thread(target=task) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_it_asks_once_for_all_who_look_at_the_same_time() -> None:
    reads, looking, seen = Reads(), threading.Barrier(20), []
    fetches = []

    def fetch() -> str:
        fetches.append(1)
        return "value"

    def look() -> None:
        looking.wait()
        seen.append(reads.get("list", fetch, MINUTE).value)

    together(20, look)
    assert (len(fetches), seen) == (1, ["value"] * 20)


def test_it_does_not_keep_others_waiting_who_have_something_to_show(clock: Clock, source: Source) -> None:
    reads = Reads(clock=clock)
    reads.get("list", source, MINUTE)
    clock.pass_by(minutes=5)
    asked, answer = threading.Event(), threading.Event()

    def slow() -> int:
        asked.set()
        answer.wait()
        return 99

    thread = threading.Thread(target=lambda: reads.get("list", slow, MINUTE))
    thread.start()
    asked.wait()
    assert reads.get("list", source, MINUTE).value == 1
    answer.set()
    thread.join()
    assert reads.get("list", source, MINUTE).value == 99
    assert source.fetches == 1


def test_it_does_not_take_an_answer_from_before_a_change_for_new(clock: Clock) -> None:
    reads, asked, answer = Reads(clock=clock), threading.Event(), threading.Event()

    def from_before() -> str:
        asked.set()
        answer.wait()
        return "running"

    seen: list[str] = []
    poll = threading.Thread(target=lambda: reads.get("campaign", from_before, MINUTE))
    poll.start()
    asked.wait()
    reads.forget("campaign")
    look = threading.Thread(target=lambda: seen.append(reads.get("campaign", lambda: "paused", MINUTE).value))
    look.start()
    answer.set()
    poll.join()
    look.join()
    assert seen == ["paused"]


@pytest.mark.parametrize(("limit", "at_most"), [(1000, 300), (500, 180), (100, 50)])
def test_it_watches_for_hours_and_leaves_most_of_the_budget(limit: int, at_most: int) -> None:
    clock = Clock()
    budget = RequestBudget(limit, clock=clock, sleep=lambda seconds: None)
    reads, fetches = Reads(budget, clock=clock), []

    def ask() -> int:
        budget.admit("getDashboard")
        fetches.append(clock.now)
        return len(fetches)

    for _ in range(3 * 1800):
        reads.get("live", ask, watching_age(budget.state()), purpose="live view")
        clock.pass_by(seconds=2)
    begin = fetches[0]
    for hour in range(3):
        from_, to = begin + timedelta(hours=hour), begin + timedelta(hours=hour + 1)
        assert len([at for at in fetches if from_ <= at < to]) < at_most
    assert fetches[3] - fetches[0] < timedelta(seconds=7)

"""The call log is fetched once, a little more each time, and nothing of it is lost on the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, select

from services.api import Api, ApiError, RequestBudget
from services.results.call_log import MOST_SMALL, CallLog, CallSegment

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


class Platform(httpx.BaseTransport):
    """A call log of minutes, newest first, in pages of at most 10."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.requests = 0
        self.down_after: int | None = None
        self.time = NOON

    def call(self, count: int = 1, outcome: str | None = "answered") -> None:
        for _ in range(count):
            self.time += timedelta(minutes=1)
            number = len(self.calls)
            self.calls.append(
                {
                    "id": f"call_{number}",
                    "campaign_id": "camp_1",
                    "campaign_contact_id": f"person_{number % 7}",
                    "from_number": "+49891",
                    "to_number": "+4930123456",
                    "outcome": outcome,
                    "started_at": self.time.isoformat(),
                }
            )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        if self.down_after is not None and self.requests > self.down_after:
            return httpx.Response(403, json={"error": "closed"})
        offset, limit = int(request.url.params["offset"]), min(int(request.url.params["limit"]), 10)
        rows = sorted(self.calls, key=lambda row: row["started_at"], reverse=True)[offset : offset + limit]
        answer = {"success": True, "calls": rows, "count": len(self.calls), "limit": limit, "offset": offset}
        date = self.time.strftime("%a, %d %b %Y %H:%M:%S GMT")
        return httpx.Response(200, json=answer, headers={"Date": date})


@pytest.fixture
def platform() -> Platform:
    return Platform()


def log_of(engine: Engine, platform: Platform, connection: str = "here", kept_days: int = 400) -> CallLog:
    """A console's log; each one made is a new process."""
    budget = RequestBudget(10_000_000)
    api = Api(
        "http://platform.test",
        "tk_test_1",
        "team",
        transport=platform,
        budget=budget,
        sleep=lambda _: None,
        demo=True,
    )
    return CallLog(engine, api, connection, kept=timedelta(days=kept_days))


def test_it_fetches_all_calls(engine: Engine, platform: Platform) -> None:
    platform.call(35)
    log = log_of(engine, platform)
    visit = log.fetch()
    assert (visit.new_calls, visit.complete, len(log.table())) == (35, True, 35)


def test_it_stops_at_what_is_known(engine: Engine, platform: Platform) -> None:
    platform.call(100)
    log = log_of(engine, platform)
    log.fetch()
    platform.call(3)
    platform.requests = 0
    assert log.fetch().new_calls == 3
    assert platform.requests == 1
    assert len(log.table()) == 103


def test_it_goes_on_with_older_calls_on_the_next_visit(engine: Engine, platform: Platform) -> None:
    platform.call(300)
    visits = []
    while not visits or not visits[-1].complete:
        visits.append(log_of(engine, platform).fetch(pages=20))
        assert visits[-1].pages <= 20
        platform.call(2)
        assert len(visits) < 50
    assert len(log_of(engine, platform).table()) >= 300
    log = log_of(engine, platform)
    log.fetch()
    assert len(log.table()) == len(platform.calls)


def test_it_survives_a_restart_in_the_middle(engine: Engine, platform: Platform) -> None:
    platform.call(300)
    log_of(engine, platform).fetch(pages=10)
    platform.down_after = platform.requests + 3
    with pytest.raises(ApiError):
        log_of(engine, platform).fetch(pages=10)
    platform.down_after = None
    assert len(log_of(engine, platform).table()) == 100
    visits = iter(range(50))
    while not log_of(engine, platform).fetch(pages=10).complete:
        assert next(visits, None) is not None
    assert len(log_of(engine, platform).table()) == 300


def test_it_fills_the_gap_of_a_long_absence(engine: Engine, platform: Platform) -> None:
    platform.call(20)
    log = log_of(engine, platform)
    log.fetch()
    platform.call(400)
    visits = iter(range(50))
    while not log.fetch(pages=9).complete:
        assert next(visits, None) is not None
        platform.call(1)
    log.fetch()
    assert len(log.table()) == len(platform.calls)


def test_it_looks_again_at_calls_that_had_not_ended(engine: Engine, platform: Platform) -> None:
    platform.call(15)
    platform.call(2, outcome=None)
    platform.call(15)
    log = log_of(engine, platform)
    assert log.fetch().new_calls == 30
    for row in platform.calls:
        row["outcome"] = row["outcome"] or "busy"
    platform.call(30)
    log.fetch()
    assert log.fetch().new_calls == 0
    assert len(log.table()) == 62


def test_it_keeps_each_call_once_when_two_processes_fetch(engine: Engine, platform: Platform) -> None:
    platform.call(40)
    one, other = log_of(engine, platform), log_of(engine, platform)
    one.fetch(pages=2)
    other.fetch(pages=2)
    one.fetch()
    other.fetch()
    assert len(log_of(engine, platform).table()) == 40


def test_it_keeps_connections_apart(engine: Engine, platform: Platform) -> None:
    platform.call(5)
    log_of(engine, platform).fetch()
    assert len(log_of(engine, platform, "elsewhere").table()) == 0


def test_it_forgets_what_is_too_old(engine: Engine, platform: Platform) -> None:
    platform.call(60)
    log = log_of(engine, platform)
    log.fetch()
    assert log.purge(NOON + timedelta(minutes=41)) == 40
    assert len(log.table()) == 20


def test_it_does_not_fetch_what_is_too_old(engine: Engine, platform: Platform) -> None:
    platform.call(50)
    platform.time += timedelta(days=30)
    platform.call(5)
    log = log_of(engine, platform, kept_days=20)
    log.fetch()
    assert len(log.table()) == 5


def test_it_joins_small_segments(engine: Engine, platform: Platform) -> None:
    log = log_of(engine, platform)
    for _ in range(MOST_SMALL + 5):
        platform.call(1)
        log.fetch()
    with engine.connect() as connection:
        assert len(connection.scalars(select(CallSegment.id)).all()) <= MOST_SMALL
    assert len(log.table()) == MOST_SMALL + 5


def test_it_stores_nobodys_number(engine: Engine, platform: Platform) -> None:
    platform.call(5)
    log_of(engine, platform).fetch()
    with engine.connect() as connection:
        [stored] = connection.scalars(select(CallSegment.columns)).all()
    assert b"30123456" not in stored
    assert b"person_1" not in stored


def test_it_has_an_empty_table_before_the_first_visit(engine: Engine, platform: Platform) -> None:
    assert len(log_of(engine, platform).table()) == 0
    assert log_of(engine, platform).fetch().complete

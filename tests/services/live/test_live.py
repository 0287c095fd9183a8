"""A campaign as it happens: one poll for all, slower as the budget drains, from whatever the deployment gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from services.api import Api, RequestBudget, errors
from services.api.models import Campaign
from services.database.database import make_engine
from services.live import CREDITS_AGE, Live, LiveSource, WarningCode, warnings
from services.reads.reads import Read, Reads
from services.reads.store import SharedReads
from tests.new_database import make_tables

CREDITS = TypeAdapter(float | None)
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


class Platform(httpx.BaseTransport):
    """One running campaign. `closed` operations answer 403; `steps` counts what happens in it."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.closed: set[str] = set()
        self.called = 0
        self.credits = 100.0
        self.status = "running"
        self.down = False
        self.now = NOON
        self.calling: list[dict[str, Any]] = []
        self.calls: list[dict[str, Any]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        name = request.url.path.rsplit("/", 1)[-1]
        self.asked[name] += 1
        if self.down:
            return httpx.Response(503, json={"error": "down"})
        if name in self.closed:
            return httpx.Response(403, json={"error": "closed to keys"})
        return httpx.Response(200, json={"success": True} | self._answer(name))

    def campaign(self) -> dict[str, Any]:
        return {
            "id": "camp_1",
            "name": "Spring",
            "status": self.status,
            "total_contacts": 100,
            "contacts_called": self.called,
            "call_window_timezone": "Europe/Berlin",
        }

    def _answer(self, name: str) -> dict[str, Any]:
        counts = {"pending": 100 - self.called, "calling": len(self.calling), "completed": self.called}
        waiting = {
            "id": "e2",
            "status": "pending",
            "contact": {"first_name": "Ben", "timezone": "Europe/Berlin"},
        }
        done = {"id": "e3", "status": "completed", "outcome": "answered"}
        people = [*self.calling, waiting, done]
        people += [{"id": f"m{n}", "status": "completed"} for n in range(len(people), sum(counts.values()))]
        match name:
            case "dashboard":
                return {
                    "campaign": self.campaign(),
                    "counts": {"byStatus": counts, "byOutcome": {"answered": 1}, "answered": 1, "total": 100},
                    "queue": {"pending": [waiting], "calling": self.calling},
                    "recentCalls": [],
                }
            case "contacts":
                return {
                    "contacts": people,
                    "statusCounts": counts,
                    "count": len(people),
                    "limit": 1000,
                    "offset": 0,
                }
            case "campaigns":
                return {"campaigns": [self.campaign()], "count": 1, "limit": 1000, "offset": 0}
            case "calls":
                return {"calls": self.calls, "count": len(self.calls), "limit": 50, "offset": 0}
            case "credits":
                return {"credits": {"credits": self.credits}}
            case _:
                return {"campaign": self.campaign()}


class Office:
    """Consoles on one database and one platform, and one clock for all of them that only `pass_time` moves."""

    def __init__(self, folder: Path) -> None:
        self.platform = Platform()
        self.time = NOON
        self.engine = make_engine(f"sqlite:///{folder / 'console.db'}")
        make_tables(self.engine)
        self.budget = RequestBudget(1000, clock=lambda: self.time, sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)

    def console(
        self,
        may: Callable[[str], bool] = lambda _: True,
        listed: Callable[[str], Read[Campaign | None]] | None = None,
    ) -> Live:
        api = Api(
            "http://platform.test", "tk_test_1", "team", transport=self.platform, budget=self.budget,
            clock=self.seconds, sleep=self.sleep, demo=True,
        )  # fmt: skip
        store = SharedReads(self.engine, clock=lambda: self.time)
        reads = Reads(self.budget, shared=store, clock=lambda: self.time, pause=self.sleep)

        def credits() -> float | None:
            return reads.get("credits", lambda: api.credits.get().credits, CREDITS_AGE, shape=CREDITS).value

        return Live(api, reads, may=may, listed=listed, credits=credits, wall=lambda: self.time)

    def seconds(self) -> float:
        return (self.time - NOON).total_seconds()

    def watch(self, consoles: list[Live], minutes: float, *, calls_a_minute: float = 6) -> int:
        """Everybody looks every 2 seconds; answers how many requests that took."""
        before = sum(self.platform.asked.values())
        for step in range(int(minutes * 30)):
            self.platform.called = min(int(step * calls_a_minute / 30), 100)
            for console in consoles:
                console.watch("camp_1")
            self.time += timedelta(seconds=2)
        return sum(self.platform.asked.values()) - before


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.engine.dispose()


def test_it_shows_the_campaign_from_the_dashboard(office: Office) -> None:
    office.platform.calling = [{"id": "e1", "status": "calling", "contact": {"first_name": "Anna"}}]
    state = office.console().watch("camp_1")
    assert state.source is LiveSource.DASHBOARD
    assert state.by_status is not None
    assert (state.by_status.calling, state.by_outcome) == (1, {"answered": 1})
    assert [one.contact and one.contact.first_name for one in state.calling or []] == ["Anna"]
    assert [one.contact and one.contact.first_name for one in state.next_up or []] == ["Ben"]
    assert state.credits == 100


def test_it_asks_no_more_for_fifty_watchers_than_for_one(office: Office, tmp_path: Path) -> None:
    check_a_crowd(office, Office(tmp_path / "other"), minutes=1)


@pytest.mark.soak
def test_it_asks_no_more_for_fifty_watchers_in_ten_minutes(office: Office, tmp_path: Path) -> None:
    check_a_crowd(office, Office(tmp_path / "other"), minutes=10)


def check_a_crowd(one: Office, many: Office, minutes: float) -> None:
    alone = one.watch([one.console()], minutes)
    processes = [many.console() for _ in range(5)]
    crowd = many.watch(processes * 10, minutes)
    many.engine.dispose()
    assert crowd <= alone


@pytest.mark.parametrize("closed", [(), ("dashboard", "camp_1")])
def test_it_takes_less_than_300_requests_for_an_hour(office: Office, closed: tuple[str, ...]) -> None:
    """With some thirty left for the charts of how it went, which are read anew now and then."""
    office.platform.closed = set(closed)
    assert office.watch([office.console()], 60, calls_a_minute=60) < 270


def test_it_says_that_it_slows_down_for_the_budget(office: Office) -> None:
    live = office.console()
    fast = live.watch("camp_1").pace
    with office.budget.purpose("import", job=True):
        for _ in range(700):
            office.budget.admit("addCampaignContacts")
    slow = live.watch("camp_1").pace
    assert fast.refresh_every is not None
    assert slow.refresh_every is not None
    assert (fast.refresh_every.total_seconds() <= 2, fast.slowed) == (True, False)
    assert (slow.refresh_every > 10 * fast.refresh_every, slow.slowed) == (True, True)


def test_it_looks_less_often_while_nothing_changes(office: Office) -> None:
    live = office.console()
    office.watch([live], 10, calls_a_minute=0)
    quiet = live.watch("camp_1").pace
    assert quiet.quiet
    assert quiet.refresh_every is not None
    assert quiet.refresh_every >= timedelta(seconds=50)
    assert office.platform.asked["dashboard"] < 40


def test_it_ends_when_the_campaign_is_over(office: Office) -> None:
    office.platform.status = "completed"
    assert office.console().watch("camp_1").pace.refresh_every is None


def test_it_reads_anew_after_somebodys_change(office: Office) -> None:
    live = office.console()
    live.watch("camp_1")
    office.platform.status = "paused"
    live.forget("camp_1")
    assert live.watch("camp_1").campaign.status == "paused"


def test_it_counts_from_the_people_where_the_dashboard_is_closed(office: Office) -> None:
    office.platform.closed = {"dashboard"}
    live = office.console()
    state = live.watch("camp_1")
    assert (state.source, state.by_outcome) == (LiveSource.PEOPLE, {"answered": 1})
    office.time += timedelta(minutes=1)
    live.watch("camp_1")
    assert office.platform.asked["dashboard"] == 1, "what is closed is asked once"


def test_it_takes_the_latest_calls_from_the_call_log_where_the_dashboard_is_closed(office: Office) -> None:
    office.platform.closed, office.platform.called = {"dashboard", "camp_1"}, 12
    office.platform.calls = [
        {"id": f"call_{number}", "outcome": "error", "started_at": NOON.isoformat()} for number in range(12)
    ]
    state = office.console().watch("camp_1")
    assert (state.source, state.calls_told, len(state.recent_calls)) == (LiveSource.PEOPLE, True, 12)
    assert WarningCode.FAILURES in [one.code for one in warnings(state)]


def test_it_says_that_calls_are_kept_from_it_and_asks_for_them_once(office: Office) -> None:
    office.platform.closed, office.platform.called = {"dashboard", "calls"}, 12
    live = office.console()
    live.watch("camp_1")
    office.time += timedelta(minutes=2)
    state = live.watch("camp_1")
    assert (state.calls_told, state.recent_calls) == (False, [])
    assert office.platform.asked["calls"] == 1


def test_what_is_known_to_be_closed_is_not_asked(office: Office) -> None:
    office.platform.called = 12
    live = office.console(may=lambda operation: operation == "listCampaignContacts")
    state = live.watch("camp_1")
    assert (state.source, state.calls_told) == (LiveSource.PEOPLE, False)
    assert not {"dashboard", "calls"} & office.platform.asked.keys()


def test_it_counts_from_the_counters_where_nothing_else_is_open(office: Office) -> None:
    office.platform.closed = {"dashboard", "contacts", "camp_1", "credits"}
    office.platform.called = 7
    state = office.console().watch("camp_1")
    assert (state.source, state.by_status, state.credits) == (LiveSource.COUNTERS, None, None)
    assert state.campaign.contacts_called == 7


def test_it_shows_the_last_state_with_its_age_while_the_platform_is_down(office: Office) -> None:
    live = office.console()
    live.watch("camp_1")
    office.platform.down = True
    office.time += timedelta(minutes=5)
    state = live.watch("camp_1")
    assert state.error is not None
    assert state.age >= timedelta(minutes=5)


def test_it_measures_what_is_spent_an_hour(office: Office) -> None:
    live = office.console()
    live.watch("camp_1")
    office.platform.credits = 70
    office.time += timedelta(minutes=30)
    assert live.watch("camp_1").credits_an_hour == pytest.approx(60, rel=0.02)


@pytest.mark.parametrize(("status", "expected"), [("draft", 30), ("paused", 30), ("scheduled", 30)])
def test_it_looks_seldom_at_what_does_not_run(office: Office, status: str, expected: int) -> None:
    office.platform.status = status
    pace = office.console().watch("camp_1").pace
    assert pace.refresh_every == timedelta(seconds=expected)


def test_before_anything_was_read_it_shows_what_the_list_knows(office: Office) -> None:
    known = Campaign.model_validate(office.platform.campaign())
    of_list = Read(known, NOON - timedelta(minutes=3), timedelta(minutes=3))
    office.platform.down = True

    state = office.console(listed=lambda _id: of_list).watch("camp_1")

    assert (state.campaign.name, state.source, state.age) == (
        "Spring",
        LiveSource.COUNTERS,
        timedelta(minutes=3),
    )
    assert isinstance(state.error, errors.ServerError)
    assert state.at <= state.now - timedelta(minutes=3)
    office.platform.down = False
    assert office.console(listed=lambda _id: of_list).watch("camp_1").error is None


def test_where_the_list_does_not_know_it_either_the_error_stands(office: Office) -> None:
    office.platform.down = True
    with pytest.raises(errors.ServerError):
        office.console(listed=lambda _id: Read(None, NOON, timedelta())).watch("camp_1")

"""Count of people called, by what a platform tells: what it does not tell is never taken for nobody, on the answers that
a generation's page prints."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.api.models import Campaign
from services.audit.audit import Audit
from services.database.database import make_engine
from services.durable import Holder
from services.keeper import WatchState, Why
from services.keeper.claim import take
from services.keeper.counting import Counting, PeopleCalled, Way
from services.keeper.duties.duty import Tools
from services.keeper.duties.limit import LimitDuty, sight_of
from services.keeper.store import NewWatch, WatchStore
from services.keeper.watch import Duty
from services.person import Person
from tests.new_database import make_tables
from tests.services.generation.printed_platform import PrintedPlatform

MOST = 2
DASHBOARD = "GET /api/crm/campaigns/{id}/dashboard"
PEOPLE = "GET /api/crm/campaigns/{id}/contacts"
ONE = "GET /api/crm/campaigns/{id}"
DRAFT = Campaign(id="cmp_1", name="Renewals", total_contacts=184)


class Renewals:
    """A campaign as the newest page prints it; `rows` is False where its people cannot be listed."""

    def __init__(self, *, rows: bool) -> None:
        self.platform = PrintedPlatform("newest")
        self.api = self.platform.api()
        self.people = PeopleCalled(self.api, lambda operation: rows or operation != "listCampaignContacts")
        self.board: dict[str, Any] = self.platform.answers[DASHBOARD][1]
        self.row: dict[str, Any] = self.platform.answers[PEOPLE][1]["contacts"][0]

    def settled(self) -> Counting:
        counting = self.people.settle(DRAFT, MOST)
        assert counting is not None
        return counting

    def called(self, counting: Counting) -> int | None:
        return counting.called(self.people.look(DRAFT.id, counting))


def moment(*, seconds: float = 0) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


def test_the_people_themselves_are_asked_before_a_list_of_calls() -> None:
    renewals = Renewals(rows=True)
    counting = renewals.settled()
    assert counting.way is Way.ROWS and renewals.called(counting) == 0

    renewals.row |= {"attempts": 1, "last_attempt_at": moment()}
    assert renewals.called(counting) == 1


def test_whoever_is_being_called_counts_before_her_attempt_does() -> None:
    renewals = Renewals(rows=True)
    counting = renewals.settled()

    renewals.row |= {"status": "calling", "attempts": 0, "last_attempt_at": None}
    assert renewals.called(counting) == 1


def test_a_platform_some_seconds_ahead_of_its_own_calls_hides_none() -> None:
    renewals = Renewals(rows=True)
    counting = renewals.settled()

    renewals.row |= {"attempts": 1, "last_attempt_at": moment(seconds=-7)}
    assert renewals.called(counting) == 1


def test_an_empty_list_of_calls_does_not_hide_whom_the_statuses_show() -> None:
    renewals = Renewals(rows=False)
    counting = renewals.settled()
    assert counting.way is Way.RECENT and renewals.called(counting) == 0

    by_status = renewals.board["counts"]["byStatus"]
    renewals.board["counts"]["byStatus"] = by_status | {"pending": by_status["pending"] - 3, "calling": 9}
    assert renewals.board["recentCalls"] == []
    assert renewals.called(counting) == 3


@pytest.mark.parametrize(
    ("part", "told"),
    [("counts", {}), ("recentCalls", [{"id": "call_1", "contact_id": "ct_1"}])],
)
def test_what_is_not_told_is_not_nobody(part: str, told: Any) -> None:
    renewals = Renewals(rows=False)
    counting = renewals.settled()

    renewals.board[part] = told
    assert renewals.called(counting) is None


@pytest.mark.parametrize("before", ["draft", "scheduled", "paused"])
def test_a_status_from_before_the_start_does_not_keep_it_from_being_stopped(before: str) -> None:
    renewals = Renewals(rows=False)
    counting = renewals.settled()
    engine = make_engine("sqlite://")
    make_tables(engine)
    store = WatchStore(engine, lambda: datetime.now(UTC), lambda: "account", lambda *_others: None)
    watch = store.set(
        NewWatch(Duty.LIMIT, DRAFT.id, DRAFT.name, Person("Anna"), {"most": MOST}, sight_of(counting))
    )
    assert store.begin(watch.id, sight_of(counting))
    claim = take(store, Holder("here", "first life"), watch.id, watch.run + 1)
    assert claim is not None

    renewals.board["counts"]["byStatus"]["calling"] += MOST
    renewals.board["campaign"]["status"] = renewals.platform.answers[ONE][1]["campaign"]["status"] = before
    tools = Tools(renewals.api, Audit(engine, renewals.api.clock.now), lambda: datetime.now(UTC))
    LimitDuty().look(claim, tools)

    assert ("PUT /api/crm/campaigns/{id}", {"status": "paused"}) in renewals.platform.sent
    assert claim.watch.code is Why.REACHED
    assert claim.watch.state in (WatchState.PAUSING, WatchState.PAUSED)

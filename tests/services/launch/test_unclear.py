"""No clear answer to a launch: the console looks, says what it found, and only a person goes on from there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from services.api.models import CampaignStatus
from services.api.unclear import CYCLE, UNCLEAR_FOR
from services.database.database import make_engine
from services.launch import (
    CampaignSnapshot,
    Evidence,
    IntentState,
    Launches,
    LaunchOutcome,
    LaunchVerdict,
    Ledger,
    SeenState,
)
from services.launch.findings import judge
from services.launch.looks import LOOK_EVERY, SENDING_LEASE
from services.person import Person
from tests.new_database import make_tables
from tests.services.launch.platform import START, Crash, FakePlatform, Fault

READS_OF_A_LOOK = 2
ENOUGH = UNCLEAR_FOR + timedelta(seconds=1)
AFTER = [Fault.TIMEOUT_AFTER, Fault.DROPPED_AFTER, Fault.BROKEN_AFTER, Fault.GATEWAY_AFTER]
UNREADABLE = [Fault.HTML_AFTER, Fault.HALF_AFTER]
BEFORE = [
    Fault.TIMEOUT_BEFORE,
    Fault.GATEWAY_BEFORE,
    Fault.DROPPED_BEFORE,
    Fault.BROKEN_BEFORE,
    Fault.HTML_BEFORE,
    Fault.HALF_BEFORE,
    Fault.EMPTY_BEFORE,
    Fault.ODD_BEFORE,
]


class Office:
    """One platform, one database, a wall clock that can be moved, and consoles on them."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.platform = FakePlatform()
        self.platform.add()
        self.time = datetime.now(UTC)
        self.launches = self.console()

    def console(self) -> Launches:
        api = self.platform.api()
        ledger = Ledger(self.engine, api.clock.now, wall=lambda: self.time)
        return Launches(self.engine, api, ledger=ledger, patience_seconds=0, pause=lambda _seconds: None)

    def seen(self) -> SeenState:
        return self.launches.seen(self.platform.api().campaigns.get("camp_1"))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    make_tables(engine)
    yield Office(engine)
    engine.dispose()


@pytest.mark.parametrize("fault", [*AFTER, *UNREADABLE])
def test_it_finds_that_it_was_launched(office: Office, fault: Fault) -> None:
    office.platform.faults = [fault]
    seen = office.seen()
    result = office.launches.launch("camp_1", seen, who=Person("Anna"))
    assert (result.outcome, result.finding and result.finding.why) == (
        LaunchOutcome.LAUNCHED,
        Evidence.RUNNING,
    )
    assert office.launches.launch("camp_1", seen, who=Person("Anna")).outcome is LaunchOutcome.ALREADY
    assert office.platform.asked == ["camp_1"]


@pytest.mark.parametrize("fault", BEFORE)
def test_it_is_not_certain_while_the_platform_may_still_act(office: Office, fault: Fault) -> None:
    office.platform.faults = [fault]
    result = office.launches.launch("camp_1", office.seen(), who=Person("Anna"))
    assert (result.outcome, result.finding and result.finding.why) == (
        LaunchOutcome.UNCERTAIN,
        Evidence.MAY_STILL_ACT,
    )
    assert result.watched_for == UNCLEAR_FOR
    office.time += UNCLEAR_FOR - timedelta(seconds=1)
    assert office.launches.look(result.intent.id).outcome is LaunchOutcome.UNCERTAIN
    office.time += timedelta(seconds=1)
    settled = office.launches.look(result.intent.id)
    assert (settled.outcome, settled.watched_for) == (LaunchOutcome.NOT_LAUNCHED, None)


def test_it_takes_two_looks_a_cycle_apart_however_late_the_first_one_is(office: Office) -> None:
    office.platform.faults = [Fault.BROKEN_BEFORE]
    office.platform.before_run = lambda: setattr(office.platform, "unreachable", True)
    result = office.launches.launch("camp_1", office.seen(), who=Person("Anna"))
    office.platform.unreachable = False
    office.time += timedelta(hours=1)
    first = office.launches.look(result.intent.id)
    assert (first.outcome, first.watched_for) == (LaunchOutcome.UNCERTAIN, CYCLE)
    assert office.launches.look(result.intent.id).outcome is LaunchOutcome.UNCERTAIN
    office.time += CYCLE
    assert office.launches.look(result.intent.id).outcome is LaunchOutcome.NOT_LAUNCHED


def test_nobody_goes_on_from_an_unclear_launch_while_the_platform_may_still_act(office: Office) -> None:
    office.platform.faults = [Fault.BROKEN_BEFORE]
    unclear = office.launches.launch("camp_1", office.seen(), who=Person("Anna"))
    for _seconds in (3, 30, 50):
        office.time += timedelta(seconds=_seconds)
        decided = office.launches.launch(
            "camp_1", office.seen(), who=Person("Ben"), acknowledged=unclear.intent.id
        )
        assert decided.outcome is LaunchOutcome.UNCERTAIN
    assert office.platform.asked == ["camp_1"]


def test_nobody_goes_on_before_somebody_has_looked_after_the_time(office: Office) -> None:
    office.platform.faults = [Fault.BROKEN_BEFORE]
    unclear = office.launches.launch("camp_1", office.seen(), who=Person("Anna"))
    office.time += timedelta(hours=1)
    decided = office.launches.launch(
        "camp_1", office.seen(), who=Person("Ben"), acknowledged=unclear.intent.id
    )
    assert decided.outcome is LaunchOutcome.UNCERTAIN
    assert office.platform.asked == ["camp_1"]


def test_many_who_watch_look_once_in_ten_seconds(office: Office) -> None:
    office.platform.faults = [Fault.BROKEN_BEFORE]
    unclear = office.launches.launch("camp_1", office.seen(), who=Person("Anna"))
    office.time += LOOK_EVERY
    looked = office.platform.reads
    for _screen in range(5):
        office.launches.watch(unclear.intent.id)
    assert office.platform.reads - looked == READS_OF_A_LOOK


def test_it_is_settled_with_every_screen_closed(office: Office) -> None:
    office.platform.faults = [Fault.BROKEN_BEFORE]
    unclear = office.launches.launch("camp_1", office.seen(), who=Person("Anna"))
    for _turn in range(12):
        office.time += LOOK_EVERY
        office.console().settle_abandoned()
    assert office.launches.result_of(unclear.intent.id).outcome is LaunchOutcome.NOT_LAUNCHED
    looked = office.platform.reads
    office.console().settle_abandoned()
    assert office.platform.reads == looked


def test_it_notices_a_launch_that_took_place_late(office: Office) -> None:
    office.platform.faults = [Fault.TIMEOUT_BEFORE]
    result = office.launches.launch("camp_1", office.seen(), who=Person("Anna"))
    office.platform.change("camp_1", status="running")
    assert office.launches.look(result.intent.id).outcome is LaunchOutcome.ALREADY


def test_it_leaves_going_on_to_a_person(office: Office) -> None:
    office.platform.faults = [Fault.BROKEN_BEFORE]
    unclear = office.launches.launch("camp_1", office.seen(), who=Person("Anna"))
    office.time += ENOUGH
    assert office.launches.look(unclear.intent.id).outcome is LaunchOutcome.NOT_LAUNCHED
    seen = office.seen()
    assert office.launches.launch("camp_1", seen, who=Person("Ben")).outcome is LaunchOutcome.NOT_LAUNCHED
    assert office.platform.asked == ["camp_1"]
    decided = office.launches.launch("camp_1", seen, who=Person("Ben"), acknowledged=unclear.intent.id)
    again = office.launches.launch("camp_1", seen, who=Person("Anna"), acknowledged=unclear.intent.id)
    assert (decided.outcome, again.outcome) == (LaunchOutcome.LAUNCHED, LaunchOutcome.ALREADY)
    assert office.platform.runs == ["camp_1"]


def test_it_refuses_the_decision_when_the_first_launch_has_come_through(office: Office) -> None:
    office.platform.faults = [Fault.TIMEOUT_BEFORE]
    unclear = office.launches.launch("camp_1", office.seen(), who=Person("Anna"))
    office.time += ENOUGH
    assert office.launches.look(unclear.intent.id).outcome is LaunchOutcome.NOT_LAUNCHED
    seen = office.seen()
    office.platform.change("camp_1", status="running")
    result = office.launches.launch("camp_1", seen, who=Person("Anna"), acknowledged=unclear.intent.id)
    assert result.outcome is LaunchOutcome.STALE_VIEW
    assert office.platform.asked == ["camp_1"]


def test_it_is_not_certain_when_nothing_can_be_seen(office: Office) -> None:
    office.platform.faults = [Fault.DROPPED_BEFORE]
    office.platform.before_run = lambda: setattr(office.platform, "unreachable", True)
    result = office.launches.launch("camp_1", office.seen(), who=Person("Anna"))
    assert (result.outcome, result.finding and result.finding.why) == (
        LaunchOutcome.UNCERTAIN,
        Evidence.CANNOT_LOOK,
    )
    office.platform.unreachable = False
    office.time += ENOUGH
    assert office.launches.look(result.intent.id).outcome is LaunchOutcome.UNCERTAIN
    office.time += CYCLE
    assert office.launches.look(result.intent.id).outcome is LaunchOutcome.NOT_LAUNCHED


@pytest.mark.parametrize(
    ("fault", "expected"),
    [(Fault.CRASH_AFTER, LaunchOutcome.ALREADY), (Fault.CRASH_BEFORE, LaunchOutcome.UNCERTAIN)],
)
def test_it_looks_after_a_restart_in_between(office: Office, fault: Fault, expected: LaunchOutcome) -> None:
    office.platform.faults = [fault]
    seen = office.seen()
    with pytest.raises(Crash):
        office.launches.launch("camp_1", seen, who=Person("Anna"))
    after_restart = office.console()
    assert after_restart.launch("camp_1", seen, who=Person("Anna")).outcome is LaunchOutcome.IN_PROGRESS
    office.time += timedelta(minutes=10)
    assert after_restart.launch("camp_1", seen, who=Person("Anna")).outcome is expected
    assert office.platform.asked == ["camp_1"]


def test_what_a_dead_process_sent_is_watched_from_its_lease_on(office: Office) -> None:
    office.platform.faults = [Fault.CRASH_BEFORE]
    seen = office.seen()
    with pytest.raises(Crash):
        office.launches.launch("camp_1", seen, who=Person("Anna"))
    office.time += SENDING_LEASE + timedelta(seconds=1)
    after_restart = office.console()
    [unclear] = after_restart.settle_abandoned()
    assert (unclear.outcome, unclear.watched_for) == (
        LaunchOutcome.UNCERTAIN,
        UNCLEAR_FOR - timedelta(seconds=1),
    )
    tried = after_restart.launch("camp_1", office.seen(), who=Person("Ben"), acknowledged=unclear.intent.id)
    assert tried.outcome is LaunchOutcome.UNCERTAIN
    assert office.platform.asked == ["camp_1"]


def test_it_settles_at_start_what_a_dead_process_left(office: Office) -> None:
    office.platform.faults = [Fault.CRASH_AFTER]
    with pytest.raises(Crash):
        office.launches.launch("camp_1", office.seen(), who=Person("Anna"))
    assert office.console().settle_abandoned() == []
    office.time += timedelta(minutes=10)
    settled = office.console().settle_abandoned()
    assert [(one.intent.who.name, one.intent.state) for one in settled] == [("Anna", IntentState.LAUNCHED)]


def test_it_frees_what_a_process_died_on_before_sending(office: Office) -> None:
    def dying(_campaign_id: str) -> object:
        raise Crash

    api = office.platform.api()
    ledger = Ledger(office.engine, api.clock.now, wall=lambda: office.time)
    doomed = Launches(office.engine, api, ledger=ledger, read=dying)  # pyright: ignore[reportArgumentType]  never returns
    seen = office.seen()
    with pytest.raises(Crash):
        doomed.launch("camp_1", seen, who=Person("Anna"))
    office.time += timedelta(minutes=10)
    assert office.launches.launch("camp_1", seen, who=Person("Anna")).outcome is LaunchOutcome.NOT_SENT
    assert office.launches.launch("camp_1", seen, who=Person("Anna")).outcome is LaunchOutcome.LAUNCHED


def sight(status: str, *, called: int = 0, moved: int = 0, **fields: object) -> CampaignSnapshot:
    at = START + timedelta(minutes=moved)
    facts: dict[str, Any] = {"started_at": None, "calling": 0, "waiting": 0} | fields
    return CampaignSnapshot(
        CampaignStatus(status), updated_at=at, total_contacts=10, contacts_called=called, **facts
    )


@pytest.mark.parametrize(
    ("before", "after", "verdict", "why"),
    [
        (sight("draft"), sight("running", moved=1), LaunchVerdict.LAUNCHED, Evidence.RUNNING),
        (sight("draft"), sight("completed", moved=1), LaunchVerdict.LAUNCHED, Evidence.RUNNING),
        (sight("draft"), sight("draft"), LaunchVerdict.NOT_LAUNCHED, Evidence.UNCHANGED),
        (sight("scheduled"), sight("scheduled", moved=1), LaunchVerdict.UNCERTAIN, Evidence.CHANGED),
        (sight("draft"), sight("paused", moved=1), LaunchVerdict.UNCERTAIN, Evidence.CHANGED),
        (sight("draft"), sight("paused", moved=1, called=2), LaunchVerdict.LAUNCHED, Evidence.CALLS_STARTED),
        (sight("draft"), sight("paused", started_at=START), LaunchVerdict.LAUNCHED, Evidence.CALLS_STARTED),
        (sight("draft"), sight("cancelled", moved=1), LaunchVerdict.UNCERTAIN, Evidence.GONE),
        (sight("paused"), sight("paused", called=1), LaunchVerdict.UNCERTAIN, Evidence.ALREADY_RAN),
        (sight("paused"), sight("paused"), LaunchVerdict.NOT_LAUNCHED, Evidence.UNCHANGED),
        (sight("running"), sight("running"), LaunchVerdict.NOT_LAUNCHED, Evidence.UNCHANGED),
        (sight("running"), sight("running", calling=None), LaunchVerdict.UNCERTAIN, Evidence.ALREADY_RAN),
        (sight("running"), sight("running", calling=2), LaunchVerdict.UNCERTAIN, Evidence.ALREADY_RAN),
        (sight("running"), sight("completed", moved=1), LaunchVerdict.UNCERTAIN, Evidence.ALREADY_RAN),
        (sight("running"), sight("cancelled", moved=1), LaunchVerdict.UNCERTAIN, Evidence.GONE),
    ],
)
def test_it_judges_by_what_changed(
    before: CampaignSnapshot, after: CampaignSnapshot, verdict: LaunchVerdict, why: Evidence
) -> None:
    assert judge(before, after) == (verdict, why)

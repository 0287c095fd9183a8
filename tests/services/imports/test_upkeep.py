"""Upkeep, which goes on by itself: taking over, trying the token again, deleting people's data when its time has
come.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import func, select, update

from services.api.errors import Unauthorized
from services.database.database import Base, writing
from services.imports import JobState
from services.imports.claim import take
from services.imports.queue import Queue, workflow_id
from services.imports.store import WATCHDOG_SECONDS, NewJob
from services.imports.tables import ChunkRow, JobRow, LogRow, MatchRow
from services.imports.upkeep import purge, take_over
from services.person import Person
from tests.services.imports.desk import Desk
from tests.services.imports.people import person


class FakeQueue:
    """Knows which runs still wait, and which jobs it was told to forget."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.forgotten: list[str] = []

    def waiting(self, workflow_ids: list[str]) -> set[str]:
        return {workflow_id(job_id, run) for job_id, run, _delay in self._desk.runs} & set(workflow_ids)

    def forget(self, job_id: str, runs: int) -> None:
        self.forgotten.append(job_id)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def job_id(desk: Desk) -> str:
    return desk.submit([person(number) for number in range(25)])


@pytest.fixture
def queue(desk: Desk) -> FakeQueue:
    return FakeQueue(desk)


def look_after(desk: Desk, queue: FakeQueue, executor_id: str | None = None) -> int:
    return take_over(desk.store, cast(Queue, queue), desk.now, executor_id)


def lost_in_the_middle(desk: Desk, job_id: str) -> None:
    """Its process took it and was never seen again."""
    _, run, _ = desk.runs.pop()
    assert take(desk.store, desk.worker.holder, job_id, run)


def test_a_job_that_is_worked_on_is_left_alone(desk: Desk, job_id: str, queue: FakeQueue) -> None:
    lost_in_the_middle(desk, job_id)

    assert look_after(desk, queue) == 0


def test_a_job_whose_process_is_gone_is_started_again(desk: Desk, job_id: str, queue: FakeQueue) -> None:
    lost_in_the_middle(desk, job_id)
    desk.now += timedelta(seconds=WATCHDOG_SECONDS + 1)

    assert look_after(desk, queue) == 1
    assert look_after(desk, queue) == 0

    desk.next_turn(desk.another_worker("there"))
    assert desk.job(job_id).rows.enrolled == 25
    assert "handed_over" in [entry.code for entry in desk.job(job_id).log]


def test_a_job_that_only_waits_for_its_turn_is_not_started_twice(
    desk: Desk, job_id: str, queue: FakeQueue
) -> None:
    desk.now += timedelta(seconds=WATCHDOG_SECONDS + 1)

    assert look_after(desk, queue) == 0
    assert len(desk.runs) == 1


def test_a_run_that_was_lost_between_two_turns_is_found(desk: Desk, job_id: str, queue: FakeQueue) -> None:
    desk.runs.clear()
    desk.now += timedelta(seconds=WATCHDOG_SECONDS + 1)

    assert look_after(desk, queue) == 1


def test_a_process_that_is_gone_for_good_can_be_named(desk: Desk, job_id: str, queue: FakeQueue) -> None:
    lost_in_the_middle(desk, job_id)

    assert look_after(desk, queue, "somebody else") == 0
    assert look_after(desk, queue, "here") == 1


@pytest.mark.parametrize("state", [JobState.PAUSED, JobState.CANCELLED, JobState.DONE])
def test_a_job_that_shall_not_run_is_never_started(
    desk: Desk, job_id: str, queue: FakeQueue, state: JobState
) -> None:
    desk.runs.clear()
    with writing(desk.store.engine) as connection:
        connection.execute(update(JobRow).values(state=state))
    desk.now += timedelta(days=1)

    assert look_after(desk, queue) == 0


def everything_stored(desk: Desk) -> str:
    """All that the database holds of imports, as one text."""
    with desk.store.engine.connect() as connection:
        tables = [connection.execute(select(*table.__table__.columns)).all() for table in (JobRow, LogRow)]
        blobs = [connection.execute(select(*table.__table__.columns)).all() for table in (ChunkRow, MatchRow)]
    return json.dumps(tables, default=str) + str(blobs)


def tables_with_rows_of(desk: Desk, job_id: str) -> list[str]:
    """Tables beside the one of jobs, old and to come."""
    found = [table for table in Base.metadata.sorted_tables if "job_id" in table.columns]
    with desk.store.engine.connect() as connection:
        return [
            table.name
            for table in found
            if connection.scalar(select(func.count()).where(table.c.job_id == job_id))
        ]


def test_peoples_data_goes_when_its_time_has_come_and_the_counts_stay(desk: Desk, queue: FakeQueue) -> None:
    desk.platform.refused_names = {"First3"}
    job_id = desk.submit([person(number) for number in range(25)])
    desk.to_the_end()
    before = desk.job(job_id)
    month = timedelta(days=30)

    desk.now += month - timedelta(minutes=1)
    assert purge(desk.store, cast(Queue, queue), month) == 0
    desk.now += timedelta(minutes=1)
    assert purge(desk.store, cast(Queue, queue), month) == 1
    assert purge(desk.store, cast(Queue, queue), month) == 0

    row = desk.store.row(job_id)
    assert row is not None and row.forgotten_at is not None
    assert (row.enrolled, row.left_out, row.reasons) == (24, 1, before.reasons)
    assert tables_with_rows_of(desk, job_id) == ["import_log"]
    assert queue.forgotten == [job_id]


def test_a_job_that_has_not_ended_keeps_its_people(desk: Desk, job_id: str, queue: FakeQueue) -> None:
    desk.platform.before["enrol"] = [Unauthorized("x", status=401)]
    desk.to_the_end()
    desk.now += timedelta(days=400)

    assert purge(desk.store, cast(Queue, queue), timedelta(days=30)) == 0


def test_neither_log_nor_queue_nor_place_ever_hold_people(
    desk: Desk, job_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk.platform.before["enrol"] = [ValueError("Last7 p7@example.com")]

    desk.to_the_end()

    kept = everything_stored(desk) + caplog.text + str(desk.runs)
    for private in ("Last7", "p7@example.com", "4930000000007"):
        assert private not in kept


def test_a_list_whose_storing_was_broken_off_goes_after_a_day(desk: Desk, queue: FakeQueue) -> None:
    desk.store.reserve(NewJob("list.csv", "other", "camp", "Spring", "comp", Person("anna")))
    desk.now += timedelta(days=2)

    purge(desk.store, cast(Queue, queue), timedelta(days=30))

    assert desk.store.rows(JobState.STORING) == []

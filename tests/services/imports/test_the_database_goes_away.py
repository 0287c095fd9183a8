"""Imports while the console's own database is away: nothing ends, nothing spins, and the work goes on when it is back."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.api import Api
from services.database.circuit_breaker import DatabaseAway
from services.database.database import breaker_of, close_engine, make_engine
from services.durable.engine_log import Throttle
from services.imports import Job, Jobs, JobState
from tests.new_database import make_tables
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.database.database_troubles import held_by_another_program, stopped
from tests.services.imports.bench import SOON, counted, make_campaign, submit
from tests.services.imports.people import many
from tests.services.imports.postgresql import postgresql_server
from tests.waiting import until

pytestmark = pytest.mark.lengthy

PEOPLE = 600


@pytest.fixture
def slow_sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path, "--empty", "--speed", "0", "--profile", "live") as sandbox:
        sandbox.faults({"kind": "delay_after", "operation": "listContacts", "seconds": 0.2, "times": None})
        yield sandbox


@dataclass
class World:
    engine: Engine
    jobs: Jobs
    job: Job
    sandbox: RunningSandbox
    trouble: Callable[[], AbstractContextManager[None]]

    @property
    def away(self) -> bool:
        """Whether the worker has noticed; it asks again and again."""
        breaker = breaker_of(self.engine)
        return breaker.away is not None or (breaker.skips_writes is not None and not breaker.ask_now())

    def seen(self) -> Job | None:
        """None while the database does not answer."""
        try:
            return self.jobs.get(self.job.id)
        except DatabaseAway:
            return None

    def finished(self) -> Job | None:
        return until(self.seen, lambda job: job is not None and not job.active)


@pytest.fixture(params=["locked", "stopped"])
def world(request: pytest.FixtureRequest, slow_sandbox: RunningSandbox, tmp_path: Path) -> Iterator[World]:
    """An import in the middle of its work, on a SQLite file and on a PostgreSQL."""
    with Api(slow_sandbox.url, slow_sandbox.token, slow_sandbox.team_id, demo=True) as api:
        if request.param == "locked":
            file = tmp_path / "console.db"
            yield from _at_work(f"sqlite:///{file}", lambda: held_by_another_program(file), api, slow_sandbox)
        else:
            with postgresql_server() as server:
                yield from _at_work(server.url, lambda: stopped(server), api, slow_sandbox)


def _at_work(
    url: str, trouble: Callable[[], AbstractContextManager[None]], api: Api, sandbox: RunningSandbox
) -> Iterator[World]:
    engine = make_engine(url)
    make_tables(engine)
    jobs = Jobs(engine, lambda: api, executor_id="goes away", poll_seconds=SOON)
    jobs.start()
    try:
        job = submit(jobs, many(PEOPLE), make_campaign(api))
        until(lambda: jobs.get(job.id), lambda job: job.stage == "find" and job.requests > 2)
        yield World(engine, jobs, job, sandbox, trouble)
    finally:
        jobs.stop()
        close_engine(engine)


def test_an_import_goes_on_when_the_database_is_back(world: World, caplog: pytest.LogCaptureFixture) -> None:
    threads = threading.active_count()
    with world.trouble():
        until(lambda: world.away, bool)
        assert threading.active_count() <= threads + 2, "nothing is started again and again"

    done = world.finished()
    assert done
    assert (done.state, done.rows.enrolled) == (JobState.DONE, PEOPLE)
    found = counted(world.sandbox, done.campaign_id)
    assert found == {"people": PEOPLE, "numbers": PEOPLE, "enrolments": PEOPLE, "enrolled": PEOPLE}
    lines = [(one.pathname, one.lineno) for one in caplog.records if one.levelno == logging.WARNING]
    assert len(lines) == len(set(lines)), "each complaint stands in the log once, however often it is met"


def test_a_process_can_be_stopped_without_the_database(world: World) -> None:
    with world.trouble():
        until(lambda: world.away, bool)
        world.jobs.stop()


def test_what_is_repeated_is_said_once_in_a_while_with_how_often() -> None:
    now = 0.0
    throttle = Throttle(every=60, clock=lambda: now)

    def said(line: int, level: int = logging.WARNING) -> str | None:
        record = logging.LogRecord("dbos", level, "queue.py", line, "no %s", ("answer",), None)
        return record.getMessage() if throttle.filter(record) else None

    assert [said(1), said(1), said(2), said(1)] == ["no answer", None, "no answer", None]
    assert said(1, logging.ERROR) == "no answer"
    now = 60
    assert said(1) == "no answer (2 more like it since)"

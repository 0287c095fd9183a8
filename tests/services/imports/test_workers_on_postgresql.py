"""Workers apart, on one PostgreSQL: what a killed one leaves is finished, by itself or by the other."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Executable, select, text, update

from services.api import Api
from services.database.database import make_engine, reading, writing
from services.imports import Job, Jobs, JobState, NotPossible
from services.imports.job import ImportPlace
from services.imports.tables import JobRow
from tests.forked_process import HOME
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.imports.bench import counted, make_campaign, submit
from tests.services.imports.nursery import Nursery, environment
from tests.services.imports.people import batches, many, person
from tests.services.imports.postgresql import postgresql
from tests.waiting import until

pytestmark = pytest.mark.lengthy

PEOPLE = 1500


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with postgresql() as url:
        yield url


@pytest.fixture
def slow_sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path, "--empty", "--speed", "0", "--profile", "live") as sandbox:
        sandbox.faults({"kind": "delay_after", "operation": "listContacts", "seconds": 0.2, "times": None})
        yield sandbox


@pytest.fixture
def web(database: str, slow_sandbox: RunningSandbox) -> Iterator[Jobs]:
    """The web process: it only enqueues."""
    api = Api(slow_sandbox.url, slow_sandbox.token, slow_sandbox.team_id, demo=True)
    engine = make_engine(database)
    jobs = Jobs(engine, lambda: api, executor_id="web", run_here=False)
    jobs.start()
    yield jobs
    jobs.stop()
    engine.dispose()
    api.close()


def accepted(web: Jobs, sandbox: RunningSandbox) -> Job:
    with Api(sandbox.url, sandbox.token, sandbox.team_id, demo=True) as api:
        return submit(web, many(PEOPLE), make_campaign(api))


def under_way(web: Jobs, job: Job) -> None:
    until(lambda: web.get(job.id), lambda job: job.stage == "find" and job.requests > 5)


def finished(web: Jobs, job: Job, sandbox: RunningSandbox) -> Job:
    done = until(lambda: web.get(job.id), lambda job: not job.active)
    assert (done.state, done.rows.enrolled) == (JobState.DONE, PEOPLE)
    found = counted(sandbox, job.campaign_id)
    assert found == {"people": PEOPLE, "numbers": PEOPLE, "enrolments": PEOPLE, "enrolled": PEOPLE}
    return done


def command(sandbox: RunningSandbox, database: str, *words: str) -> str:
    asked = [sys.executable, "-m", "services.imports", *words]
    return subprocess.run(
        asked, cwd=HOME, env=environment(sandbox, database), check=True, capture_output=True, text=True
    ).stdout


@pytest.mark.soak  # by day on SQLite (test_killed_processes.py), and on PostgreSQL another one goes on, below
def test_a_killed_worker_goes_on_when_it_is_back(
    web: Jobs, database: str, slow_sandbox: RunningSandbox
) -> None:
    job = accepted(web, slow_sandbox)
    with Nursery(slow_sandbox, database, "alpha") as alpha:
        alpha.start()
        under_way(web, job)
        alpha.kill()
        alpha.start()

        done = finished(web, job, slow_sandbox)

    assert "restarted" in [entry.code for entry in done.log]


def test_the_work_of_one_that_is_gone_for_good_is_handed_over(
    web: Jobs, database: str, slow_sandbox: RunningSandbox
) -> None:
    job = accepted(web, slow_sandbox)
    with Nursery(slow_sandbox, database, "alpha") as alpha, Nursery(slow_sandbox, database, "beta") as beta:
        alpha.start()
        under_way(web, job)
        beta.start()
        until(web.workers, lambda workers: len(workers) == 2)
        alpha.kill()

        assert command(slow_sandbox, database, "hand-over", "alpha:worker").strip() == "1"
        done = finished(web, job, slow_sandbox)

    assert "handed_over" in [entry.code for entry in done.log]


def asked(engine: Engine, query: Executable) -> Any:
    with reading(engine) as connection:
        return connection.scalar(query)


def test_resuming_keeps_the_place_that_a_run_is_just_keeping(
    web: Jobs, database: str, slow_sandbox: RunningSandbox
) -> None:
    job = accepted(web, slow_sandbox)
    web.pause(job.id)
    engine = make_engine(database)
    mine = JobRow.id == job.id
    waiting = text("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
    with ThreadPoolExecutor() as meanwhile:
        with writing(engine) as run:
            run.execute(update(JobRow).where(mine).values(place=ImportPlace(matches=5).stored()))
            resuming = meanwhile.submit(web.resume, job.id)
            until(lambda: asked(engine, waiting), bool)
        resuming.result()

    place = asked(engine, select(JobRow.place).where(mine))
    engine.dispose()
    assert place and place["matches"] == 5
    web.cancel(job.id)


def one_by_one(web: Jobs, sandbox: RunningSandbox, imports: int, people: int) -> list[Job]:
    """Imports that ask for each person alone: each request that is sent twice shows in the sandbox's count."""
    sandbox.faults(
        {"kind": "closed", "operation": "importContacts", "times": None, "status": 404},
        {"kind": "delay_before", "operation": "createContact", "seconds": 0.1, "times": None},
    )
    lists = [[person(n) for n in range(start * people, (start + 1) * people)] for start in range(imports)]
    with Api(sandbox.url, sandbox.token, sandbox.team_id, demo=True) as api:
        return [submit(web, batches(those), make_campaign(api)) for those in lists]


def everybody_once(web: Jobs, sandbox: RunningSandbox, jobs: list[Job], people: int) -> None:
    for job in jobs:
        done = until(lambda: web.get(job.id), lambda job: not job.active)  # noqa: B023  called within the loop
        assert (done.state, done.rows.enrolled) == (JobState.DONE, people)
        found = counted(sandbox, job.campaign_id)
        assert found["enrolments"] == found["enrolled"] == people
        assert found["people"] == found["numbers"]


def test_two_workers_share_the_imports_and_ask_for_nobody_twice(
    web: Jobs, database: str, slow_sandbox: RunningSandbox
) -> None:
    jobs = one_by_one(web, slow_sandbox, imports=6, people=30)
    with Nursery(slow_sandbox, database, "alpha") as alpha, Nursery(slow_sandbox, database, "beta") as beta:
        alpha.start()
        beta.start()

        everybody_once(web, slow_sandbox, jobs, 30)

    assert slow_sandbox.requests()["createContact"] == 180


@pytest.mark.soak
def test_killed_paused_and_resumed_at_random_two_workers_lose_nobody_and_double_nobody(
    web: Jobs, database: str, slow_sandbox: RunningSandbox
) -> None:
    chance = random.Random(5)
    jobs = one_by_one(web, slow_sandbox, imports=3, people=600)
    with Nursery(slow_sandbox, database, "alpha") as alpha, Nursery(slow_sandbox, database, "beta") as beta:
        alpha.start()
        beta.start()
        for _ in range(60):
            worker = chance.choice([alpha, beta])
            worker.kill()
            time.sleep(chance.uniform(0, 0.5))  # at any moment: there is no condition to wait for
            worker.start()
            for _ in range(4):
                time.sleep(chance.uniform(0.05, 0.7))
                job = chance.choice(jobs)
                with suppress(NotPossible):  # it may have ended in this moment
                    web.pause(job.id)
                    web.resume(job.id)
        assert any(web.get(job.id).active for job in jobs), "all ended before the last kill: use longer lists"

        everybody_once(web, slow_sandbox, jobs, 600)

    assert not any(entry.code == "handed_over" for job in jobs for entry in web.get(job.id).log), (
        "none got stuck"
    )

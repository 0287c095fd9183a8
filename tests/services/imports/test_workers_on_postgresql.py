"""Workers apart, on one PostgreSQL: what a killed one leaves is finished, by itself or by the other."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.api import Api
from services.database.database import make_engine
from services.imports import Job, Jobs, JobState
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.imports.bench import counted, make_campaign, submit, until
from tests.services.imports.nursery import HOME, Nursery, environment
from tests.services.imports.people import batches, many, person
from tests.services.imports.postgresql import postgresql

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


def test_two_workers_share_the_imports_and_ask_for_nobody_twice(
    web: Jobs, database: str, slow_sandbox: RunningSandbox
) -> None:
    slow_sandbox.faults(
        {"kind": "closed", "operation": "importContacts", "times": None, "status": 404},
        {"kind": "delay_before", "operation": "createContact", "seconds": 0.1, "times": None},
    )
    with Api(slow_sandbox.url, slow_sandbox.token, slow_sandbox.team_id, demo=True) as api:
        lists = [[person(number) for number in range(start, start + 30)] for start in range(0, 180, 30)]
        jobs = [submit(web, batches(people), make_campaign(api)) for people in lists]
    with Nursery(slow_sandbox, database, "alpha") as alpha, Nursery(slow_sandbox, database, "beta") as beta:
        alpha.start()
        beta.start()

        for job in jobs:
            done = until(lambda: web.get(job.id), lambda job: not job.active)  # noqa: B023  called within the loop
            assert (done.state, done.rows.enrolled) == (JobState.DONE, 30)

    assert slow_sandbox.requests()["createContact"] == 180
    found = counted(slow_sandbox, jobs[0].campaign_id)
    assert found["people"] == found["numbers"] == 180

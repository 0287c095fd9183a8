"""Processes killed for real, at random, again and again: nobody is lost, nobody is in twice.

Counted in the sandbox's own database, not in the console's.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest

from services.api import Api
from services.api.generation import Generation
from services.database.database import make_engine
from services.imports import Job, Jobs, JobState
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.imports.bench import counted, in_the_crm, make_campaign, submit
from tests.services.imports.nursery import Nursery
from tests.services.imports.people import many
from tests.waiting import until

pytestmark = pytest.mark.lengthy


@pytest.fixture
def own_sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path, "--empty", "--speed", "0") as sandbox:
        yield sandbox


class Web:
    """A process that only enqueues and looks, and the workers that are killed meanwhile."""

    def __init__(self, sandbox: RunningSandbox, folder: Path) -> None:
        self.sandbox = sandbox
        self.url = f"sqlite:///{folder / 'console.db'}"
        self.api = Api(sandbox.url, sandbox.token, sandbox.team_id, demo=True)
        self._engine = make_engine(self.url)
        self.jobs = Jobs(self._engine, lambda: self.api, executor_id="web", run_here=False)

    def __enter__(self) -> Self:
        self.jobs.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.jobs.stop()
        self._engine.dispose()
        self.api.close()

    def asked(self) -> int:
        return sum(self.sandbox.requests().values())

    def kill_workers(self, job: Job, kills: int, seed: int) -> Job:
        """Kill the worker `kills` times, each time at another moment of its work; then let it end."""
        chance = random.Random(seed)
        with Nursery(self.sandbox, self.url) as nursery:
            for _ in range(kills):
                before = self.asked()
                nursery.start()
                more = chance.randint(1, 3)
                until(self.asked, lambda asked: asked >= before + more or not self.jobs.get(job.id).active)  # noqa: B023  called within the loop
                nursery.kill()
                assert self.jobs.get(job.id).active, "it ended before the last kill: use a longer list"
            nursery.start()
            done = self._ended(job)
            if (
                done.retryable
            ):  # refused again and again down to a single person, as the fault of the test has it
                self.sandbox.faults()
                self.jobs.retry_failed(job.id)
                done = self._ended(job)
            return done

    def _ended(self, job: Job) -> Job:
        return until(lambda: self.jobs.get(job.id), lambda job: not job.active, 600)


# Kills shall also hit the time between what the platform does and what the console hears of it.
SLOW: list[dict[str, Any]] = [
    {"kind": "delay_after", "seconds": 0.15, "times": None, "chance": 0.7},
    {"kind": "delay_before", "seconds": 0.1, "times": None, "chance": 0.3},
]
# A platform that takes little at once makes for many requests, and so for many moments to be killed in.
SMALL: list[dict[str, Any]] = [
    {"kind": "too_large", "operation": "addCampaignContacts", "times": None, "chance": 0.45},
    {"kind": "page_cap", "limit": 50, "times": None},
]


def kill_and_count(
    sandbox: RunningSandbox,
    folder: Path,
    *faults: dict[str, Any],
    people: int,
    kills: int,
    seed: int,
) -> None:
    with Web(sandbox, folder) as web:
        campaign = make_campaign(web.api)
        sandbox.faults(*faults)

        job = web.kill_workers(submit(web.jobs, many(people), campaign), kills, seed)

    assert (job.state, job.rows.todo, job.rows.left_out) == (JobState.DONE, 0, 0)
    assert job.rows.enrolled == people
    found = counted(sandbox, campaign)
    assert found == {"people": people, "numbers": people, "enrolments": people, "enrolled": people}
    assert [entry.code for entry in job.log].count("restarted") >= kills // 4


def test_kills_lose_nobody_and_double_nobody(own_sandbox: RunningSandbox, tmp_path: Path) -> None:
    own_sandbox.account(profile="live")  # short pages make for many requests
    kill_and_count(own_sandbox, tmp_path, *SLOW, people=1500, kills=5, seed=1)


@pytest.mark.parametrize(
    "generation", [pytest.param(Generation.ACTIONS, marks=pytest.mark.soak), Generation.NEWEST]
)
def test_where_nobody_is_skipped_kills_move_nobodys_call_and_keep_to_the_first(
    tmp_path: Path, generation: Generation
) -> None:
    """A worker of its own finds the generation out by itself. The quick clock shortens what has to be waited for."""
    arguments = ("--empty", "--speed", "60", "--generation", str(generation))
    with start_sandbox(tmp_path, *arguments) as sandbox, Web(sandbox, tmp_path) as web:
        web.api.campaigns.which_generation = lambda: generation
        campaign = make_campaign(web.api)
        sandbox.faults(*SLOW, {"kind": "page_cap", "limit": 50, "times": None})
        job = web.kill_workers(submit(web.jobs, many(400), campaign, at_most=150), 3, seed=1)

    assert (job.state, job.rows.enrolled, job.waiting, job.rows.left_out) == (JobState.DONE, 150, 250, 0)
    assert in_the_crm(sandbox) == (400, 400), "those who wait are there, and nobody twice"
    found = counted(sandbox, campaign)
    assert found == {"people": 150, "numbers": 150, "enrolments": 150, "enrolled": 150}
    assert (job.way, job.moved) == ("rows", 0)


@pytest.mark.soak
def test_two_hundred_kills_lose_nobody_and_double_nobody(tmp_path: Path) -> None:
    small = ("--empty", "--speed", "0", "--max-import-rows", "250")
    with start_sandbox(tmp_path, *small) as sandbox:
        kill_and_count(sandbox, tmp_path, *SLOW, *SMALL, people=20_000, kills=200, seed=2)


@pytest.mark.soak
def test_sixty_kills_while_people_go_in_one_by_one(own_sandbox: RunningSandbox, tmp_path: Path) -> None:
    with Web(own_sandbox, tmp_path) as web:
        campaign = make_campaign(web.api)
        own_sandbox.faults(
            {"kind": "closed", "operation": "importContacts", "times": None, "status": 404},
            {"kind": "delay_after", "operation": "createContact", "seconds": 0.1, "times": None},
        )

        job = web.kill_workers(submit(web.jobs, many(400), campaign), 60, 3)

    assert job.rows.enrolled == 400
    assert counted(own_sandbox, campaign)["people"] == counted(own_sandbox, campaign)["numbers"] == 400

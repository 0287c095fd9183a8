"""A list goes in within the requests a key may make: chunks, and sleep until the hour's requests come back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from services.api import Api, RequestBudget
from services.database.database import make_engine
from services.imports import Job, Jobs, JobState
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.imports.bench import SOON, counted, make_campaign, submit
from tests.services.imports.people import many
from tests.waiting import until

pytestmark = pytest.mark.lengthy

HOUR_IN_SECONDS = 4


@contextmanager
def limited(
    folder: Path, an_hour: int, *arguments: str, hour: float = HOUR_IN_SECONDS
) -> Iterator[tuple[RunningSandbox, Jobs, Api]]:
    """A sandbox that enforces a limit of requests an hour, its hours passing quickly, and imports that know it."""
    speed = str(3600 / hour)
    more = ("--speed", speed, "--requests-per-hour", str(an_hour), "--no-skip")
    with start_sandbox(folder, "--empty", *more, *arguments) as sandbox:
        api = Api(sandbox.url, sandbox.token, sandbox.team_id, demo=True, budget=RequestBudget(an_hour))
        engine = make_engine(f"sqlite:///{folder / 'console.db'}")
        jobs = Jobs(engine, lambda: api, executor_id="limited", poll_seconds=SOON)
        jobs.start()
        try:
            yield sandbox, jobs, api
        finally:
            jobs.stop()
            engine.dispose()
            api.close()


def work_through(jobs: Jobs, job: Job) -> tuple[Job, list[JobState]]:
    """The job once it has ended, and the states it was seen in."""
    seen: list[JobState] = []

    def look() -> Job:
        now = jobs.get(job.id)
        if not seen or seen[-1] != now.state:
            seen.append(now.state)
        return now

    return until(look, lambda job: not job.active, 1800), seen


def test_it_sleeps_when_the_hours_requests_are_spent_and_goes_on_by_itself(tmp_path: Path) -> None:
    with limited(tmp_path, 25, "--profile", "live", hour=25) as (sandbox, jobs, api):
        campaign = make_campaign(api)

        job, states = work_through(jobs, submit(jobs, many(1000), campaign))

        assert (job.state, job.rows.enrolled) == (JobState.DONE, 1000)
        assert JobState.SLEEPING in states
        assert "budget" in [entry.code for entry in job.log]
        assert counted(sandbox, campaign)["enrolled"] == 1000
        assert sandbox.requests().get("refused", 0) == 0


def test_people_keep_a_share_of_the_requests_for_their_clicks(tmp_path: Path) -> None:
    with limited(tmp_path, 50, "--profile", "live", hour=3600) as (_sandbox, jobs, api):
        job = submit(jobs, many(6000), make_campaign(api))
        asleep = until(lambda: jobs.get(job.id), lambda job: job.state == JobState.SLEEPING)

        assert api.campaigns.list(limit=1).items
        assert asleep.estimate is not None
        assert asleep.estimate.requests_an_hour == 40
        assert asleep.estimate.goes_on_at is not None
        assert asleep.estimate.seconds is not None and asleep.estimate.seconds > 600


@pytest.mark.parametrize(
    ("people", "profile", "most_requests"),
    [
        (1000, "full", 10),
        (1000, "live", 27),
        pytest.param(4000, "full", 30, marks=pytest.mark.soak),
        pytest.param(4000, "live", 90, marks=pytest.mark.soak),
        pytest.param(100_000, "full", 400, marks=pytest.mark.soak),
        pytest.param(100_000, "live", 1600, marks=pytest.mark.soak),
    ],
)
def test_it_needs_few_requests(tmp_path: Path, people: int, profile: str, most_requests: int) -> None:
    an_hour = 1000
    hour = 60 if people > 10_000 else HOUR_IN_SECONDS
    with limited(tmp_path, an_hour, "--profile", profile, hour=hour) as (sandbox, jobs, api):
        campaign = make_campaign(api)
        sandbox.forget_requests()

        job, _states = work_through(jobs, submit(jobs, many(people), campaign))

        assert job.rows.enrolled == people
        asked = sandbox.requests()
        print(f"{people} people, {profile}: {sum(asked.values())} requests {asked}")
        assert asked.get("refused", 0) == 0
        assert sum(asked.values()) <= most_requests
        assert counted(sandbox, campaign)["enrolled"] == people

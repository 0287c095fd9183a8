"""Imports against a real sandbox, and what the sandbox's own database says of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Self

import pyarrow as pa

from services.api import Api, RequestBudget
from services.api.generation import Generation
from services.api.models import CampaignCreate
from services.database.database import make_engine
from services.imports import Job, Jobs
from services.operation_verdicts import OperationVerdict, Verdicts
from services.person import Person
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, TEAM_ID, RunningSandbox
from tests.waiting import until

SOON = 0.1
"""Imports of tests are begun within so many seconds."""
_names = count(1)


def _never(_seconds: float) -> None:
    """The client's own attempts follow at once: what is tested is what the job does when they all failed."""


class Bench:
    """`jobs` on a database of its own; each import gets a campaign of its own."""

    def __init__(
        self,
        sandbox: RunningSandbox,
        database: Path,
        generation: Generation = Generation.SEED,
        between_campaigns: timedelta = timedelta(),
    ) -> None:
        self.sandbox = sandbox
        self.generation = generation
        self.token = sandbox.token
        self._apis: dict[str, Api] = {}
        self.engine = self._engine = make_engine(f"sqlite:///{database}")
        self.jobs = Jobs(
            self._engine,
            self.api,
            executor_id="bench",
            poll_seconds=SOON,
            between_campaigns=between_campaigns,
        )

    def api(self) -> Api:
        """The connection with the present token."""
        if self.token not in self._apis:
            # the sandbox's clock stands still, so spent requests would never come back
            budget = RequestBudget(10_000_000)
            made = Api(
                self.sandbox.url, self.token, TEAM_ID, budget=budget, deadline=10, sleep=_never, demo=True
            )
            made.campaigns.which_generation = lambda: self.generation
            self._apis[self.token] = made
        return self._apis[self.token]

    def learned(self) -> dict[str, OperationVerdict]:
        """What pages know of this key from what became of imports."""
        return Verdicts(self._engine, self.api().fingerprint, lambda: datetime.now(UTC)).read()[0]

    def __enter__(self) -> Self:
        self.jobs.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.jobs.stop()
        self._engine.dispose()
        for api in self._apis.values():
            api.close()

    def campaign(self) -> str:
        return make_campaign(self.api())

    def submit(
        self,
        batches: Iterable[pa.RecordBatch],
        campaign_id: str,
        digest: str = "",
        *,
        at_most: int | None = None,
    ) -> Job:
        return submit(self.jobs, batches, campaign_id, digest, at_most=at_most)

    def ended(self, job_id: str) -> Job:
        return until(lambda: self.jobs.get(job_id), lambda job: not job.active)


def make_campaign(api: Api) -> str:
    name = f"Campaign {next(_names)}"
    wanted = CampaignCreate(
        team_id=TEAM_ID,
        assistant_id=ASSISTANT_ID,
        company_id=COMPANY_ID,
        from_number_ids=NUMBER_IDS,
        name=name,
    )
    return api.campaigns.create(wanted).id


def submit(
    jobs: Jobs,
    batches: Iterable[pa.RecordBatch],
    campaign_id: str,
    digest: str = "",
    *,
    at_most: int | None = None,
) -> Job:
    return jobs.submit(
        batches,
        file_name="list.csv",
        file_digest=digest or f"digest {next(_names)}",
        campaign_id=campaign_id,
        campaign_name="Spring",
        company_id=COMPANY_ID,
        who=Person("anna"),
        at_most=at_most,
    ).job


def in_the_crm(sandbox: RunningSandbox) -> tuple[int, int]:
    """From the sandbox's own database: all people, and how many numbers they have."""
    with closing(sqlite3.connect(f"file:{sandbox.db_path}?mode=ro", uri=True, timeout=30)) as database:
        return database.execute("select count(*), count(distinct phone) from contacts").fetchone()


def counted(sandbox: RunningSandbox, campaign_id: str) -> dict[str, int]:
    """From the sandbox's own database: everybody who has the number of somebody in the campaign, their distinct numbers,
    enrolments, distinct people enrolled."""
    with closing(sqlite3.connect(f"file:{sandbox.db_path}?mode=ro", uri=True, timeout=30)) as database:

        def one(query: str, *values: Any) -> int:
            return database.execute(query, values).fetchone()[0]

        mine = "from enrolments where campaign_id = ?"
        phones = (
            "from contacts where phone in (select c.phone from enrolments e join contacts c on c.id = e.contact_id"
            " where e.campaign_id = ?)"
        )
        return {
            "people": one(f"select count(*) {phones}", campaign_id),
            "numbers": one(f"select count(distinct phone) {phones}", campaign_id),
            "enrolments": one(f"select count(*) {mine}", campaign_id),
            "enrolled": one(f"select count(distinct contact_id) {mine}", campaign_id),
        }

"""Imports without DBOS: a store on SQLite, a queue that a test empties by hand, a worker on a platform in memory."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pyarrow as pa
from sqlalchemy import Connection

from services.database.database import make_engine
from services.durable import Holder
from services.imports.claim import Claim
from services.imports.job import Job
from services.imports.platform import Platform
from services.imports.rows import in_chunks
from services.imports.store import JobStore, NewJob
from services.imports.view import as_job, row_ends
from services.imports.work import Worker
from services.person import Person
from tests.new_database import make_tables
from tests.services.imports.fake_platform import COMPANY, FakePlatform
from tests.services.imports.people import batches

START = datetime(2026, 3, 3, 10, tzinfo=UTC)
CHUNK = 10


@dataclass
class Desk:
    """`runs` are the runs waiting in the queue: job id, run, seconds from now."""

    platform: FakePlatform = field(default_factory=FakePlatform)
    now: datetime = START
    runs: list[tuple[str, int, float]] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    stopping: bool = False

    def __post_init__(self) -> None:
        engine = make_engine("sqlite://")
        make_tables(engine)
        self.store = JobStore(engine, lambda: self.now, self._enqueue)
        self.worker = self.another_worker("here")

    def another_worker(self, executor_id: str, life: str = "first life") -> Worker:
        def open_platform(claim: Claim) -> Platform:
            return cast(Platform, self.platform.open(claim))

        return Worker(
            self.store,
            open_platform,
            Holder(executor_id, f"{executor_id}, {life}"),
            chunk_rows=CHUNK,
            random=random.Random(1),
            pause=self.pauses.append,
            stopping=lambda: self.stopping,
        )

    def _enqueue(self, _connection: Connection, job_id: str, run: int, delay: float) -> None:
        self.runs.append((job_id, run, delay))

    def submit(
        self,
        people: Iterable[Mapping[str, Any]] | Iterable[pa.RecordBatch],
        digest: str = "d",
        *,
        campaign_id: str = "camp",
        company_id: str = COMPANY,
        at_most: int | None = None,
    ) -> str:
        listed = list(people)
        given = (
            batches(cast(list[Mapping[str, Any]], listed))
            if listed and not isinstance(listed[0], pa.RecordBatch)
            else listed
        )
        new = NewJob("list.csv", digest, campaign_id, "Spring", company_id, Person("anna"), at_most)
        job_id, created = self.store.reserve(new)
        assert created
        self.store.put_rows(job_id, in_chunks(cast(Iterable[pa.RecordBatch], given), CHUNK))
        self.store.accept(job_id)
        return job_id

    def next_turn(self, worker: Worker | None = None) -> float:
        """Work the next waiting run to its end, as if its delay had passed. The delay."""
        job_id, run, delay = self.runs.pop(0)
        self.now += timedelta(seconds=delay)
        for _turn in range(10_000):
            if not (worker or self.worker).turn(job_id, run):
                return delay
        raise AssertionError("it goes on and on")

    def to_the_end(self, turns: int = 100) -> list[float]:
        """All waiting runs until none is left. Their delays."""
        delays: list[float] = []
        while self.runs:
            delays.append(self.next_turn())
            assert len(delays) < turns, "it goes on and on"
        return delays

    def job(self, job_id: str) -> Job:
        row = self.store.row(job_id)
        assert row is not None
        return as_job(
            row, self.platform.budget(), self.now, self.store.reasons(job_id), self.store.log(job_id)
        )

    def ends(self, job_id: str) -> dict[int, str]:
        """The end of each row of the file, with the reason where there is one."""
        return {
            end.row: f"{end.end}: {end.reason}" if end.reason else end.end
            for number in self.store.chunk_numbers(job_id)
            for end in row_ends(self.store.marks(job_id, number), self.store.listed(job_id, number))
        }

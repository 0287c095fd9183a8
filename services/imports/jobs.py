"""Facade of the imports for pages and commands."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
from sqlalchemy import ColumnElement, Engine, update

from services.access.access import unguarded
from services.api import Api, BudgetState
from services.database.database import breaker_of, writing
from services.durable import Holder, WorkflowEngine
from services.imports import queue as dbos_queue
from services.imports.again import NotPossible, put_others_in, retry_failed
from services.imports.claim import Claim
from services.imports.file_rows import FileRows, WantedPeople, file_rows
from services.imports.job import (
    ACTIVE,
    ENDED,
    Attention,
    Job,
    JobState,
    PausedBy,
    RowEnd,
    Submitted,
)
from services.imports.platform import Platform
from services.imports.queue import Queue
from services.imports.rows import in_chunks
from services.imports.store import JobStore, NewJob
from services.imports.tables import JobRow
from services.imports.uninvited import PeopleFound, people_found_in
from services.imports.upkeep import Upkeep, purge, resume, take_over, workers_alive
from services.imports.view import as_job, row_ends
from services.imports.work import Worker
from services.migrations import upgrade
from services.person import Person
from services.process.ttl_cache import TtlCache

RETENTION = timedelta(days=30)
STORING_POLL = 0.2
# Every page drawn asks what the badge shows. What a person does here shows at once, what a worker does within this.
ATTENTION_SECONDS = 1.0


class Jobs:
    """Durable imports on one database.

    Args:
        connect: gives the connection to the platform anew, so that a replaced token is used.
        executor_id: names this process, the same after each restart; a second one on this machine gets a number.
        durable: the workflow engine where others of this process share it; with it `executor_id` is the engine's.
        run_here: whether this process works on imports too; otherwise it only enqueues them.
        poll_seconds: how often an idle worker asks the database, beside the pages that the same process draws.
        between_campaigns: who was called within so long, by whichever campaign, is not enrolled; none where nothing is said.
        retention: how long people's data is kept after a job's end.
        require_allowed: raises NotAllowed before anything is done for somebody who is not allowed to use this console.
    """

    def __init__(
        self,
        engine: Engine,
        connect: Callable[[], Api],
        *,
        executor_id: str = "",
        durable: WorkflowEngine | None = None,
        run_here: bool = True,
        poll_seconds: float = 1.0,
        retention: timedelta = RETENTION,
        between_campaigns: timedelta = timedelta(),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        require_allowed: Callable[[], None] = unguarded,
    ) -> None:
        self._durable = durable or WorkflowEngine(engine, executor_id, (dbos_queue.QUEUE,))
        self._shares_durable = durable is not None
        self._queue = Queue(self._durable, poll_seconds)
        self._store = JobStore(engine, clock, self._queue.enqueue)
        self._connect = connect
        self._run_here = run_here
        self._retention = retention
        self._between_campaigns = between_campaigns
        self.require_allowed = require_allowed
        self._stopping = False
        self._holder: Holder | None = None
        self._upkeep: Upkeep | None = None
        self._attention = TtlCache[Attention](ATTENTION_SECONDS)

    # life

    def start(self) -> None:
        """Make the tables, and with `run_here` go on with what was left when this process ended last."""
        upgrade(self._store.engine)
        self._queue.open()
        if self._run_here:
            self.work_here()

    @property
    def executor_id(self) -> str:
        """The name of this process among those on the database."""
        return self._durable.executor_id

    def stand_by(self) -> Holder:
        """Take this process's name, ready to work where nobody else does: who had the name before is dead."""
        self._holder = self._durable.stand_by()
        return self._holder

    def work_here(self) -> None:
        """Work on imports in this process from now on, if it does not yet."""
        if self._upkeep:
            return
        holder = self.stand_by()
        self._stopping = False
        work = Worker(self._store, self._platform, holder, stopping=lambda: self._stopping)
        dbos_queue.work_with(work)
        self._durable.launch()
        self._upkeep = Upkeep(self._store, self._queue, holder, self._connect, self._retention)
        self._upkeep.start()

    def _platform(self, claim: Claim) -> Platform:
        return Platform(self._connect(), claim, self._between_campaigns)

    def stop(self) -> None:
        """Finish the requests under way and hand the rest on."""
        self._stopping = True
        if self._upkeep:
            self._durable.stop(can_keep=breaker_of(self._store.engine).away is None)
            dbos_queue.work_with(None)
            self._upkeep.stop()
            self._upkeep = None
        self._holder = None
        if not self._shares_durable:
            self._durable.close()

    # a list comes in

    def submit(
        self,
        batches: Iterable[pa.RecordBatch],
        *,
        file_name: str,
        file_digest: str,
        campaign_id: str,
        campaign_name: str,
        company_id: str,
        who: Person,
        at_most: int | None = None,
    ) -> Submitted:
        """Store a checked list and enqueue its import. When this returns, nothing of it can be lost any more.

        The same file for the same campaign has one job, however often and by however many people it is submitted,
        until that job is cancelled or its people's data deleted.

        Args:
            at_most: only so many of the list are in the campaign then, who was in it before included; the others go into
                the CRM and wait for `put_others_in`.
        """
        self.require_allowed()
        new = NewJob(file_name, file_digest, campaign_id, campaign_name, company_id, who, at_most)
        job_id, created = self._store.reserve(new)
        while not created:
            row = self._store.row(job_id)
            if row is None:
                return self.submit(batches, **new._asdict())
            if row.state != JobState.STORING:
                return Submitted(self.get(job_id), False)
            created = self._store.take_over_storing(job_id)
            time.sleep(0 if created else STORING_POLL)
        try:
            self._store.put_rows(job_id, in_chunks(batches))
            self._store.accept(job_id)
        except BaseException:
            self._store.give_up_storing(job_id)
            raise
        self._attention.forget()
        return Submitted(self.get(job_id), True)

    # what there is

    def list(self) -> list[Job]:
        """All imports, newest first, without their logs."""
        budget = self._budget()
        shown = [state for state in JobState if state != JobState.STORING]
        now = self._store.clock()
        return [as_job(row, budget, now, row.reasons) for row in self._store.rows(*shown)]

    def get(self, job_id: str) -> Job:
        """One import with its log.

        Raises:
            KeyError: there is none with this id.
        """
        row = self._row(job_id)
        reasons = row.reasons if row.forgotten_at else self._store.reasons(job_id)
        job = as_job(row, self._budget(), self._store.clock(), reasons, self._store.log(job_id))
        return replace(job, nobody_chose=self.people_nobody_chose(row.campaign_id))

    def people_nobody_chose(self, campaign_id: str) -> PeopleFound | None:
        """People whom an import found in this campaign, and whom nobody chose; None where none did."""
        return people_found_in(self._store.engine, campaign_id)

    def with_people_waiting(self, campaign_id: str) -> list[Job]:
        """Imports whose others are not in this campaign yet, oldest first."""
        now = self._store.clock()
        return [as_job(row, None, now, row.reasons) for row in self._store.with_people_waiting(campaign_id)]

    def attention(self) -> Attention:
        """The badge in the navigation."""
        return self._attention.get("", self._count)

    def _count(self) -> Attention:
        counts = self._store.counts()
        return Attention(
            active=sum(count for (state, _by), count in counts.items() if state in ACTIVE),
            needs_attention=sum(
                count
                for (state, paused_by), count in counts.items()
                if state == JobState.PAUSED and paused_by != PausedBy.PERSON
            ),
        )

    def ends(self, job_id: str) -> Iterator[RowEnd]:
        """The end of each row of the file, in the file's order; nothing once its people's data is deleted."""
        for number in self._store.chunk_numbers(job_id):
            yield from row_ends(self._store.marks(job_id, number), self._store.listed(job_id, number))

    def own_columns(self, job_id: str) -> list[str]:
        """The further columns of the file, by the names they have there."""
        names: dict[str, None] = {}
        for number in self._store.chunk_numbers(job_id):
            for row in self._store.listed(job_id, number):
                names |= dict.fromkeys(row.own)
        return list(names)

    def file_rows(self, campaign_ids: Sequence[str], wanted: WantedPeople) -> FileRows:
        """Whole rows of people, as the files of these campaigns' imports have them; see `services.imports.file_rows`."""
        return file_rows(self._store.engine, campaign_ids, wanted)

    def workers(self) -> list[str]:
        """The processes that work on imports now, without one that had this one's name before."""
        own = self._holder.token if self._holder else ""
        return workers_alive(self._store, self.executor_id, own)

    # what a person may do

    def pause(self, job_id: str) -> None:
        """Stop after the request under way. What is done stays done."""
        self._switch(job_id, JobState.PAUSED, "paused", JobRow.state.in_(ACTIVE), paused_by=PausedBy.PERSON)

    def resume(self, job_id: str) -> None:
        """Go on where it stopped."""
        self.require_allowed()
        if not resume(self._store, job_id, "resumed"):
            raise NotPossible(self._state(job_id))
        self._attention.forget()

    def cancel(self, job_id: str) -> None:
        """Stop for good after the request under way. What is done stays done; the rest stays "still to do"."""
        self._switch(
            job_id,
            JobState.CANCELLED,
            "cancelled",
            JobRow.state.in_((*ACTIVE, JobState.PAUSED)),
            slot=None,
            ended_at=self._store.clock(),
        )

    def retry_failed(self, job_id: str) -> int:
        """Try once more those rows that failed on the platform's side. How many.

        Raises:
            NotPossible: the job is not done, or its people's data is deleted.
        """
        self.require_allowed()
        rows = retry_failed(self._store, job_id)
        self._attention.forget()
        return rows

    def put_others_in(self, job_id: str) -> int:
        """Put those into the campaign who wait because only so many were wanted there. How many; 0 where that has been
        said already.

        Raises:
            NotPossible: the job is not done, or its people's data is deleted.
        """
        self.require_allowed()
        rows = put_others_in(self._store, job_id)
        self._attention.forget()
        return rows

    def forget(self, job_id: str) -> None:
        """Delete the people's data of an ended job now; the counts stay.

        Raises:
            NotPossible: the job has not ended.
        """
        self.require_allowed()
        row = self._row(job_id)
        if row.state not in ENDED:
            raise NotPossible(row.state)
        self._store.forget(job_id)
        self._queue.forget(job_id, row.run)

    def purge(self) -> int:
        """Delete people's data of all jobs that ended longer ago than it is kept. How many jobs."""
        return purge(self._store, self._queue, self._retention)

    def hand_over(self, executor_id: str) -> int:
        """Give the jobs of a process that is gone for good to the others at once. How many."""
        return take_over(self._store, self._queue, self._store.clock(), executor_id)

    # helpers

    def _switch(
        self,
        job_id: str,
        state: JobState,
        code: str,
        only: ColumnElement[bool],
        **changes: Any,
    ) -> None:
        self.require_allowed()
        row = self._row(job_id)
        with writing(self._store.engine) as connection:
            switched = connection.execute(
                update(JobRow)
                .where(JobRow.id == job_id, only)
                .values(state=state, code=code, params={}, sleep_until=None, **changes)
            ).rowcount
            if not switched:
                raise NotPossible(row.state)
            self._store.note(connection, job_id, code)
        self._attention.forget()

    def _row(self, job_id: str) -> Any:
        row = self._store.row(job_id)
        if row is None:
            raise KeyError(job_id)
        return row

    def _state(self, job_id: str) -> str:
        return str(self._row(job_id).state)

    def _budget(self) -> BudgetState | None:
        return self._connect().budget.state()

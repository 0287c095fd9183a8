"""Store of imports in the database: a checked list, its chunks, and the switches of a job's state."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from sqlalchemy import ColumnElement, Connection, Engine, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from services.database.database import reading, writing
from services.imports.job import ACTIVE, ENDED, ImportPlace, JobState, LogEntry
from services.imports.listed import ListedContact, read_listed
from services.imports.rows import Marks, StoredChunk, pack, read_marks, read_people, read_phones, write_marks
from services.imports.tables import ChunkRow, JobRow, ListedRow, LogRow, MatchRow
from services.imports.uninvited import forget_names
from services.person import Person, stored

Enqueue = Callable[[Connection, str, int, float], None]  # job id, run, seconds from now
CHUNKS_AT_ONCE = 20
STORING_SECONDS = 30.0
WATCHDOG_SECONDS = 180.0  # longer than any single request may take
# Made once: to put it together takes as long as the answer.
_NOT_OVER = (
    select(JobRow.state, JobRow.paused_by, func.count().label("jobs"))
    .where(JobRow.state.in_((*ACTIVE, JobState.PAUSED)))
    .group_by(JobRow.state, JobRow.paused_by)
)


class NewJob(NamedTuple):
    file_name: str
    file_digest: str
    campaign_id: str
    campaign_name: str
    company_id: str
    who: Person
    at_most: int | None = None

    @property
    def slot(self) -> str:
        return f"{self.file_digest}:{self.campaign_id}"


class JobStore:
    """All reading and writing of imports outside of a claim (`services.imports.claim`)."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], enqueue: Enqueue) -> None:
        self.engine = engine
        self.clock = clock
        self.enqueue = enqueue

    # storing a list

    def reserve(self, new: NewJob) -> tuple[str, bool]:
        """The id of the job for this file and campaign, and whether it was made just now."""
        job_id = secrets.token_hex(6)
        try:
            with writing(self.engine) as connection:
                connection.execute(insert(JobRow).values(**self._fresh(job_id, new)))
        except IntegrityError:
            with reading(self.engine) as connection:
                found = connection.scalar(select(JobRow.id).where(JobRow.slot == new.slot))
            if found is None:  # it gave its slot up in this very moment
                return self.reserve(new)
            return found, False
        return job_id, True

    def _fresh(self, job_id: str, new: NewJob) -> dict[str, Any]:
        given = new._asdict()
        given.pop("file_digest")
        given |= stored(given.pop("who"))
        place = ImportPlace(at_most=given.pop("at_most"))
        return {
            "id": job_id,
            "slot": new.slot,
            "state": JobState.STORING,
            "paused_by": "",
            "code": "",
            "params": {},
            "created_at": self.clock(),
            "held_until": self.clock() + timedelta(seconds=STORING_SECONDS),
            "place": place.stored(),
            "reasons": {},
            **given,
        }

    def take_over_storing(self, job_id: str) -> bool:
        """True where whoever was storing this list is gone, and the caller shall do it again."""
        now = self.clock()
        with writing(self.engine) as connection:
            taken = connection.execute(
                update(JobRow)
                .where(JobRow.id == job_id, JobRow.state == JobState.STORING, JobRow.held_until < now)
                .values(held_until=now + timedelta(seconds=STORING_SECONDS))
            ).rowcount
        return taken == 1

    def give_up_storing(self, job_id: str) -> None:
        """It broke off: whoever comes next may begin at once."""
        with writing(self.engine) as connection:
            connection.execute(
                update(JobRow)
                .where(JobRow.id == job_id, JobRow.state == JobState.STORING)
                .values(held_until=self.clock() - timedelta(seconds=1))
            )

    def put_rows(self, job_id: str, tables: Iterable[pa.Table]) -> None:
        """Store a list from its beginning; what an earlier, interrupted attempt left is replaced."""
        with writing(self.engine) as connection:
            _delete_rows(connection, job_id)
        waiting: list[tuple[int, StoredChunk]] = []
        for number, table in enumerate(tables):
            waiting.append((number, pack(table)))
            if len(waiting) == CHUNKS_AT_ONCE:
                self._put(job_id, waiting)
                waiting = []
        self._put(job_id, waiting)

    def _put(self, job_id: str, chunks: list[tuple[int, StoredChunk]]) -> None:
        with writing(self.engine) as connection:
            if chunks:
                connection.execute(insert(ChunkRow), [_chunk_values(job_id, *chunk) for chunk in chunks])
                connection.execute(
                    insert(ListedRow),
                    [{"job_id": job_id, "number": number, "rows": chunk.listed} for number, chunk in chunks],
                )
            connection.execute(
                update(JobRow)
                .where(JobRow.id == job_id)
                .values(held_until=self.clock() + timedelta(seconds=STORING_SECONDS))
            )

    def accept(self, job_id: str) -> None:
        """The list is wholly stored: from here on it is done, whatever happens."""
        with writing(self.engine) as connection:
            total = connection.scalar(
                select(func.coalesce(func.sum(ChunkRow.size), 0)).where(ChunkRow.job_id == job_id)
            )
            connection.execute(update(JobRow).where(JobRow.id == job_id).values(total=total))
            self.recount(connection, job_id)
            self.note(connection, job_id, "accepted", rows=total)
            self.run_again(connection, job_id)

    # reading a list

    def chunk_numbers(self, job_id: str) -> list[int]:
        chosen = select(ChunkRow.number).where(ChunkRow.job_id == job_id).order_by(ChunkRow.number)
        with reading(self.engine) as connection:
            return list(connection.scalars(chosen))

    def marks(self, job_id: str, number: int) -> Marks:
        return read_marks(self._blob(ChunkRow.marks, job_id, number))

    def people(self, job_id: str, number: int) -> pa.Table:
        return read_people(self._blob(ChunkRow.people, job_id, number))

    def _blob(self, column: Any, job_id: str, number: int) -> bytes:
        with reading(self.engine) as connection:
            return connection.execute(
                select(column).where(ChunkRow.job_id == job_id, ChunkRow.number == number)
            ).scalar_one()

    def listed(self, job_id: str, number: int) -> Iterator[ListedContact]:
        """People the rows of a chunk are; nobody where an older version stored the list."""
        chosen = select(ListedRow.rows).where(ListedRow.job_id == job_id, ListedRow.number == number)
        with reading(self.engine) as connection:
            blob = connection.scalar(chosen)
        return read_listed(blob) if blob else iter(())

    def phones(self, job_id: str) -> npt.NDArray[np.int64]:
        """The numbers of all rows by position, 0 for those that have none or must not be called."""
        chosen = select(ChunkRow.phones).where(ChunkRow.job_id == job_id).order_by(ChunkRow.number)
        with reading(self.engine) as connection:
            parts = [read_phones(blob) for blob in connection.scalars(chosen)]
        return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)

    def match_pages(self, job_id: str) -> Iterator[bytes]:
        chosen = select(MatchRow.matches).where(MatchRow.job_id == job_id).order_by(MatchRow.page)
        with reading(self.engine) as connection:
            yield from connection.scalars(chosen)

    # reading and switching jobs

    def row(self, job_id: str) -> Row[Any] | None:
        with reading(self.engine) as connection:
            return connection.execute(
                select(*JobRow.__table__.columns).where(JobRow.id == job_id)
            ).one_or_none()

    def rows(self, *states: str) -> list[Row[Any]]:
        chosen = select(*JobRow.__table__.columns).order_by(JobRow.created_at.desc(), JobRow.id)
        if states:
            chosen = chosen.where(JobRow.state.in_(states))
        with reading(self.engine) as connection:
            return list(connection.execute(chosen))

    def with_people_waiting(self, campaign_id: str) -> list[Row[Any]]:
        """Jobs of a campaign that are done, and of whose people only so many were wanted in it: asked for each page drawn."""
        settled = JobRow.enrolled + JobRow.already + JobRow.left_out
        chosen = (
            select(*JobRow.__table__.columns)
            .where(JobRow.campaign_id == campaign_id, JobRow.state == JobState.DONE)
            .where(JobRow.forgotten_at.is_(None), JobRow.total > settled)
            .order_by(JobRow.created_at, JobRow.id)
        )
        with reading(self.engine) as connection:
            return list(connection.execute(chosen))

    def counts(self) -> dict[tuple[str, str], int]:
        """How many jobs that are not over, by state and by who paused them: asked for each page drawn."""
        with reading(self.engine) as connection:
            return {(row.state, row.paused_by): row.jobs for row in connection.execute(_NOT_OVER)}

    def log(self, job_id: str) -> list[LogEntry]:
        chosen = (
            select(LogRow.at, LogRow.code, LogRow.params).where(LogRow.job_id == job_id).order_by(LogRow.id)
        )
        with reading(self.engine) as connection:
            return [LogEntry(row.at, row.code, row.params) for row in connection.execute(chosen)]

    def note(self, connection: Connection, job_id: str, code: str, **params: Any) -> None:
        connection.execute(insert(LogRow).values(job_id=job_id, at=self.clock(), code=code, params=params))

    def note_once(self, connection: Connection, job_id: str, code: str, **params: Any) -> None:
        """Note it unless it is what the log ends with: a job that sleeps each minute shall not fill it."""
        latest = select(LogRow.code).where(LogRow.job_id == job_id).order_by(LogRow.id.desc()).limit(1)
        if connection.scalar(latest) != code:
            self.note(connection, job_id, code, **params)

    def run_again(
        self,
        connection: Connection,
        job_id: str,
        *only: ColumnElement[bool],
        delay: float = 0.0,
        **changes: Any,
    ) -> bool:
        """Start the job's next run in this transaction; a run that is still under way loses its say.

        False where a condition of `only` does not hold: somebody else was quicker.
        """
        run = connection.execute(
            update(JobRow)
            .where(JobRow.id == job_id, *only)
            .values(
                {
                    "state": JobState.WAITING,
                    "code": "",
                    "params": {},
                    "sleep_until": None,
                    "holder": None,
                    "held_until": self.watched_until(delay),
                    **changes,
                    "run": JobRow.run + 1,
                }
            )
            .returning(JobRow.run)
        ).scalar_one_or_none()
        if run is not None:
            self.enqueue(connection, job_id, run, delay)
        return run is not None

    def watched_until(self, delay: float = 0.0) -> datetime:
        """Moment when a job is started again if nothing is heard of it."""
        return self.clock() + timedelta(seconds=WATCHDOG_SECONDS + delay)

    def recount(self, connection: Connection, job_id: str) -> None:
        sums = connection.execute(
            select(
                func.coalesce(func.sum(ChunkRow.enrolled), 0).label("enrolled"),
                func.coalesce(func.sum(ChunkRow.already), 0).label("already"),
                func.coalesce(func.sum(ChunkRow.left_out), 0).label("left_out"),
            ).where(ChunkRow.job_id == job_id)
        ).one()
        connection.execute(update(JobRow).where(JobRow.id == job_id).values(**sums._mapping))

    def reasons(self, job_id: str) -> dict[str, int]:
        """Left-out rows by reason, over all chunks."""
        tally: dict[str, int] = {}
        with reading(self.engine) as connection:
            for part in connection.scalars(select(ChunkRow.reasons).where(ChunkRow.job_id == job_id)):
                for reason, count in part.items():
                    tally[reason] = tally.get(reason, 0) + count
        return tally

    def beside(self, job_id: str, campaign_id: str, since: datetime) -> list[str]:
        """Ids of other imports of this campaign that may have sent people into it since then."""
        over = JobRow.state.in_(ENDED) & (JobRow.ended_at < since)
        others = select(JobRow.id).where(
            JobRow.campaign_id == campaign_id,
            JobRow.id != job_id,
            JobRow.state != JobState.STORING,
            JobRow.forgotten_at.is_(None),
            ~over,
        )
        with reading(self.engine) as connection:
            return list(connection.scalars(others))

    def forget(self, job_id: str) -> None:
        """Delete all people's data of an ended job; the counts stay."""
        reasons = self.reasons(job_id)
        ended = JobRow.state.in_(ENDED) & JobRow.forgotten_at.is_(None)
        with writing(self.engine) as connection:
            forgotten = connection.execute(
                update(JobRow)
                .where(JobRow.id == job_id, ended)
                # the run that is still at its last request shall not count the rows that are gone now
                .values(forgotten_at=self.clock(), slot=None, reasons=reasons, run=JobRow.run + 1)
            ).rowcount
            if not forgotten:
                return
            connection.execute(delete(MatchRow).where(MatchRow.job_id == job_id))
            _delete_rows(connection, job_id)
            forget_names(connection, job_id)
            self.note(connection, job_id, "forgotten")

    def drop_unfinished(self, before: datetime) -> None:
        """Delete lists whose storing was broken off and never taken up again: nobody was told "accepted"."""
        with writing(self.engine) as connection:
            gone = select(JobRow.id).where(JobRow.state == JobState.STORING, JobRow.held_until < before)
            for job_id in list(connection.scalars(gone)):
                _delete_rows(connection, job_id)
                connection.execute(delete(JobRow).where(JobRow.id == job_id))


def _delete_rows(connection: Connection, job_id: str) -> None:
    for table in (ChunkRow, ListedRow):
        connection.execute(delete(table).where(table.job_id == job_id))


def save_marks(connection: Connection, job_id: str, changed: Mapping[int, Marks]) -> None:
    for number, marks in changed.items():
        counts = marks.counts()
        connection.execute(
            update(ChunkRow)
            .where(ChunkRow.job_id == job_id, ChunkRow.number == number)
            .values(
                marks=write_marks(marks),
                enrolled=counts.enrolled,
                already=counts.already,
                left_out=counts.left_out,
                reasons=marks.reasons(),
            )
        )


def _chunk_values(job_id: str, number: int, chunk: StoredChunk) -> dict[str, Any]:
    return {
        "job_id": job_id,
        "number": number,
        "size": chunk.counts.total,
        "marks": chunk.marks,
        "people": chunk.people,
        "phones": chunk.phones,
        "enrolled": 0,
        "already": 0,
        "left_out": chunk.counts.left_out,
        "reasons": chunk.reasons,
    }

"""The claim of one process on one import: while it holds, nobody else works on it, and all it does is committed
together with the place where the work goes on.

A claim is a lease: it is renewed with each commit and runs out when its process is gone for good. A process that was
killed and is back under its own executor id takes its jobs at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, update

from services.database.database import writing
from services.imports.job import ACTIVE, ENDED, JobState, Place
from services.imports.rows import Marks
from services.imports.store import JobStore, save_marks
from services.imports.tables import JobRow, MatchRow


class Superseded(Exception):  # noqa: N818  not an error: somebody else has the say now
    """This run has lost its say: paused and resumed, handed over, or taken by another process."""


class Busy(Exception):  # noqa: N818  not an error: the run before this one is still at its last request
    """Another run of this job holds it for a moment."""


@dataclass(frozen=True)
class Holder:
    """A process: its stable executor id, and a token that is new with each start."""

    executor_id: str
    token: str


@dataclass
class Claim:
    """What the present run knows of its job, and its right to change it."""

    store: JobStore
    holder: Holder
    job_id: str
    run: int
    campaign_id: str
    company_id: str
    place: Place
    state: JobState
    starts: int
    requests: int = field(default=0)  # sent since the last commit

    @property
    def _mark(self) -> str:
        return f"{self.holder.token}:{self.run}"

    def commit(
        self,
        *,
        marks: Mapping[int, Marks] | None = None,
        matches: bytes | None = None,
        drop_matches: bool = False,
        note: tuple[str, dict[str, Any]] | None = None,
        progress: bool = True,
    ) -> None:
        """Keep what was done and where to go on. With `progress`, failures before this do not count any more.

        Raises:
            Superseded: this run has lost its say; nothing was kept.
        """
        with writing(self.store.engine) as connection:
            if matches is not None:
                self.place.matches += 1
            if progress:
                self.place.tries = 0
            self._keep(connection)
            if matches is not None:
                values = {"job_id": self.job_id, "page": self.place.matches, "matches": matches}
                connection.execute(insert(MatchRow).values(**values))
            if drop_matches:
                connection.execute(delete(MatchRow).where(MatchRow.job_id == self.job_id))
            if marks:
                save_marks(connection, self.job_id, marks)
                self.store.recount(connection, self.job_id)
            if note:
                self.store.note(connection, self.job_id, note[0], **note[1])
        self.requests = 0

    def _keep(self, connection: Connection, **changes: Any) -> None:
        kept = connection.execute(
            update(JobRow)
            .where(JobRow.id == self.job_id, JobRow.run == self.run, JobRow.holder == self._mark)
            .values(
                {
                    "place": self.place.stored(),
                    "requests": JobRow.requests + self.requests,
                    "held_until": self._lease_end(),
                    "starts": 0,
                    **changes,
                }
            )
            .returning(JobRow.state)
        ).scalar_one_or_none()
        if kept is None:
            raise Superseded(self.job_id)
        self.state = JobState(kept)

    def _lease_end(self) -> datetime:
        return self.store.clock() + timedelta(seconds=self.store.lease)

    def release(self) -> None:
        """Let the next run have it; without effect where somebody else has it already."""
        with writing(self.store.engine) as connection:
            connection.execute(
                update(JobRow)
                .where(JobRow.id == self.job_id, JobRow.holder == self._mark)
                .values(holder=None, requests=JobRow.requests + self.requests)
            )
        self.requests = 0

    # the ends of a run

    def hand_on(self) -> None:
        """This process is about to end: let any other go on at once."""
        with writing(self.store.engine) as connection:
            self._keep(connection)
            if self.state in ACTIVE:
                self.store.run_again(connection, self.job_id, holder=None)
        self.requests = 0

    def sleep(
        self, delay: float, *, state: JobState, code: str, params: dict[str, Any] | None = None
    ) -> None:
        """Go on after `delay` seconds, in any process."""
        until = self.store.clock() + timedelta(seconds=delay)
        with writing(self.store.engine) as connection:
            self._keep(connection)
            if self.state not in ACTIVE:
                return
            self.store.note_once(connection, self.job_id, code, **(params or {}))
            self.store.run_again(
                connection,
                self.job_id,
                delay=delay,
                state=state,
                code=code,
                params=params or {},
                sleep_until=until,
                holder=None,
            )
        self.requests = 0

    def pause(self, code: str, paused_by: str, params: dict[str, Any]) -> None:
        """Stop until a person, or a working token, says otherwise."""
        with writing(self.store.engine) as connection:
            self._keep(connection)
            if self.state not in ACTIVE:
                return
            self._keep(
                connection, state=JobState.PAUSED, paused_by=paused_by, code=code, params=params, holder=None
            )
            self.store.note(connection, self.job_id, code, **params)
        self.requests = 0

    def finish(self) -> None:
        with writing(self.store.engine) as connection:
            self._keep(connection)
            if self.state in ENDED:
                return
            self._keep(
                connection, state=JobState.DONE, code="", params={}, ended_at=self.store.clock(), holder=None
            )
            self.store.note(connection, self.job_id, "done")
        self.requests = 0


def take(store: JobStore, holder: Holder, job_id: str, run: int) -> Claim | None:
    """Claim a job for its `run`; None where the run has lost its say or the job is not to be worked on.

    Raises:
        Busy: the run before holds it still.
    """
    now = store.clock()
    row = store.row(job_id)
    if row is None or row.run != run or row.state not in ACTIVE:
        return None
    if row.holder and row.held_until > now and not _own_remains(row, holder, run):
        raise Busy(job_id)
    claim = Claim(
        store,
        holder,
        job_id,
        run,
        row.campaign_id,
        row.company_id,
        Place.read(row.place),
        JobState.RUNNING,
        row.starts,
    )
    with writing(store.engine) as connection:
        taken = connection.execute(
            update(JobRow)
            .where(
                JobRow.id == job_id,
                JobRow.run == run,
                JobRow.state == row.state,
                JobRow.holder.is_(None) if row.holder is None else JobRow.holder == row.holder,
            )
            .values(
                holder=claim._mark,
                holder_executor=holder.executor_id,
                held_until=now + timedelta(seconds=store.lease),
                state=JobState.RUNNING,
                code="",
                params={},
                starts=JobRow.starts + 1,
                sleep_until=None,
            )
        ).rowcount
        if taken != 1:
            raise Busy(job_id)
        if row.holder and not row.holder.startswith(f"{holder.token}:"):
            store.note(connection, job_id, "restarted")
    return claim


def _own_remains(row: Any, holder: Holder, run: int) -> bool:
    """Left by this very run, or by this executor before it was killed: stable ids mean that one is dead."""
    if row.holder == f"{holder.token}:{run}":
        return True
    return row.holder_executor == holder.executor_id and not row.holder.startswith(f"{holder.token}:")

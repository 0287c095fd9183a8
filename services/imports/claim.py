"""Fencing token of one run of an import: all that a run does is committed together with the place where the work goes
on, and only while the run is the one that took the job last.

That a run is started in one process only is DBOS's part. Nobody can know whether a process that was taken for dead is: one
that is not is refused here at its next commit. Each commit also puts off the watchdog (`held_until`), which starts a job
again of which nothing is heard.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from services.database.database import writing
from services.durable import Holder
from services.imports.job import ACTIVE, ENDED, ImportPlace, JobState
from services.imports.rows import Marks
from services.imports.store import JobStore, save_marks
from services.imports.tables import JobRow, MatchRow
from services.notifications.events import ANY_ACCOUNT, EventKind, NewEvent, write_event


class Superseded(Exception):  # noqa: N818  not an error: somebody else has the say now
    """This run has lost its say: its job was handed over, started again by another process, or forgotten."""


@dataclass
class Claim:
    """Claim of the present run on its job: what it knows of the job, and its right to change it."""

    store: JobStore
    holder: Holder
    job_id: str
    run: int
    campaign_id: str
    company_id: str
    place: ImportPlace
    state: JobState
    starts: int
    file_name: str
    campaign_name: str
    created_at: datetime
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

    def _keep(self, connection: Connection, **changes: Any) -> None:
        kept = connection.execute(
            update(JobRow)
            .where(JobRow.id == self.job_id, JobRow.run == self.run, JobRow.holder == self._mark)
            .values(
                {
                    "place": self.place.stored(),
                    "requests": JobRow.requests + self.requests,
                    "held_until": self.store.watched_until(),
                    "starts": 0,
                    **changes,
                }
            )
            .returning(JobRow.state)
        ).scalar_one_or_none()
        if kept is None:
            raise Superseded(self.job_id)
        self.state = JobState(kept)
        self.requests = 0

    def has_campaign_alone(self) -> bool:
        """Whether no other import is sending people into the same campaign, and none will before this one is over, paused
        or ended: between a look at who is in and the request that enrols, nobody else may enrol the same person.

        Raises:
            Superseded: this run has lost its say.
        """
        if self.place.alone:
            return True
        with writing(self.store.engine) as connection:
            chosen = (
                select(JobRow.id, JobRow.state, JobRow.place, JobRow.holder, JobRow.held_until)
                .where(JobRow.campaign_id == self.campaign_id, JobRow.state.not_in(ENDED))
                .order_by(JobRow.id)
                .with_for_update()  # two that ask at once are answered one after the other
            )
            others = [row for row in connection.execute(chosen) if row.id != self.job_id]
            if any(self._is_at_it(row) for row in others):
                return False
            self.place.alone, self.place.looked = True, False
            self._keep(connection)
        return True

    def _is_at_it(self, row: Any) -> bool:
        """One that was paused may be at its last request still."""
        at_a_request = row.holder is not None and row.held_until > self.store.clock()
        return ImportPlace.read(row.place).alone and (row.state in ACTIVE or at_a_request)

    def release(self) -> bool:
        """Let go of the job. True where it is this run's to go on with: also when it was paused and resumed meanwhile."""
        with writing(self.store.engine) as connection:
            state = connection.execute(
                update(JobRow)
                .where(JobRow.id == self.job_id, JobRow.run == self.run, JobRow.holder == self._mark)
                .values(holder=None, requests=JobRow.requests + self.requests)
                .returning(JobRow.state)
            ).scalar_one_or_none()
        return state in ACTIVE

    # the ends of a run

    def hand_on(self) -> None:
        """This process is about to end: let any other go on at once."""
        with writing(self.store.engine) as connection:
            self._keep(connection)
            if self.state in ACTIVE:
                self.store.run_again(connection, self.job_id)

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
            )

    def pause(self, code: str, paused_by: str, params: dict[str, Any]) -> None:
        """Stop until a person, or a working token, says otherwise; people are told."""
        key = f"import {self.job_id} {self.run}"
        event = NewEvent(EventKind.IMPORT, key, self.campaign_id, self.campaign_name, code)
        with writing(self.store.engine) as connection:
            self._keep(connection)
            if self.state not in ACTIVE:
                return
            self._keep(
                connection, state=JobState.PAUSED, paused_by=paused_by, code=code, params=params, holder=None
            )
            self.store.note(connection, self.job_id, code, **params)
            write_event(connection, ANY_ACCOUNT, event, self.store.clock())

    def finish(self) -> None:
        with writing(self.store.engine) as connection:
            self._keep(connection)
            if self.state in ENDED:
                return
            self._keep(
                connection, state=JobState.DONE, code="", params={}, ended_at=self.store.clock(), holder=None
            )
            self.store.note(connection, self.job_id, "done")


def take(store: JobStore, holder: Holder, job_id: str, run: int) -> Claim | None:
    """Claim a job for its `run`; None where the run has lost its say or the job is not to be worked on.

    Nobody waits here: DBOS starts a run in one process, and the next run of a job is enqueued by the one before or
    when that has let go.
    """
    present = (JobRow.id == job_id) & (JobRow.run == run)
    with writing(store.engine) as connection:
        chosen = select(*JobRow.__table__.columns).where(present).with_for_update()
        row = connection.execute(chosen).one_or_none()
        if row is None:
            return None
        if row.state not in ACTIVE:
            connection.execute(update(JobRow).where(present).values(holder=None))
            return None
        claim = Claim(
            store,
            holder,
            job_id,
            run,
            row.campaign_id,
            row.company_id,
            ImportPlace.read(row.place),
            JobState.RUNNING,
            row.starts,
            row.file_name,
            row.campaign_name,
            row.created_at,
        )
        connection.execute(
            update(JobRow)
            .where(present)
            .values(
                holder=claim._mark,
                holder_executor=holder.executor_id,
                held_until=store.watched_until(),
                state=JobState.RUNNING,
                code="",
                params={},
                starts=JobRow.starts + 1,
                sleep_until=None,
            )
        )
        if row.holder and not row.holder.startswith(f"{holder.token}:"):
            store.note(connection, job_id, "restarted")
    return claim

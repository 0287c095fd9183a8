"""Upkeep beside the work on imports: says that the process is alive, takes over what others left, tries the token
again, deletes people's data when its time has come.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from services.api import Api
from services.database.circuit_breaker import DatabaseAway
from services.database.database import reading, writing
from services.durable import Holder
from services.imports.job import ACTIVE, ENDED, ImportPlace, JobState, PausedBy
from services.imports.platform import token_works
from services.imports.queue import Queue, workflow_id
from services.imports.store import JobStore
from services.imports.tables import JobRow, WorkerRow

BEAT_SECONDS = 2.0
ALIVE_SECONDS = 15.0
FIRST_PROBE = 5.0
LONGEST_PROBE = 120.0
PURGE_SECONDS = 3600.0
UNFINISHED_KEPT = timedelta(days=1)

log = logging.getLogger(__name__)


class Upkeep:
    """A thread that beats every `BEAT_SECONDS`."""

    def __init__(
        self,
        store: JobStore,
        queue: Queue,
        holder: Holder,
        connect: Callable[[], Api],
        retention: timedelta,
    ) -> None:
        self._store = store
        self._queue = queue
        self._holder = holder
        self._connect = connect
        self._retention = retention
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="imports-upkeep", daemon=True)
        self._tried: Api | None = None
        self._probe_after = FIRST_PROBE
        self._next_probe = self._next_purge = store.clock()

    def start(self) -> None:
        self.beat()
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=30)
        with (
            suppress(DatabaseAway),
            writing(self._store.engine) as connection,
        ):  # else it is missed a little later
            connection.execute(delete(WorkerRow).where(WorkerRow.token == self._holder.token))

    def _run(self) -> None:
        while not self._stop.wait(BEAT_SECONDS):
            try:
                self.beat()
            except DatabaseAway:
                pass  # the next beat tries again, and that it is away was said once
            except SQLAlchemyError as error:
                log.warning("imports: a beat failed (%s)", type(error).__name__)

    def beat(self) -> None:
        """One round of everything that is due."""
        now = self._store.clock()
        self._say_alive(now)
        take_over(self._store, self._queue, now)
        api = self._connect()
        if now >= self._next_probe or api is not self._tried:  # another connection: perhaps another token
            self._try_token(api, now)
        if now >= self._next_purge:
            self._next_purge = now + timedelta(seconds=PURGE_SECONDS)
            purge(self._store, self._queue, self._retention)

    def _say_alive(self, now: datetime) -> None:
        mine = WorkerRow.executor_id == self._holder.executor_id
        with writing(self._store.engine) as connection:
            known = connection.execute(
                update(WorkerRow).where(mine).values(token=self._holder.token, seen_at=now)
            ).rowcount
            if not known:
                connection.execute(
                    insert(WorkerRow).values(
                        executor_id=self._holder.executor_id,
                        token=self._holder.token,
                        started_at=now,
                        seen_at=now,
                    )
                )

    def _try_token(self, api: Api, now: datetime) -> None:
        self._tried = api
        paused = [row for row in self._store.rows(JobState.PAUSED) if row.paused_by == PausedBy.TOKEN]
        if not paused:
            self._probe_after = FIRST_PROBE
        elif token_works(api):
            self._probe_after = FIRST_PROBE
            for row in paused:
                resume(self._store, row.id, "token_works")
        else:
            self._probe_after = min(self._probe_after * 1.5, LONGEST_PROBE)
        self._next_probe = now + timedelta(seconds=self._probe_after)


def resume(store: JobStore, job_id: str, code: str) -> bool:
    """Let a paused job go on; False where it is not paused.

    A run that has the job in hand still, at its last request, is let go on: a second one beside it might send that
    request once more.
    """
    with writing(store.engine) as connection:
        paused = JobRow.state == JobState.PAUSED
        # locked: a run that is just keeping its last place would be set back behind what it did
        chosen = select(JobRow.place).where(JobRow.id == job_id, paused).with_for_update()
        stored = connection.scalar(chosen)
        if stored is None:
            return False
        place = ImportPlace.read(stored)
        place.tries = place.refusals = 0
        place.worked = []
        place.group_id = ""  # whether an assistant has it by now is looked up
        place.alone = False  # others may have been at the campaign meanwhile
        resumed = _goes_on(connection, job_id) or store.run_again(
            connection, job_id, paused, place=place.stored(), paused_by="", starts=0
        )
        if resumed:
            store.note(connection, job_id, code)
    return resumed


def _goes_on(connection: Connection, job_id: str) -> bool:
    held = (JobRow.id == job_id) & (JobRow.state == JobState.PAUSED) & JobRow.holder.is_not(None)
    changes = {"state": JobState.RUNNING, "paused_by": "", "code": "", "params": {}, "starts": 0}
    return connection.execute(update(JobRow).where(held).values(changes)).rowcount == 1


def take_over(store: JobStore, queue: Queue, now: datetime, executor_id: str | None = None) -> int:
    """Start the jobs again of which nothing was heard for too long; with `executor_id`, all that this process held.

    How many. A job that only waits for its turn has that before it still.
    """
    lost = [
        row
        for row in store.rows(*ACTIVE)
        if row.held_until is None
        or row.held_until < now
        or (executor_id and row.holder_executor == executor_id)
    ]
    waiting = queue.waiting([workflow_id(row.id, row.run) for row in lost]) if lost else set()
    return sum(
        _start_again(store, row.id, row.run) for row in lost if workflow_id(row.id, row.run) not in waiting
    )


def _start_again(store: JobStore, job_id: str, run: int) -> bool:
    with writing(store.engine) as connection:
        taken = store.run_again(connection, job_id, JobRow.run == run, JobRow.state.in_(ACTIVE))
        if taken:
            store.note(connection, job_id, "handed_over")
    return taken


def purge(store: JobStore, queue: Queue, retention: timedelta) -> int:
    """Delete people's data of jobs that ended longer than `retention` ago. How many jobs."""
    due = store.clock() - retention
    old = [
        row for row in store.rows(*ENDED) if row.forgotten_at is None and row.ended_at and row.ended_at <= due
    ]
    for row in old:
        store.forget(row.id)
        queue.forget(row.id, row.run)
    store.drop_unfinished(store.clock() - UNFINISHED_KEPT)
    return len(old)


def workers_alive(store: JobStore, own_id: str, own_token: str) -> list[str]:
    """Executor ids of the processes that work on imports now; what stands under `own_id` counts if it is us."""
    since = store.clock() - timedelta(seconds=ALIVE_SECONDS)
    dead = (WorkerRow.executor_id == own_id) & (WorkerRow.token != own_token)
    with reading(store.engine) as connection:
        return list(connection.scalars(select(WorkerRow.executor_id).where(WorkerRow.seen_at > since, ~dead)))

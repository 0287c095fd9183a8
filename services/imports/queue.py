"""Workflow queue (DBOS): starts an import's runs, in whichever process, and starts them again after a crash.

A workflow knows nothing but the job's id and the number of the run: people's data, and the place where the work goes
on, are in the console's own tables. So its step may run twice, and a new version of the code strands nobody.
"""

from __future__ import annotations

import threading

from dbos import DBOS
from sqlalchemy import Connection

from services.database.circuit_breaker import DatabaseAway
from services.durable import WorkflowEngine
from services.durable.engine import under_way
from services.imports.work import Worker

QUEUE = "imports"
WORKFLOW = "import_people"
JOBS_AT_ONCE = 4
AWAY_SECONDS = 1.0

_lock = threading.Lock()
_working: Worker | None = None


def _still_at_work(_error: BaseException) -> bool:
    return _working is not None


@DBOS.step(
    name="turn",
    retries_allowed=True,
    max_attempts=8,
    interval_seconds=0.5,
    backoff_rate=2.0,
    should_retry=_still_at_work,
)
def _turn(job_id: str, run: int) -> bool:
    while _working is not None:
        try:
            return _working.turn(job_id, run)
        except DatabaseAway:
            # Waited for here, where it can be ended: the engine would wait until the database is back, and keep a
            # process from ending as long.
            _working.pause(AWAY_SECONDS)
    raise RuntimeError("imports are not running in this process")


@DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)
def import_people(job_id: str, run: int) -> None:
    """One run of an import: turn after turn, until it sleeps, pauses or ends."""
    with under_way(workflow_id(job_id, run)):
        while _turn(job_id, run):
            pass


class Queue:
    """Puts runs into the queue, and says what became of them."""

    def __init__(self, durable: WorkflowEngine, poll_seconds: float) -> None:
        self._durable = durable
        self._poll_seconds = poll_seconds

    def open(self) -> None:
        """Make the queue where it is missing."""
        self._durable.open()
        self._durable.register_queue(QUEUE, JOBS_AT_ONCE, self._poll_seconds)

    def enqueue(self, connection: Connection, job_id: str, run: int, delay: float) -> None:
        """In the caller's transaction: either the job's new state and its run are both there, or neither."""
        name = workflow_id(job_id, run)
        self._durable.enqueue(connection, WORKFLOW, QUEUE, name, delay, job_id, run)

    def waiting(self, workflow_ids: list[str]) -> set[str]:
        """Those of these runs that are still to be started by somebody."""
        return self._durable.waiting(workflow_ids)

    def forget(self, job_id: str, runs: int) -> None:
        """Delete what DBOS keeps of an ended job."""
        self._durable.forget([workflow_id(job_id, run) for run in range(1, runs + 1)])


def workflow_id(job_id: str, run: int) -> str:
    return f"import-{job_id}-{run}"


def work_with(work: Worker | None) -> None:
    """Whom the runs of this process are handed to; None ends that.

    Raises:
        RuntimeError: this process works on imports already.
    """
    global _working
    with _lock:
        if work is not None and _working is not None:
            raise RuntimeError("this process works on imports already")
        _working = work

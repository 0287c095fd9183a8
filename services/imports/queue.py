"""Workflow queue (DBOS): starts an import's runs, in whichever process, and starts them again after a crash.

A workflow knows nothing but the job's id and the number of the run: people's data, and the place where the work goes
on, are in the console's own tables. So its step may run twice, and a new version of the code strands nobody.
"""

from __future__ import annotations

import threading
from typing import Any

from dbos import DBOS, DBOSClient
from sqlalchemy import Connection, Engine

from services.database.circuit_breaker import DatabaseAway
from services.imports.engine_log import log_with_the_others
from services.imports.work import Worker

APP = "campaign-console"
VERSION = "1"  # pinned: see above; only a change of the workflow below would need another
QUEUE = "imports"
WORKFLOW = "import_people"
JOBS_AT_ONCE = 4
LONGEST_STOP = 40
AWAY_SECONDS = 1.0

_lock = threading.Lock()
_working: Worker | None = None
_under_way: set[str] = set()


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
    name = workflow_id(job_id, run)
    _under_way.add(name)
    try:
        while _turn(job_id, run):
            pass
    finally:
        _under_way.discard(name)


class Queue:
    """Puts runs into the queue, and says what became of them."""

    def __init__(self, engine: Engine, poll_seconds: float) -> None:
        self._url = engine.url.render_as_string(hide_password=False)
        self._poll_seconds = poll_seconds
        self._client: DBOSClient | None = None

    def open(self) -> None:
        """Make DBOS's tables and the queue where they are missing, and connect."""
        log_with_the_others()
        DBOS.migrate(self._url)
        # Whoever asks, a person or the upkeep, hears that the database is away and does not wait until it is back.
        self._client = DBOSClient(
            system_database_url=self._url, application_name=APP, retry_connection_errors=False
        )
        # Before any worker starts: one that finds no queue looks for one again a second later.
        self._client.register_queue(
            QUEUE, worker_concurrency=JOBS_AT_ONCE, polling_interval_sec=self._poll_seconds
        )

    def close(self) -> None:
        if self._client:
            self._client.destroy()
        self._client = None

    def enqueue(self, connection: Connection, job_id: str, run: int, delay: float) -> None:
        """In the caller's transaction: either the job's new state and its run are both there, or neither."""
        options: dict[str, Any] = {
            "workflow_name": WORKFLOW,
            "queue_name": QUEUE,
            "workflow_id": workflow_id(job_id, run),
            "app_version": VERSION,
        }
        if delay > 0:
            options["delay_seconds"] = delay
        self._opened.enqueue_in_transaction(connection, options, job_id, run)  # pyright: ignore[reportArgumentType]  # a TypedDict built in two steps

    def waiting(self, workflow_ids: list[str]) -> set[str]:
        """Those of these runs that are still to be started by somebody."""
        listed = self._opened.list_workflows(
            workflow_ids=workflow_ids, status=["ENQUEUED", "DELAYED"], load_input=False, load_output=False
        )
        return {run.workflow_id for run in listed}

    def forget(self, job_id: str, runs: int) -> None:
        """Delete what DBOS keeps of an ended job."""
        self._opened.delete_workflows([workflow_id(job_id, run) for run in range(1, runs + 1)])

    @property
    def _opened(self) -> DBOSClient:
        if self._client is None:
            raise RuntimeError("imports were not started")
        return self._client


def workflow_id(job_id: str, run: int) -> str:
    return f"import-{job_id}-{run}"


def launch(work: Worker, executor_id: str) -> None:
    """Work on imports in this process from now on; what it left behind when it was killed goes on by itself.

    Raises:
        RuntimeError: this process works on imports already. DBOS is one a process.
    """
    global _working
    with _lock:
        if _working is not None:
            raise RuntimeError("this process works on imports already")
        _working = work
        url = work.store.engine.url.render_as_string(hide_password=False)
        DBOS(
            config={
                "name": APP,
                "system_database_url": url,
                "application_version": VERSION,
                "executor_id": executor_id,
                "log_level": "WARNING",
                # nothing here waits for notifications: how long its thread may sleep when it shall end
                "notification_listener_polling_interval_sec": 0.1,
            }
        )
        DBOS.launch()


def stop(*, can_keep: bool = True) -> None:
    """Wait for the requests under way, then end. Whatever begins in this moment is left to the next start.

    Without `can_keep` nobody waits: the database does not answer, so nothing of what is under way could be kept.
    """
    global _working
    with _lock:
        # Told to wait, DBOS sleeps for a second before it looks whether there is anything to wait for.
        DBOS.destroy(workflow_completion_timeout_sec=LONGEST_STOP if _under_way and can_keep else 0)
        _working = None

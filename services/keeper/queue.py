"""Workflow queue (DBOS) of the keeper: starts a watch's runs, in whichever process, and starts them again after a crash.

As with imports a workflow knows ids only; what is known of a watch, and whose turn it is, stands in the console's tables.
"""

from __future__ import annotations

import threading

from dbos import DBOS
from sqlalchemy import Connection

from services.database.circuit_breaker import DatabaseAway
from services.durable import WorkflowEngine
from services.durable.engine import under_way
from services.keeper.work import KeeperWork

QUEUE = "keeper"
WORKFLOW = "keep_watch"
AT_ONCE = 16
AWAY_SECONDS = 1.0

_lock = threading.Lock()
_working: KeeperWork | None = None


def _still_at_work(_error: BaseException) -> bool:
    return _working is not None


@DBOS.step(
    name="look",
    retries_allowed=True,
    max_attempts=8,
    interval_seconds=0.5,
    backoff_rate=2.0,
    should_retry=_still_at_work,
)
def _turn(watch_id: int, run: int) -> bool:
    while _working is not None:
        try:
            return _working.turn(watch_id, run)
        except DatabaseAway:
            _working.pause(AWAY_SECONDS)  # waited for here, where it can be ended
    raise RuntimeError("the keeper does not work in this process")


@DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)
def keep_watch(watch_id: int, run: int) -> None:
    """One run of a watch: turn after turn, until the next look is far off or it is over."""
    with under_way(workflow_id(watch_id, run)):
        while _turn(watch_id, run):
            pass


class KeeperQueue:
    """Puts runs into the queue, and says what became of them."""

    def __init__(self, durable: WorkflowEngine, poll_seconds: float) -> None:
        self._durable = durable
        self._poll_seconds = poll_seconds

    def open(self) -> None:
        """Make the queue where it is missing."""
        self._durable.open()
        self._durable.register_queue(QUEUE, AT_ONCE, self._poll_seconds)

    def enqueue(self, connection: Connection, watch_id: int, run: int, delay: float) -> None:
        """In the caller's transaction."""
        self._durable.enqueue(connection, WORKFLOW, QUEUE, workflow_id(watch_id, run), delay, watch_id, run)

    def waiting(self, workflow_ids: list[str]) -> set[str]:
        """Those of these runs that are still to be started by somebody."""
        return self._durable.waiting(workflow_ids) if workflow_ids else set()

    def forget(self, watch_id: int, first: int, last: int) -> None:
        """Delete what DBOS keeps of runs that are over."""
        self._durable.forget([workflow_id(watch_id, run) for run in range(first, last + 1)])


def workflow_id(watch_id: int, run: int) -> str:
    return f"keep-{watch_id}-{run}"


def work_with(work: KeeperWork | None) -> None:
    """Whom the runs of this process are handed to; None ends that.

    Raises:
        RuntimeError: this process has a keeper already.
    """
    global _working
    with _lock:
        if work is not None and _working is not None:
            raise RuntimeError("this process has a keeper already")
        _working = work

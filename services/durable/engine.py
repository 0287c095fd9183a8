"""Workflow engine of this process (DBOS, one instance a process): its tables, its queues, its start and its end.

Whoever has durable work registers a queue, and sets his own worker before `launch`: what a killed process left behind
goes on in that moment. A workflow is enqueued in the transaction that changes what it is about: both are there, or neither.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dbos import DBOS, DBOSClient
from sqlalchemy import Connection, Engine

from services.durable.engine_log import log_with_the_others
from services.durable.executor import Executor, Holder

APP = "campaign-console"
VERSION = "1"  # pinned: a workflow knows ids only, so a new version of the code goes on with it
LONGEST_STOP = 40

_lock = threading.Lock()
_launched: WorkflowEngine | None = None
_under_way: set[str] = set()


class WorkflowEngine:
    """The engine on one database.

    Args:
        executor_id: names this process, the same after each restart; a second one on this machine gets a number.
        queues: those this process works on. It may enqueue to any.
    """

    def __init__(self, engine: Engine, executor_id: str, queues: tuple[str, ...]) -> None:
        self._url = engine.url.render_as_string(hide_password=False)
        self._executor = Executor(executor_id, str(engine.url))
        self._queues = queues
        self._client: DBOSClient | None = None
        self._holder: Holder | None = None

    def open(self) -> None:
        """Make DBOS's tables where they are missing, and connect. Again without effect."""
        if self._client is not None:
            return
        log_with_the_others()
        DBOS.migrate(self._url)
        # Whoever asks, a person or the upkeep, hears that the database is away and does not wait until it is back.
        self._client = DBOSClient(
            system_database_url=self._url, application_name=APP, retry_connection_errors=False
        )

    def register_queue(self, name: str, at_once: int, poll_seconds: float) -> None:
        """Before any worker starts: one that finds no queue looks for one again a second later."""
        self.client.register_queue(name, worker_concurrency=at_once, polling_interval_sec=poll_seconds)

    @property
    def client(self) -> DBOSClient:
        if self._client is None:
            raise RuntimeError("the workflow engine was not opened")
        return self._client

    @property
    def executor_id(self) -> str:
        """The name of this process among those on the database."""
        return self._executor.executor_id

    def stand_by(self) -> Holder:
        """Take this process's name, ready to work: who had the name before is dead."""
        self._holder = self._holder or self._executor.claim()
        return self._holder

    def enqueue(
        self,
        connection: Connection,
        workflow: str,
        queue: str,
        workflow_id: str,
        delay: float,
        *arguments: Any,
    ) -> None:
        """In the caller's transaction."""
        options: dict[str, Any] = {
            "workflow_name": workflow,
            "queue_name": queue,
            "workflow_id": workflow_id,
            "app_version": VERSION,
        }
        if delay > 0:
            options["delay_seconds"] = delay
        self.client.enqueue_in_transaction(connection, options, *arguments)  # pyright: ignore[reportArgumentType]  # a TypedDict built in two steps

    def waiting(self, workflow_ids: list[str]) -> set[str]:
        """Those of these runs that are still to be started by somebody."""
        listed = self.client.list_workflows(
            workflow_ids=workflow_ids, status=["ENQUEUED", "DELAYED"], load_input=False, load_output=False
        )
        return {run.workflow_id for run in listed}

    def forget(self, workflow_ids: list[str]) -> None:
        """Delete what DBOS keeps of runs that have ended."""
        self.client.delete_workflows(workflow_ids)

    def launch(self) -> None:
        """Work in this process from now on; what it left behind when it was killed goes on by itself. Again without effect.

        Raises:
            RuntimeError: this process works on another database already. DBOS is one a process.
        """
        global _launched
        with _lock:
            if _launched is self:
                return
            if _launched is not None:
                raise RuntimeError("this process has a workflow engine already")
            holder = self.stand_by()
            _launched = self
            DBOS(
                config={
                    "name": APP,
                    "system_database_url": self._url,
                    "application_version": VERSION,
                    "executor_id": holder.executor_id,
                    "log_level": "WARNING",
                    # nothing here waits for notifications: how long its thread may sleep when it shall end
                    "notification_listener_polling_interval_sec": 0.1,
                }
            )
            DBOS.listen_queues(self._queues)
            DBOS.launch()

    def stop(self, *, can_keep: bool = True) -> None:
        """Wait for the runs under way, then end. Whatever begins in this moment is left to the next start.

        Without `can_keep` nobody waits: the database does not answer, so nothing of what is under way could be kept.
        """
        global _launched
        with _lock:
            if _launched is not self:
                return
            # Told to wait, DBOS sleeps for a second before it looks whether there is anything to wait for.
            DBOS.destroy(workflow_completion_timeout_sec=LONGEST_STOP if _under_way and can_keep else 0)
            _launched = None

    def close(self) -> None:
        """Give this process's name back, and disconnect."""
        self._executor.release()
        self._holder = None
        if self._client:
            self._client.destroy()
        self._client = None


@contextmanager
def under_way(workflow_id: str) -> Iterator[None]:
    """A run of this process, to be waited for before it ends."""
    _under_way.add(workflow_id)
    try:
        yield
    finally:
        _under_way.discard(workflow_id)

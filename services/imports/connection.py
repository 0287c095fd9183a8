"""Resources of a process of its own that works on imports: the database, and a connection that follows the settings."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from services.api import Api, RequestBudget
from services.audit.security_log import Event, EventOutcome, SecurityEvent, SecurityLog
from services.database.database import close_engine
from services.generation.generations import Generations
from services.imports.jobs import Jobs
from services.migrations.start import open_database
from services.person import Person
from services.reads.budget_store import SharedBudgetStore
from services.settings import Settings
from services.settings_follower import FollowedSettings, another_account


class NotConfigured(Exception):  # noqa: N818  named for what it says to the caller
    """Settings of the account are missing; `missing` names them."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class FollowingConnection:
    """The API connection of the settings as they are now: a replaced token counts without a restart.

    What it sends is counted in the database, together with what other processes send with the same key.
    """

    def __init__(
        self,
        engine: Engine,
        settings: Callable[[], Settings],
        security_log: SecurityLog | None = None,
    ) -> None:
        self._security_log = security_log or SecurityLog()
        self.engine = engine
        self._settings = settings
        self._seen: Settings | None = None
        self._lock = threading.Lock()
        self._known: tuple[str, ...] = ()
        self._api: Api | None = None
        self._opened: list[Api] = []

    def __call__(self) -> Api:
        """The connection.

        Raises:
            NotConfigured: no account is set up.
        """
        with self._lock:
            settings = self._settings()
            if self._api is None:
                self._api = self._connected(settings)
            elif settings is not self._seen and another_account(settings, self._known):
                self._security_log.record(
                    SecurityEvent(Event.KEY_CHANGED, EventOutcome.OK, Person.of_settings())
                )
                self._api = self._connected(settings)
            self._seen = settings
            return self._api

    def _connected(self, settings: Settings) -> Api:
        if settings.mode != "account":
            raise NotConfigured(
                settings.missing or ["TALKTURO_BASE_URL", "TALKTURO_TOKEN", "TALKTURO_TEAM_ID"]
            )
        wanted = settings.account
        budget = RequestBudget(settings.console_requests_per_hour)
        api = Api(
            *wanted, budget=budget, deadline=settings.console_deadline_seconds, demo=settings.demo_clock
        )
        budget.keep_in(SharedBudgetStore(self.engine, api.fingerprint))
        generations = Generations(self.engine, api, lambda: datetime.now(UTC))
        api.campaigns.which_generation = lambda: generations.generation
        self._known = wanted
        self._opened.append(api)
        return api

    def close(self) -> None:
        """Replaced connections too: until now a request may have been under way on them."""
        while self._opened:
            self._opened.pop().close()


def executor_base(settings: Settings, role: str) -> str:
    """A name for a kind of process on this machine, the same after each restart."""
    return f"{settings.console_executor_id or socket.gethostname()}:{role}"


@contextmanager
def opened_jobs(
    settings: Settings, role: str, *, run_here: bool
) -> Iterator[tuple[Jobs, FollowingConnection]]:
    """Imports on the settings' database, started and in the end stopped. `role` is `worker` or `import`.

    Raises:
        NotConfigured: no account is set up.
        StartRefused: the database cannot be used.
    """
    engine = open_database(settings.console_database_url)
    connect = FollowingConnection(engine, FollowedSettings(settings))
    jobs = Jobs(
        engine,
        connect,
        executor_id=executor_base(settings, role),
        run_here=run_here,
        retention=timedelta(days=settings.console_retention_days),
        between_campaigns=timedelta(days=settings.console_days_between_campaigns),
    )
    try:
        connect()
        jobs.start()
        try:
            yield jobs, connect
        finally:
            jobs.stop()
    finally:
        connect.close()
        close_engine(engine)

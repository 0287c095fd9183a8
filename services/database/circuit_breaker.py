"""Circuit breaker of the console's own database: whether it answers, and who asks it again while it does not.

Reading pages, pausing and cancelling must go on without it. So a failure is told to everybody who would otherwise wait
for the next one: what can do without (counts of requests, shared reads) skips the database until one thread, which asks
again every few seconds, has had an answer. What had to wait meanwhile is written then (`when_back`).
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import psycopg
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

ASK_AGAIN_SECONDS = 5.0

log = logging.getLogger(__name__)


class AwayReason(StrEnum):
    """Reason why the database does not answer."""

    LOCKED = "locked"  # another program has it for itself, or everybody waits for the same
    FULL = "full"
    DISK = "disk"
    READ_ONLY = "read_only"
    DAMAGED = "damaged"
    UNREACHABLE = "unreachable"


class DatabaseAway(SQLAlchemyError):  # noqa: N818  named for what it says to the caller
    """The console's own database does not answer. What was to be written was not, or is not certain to be."""

    def __init__(self, reason: AwayReason) -> None:
        super().__init__(f"the console's database does not answer: {reason}")
        self.reason = reason


_SQLITE: dict[int, AwayReason] = {
    sqlite3.SQLITE_BUSY: AwayReason.LOCKED,
    sqlite3.SQLITE_LOCKED: AwayReason.LOCKED,
    sqlite3.SQLITE_FULL: AwayReason.FULL,
    sqlite3.SQLITE_READONLY: AwayReason.READ_ONLY,
    sqlite3.SQLITE_PERM: AwayReason.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: AwayReason.DAMAGED,
    sqlite3.SQLITE_NOTADB: AwayReason.DAMAGED,
    sqlite3.SQLITE_CANTOPEN: AwayReason.UNREACHABLE,
    sqlite3.SQLITE_IOERR: AwayReason.DISK,
}
_POSTGRESQL: dict[str, AwayReason] = {
    "53100": AwayReason.FULL,
    "58030": AwayReason.DISK,
    "25006": AwayReason.READ_ONLY,
    "55P03": AwayReason.LOCKED,
    "57014": AwayReason.LOCKED,  # a limit of the server ended the statement
    "XX001": AwayReason.DAMAGED,
    "XX002": AwayReason.DAMAGED,
}
_PRIMARY_CODE = 0xFF  # SQLite's extended codes have the primary one in the last byte


def reason_of(error: BaseException) -> AwayReason | None:
    """The reason why the database did not do it; None where it answered, and refused what was asked for."""
    if isinstance(error, DatabaseAway):
        return error.reason
    if isinstance(error, PoolTimeout):
        return AwayReason.LOCKED
    found = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(found, sqlite3.Error):
        return _SQLITE.get(getattr(found, "sqlite_errorcode", 0) & _PRIMARY_CODE)
    if isinstance(found, psycopg.Error):
        if found.sqlstate in _POSTGRESQL:
            return _POSTGRESQL[found.sqlstate]
        return (
            AwayReason.UNREACHABLE
            if isinstance(found, psycopg.OperationalError | psycopg.InterfaceError)
            else None
        )
    return None


@dataclass(frozen=True)
class Away:
    """Since when, by this machine's clock, and why."""

    reason: AwayReason
    since: datetime


class CircuitBreaker:
    """One database as this process sees it. Thread-safe.

    Args:
        ask: reads, then writes a row; raises DatabaseAway. `patiently`: waits for a lock as long as a long transaction of
            the console itself may take. What holds it longer is another program.
    """

    def __init__(self, ask: Callable[[bool], None], *, every: float = ASK_AGAIN_SECONDS) -> None:
        self._ask = ask
        self._every = every
        self._lock = threading.Lock()
        self._away: Away | None = None
        self._certain = False
        self._reads_fail = False
        self._when_back: list[Callable[[], object]] = []
        self._thread: threading.Thread | None = None
        self._wake = threading.Event()
        self._resting = False

    @property
    def away(self) -> Away | None:
        """For people: None while it answers, and while it may only be busy with the console's own work."""
        return self._away if self._certain else None

    @property
    def skips_writes(self) -> Away | None:
        """The reason not to write now what can do without; None where it may be written."""
        return self._away

    @property
    def skips_reads(self) -> Away | None:
        return self._away if self._reads_fail else None

    def when_back(self, write: Callable[[], object]) -> None:
        """`write` what had to wait as soon as the database answers; where it raises DatabaseAway it still does not."""
        self._when_back.append(write)

    @contextmanager
    def watched(self, *, reading: bool = False) -> Iterator[None]:
        """Learn from whatever happens to a use of the database.

        Raises:
            DatabaseAway: in place of the driver's error, where that says that the database did not answer.
        """
        try:
            yield
        except SQLAlchemyError as error:
            reason = reason_of(error)
            if reason is None or isinstance(error, DatabaseAway):
                raise
            self.failed(reason, reading=reading)
            raise DatabaseAway(reason) from error
        if self._away is not None:
            self._answered(wrote=not reading)

    def failed(self, reason: AwayReason, *, reading: bool = False, certain: bool = False) -> None:
        """It did not answer: from now on one thread asks for everybody. `certain`: not only for a moment."""
        with self._lock:
            if self._away is None:
                log.warning("the console's database does not answer: %s", reason)
            self._away = Away(reason, self._away.since if self._away else datetime.now(UTC))
            self._certain = self._certain or certain or reason is not AwayReason.LOCKED
            self._reads_fail = self._reads_fail or reading
            if self._thread is None:
                self._resting = False
                self._wake.clear()
                self._thread = threading.Thread(target=self._keep_asking, name="circuit-breaker", daemon=True)
                self._thread.start()

    def ask_now(self, *, patiently: bool = False) -> bool:
        """Whether it answers at this moment; where it does, what had to wait is written first."""
        try:
            self._ask(patiently)
            for write in self._when_back:
                write()
        except DatabaseAway as error:
            self.failed(error.reason, certain=True)
            return False
        with self._lock:
            if self._away is not None:
                log.warning("the console's database answers again")
            self._away, self._certain, self._reads_fail = None, False, False
            self._wake.set()
        return True

    def rest(self) -> None:
        """Nobody asks any more, until somebody else meets a failure."""
        self._resting = True
        self._wake.set()
        if (thread := self._thread) and thread is not threading.current_thread():
            thread.join()

    def _answered(self, *, wrote: bool) -> None:
        self._reads_fail = False
        if wrote:
            self._wake.set()  # the thread makes sure of it, and writes what had to wait

    def _keep_asking(self) -> None:
        patiently = True
        while not self._over():
            self.ask_now(patiently=patiently)
            patiently = False
            if self._away is not None:
                self._wake.wait(self._every)
                self._wake.clear()

    def _over(self) -> bool:
        with self._lock:
            over = self._away is None or self._resting
            if over:
                self._thread = None
            return over

"""Shared request budget in the console's database: web processes and workers count what they send with one key
together.

Reading is cached for a moment, because a live page asks for the state at every turn; what this process sends itself
counts at once. While the database does not answer this process counts for itself, from what it knew of the others, and
writes it down when the database is back.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from services.api.budget import Spent
from services.database.circuit_breaker import DatabaseAway
from services.database.database import Base, UtcDateTime, reading, writing

READ_EVERY = 1.0  # seconds
KEPT = timedelta(hours=3)


class SpentRequests(Base):
    __tablename__ = "spent_requests"

    connection: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    purpose: Mapped[str] = mapped_column(primary_key=True)
    requests: Mapped[int]


class SharedBudgetStore:
    """A store for `RequestBudget`. `connection` is `Api.fingerprint`; `clock` is monotonic, in seconds."""

    def __init__(self, engine: Engine, connection: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._connection = connection
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: Counter[tuple[datetime, str]] = Counter()
        self._seen_since: datetime | None = None
        self._unwritten: Counter[tuple[datetime, str]] = Counter()
        self._read_at = -READ_EVERY

    def add(self, at: datetime, purpose: str, count: int) -> None:
        with self._lock:
            self._seen[at, purpose] += count
            waiting, self._unwritten = self._unwritten, Counter()
        waiting[at, purpose] += count
        try:
            self._write(waiting)
        except DatabaseAway:
            with self._lock:
                self._unwritten.update(waiting)

    def since(self, moment: datetime) -> list[Spent]:
        with self._lock:
            stale = self._clock() - self._read_at >= READ_EVERY
            if stale or self._seen_since is None or moment < self._seen_since:
                self._look(moment)
            return [Spent(at, purpose, count) for (at, purpose), count in self._seen.items() if at > moment]

    def _look(self, moment: datetime) -> None:
        self._read_at = self._clock()
        try:
            self._seen = self._read(moment)
            self._seen.update(self._unwritten)
        except DatabaseAway:
            for counts in (self._seen, self._unwritten):
                for over in [key for key in counts if key[0] <= moment]:
                    del counts[over]
        self._seen_since = moment

    def _read(self, moment: datetime) -> Counter[tuple[datetime, str]]:
        query = select(SpentRequests.at, SpentRequests.purpose, SpentRequests.requests).where(
            SpentRequests.connection == self._connection, SpentRequests.at > moment
        )
        with reading(self._engine) as connection:
            return Counter({(at, purpose): count for at, purpose, count in connection.execute(query)})

    def _write(self, counts: Counter[tuple[datetime, str]]) -> None:
        try:
            self._count(counts)
        except IntegrityError:  # another process was a moment faster with the first of this slice
            self._count(counts)

    def _count(self, counts: Counter[tuple[datetime, str]]) -> None:
        with writing(self._engine, can_wait=True) as connection:
            for (at, purpose), count in counts.items():
                row = {"connection": self._connection, "at": at, "purpose": purpose}
                added = connection.execute(
                    update(SpentRequests).filter_by(**row).values(requests=SpentRequests.requests + count)
                )
                if not added.rowcount:
                    connection.execute(insert(SpentRequests).values(**row, requests=count))
                    connection.execute(delete(SpentRequests).where(SpentRequests.at < at - KEPT))

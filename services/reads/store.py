"""Shared read cache in the console's database: a poll by one process serves all of them.

Who may fetch is decided by a lease: a row's `leased_until` in the future means that somebody is at it, or that it
failed just now and rests (`resting`). While the database does not answer nothing is shared: each process reads for
itself, and who looks first when it is back reads anew what was changed meanwhile (`Reads._catch_up`).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import NamedTuple, Protocol

from sqlalchemy import Engine, Executable, LargeBinary, bindparam, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from services.database.circuit_breaker import DatabaseAway
from services.database.database import Base, UtcDateTime, breaker_of, reading, writing
from services.process.ttl_cache import TtlCache

LEASED_FOR = timedelta(seconds=60)  # longer than any request may take
KEPT = timedelta(hours=1)
# What another process reads or changes is seen within this; what this one does, at once.
LOOKED_AT_SECONDS, LOOKED_AT_KEYS = 0.25, 1000


class Head(NamedTuple):
    """Metadata of a key, without the value. A value read before the latest `generation` was forgotten since."""

    generation: int
    fetched_generation: int
    fetched_at: datetime | None


class Lease(Enum):
    GRANTED = auto()
    BUSY = auto()  # another process is fetching
    RESTING = auto()  # another process has just failed to


class SharedStore(Protocol):
    """Store in which several processes keep their reads; `SharedReads` is the one on the database."""

    def head(self, key: str) -> Head | None: ...

    def load(self, key: str) -> bytes | None: ...

    def lease(self, key: str) -> Lease: ...

    def save(self, key: str, value: bytes, generation: int, fetched_at: datetime) -> None: ...

    def rest(self, key: str, duration: timedelta) -> None: ...

    def replace(self, key: str, value: bytes, seen: Head) -> bool: ...

    def drop(self, key: str) -> None: ...

    def forget(self, prefix: str) -> None: ...


class SharedRead(Base):
    __tablename__ = "shared_read"

    key: Mapped[str] = mapped_column(primary_key=True)
    generation: Mapped[int] = mapped_column(default=0)
    fetched_generation: Mapped[int] = mapped_column(default=0)
    fetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resting: Mapped[bool] = mapped_column(default=False)
    # Last: SQLite reads its way through megabytes of it to a column that comes after it.
    value: Mapped[bytes | None] = mapped_column(LargeBinary)


# Every look of every tab asks this; to build the statement takes as long as to run it.
_HEAD = select(SharedRead.generation, SharedRead.fetched_generation, SharedRead.fetched_at).where(
    SharedRead.key == bindparam("key")
)


class SharedReads:
    """A store for `services.reads.reads.Reads`. `clock` is this machine's time."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._engine = engine
        self._now = clock
        self._heads = TtlCache[Head | None](
            LOOKED_AT_SECONDS, LOOKED_AT_KEYS, lambda: self._now().timestamp()
        )

    def head(self, key: str) -> Head | None:
        """Metadata of a key without its value. Every tab that shows it asks this again and again."""
        return self._heads.get(key, lambda: self._look(key))

    def _look(self, key: str) -> Head | None:
        if self._shared_now:
            with suppress(DatabaseAway), reading(self._engine) as connection:
                row = connection.execute(_HEAD, {"key": key}).one_or_none()
                return Head(*row) if row else None
        return None

    def load(self, key: str) -> bytes | None:
        with suppress(DatabaseAway), reading(self._engine) as connection:
            return connection.scalar(select(SharedRead.value).where(SharedRead.key == key))
        return None

    def lease(self, key: str) -> Lease:
        """Take the right to fetch for `LEASED_FOR`, unless another process has it."""
        try:
            return self._lease(key)
        except DatabaseAway:
            return Lease.GRANTED

    def _lease(self, key: str) -> Lease:
        self._heads.forget(key)  # another process may have fetched it a moment ago
        now = self._now()
        free = or_(SharedRead.leased_until.is_(None), SharedRead.leased_until <= now)
        with writing(self._engine, can_wait=True) as connection:
            taken = connection.execute(
                update(SharedRead)
                .where(SharedRead.key == key, free)
                .values(leased_until=now + LEASED_FOR, resting=False)
            )
            if taken.rowcount:
                return Lease.GRANTED
            resting = connection.scalar(select(SharedRead.resting).where(SharedRead.key == key))
        if resting is None:
            return self._first(key, now)
        return Lease.RESTING if resting else Lease.BUSY

    def save(self, key: str, value: bytes, generation: int, fetched_at: datetime) -> None:
        """Keep a value read while `generation` was the latest, and give the lease back."""
        self._change(
            update(SharedRead)
            .where(SharedRead.key == key)
            .values(value=value, fetched_generation=generation, fetched_at=fetched_at, leased_until=None),
            delete(SharedRead).where(SharedRead.fetched_at < fetched_at - KEPT),
        )
        self._heads.forget(key)

    def replace(self, key: str, value: bytes, seen: Head) -> bool:
        """Put `value` in the place of what was `seen`; False where another process has read or changed it since."""
        try:
            return self._replace(key, value, seen)
        except DatabaseAway:
            return True  # there is nothing but this process's own

    def _replace(self, key: str, value: bytes, seen: Head) -> bool:
        with writing(self._engine, can_wait=True) as connection:
            replaced = connection.execute(
                update(SharedRead)
                .where(
                    SharedRead.key == key,
                    SharedRead.generation == seen.generation,
                    SharedRead.fetched_at == seen.fetched_at,
                )
                .values(
                    value=value,
                    generation=seen.generation + 1,
                    fetched_generation=seen.generation + 1,
                    leased_until=None,
                )
            )
        self._heads.forget(key)
        return replaced.rowcount == 1

    def rest(self, key: str, duration: timedelta) -> None:
        """The fetch failed: nobody tries again before `duration` has passed."""
        self._change(
            update(SharedRead)
            .where(SharedRead.key == key)
            .values(leased_until=self._now() + duration, resting=True)
        )

    def drop(self, key: str) -> None:
        """Drop what was read: it is no longer there."""
        self._change(delete(SharedRead).where(SharedRead.key == key))
        self._heads.forget(key)

    def forget(self, prefix: str) -> None:
        """Forget what begins with `prefix`, because it was changed. A fetch under way will not count as fresh."""
        self._change(
            update(SharedRead)
            .where(SharedRead.key.startswith(prefix, autoescape=True))
            .values(generation=SharedRead.generation + 1, leased_until=None)
        )
        self._heads.forget(prefix)

    def _change(self, *statements: Executable) -> None:
        """In one transaction; not said to the others while the database does not answer."""
        with suppress(DatabaseAway), writing(self._engine, can_wait=True) as connection:
            for statement in statements:
                connection.execute(statement)

    @property
    def _shared_now(self) -> bool:
        """True while the database takes writes. What is there could be looked at on a full disk, but is older than
        what each process reads for itself."""
        return breaker_of(self._engine).skips_writes is None

    def _first(self, key: str, now: datetime) -> Lease:
        row = {"key": key, "generation": 0, "fetched_generation": 0, "resting": False}
        try:
            with writing(self._engine, can_wait=True) as connection:
                connection.execute(insert(SharedRead).values(**row, leased_until=now + LEASED_FOR))
        except IntegrityError:
            return Lease.BUSY  # another process was a moment faster
        return Lease.GRANTED

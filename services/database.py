"""The console's own database: one setting chooses SQLite (default) or PostgreSQL.

Every room keeps its tables on `Base`; `services.migrations` makes and changes them. Times are stored through `UtcDateTime`,
so that an aware datetime comes back aware from either database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, Engine, create_engine, event
from sqlalchemy.engine import URL, Dialect, make_url
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import StaticPool
from sqlalchemy.types import TypeDecorator

BUSY_SECONDS = 30


class Base(DeclarativeBase):
    """What the tables of all rooms are declared on."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def make_engine(url: str) -> Engine:
    """An engine for `CONSOLE_DATABASE_URL`, e.g. `sqlite:///var/console.db` or `postgresql://user@host/console`."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed)
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(parsed, pool_size=10, max_overflow=20, pool_pre_ping=True)


def create_tables(engine: Engine) -> None:
    """Make the tables, or bring them to this version's schema; several processes may start at once on one database.

    Raises:
        DatabaseIsNewer: a newer version of the console has been here. Nothing was changed.
    """
    from services.migrations import upgrade  # whose environment knows `Base`

    upgrade(engine)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that may look first and write then.

    SQLite takes its write lock at the first statement: one that read first and asks for the lock later is refused
    at once, without the patience of `busy_timeout`, if somebody else wrote in between.
    """
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


def _sqlite_engine(url: URL) -> Engine:
    if url.database in (None, "", ":memory:"):
        # one connection for all threads: each of its own would see an empty database of its own
        engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        Path(url.database).expanduser().parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, pool_size=10, max_overflow=50, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()

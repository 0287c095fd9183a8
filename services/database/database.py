"""Engine and transactions of the console's own database: one setting chooses SQLite (default) or PostgreSQL.

Every room keeps its tables on `Base`; `services.migrations` makes and changes them. Times are stored through `UtcDateTime`,
so that an aware datetime comes back aware from either database.
"""

from __future__ import annotations

import sqlite3
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, DateTime, Engine, create_engine, event, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Dialect, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import StaticPool
from sqlalchemy.types import TypeDecorator

from services.database.circuit_breaker import CircuitBreaker, DatabaseAway, reason_of
from services.database.file import file_of, keep_private

BUSY_SECONDS = 10  # how long a write waits that must be made: another process may be storing a long list
SHORT_SECONDS = 1  # a read, and a write that can be done without
CERTAIN_SECONDS = 5  # longer than the console itself ever holds the database
CONNECT_SECONDS = 5
AGAIN_SECONDS = 0.02


class Base(DeclarativeBase):
    """Declarative base of the tables of all rooms."""


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


class Heartbeat(Base):
    """One row, written anew to see whether the database can be written to."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


def make_engine(url: str) -> Engine:
    """An engine for `CONSOLE_DATABASE_URL`, e.g. `sqlite:///var/console.db` or `postgresql://user@host/console`."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed)
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    limits = {"connect_timeout": CONNECT_SECONDS, "tcp_user_timeout": CONNECT_SECONDS * 2000}
    return create_engine(
        parsed,
        pool_size=10,
        max_overflow=20,
        pool_pre_ping=True,
        pool_timeout=CONNECT_SECONDS,
        connect_args=limits,
        hide_parameters=True,  # errors go to the log, and people's data does not
    )


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection to look with.

    Raises:
        DatabaseAway: it does not answer, or did not a moment ago.
    """
    breaker = breaker_of(engine)
    if away := breaker.skips_reads:
        raise DatabaseAway(away.reason)
    with breaker.watched(reading=True), engine.connect() as connection:
        yield connection


@contextmanager
def writing(
    engine: Engine, *, patience: float = BUSY_SECONDS, can_wait: bool = False
) -> Iterator[Connection]:
    """A transaction that may look first and write then.

    SQLite takes its write lock at the first statement: one that read first and asks for the lock later is refused
    at once, without the patience of `busy_timeout`, if somebody else wrote in between.

    `patience` is how long it waits for the lock, in seconds. With `can_wait` it is something that nobody needs now: it
    waits for no lock to speak of, and is not tried while the database does not answer.

    Raises:
        DatabaseAway: it does not answer; nothing was written, or it is not certain where that was said at the end.
    """
    breaker = breaker_of(engine)
    if can_wait and (away := breaker.skips_writes):
        raise DatabaseAway(away.reason)
    if can_wait or breaker.away:
        patience = SHORT_SECONDS
    with breaker.watched(), transaction(engine, patience) as connection:
        yield connection


@contextmanager
def transaction(engine: Engine, patience: float = BUSY_SECONDS) -> Iterator[Connection]:
    """As `writing`, with the driver's own errors: for who asks whether the database can be used at all."""
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            _begin_immediate(connection, patience)
        yield connection


def insert_in(connection: Connection, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An insert in the words of this database, which passes over what is there (`on_conflict_do_nothing`): two processes may
    write the same at once."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def in_turn(connection: Connection, *what: str) -> None:
    """Wait until nobody else changes what `what` names, and keep it until this transaction is over (advisory lock).

    For what is looked at and then written, also where there is no row yet that could be locked. In SQLite one transaction
    writes at a time.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("\n".join(what), 0))))


def _begin_immediate(connection: Connection, patience: float) -> None:
    """Once it holds the lock it waits for nobody any more."""
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(f"PRAGMA busy_timeout = {SHORT_SECONDS * 1000}")


_breakers: weakref.WeakKeyDictionary[Engine, CircuitBreaker] = weakref.WeakKeyDictionary()


def breaker_of(engine: Engine) -> CircuitBreaker:
    """The one that all uses of this engine share."""
    breaker = _breakers.get(engine)
    if breaker is None:
        held = weakref.ref(
            engine
        )  # the thread that asks must not keep the engine of a console that has ended
        breaker = _breakers.setdefault(engine, CircuitBreaker(lambda patiently: _ask(held(), patiently)))
    return breaker


def close_engine(engine: Engine) -> None:
    """Nothing will be asked of it any more. What waits for the database is tried once again."""
    breaker = breaker_of(engine)
    breaker.rest()
    if breaker.skips_writes:
        breaker.ask_now()
        breaker.rest()
    engine.dispose()


def require_answering(engine: Engine) -> None:
    """For what costs requests and would be of no use without the database. Asks nobody.

    Raises:
        DatabaseAway: a moment ago nothing could be written.
    """
    if away := breaker_of(engine).skips_writes:
        raise DatabaseAway(away.reason)


def _ask(engine: Engine | None, patiently: bool) -> None:
    if engine is None:
        return
    patience = CERTAIN_SECONDS if patiently else SHORT_SECONDS
    try:
        with engine.connect() as connection:
            connection.execute(select(Heartbeat.at)).all()
        with transaction(engine, patience) as connection:
            _beat(connection)
    except SQLAlchemyError as error:
        if reason := reason_of(error):
            raise DatabaseAway(reason) from error
        # it answered, and whoever needs what is wrong with it will hear of that


def _beat(connection: Connection) -> None:
    now = datetime.now(UTC)
    if not connection.execute(update(Heartbeat).values(at=now)).rowcount:
        connection.execute(insert(Heartbeat).values(name="console", at=now))


def _sqlite_engine(url: URL) -> Engine:
    file = file_of(url)
    if file is None:
        # one connection for all threads: each of its own would see an empty database of its own
        engine = create_engine(
            url, poolclass=StaticPool, connect_args={"check_same_thread": False}, hide_parameters=True
        )
    else:
        keep_private(file)
        engine = create_engine(
            url,
            pool_size=10,
            max_overflow=50,
            pool_timeout=CONNECT_SECONDS,
            connect_args={"timeout": SHORT_SECONDS},
            hide_parameters=True,
        )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        _switch_to_wal(cursor)
    cursor.execute(f"PRAGMA busy_timeout = {SHORT_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _switch_to_wal(cursor: Any) -> None:
    """Several processes may make the file at once. SQLite refuses this switch without waiting for a lock where another makes it in
    the same moment; then it is tried again. A database in memory has none and stays as it is."""
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as refusal:
            if refusal.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(AGAIN_SECONDS)
        else:
            return

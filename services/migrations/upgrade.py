"""Upgrade of the schema at start, under a lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from services.migrations.file_backup import back_up_file
from services.start_refused import StartRefused

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent
NEWEST = (HERE / "head.txt").read_text(encoding="utf-8").strip()
LOCK = 0x0C0_50E  # any number will do, as long as every process of the console takes the same
WAIT_SECONDS = 600  # for another process's migration


class DatabaseIsNewer(StartRefused):
    """A newer version of the console has migrated this database."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"Not started: the database was brought to revision {revision} by a newer version of the console; this version knows "
            f"revisions up to {NEWEST}. Nothing was changed. Start the newer version, or restore a backup from "
            "before the upgrade (see 'Backup and restore' in docs/admin.md)."
        )


def at_newest(engine: Engine) -> bool:
    """Whether nothing needs doing."""
    with engine.connect() as connection:
        return revision_of(connection) == NEWEST


def knows(revision: str) -> bool:
    """Whether this version has the step."""
    return any(HERE.glob(f"versions/{revision}_*.py"))


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema; a new one is made. Several processes may start at once.

    Raises:
        DatabaseIsNewer: this version is too old for it. Nothing was changed.
    """
    if at_newest(engine):
        return
    with _alone(engine) as connection:
        present = revision_of(connection)
        if present == NEWEST:  # another process was quicker
            return
        _run(engine, connection, present)


def revision_of(connection: Connection) -> str | None:
    """The database's mark; None before its first migration."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(text("select version_num from alembic_version"))


def _run(engine: Engine, connection: Connection, present: str | None) -> None:
    from alembic import command  # a third of a second that most starts do not need

    if present is not None and not knows(present):
        raise DatabaseIsNewer(present)
    back_up_file(engine, present or "unmarked")
    command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings, without a file of their own."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction in which no other process of the console migrates, and on SQLite none writes."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            with connection.begin():
                connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
                yield connection
            return
        with _patient_and_free(connection), connection.begin():
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
            if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                raise RuntimeError(f"a migration left rows that refer to nothing: {broken[:3]}")


@contextmanager
def _patient_and_free(connection: Connection) -> Iterator[None]:
    """SQLite alters a table by making it anew: what refers to it would be deleted along with the old one."""
    before = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
    connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.rollback()
    try:
        yield
    finally:
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {before}")
        connection.rollback()

"""Opening of the console's own database when a process starts: looked through, then brought to this version's schema.

What stands in the way is said in one sentence, and nothing was changed by then.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from services.database.database import make_engine, transaction
from services.database.file import Damaged, check, file_of
from services.migrations.upgrade import upgrade
from services.start_refused import StartRefused

NOT_ALLOWED = "42501"  # of PostgreSQL: this user may not make tables


class DatabaseUnusable(StartRefused):
    """The database cannot be used as it is."""


def open_database(url: str) -> Engine:
    """An engine on a database that can be read and written and has this version's schema.

    Raises:
        DatabaseUnusable: it is damaged, may not be written, is full, locked, or does not answer.
        DatabaseIsNewer: a newer version of the console has migrated it.
    """
    parsed = make_url(url)
    file = file_of(parsed)
    with _told(parsed, file):
        if file is not None:
            check(file)
        engine = make_engine(url)
        try:
            upgrade(engine)
            with transaction(engine) as connection:  # a database at its newest was only read so far
                connection.execute(text("update alembic_version set version_num = version_num"))
        except BaseException:
            engine.dispose()
            raise
    return engine


@contextmanager
def _told(url: URL, file: Path | None) -> Iterator[None]:
    try:
        yield
    except Damaged as damaged:
        raise DatabaseUnusable(_damaged(file, str(damaged))) from damaged
    except OSError as error:
        raise DatabaseUnusable(_not_writable(file, error.strerror or str(error))) from error
    except sqlite3.Error as error:
        raise DatabaseUnusable(_of_sqlite(file, error)) from error
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise DatabaseUnusable(_of_sqlite(file, error.orig)) from error
        if isinstance(error, OperationalError) or getattr(error.orig, "sqlstate", "") == NOT_ALLOWED:
            raise DatabaseUnusable(_of_server(url, error)) from error
        raise


def _of_sqlite(file: Path | None, error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return _damaged(file, str(error))
    if name.startswith("SQLITE_FULL"):
        return f"Not started: the disk of the database {file} is full. Nothing was changed. Make room, then start again."
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return (
            f"Not started: another program keeps the database {file} locked. Nothing was changed. "
            "End that program, then start again."
        )
    return _not_writable(file, str(error))


def _damaged(file: Path | None, detail: str) -> str:
    return (
        f"Not started: {file} is damaged, or not a database of the console ({detail}). Nothing was changed. "
        "Restore a backup with 'python -m services.backup restore FILE' (see 'Backup and restore' in docs/admin.md), "
        "or move the file away to begin with an empty database."
    )


def _not_writable(file: Path | None, detail: str) -> str:
    return (
        f"Not started: the database {file} cannot be opened for writing ({detail}). Nothing was changed. "
        "Let the user that runs the console write the file and its folder, then start again."
    )


def _of_server(url: URL, error: DBAPIError) -> str:
    detail = str(error.orig).strip().partition("\n")[0]
    return (
        f"Not started: the database {url.render_as_string(hide_password=True)} cannot be used ({detail}). "
        "Nothing was changed. Mend the database server or CONSOLE_DATABASE_URL, then start again."
    )

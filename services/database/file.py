"""SQLite file of the console's own database: readable by its owner alone, checked and copied while it is in use."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import URL

OWNER_ONLY = 0o600
BEFORE = ".before-"
"""Between a database's name and the moment of a copy that was made before it was changed."""

log = logging.getLogger(__name__)


class Damaged(Exception):  # noqa: N818  named for what it says to the caller
    """SQLite cannot make sense of the file. The text is its first complaint."""


def file_of(url: URL) -> Path | None:
    """The file the database is kept in; None for one in memory, or on a server."""
    name = url.database
    if url.get_backend_name() != "sqlite" or not name or name == ":memory:":
        return None
    return Path(name.removeprefix("file:"))


def keep_private(file: Path) -> None:
    """Make the file, its folder too, where they are missing, and let nobody but the owner read what is there.

    SQLite gives the files it makes beside it (`-wal`, `-shm`) the permissions that the database has by then.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=OWNER_ONLY, exist_ok=True)
    for one in (file, *_beside(file)):
        try:
            if one.stat().st_mode & 0o077:
                one.chmod(OWNER_ONLY)
        except FileNotFoundError:
            continue  # another process has just closed the database
        except PermissionError:
            log.warning("%s belongs to somebody else, and its permissions stay as they are", one)


def _beside(file: Path) -> Iterator[Path]:
    yield file.with_name(f"{file.name}-wal")
    yield file.with_name(f"{file.name}-shm")
    yield from file.parent.glob(f"{file.name}{BEFORE}*")


def check(file: Path) -> None:
    """Look through the database without changing anything; an empty file is one that is about to be filled.

    Raises:
        Damaged: it is none, or it is broken.
        sqlite3.Error: it cannot be opened or read.
    """
    if not file.exists() or file.stat().st_size == 0:
        return
    with closing(reader(file)) as connection:
        try:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorname in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
                raise Damaged(str(error)) from error
            raise
    if found != "ok":
        raise Damaged(str(found).partition("\n")[0])


def copy_file(file: Path, copy: Path) -> None:
    """A consistent copy of a database that may be in use, readable by nobody but its owner; or none at all."""
    copy.touch(mode=OWNER_ONLY, exist_ok=False)
    try:
        with closing(reader(file)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
    except BaseException:
        copy.unlink()
        raise


def reader(file: Path) -> sqlite3.Connection:
    """A connection that cannot write. It leaves what is not yet in the file (`-wal`) where it is."""
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=30)

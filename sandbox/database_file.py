"""Database file of the sandbox (SQLite): for its owner alone, and set aside where this version cannot use it.

What a sandbox holds is made up, so nobody migrates it; it is kept all the same, for whoever wants to look at it.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Mapping, Set
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

OWNER_ONLY = 0o600

log = logging.getLogger("sandbox")


def make_usable(file: Path, wanted: Mapping[str, Set[str]]) -> None:
    """Before it is opened. `wanted` are the columns by table that this version writes; missing tables are made later."""
    if file.exists() and (why := _unusable(file, wanted)):
        aside = _set_aside(file)
        log.warning("%s %s; it is now %s, and a new one begins", file, why, aside.name)
    file.touch(mode=OWNER_ONLY, exist_ok=True)
    file.chmod(OWNER_ONLY)


def _unusable(file: Path, wanted: Mapping[str, Set[str]]) -> str | None:
    try:
        with closing(sqlite3.connect(file, timeout=60)) as connection:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                return "is damaged"
            for table, columns in wanted.items():
                there = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
                if there and not columns <= there:
                    return "is of another version"
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
            return "is damaged"
        raise
    return None


def _set_aside(file: Path) -> Path:
    """With its log, which SQLite would take for one of the new file."""
    name = f"{file.name}.set-aside-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    for suffix in ("-wal", "-shm", ""):
        part = file.with_name(file.name + suffix)
        if part.exists():
            part.rename(file.with_name(name + suffix))
    return file.with_name(name)

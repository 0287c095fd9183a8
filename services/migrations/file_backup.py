"""Backup of a SQLite file before it is migrated: a copy beside it, and the last few are kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, inspect

KEPT = 3


def back_up_file(engine: Engine, revision: str) -> Path | None:
    """Copy the database as it is. None where there is no file, or nothing in it yet.

    May run while another connection holds the write lock: it reads what was committed before.
    """
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return None
    if not inspect(engine).get_table_names():
        return None
    file = Path(name).expanduser()
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    copy = file.with_name(f"{file.name}.before-{moment}-from-{revision}")
    copy_file(file, copy)
    for old in sorted(file.parent.glob(f"{file.name}.before-*"))[:-KEPT]:
        old.unlink()
    return copy


def copy_file(file: Path, copy: Path) -> None:
    """A consistent copy of a database that may be in use, readable by nobody but its owner."""
    copy.touch(mode=0o600, exist_ok=False)
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))

"""Backup of a SQLite file before it is migrated: a copy beside it, and the last few are kept."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, inspect

from services.database.file import BEFORE, copy_file, file_of

KEPT = 3


def back_up_file(engine: Engine, revision: str) -> Path | None:
    """Copy the database as it is. None where there is no file, or nothing in it yet.

    May run while another connection holds the write lock: it reads what was committed before.
    """
    file = file_of(engine.url)
    if file is None or not inspect(engine).get_table_names():
        return None
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    copy = file.with_name(f"{file.name}{BEFORE}upgrade-{moment}-from-{revision}")
    copy_file(file, copy)
    for old in sorted(file.parent.glob(f"{file.name}{BEFORE}upgrade-*"))[:-KEPT]:
        old.unlink()
    return copy

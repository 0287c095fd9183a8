"""Backup of a SQLite file (`VACUUM INTO`), and its restore by changing the file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from services.backup.failed import BackupFailed
from services.database.file import BEFORE, Damaged, check, copy_file, keep_private, reader
from services.migrations import knows


def make(file: Path, copy: Path) -> Path:
    if not file.is_file():
        raise BackupFailed(f"There is no database {file}.")
    try:
        copy_file(file, copy)
        check(copy)
    except (Damaged, sqlite3.Error, OSError) as error:
        copy.unlink(missing_ok=True)
        raise BackupFailed(
            f"{file} could not be copied to {copy} ({error}). There is no new backup."
        ) from error
    return copy


def restore(file: Path, backup: Path) -> Path | None:
    _require_ours(backup)
    _require_stopped(file)
    fresh = file.with_name(f"{file.name}.restoring")
    fresh.unlink(missing_ok=True)  # of a restore that was ended
    file.parent.mkdir(parents=True, exist_ok=True)
    copy_file(backup, fresh)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    aside = _set_aside(file, f"{file.name}{BEFORE}restore-{moment}")
    fresh.rename(file)
    keep_private(file)
    return aside


def _require_ours(backup: Path) -> None:
    """Before anything is touched."""
    try:
        check(backup)
        with closing(reader(backup)) as connection:
            tables = {
                name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")
            }
            marks = (
                connection.execute("select version_num from alembic_version")
                if "alembic_version" in tables
                else ()
            )
            revisions = [revision for (revision,) in marks]
    except (Damaged, sqlite3.Error) as error:
        raise BackupFailed(f"{backup} is no usable backup ({error}). Nothing was changed.") from error
    if "launch_intent" not in tables:
        raise BackupFailed(f"{backup} is no backup of a console's database. Nothing was changed.")
    for revision in revisions:
        if not knows(revision):
            raise BackupFailed(
                f"{backup} was made by a newer version of the console (revision {revision}). Nothing was changed. "
                "Restore it with that version."
            )


def _require_stopped(file: Path) -> None:
    """Only the last connection may end write-ahead logging; whoever else has the file open keeps it from that."""
    if not file.exists():
        return
    try:
        with closing(sqlite3.connect(file, timeout=1)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise BackupFailed(
                f"A console or a worker still has {file} open. Nothing was changed. Stop them, then restore."
            ) from error
        raise BackupFailed(f"{file} cannot be replaced ({error}). Nothing was changed.") from error
    except sqlite3.DatabaseError:
        return  # damaged: what a restore is for


def _set_aside(file: Path, name: str) -> Path | None:
    """With its log (`-wal`), which SQLite would take for one of the file that comes."""
    there = file.exists()
    for suffix in ("-wal", "-shm", ""):
        part = file.with_name(file.name + suffix)
        if part.exists():
            part.rename(file.with_name(name + suffix))
    return file.with_name(name) if there else None

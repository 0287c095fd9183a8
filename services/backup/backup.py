"""Backup and restore of the database that the settings name, whichever kind it is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from services.backup import postgresql, sqlite
from services.backup.failed import BackupFailed
from services.database.file import file_of

__all__ = ["BackupFailed", "make", "restore"]


def make(url: str, folder: Path) -> Path:
    """A new file in `folder`, of one moment, while the console may go on. Nobody but its owner may read it.

    Raises:
        BackupFailed: there is none; the text says why.
    """
    parsed = make_url(url)
    folder.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    if parsed.get_backend_name() == "sqlite":
        return sqlite.make(_file(url), folder / f"console-{moment}.db")
    return postgresql.make(parsed, folder / f"console-{moment}.dump")


def restore(url: str, backup: Path) -> Path | None:
    """Put the backup in place of the database. What was there stays beside it: its new name, where there was anything.

    The console must be stopped. A PostgreSQL database must be empty.

    Raises:
        BackupFailed: nothing was changed; the text says why.
    """
    if not backup.is_file():
        raise BackupFailed(f"There is no file {backup}.")
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return sqlite.restore(_file(url), backup)
    postgresql.restore(parsed, backup)
    return None


def _file(url: str) -> Path:
    file = file_of(make_url(url))
    if file is None:
        raise BackupFailed("A database in memory is not kept, so there is nothing to back up or restore.")
    return file

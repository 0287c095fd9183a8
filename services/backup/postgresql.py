"""Backup of a PostgreSQL database by its own programs, `pg_dump` and `pg_restore`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from services.backup.failed import BackupFailed
from services.database.file import OWNER_ONLY


def make(url: URL, copy: Path) -> Path:
    copy.touch(mode=OWNER_ONLY, exist_ok=False)
    try:
        _run(url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={copy}")
    except BackupFailed:
        copy.unlink()
        raise
    return copy


def restore(url: URL, backup: Path) -> None:
    if tables := _tables(url):
        raise BackupFailed(
            f"The database {url.database} is not empty ({len(tables)} tables). Nothing was changed. Make a new one "
            "('createdb'), name it in CONSOLE_DATABASE_URL, and restore into that."
        )
    # all or nothing
    _run(
        url,
        "pg_restore",
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
        str(backup),
    )


def _tables(url: URL) -> list[str]:
    engine = create_engine(url.set(drivername="postgresql+psycopg"))
    try:
        found = inspect(engine)
        schemas = [name for name in found.get_schema_names() if name != "information_schema"]
        return [table for schema in schemas for table in found.get_table_names(schema)]
    except SQLAlchemyError as error:
        raise BackupFailed(
            f"The database does not answer ({_first_line(str(error))}). Nothing was changed."
        ) from error
    finally:
        engine.dispose()


def _run(url: URL, program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupFailed(f"{program} is not installed on this machine (package postgresql-client).")
    # the password stays out of the list of processes
    address = url.set(drivername="postgresql", password=None).render_as_string()
    environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    ended = subprocess.run(  # noqa: S603  PostgreSQL's own program, an admin's own arguments
        [found, f"--dbname={address}", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise BackupFailed(f"{program} failed ({_first_line(ended.stderr)}).")


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]

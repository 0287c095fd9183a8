"""Backup and restore, as an admin does it on the command line, on either database."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from dbos import DBOS
from sqlalchemy import Engine, text

from services.database.database import make_engine, writing
from services.migrations.start import open_database
from tests.forked_process import HOME
from tests.services.imports.postgresql import postgresql


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgresql() as url:
        yield url


def backup(url: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "services.backup", *map(str, arguments)],
        cwd=HOME,
        env={**os.environ, "CONSOLE_DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=120,
    )


def made(url: str, folder: Path) -> Path:
    ended = backup(url, "make", folder)
    assert ended.returncode == 0, ended.stderr
    return Path(ended.stdout.strip())


def refused(url: str, file: Path) -> str:
    ended = backup(url, "restore", file)
    assert ended.returncode == 1
    assert ended.stdout == ""
    return ended.stderr


def remember(engine: Engine, key: str) -> None:
    with writing(engine) as connection:
        values = {"key": key}
        connection.execute(text("insert into remembered_columns values (:key, '[]', '2026-01-01')"), values)


def remembered(url: str) -> list[str]:
    engine = open_database(url)
    with engine.connect() as connection:
        found = list(connection.scalars(text("select signature from remembered_columns order by signature")))
    engine.dispose()
    return found


@pytest.fixture
def console(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address and the file of a database in which one thing is remembered, and nobody at work on it."""
    file = tmp_path / "console.db"
    engine = open_database(f"sqlite:///{file}")
    remember(engine, "before")
    engine.dispose()
    yield f"sqlite:///{file}", file


def test_a_sqlite_backup_brings_back_what_was_there_and_keeps_what_came_after(
    console: tuple[str, Path], tmp_path: Path
) -> None:
    url, file = console
    engine = make_engine(url)
    copy = made(url, tmp_path / "backups")  # while the console is at work
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    remember(engine, "after")
    engine.dispose()

    ended = backup(url, "restore", copy)

    assert ended.returncode == 0, ended.stderr
    assert remembered(url) == ["before"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    [aside] = tmp_path.glob("console.db.before-restore-*")
    assert str(aside) in ended.stdout
    assert remembered(f"sqlite:///{aside}") == ["after", "before"]


def test_nothing_is_restored_under_a_running_console(console: tuple[str, Path], tmp_path: Path) -> None:
    url, _file = console
    copy = made(url, tmp_path / "backups")
    engine = make_engine(url)
    remember(engine, "after")
    assert "still has" in refused(url, copy)
    engine.dispose()
    assert remembered(url) == ["after", "before"]


def test_a_damaged_database_is_replaced_and_kept(console: tuple[str, Path], tmp_path: Path) -> None:
    url, file = console
    copy = made(url, tmp_path / "backups")
    file.write_bytes(b"nothing that SQLite knows" * 100)
    assert backup(url, "make", tmp_path / "backups").returncode == 1
    assert len(list((tmp_path / "backups").iterdir())) == 1, "half a backup is none"

    assert backup(url, "restore", copy).returncode == 0

    assert remembered(url) == ["before"]
    [aside] = [one for one in tmp_path.glob("console.db.before-restore-*") if one.stat().st_size == 2500]
    assert aside.read_bytes().startswith(b"nothing that SQLite knows")


def test_what_is_no_backup_of_this_version_is_not_restored(console: tuple[str, Path], tmp_path: Path) -> None:
    url, file = console
    newer = made(url, tmp_path / "backups")
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("update alembic_version set version_num = '9999'")
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("create table notes (id)")
    garbage = tmp_path / "garbage.db"
    garbage.write_bytes(b"x" * 5000)
    before = file.read_bytes()

    assert "newer version of the console" in refused(url, newer)
    assert "no backup of a console's database" in refused(url, other)
    assert "no usable backup" in refused(url, garbage)
    assert "There is no file" in refused(url, tmp_path / "missing.db")
    assert file.read_bytes() == before


def test_a_postgresql_backup_is_restored_into_an_empty_database(server: str, tmp_path: Path) -> None:
    engine = open_database(server)
    DBOS.migrate(server)  # the imports' engine keeps its tables in a schema of its own
    remember(engine, "before")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("create database restored"))
    engine.dispose()
    empty = server.replace("/postgres", "/restored")

    copy = made(server, tmp_path)

    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert "is not empty" in refused(server, copy)
    ended = backup(empty, "restore", copy)
    assert ended.returncode == 0, ended.stderr
    assert remembered(empty) == ["before"]
    restored = make_engine(empty)
    with restored.connect() as connection:
        assert connection.scalar(text("select count(*) from dbos.dbos_migrations")) == 1
    restored.dispose()

"""The console's own database, as the rooms that keep tables in it see it."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, inspect, select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.database.database import UtcDateTime, make_engine, writing
from services.migrations import upgrade
from services.settings import HOME


class Notes(DeclarativeBase):
    """A room of this test's own: those of the console are made by migrations."""


class Note(Notes):
    __tablename__ = "test_database_note"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'a folder' / 'that is new' / 'console.db'}")
    yield engine
    engine.dispose()


def test_it_makes_the_folder_and_the_tables(engine: Engine) -> None:
    upgrade(engine)
    upgrade(engine)
    assert "audit" in inspect(engine).get_table_names()


def test_it_waits_for_writers_and_lets_readers_read(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA busy_timeout")) == 1_000


def test_everything_reaches_it_where_its_being_away_is_noticed() -> None:
    """`reading` and `writing` tell everybody; a connection of one's own would make each page wait for itself."""
    opens = re.compile(r"engine\.(?:connect|begin|raw_connection)\(")
    before_it_is_used = {"database.py", "database_start.py", "upgrade.py"}
    found = [
        file.name
        for folder in ("services", "components", "pages")
        for file in (HOME / folder).rglob("*.py")
        if file.name not in before_it_is_used and opens.search(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_it_gives_times_back_with_their_zone(engine: Engine) -> None:
    Notes.metadata.create_all(engine)
    berlin = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    with writing(engine) as connection:
        connection.execute(insert(Note).values(id=1, at=berlin))
    with engine.connect() as connection:
        assert connection.scalar(select(Note.at)) == datetime(2026, 7, 1, 10, tzinfo=UTC)


def test_it_refuses_a_time_without_a_zone(engine: Engine) -> None:
    Notes.metadata.create_all(engine)
    with pytest.raises(StatementError), writing(engine) as connection:
        connection.execute(insert(Note).values(id=1, at=datetime(2026, 7, 1)))  # noqa: DTZ001  the point of the test


def test_it_counts_right_when_many_look_first_and_write_then(engine: Engine) -> None:
    Notes.metadata.create_all(engine)
    moment = datetime(2026, 7, 1, tzinfo=UTC)

    def add_ten() -> None:
        for _ in range(10):
            with writing(engine) as connection:
                known = len(connection.scalars(select(Note.id)).all())
                connection.execute(insert(Note).values(id=known + 1, at=moment))

    threads = [threading.Thread(target=add_ten) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.connect() as connection:
        assert connection.scalars(select(Note.id)).all() == list(range(1, 51))


def test_it_keeps_a_database_in_memory_for_all_threads() -> None:
    engine = make_engine("sqlite://")
    upgrade(engine)
    seen: list[list[str]] = []
    thread = threading.Thread(target=lambda: seen.append(inspect(engine).get_table_names()))
    thread.start()
    thread.join()
    engine.dispose()
    assert "audit" in seen[0]


@pytest.mark.parametrize("url", ["postgresql://me@nowhere/console", "postgres://me@nowhere/console"])
def test_it_speaks_to_postgresql_through_psycopg(url: str) -> None:
    assert make_engine(url).url.drivername == "postgresql+psycopg"

"""A database of notifications on SQLite, a mail server, and a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.database.database import make_engine
from tests.new_database import make_tables
from tests.services.notifications.post_office import Clock, Mailbox, mail_server


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    make_tables(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def post() -> Iterator[tuple[Mailbox, str]]:
    with mail_server() as running:
        yield running

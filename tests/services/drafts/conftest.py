"""Drafts of one console database, on each kind of database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from services.access.access import Access, AllowList, Rules, Visitor
from services.database.database import make_engine
from services.drafts.drafts import Drafts
from tests.new_database import make_tables
from tests.services.imports.postgresql import Server, postgresql_server

TEAM = "https://platform.example team-1"
KEPT = timedelta(days=14)
ROOM = 20_000_000


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> None:
        self.at += by


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgresql_server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        made = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
        make_tables(made)
    else:
        made = make_engine(request.getfixturevalue("server").new_console_database())
    yield made
    made.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


DraftsOf = Callable[..., Drafts]


@pytest.fixture
def drafts_of(engine: Engine, clock: Clock) -> DraftsOf:
    """The drafts as somebody sees them who has signed in under a name; `""` where nobody signs in."""

    def made(name: str = "", *, team: str = TEAM, on: Engine = engine) -> Drafts:
        visitor = Visitor(
            name, f"{name}@example.com", since=clock(), checked=bool(name), issuer="idp", subject=name
        )
        rules = Rules(AllowList.parse("*"), timedelta(days=365))
        access = Access(lambda: rules, lambda: visitor, clock)
        return Drafts(on, lambda: team, access, retention=KEPT, room=ROOM, now=clock)

    return made


@contextmanager
def files_refused(engine: Engine) -> Iterator[None]:
    """The database takes no part of a file, as where its disk is full."""
    sqlite = engine.dialect.name == "sqlite"
    refuse, take_again = (
        (
            "CREATE TRIGGER full BEFORE INSERT ON draft_parts BEGIN SELECT RAISE(ABORT, 'disk is full'); END",
            "DROP TRIGGER full",
        )
        if sqlite
        else (
            'ALTER TABLE draft_parts ADD CONSTRAINT "full" CHECK (number < 0) NOT VALID',
            'ALTER TABLE draft_parts DROP CONSTRAINT "full"',
        )
    )
    with engine.begin() as connection:
        connection.execute(text(refuse))
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(text(take_again))

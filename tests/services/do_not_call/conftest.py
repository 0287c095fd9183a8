"""A team's do-not-call list, on each database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.access.access import Denial, NotAllowed
from services.audit.audit import Audit
from services.database.database import make_engine
from services.do_not_call import DoNotCallList
from services.person import Person
from tests.new_database import make_tables
from tests.services.imports.postgresql import Server, postgresql_server

ADA, BEN = Person("Ada", "ada@example.com", "idp", "1"), Person("Ben", "ben@example.com", "idp", "2")
TEAM = "team-1"


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)

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


def made_list(
    engine: Engine, clock: Callable[[], datetime], team: str = TEAM, *, keeper: bool = False
) -> DoNotCallList:
    """The list of a team; `keeper`: whoever asks may decide for everybody."""

    def refuse() -> None:
        raise NotAllowed(Denial.NOT_ADMIN)

    keeps = (lambda: None) if keeper else refuse
    return DoNotCallList(engine, team, clock, audit=Audit(engine, clock), require_keeper=keeps)


@pytest.fixture
def entries(engine: Engine, clock: Clock) -> DoNotCallList:
    return made_list(engine, clock)

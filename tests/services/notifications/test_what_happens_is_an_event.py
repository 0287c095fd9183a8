"""Events stand in the transaction of what they tell of, once, and name nobody who is called."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, Row, select

from services.api.generation import Generation
from services.database.database import make_engine, writing
from services.keeper import WatchState
from services.notifications import EventKind, NewEvent, raise_event, write_event
from services.notifications.tables import EventRow
from tests.new_database import make_tables
from tests.sandbox_process import RunningSandbox
from tests.services.imports.desk import Desk
from tests.services.imports.postgresql import postgresql
from tests.services.imports.test_people_nobody_chose import desk_of, known
from tests.services.keeper.conftest import busy_sandbox
from tests.services.keeper.office import Office

__all__ = ["busy_sandbox"]

PAUSED = NewEvent(EventKind.PAUSED, "watch 1", "c1", "Spring", "reached", {"called": 5})


def told(engine: Engine) -> list[Row[str, str, str | None, str | None]]:
    columns = (EventRow.kind, EventRow.reason, EventRow.campaign_id, EventRow.campaign_name)
    with engine.connect() as connection:
        return list(connection.execute(select(*columns).order_by(EventRow.id)))


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgresql() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    sqlite = request.param == "sqlite"
    made = make_engine(
        f"sqlite:///{tmp_path / 'console.db'}" if sqlite else request.getfixturevalue("server")
    )
    make_tables(made)
    yield made
    made.dispose()


def test_an_event_is_there_once_however_often_it_is_raised(engine: Engine) -> None:
    assert raise_event(engine, "here", PAUSED)
    assert not raise_event(engine, "here", PAUSED)
    assert raise_event(engine, "another account", PAUSED)
    assert len(told(engine)) == 2


def test_it_is_there_only_where_what_it_tells_of_was_kept(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    make_tables(engine)
    with pytest.raises(RuntimeError), writing(engine) as connection:
        write_event(connection, "here", PAUSED)
        raise RuntimeError("the act could not be kept")
    assert told(engine) == []


def test_an_event_takes_numbers_only(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    make_tables(engine)
    with pytest.raises(ValueError, match="numbers only"):
        raise_event(engine, "here", NewEvent(EventKind.PAUSED, "1", figures={"who": "Anna Becker"}))  # pyright: ignore[reportArgumentType]  # the mistake that is refused


def test_a_limit_that_pauses_is_told_in_the_transaction_of_its_pause(
    busy_sandbox: RunningSandbox, tmp_path: Path
) -> None:
    with Office(busy_sandbox, tmp_path) as office:
        campaign = office.campaign(10)
        office.launch(campaign.id, most=2)
        office.limit_is(campaign.id, WatchState.PAUSED)
        assert told(office.console.engine) == [("paused", "reached", campaign.id, campaign.name)]


def test_an_import_that_waits_for_a_decision_is_told_and_again_when_it_waits_again() -> None:
    desk: Desk = desk_of(Generation.NEWEST)
    desk.submit(known(*range(20)))
    desk.to_the_end()
    assert [(one.kind, one.reason) for one in told(desk.store.engine)] == [("import", "uninvited")]

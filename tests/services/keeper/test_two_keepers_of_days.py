"""Two processes on one database keep a campaign's days: each act is done once, in either kind of database."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.audit.audit import AuditAction, Result
from services.database.database import make_engine
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.imports.postgresql import postgresql
from tests.services.keeper.weeks import FRIDAY, MONDAY, WORKDAYS, Weeks
from tests.services.whom.stepped_console import SteppedConsole

pytestmark = pytest.mark.lengthy
WEEKENDS = 1


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path_factory.mktemp("platform"), "--empty", "--speed", "0") as running:
        running.account(credits=1_000_000)
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'console.db'}"
        return
    with postgresql() as url:
        yield url


def both_look(one: SteppedConsole, other: SteppedConsole) -> None:
    """At the same moment, at the same run."""
    begin = threading.Barrier(2)
    failed: list[BaseException] = []

    def look(console: SteppedConsole) -> None:
        begin.wait()
        try:
            console.look_now()
        except BaseException as error:  # noqa: BLE001  told below, in the test's own thread
            failed.append(error)

    threads = [threading.Thread(target=look, args=(each,)) for each in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed


def test_of_two_processes_one_acts(platform: RunningSandbox, database: str) -> None:
    weeks = Weeks(platform, database=database)
    weeks.people(15, seconds=7000)
    weeks.console.keep_days(weeks.campaign, WORKDAYS)
    weeks.console.launch(weeks.campaign, None)
    engine = make_engine(database)
    console = weeks.console
    other = SteppedConsole(platform, engine, console.looks, console.imports, console.days)
    other.generations.finding()
    try:
        for week in range(WEEKENDS):
            weeks.until(weeks.at(7 * week + FRIDAY, 16, 57, 59))
            weeks.to(weeks.at(7 * week + FRIDAY, 16, 58))
            other.api.campaigns.list(limit=1)
            both_look(console, other)
            weeks.until(weeks.at(7 * week + MONDAY, 8, 59, 59))
            weeks.to(weeks.at(7 * week + MONDAY, 9))
            other.api.campaigns.list(limit=1)
            both_look(console, other)
            weeks.until(weeks.at(7 * week + MONDAY, 12))

        acts = [one.action for one in weeks.acts() if one.result is Result.DONE]
        assert acts == [AuditAction.PAUSE, AuditAction.RESUME] * WEEKENDS
        assert set(weeks.days_called()) <= {
            7 * week + day for week in range(WEEKENDS) for day in range(7)
        } - {7 * week + day for week in range(WEEKENDS) for day in (1, 2)}
    finally:
        other.close()
        engine.dispose()
        weeks.close()

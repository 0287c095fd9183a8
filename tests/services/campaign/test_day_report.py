"""Report of a day: what was called and answered by campaign, and what waits for a person; nobody who was called."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from services.keeper import Duty, Rule, WatchState
from services.keeper.store import NewWatch
from services.keeper.tables import WatchRow
from services.notifications import EventKind
from services.notifications.summary import DayReport
from services.person import Person
from services.runtime import Runtime
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.keeper.conftest import busy_sandbox
from tests.services.keeper.office import Office
from tests.services.whole_console import whole_console

__all__ = ["busy_sandbox"]
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def quiet_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path_factory.mktemp("quiet"), "--empty", "--speed", "0") as running:
        yield running


@pytest.fixture
def console(quiet_sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    yield from whole_console(quiet_sandbox, tmp_path)


def report(console: Runtime) -> DayReport:
    now = datetime.now(UTC)
    return console.notifications.reports(now - DAY, now)


def test_it_counts_the_calls_of_the_day_by_campaign(quiet_sandbox: RunningSandbox, console: Runtime) -> None:
    campaign = make_campaign(console.api, "Spring", people=4, max_attempts_per_contact=1)
    make_campaign(console.api, "Nobody was called", people=2)
    console.api.campaigns.run(campaign.id)
    quiet_sandbox.advance(hours=2)

    found = report(console)

    assert found.campaigns is not None
    [day] = found.campaigns
    counted = console.api.campaigns.get(campaign.id)
    assert (day.campaign_id, day.campaign_name, day.calls) == (campaign.id, "Spring", 4)
    assert day.answered == counted.contacts_answered


def test_a_day_without_calls_is_empty(quiet_sandbox: RunningSandbox, console: Runtime) -> None:
    quiet_sandbox.advance(hours=48)
    assert report(console).empty


def test_what_a_limit_has_paused_waits_for_a_person(busy_sandbox: RunningSandbox, tmp_path: Path) -> None:
    with Office(busy_sandbox, tmp_path) as office:
        campaign = office.campaign(10)
        office.launch(campaign.id, most=2)
        office.limit_is(campaign.id, WatchState.PAUSED)
        waiting = report(office.console).waiting
        assert [(one.kind, one.campaign_id) for one in waiting] == [(EventKind.PAUSED, campaign.id)]


@pytest.mark.parametrize(
    ("passed", "waits"),
    [
        ({"passed": {"rule": Rule.CALLS_A_DAY.value}}, False),
        ({"passed": {"rule": Rule.CALLS_A_DAY.value}, "stays": True}, True),
        ({"passed": {"rule": Rule.CALLS_IN_ALL.value}}, True),
    ],
)
def test_what_goes_on_by_itself_on_another_day_waits_for_nobody(
    console: Runtime, passed: dict[str, object], waits: bool
) -> None:
    watch = console.keeper.store.set(NewWatch(Duty.GUARDRAILS, "c1", "Spring", Person("Ada"), {}, passed))
    with console.engine.begin() as connection:
        paused = update(WatchRow).where(WatchRow.id == watch.id).values(state=WatchState.PAUSED.value)
        connection.execute(paused)
    assert [one.campaign_id for one in report(console).waiting] == (["c1"] if waits else [])

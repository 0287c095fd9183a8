"""Calling days are kept: nobody's phone rings on a closed day or in closed hours, and the campaign goes on by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from services.api.models import CampaignStatus
from services.audit.audit import AuditAction, Result
from services.keeper import WatchState
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.keeper.weeks import WORKDAYS, Weeks

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = "2026-03-06T10:00:00Z"


@pytest.fixture(scope="module")
def friday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., RunningSandbox]]:
    """Sandboxes whose clock stands on a Friday morning, until it is moved."""
    started: list[RunningSandbox] = []

    def start(at: str = FRIDAY) -> RunningSandbox:
        folder = tmp_path_factory.mktemp("friday")
        started.append(start_sandbox(folder, "--empty", "--speed", "0", "--clock-start", at).start())
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.fixture
def weeks(friday: Callable[..., RunningSandbox]) -> Iterator[Weeks]:
    made = Weeks(friday())
    made.people(80)
    made.console.keep_days(made.campaign, WORKDAYS)
    yield made
    made.close()


def days_called(weeks: Weeks) -> set[date]:
    return {at.astimezone(BERLIN).date() for at in weeks.rang()}


def test_nobody_is_called_at_the_weekend_and_it_goes_on_on_monday(weeks: Weeks) -> None:
    weeks.console.launch(weeks.campaign, None)
    weeks.until("2026-03-06T20:00:00Z")
    assert weeks.rest.holds and weeks.rest.until == datetime(2026, 3, 9, 8, tzinfo=UTC)

    weeks.until("2026-03-09T12:00:00Z")

    assert days_called(weeks) == {date(2026, 3, 6), date(2026, 3, 9)}
    assert (weeks.status, weeks.rest.state) == (CampaignStatus.RUNNING, WatchState.WATCHING)
    assert [(one.action, one.result) for one in weeks.acts()] == [
        (AuditAction.PAUSE, Result.DONE),
        (AuditAction.RESUME, Result.DONE),
    ]


def test_without_the_keeper_they_would_be_called(weeks: Weeks) -> None:
    weeks.console.launch(weeks.campaign, None)
    weeks.console.looks.clear()

    weeks.until("2026-03-09T12:00:00Z")

    assert date(2026, 3, 7) in days_called(weeks)

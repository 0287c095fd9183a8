"""Calling days in a whole console, with its engine, its readiness and its own database: also where it is killed at the edge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from services.api.models import Campaign, CampaignStatus, CampaignUpdate
from services.audit.audit import AuditAction, Filter
from services.calling_days.days import CLOSED, DAILY, CallingDays
from services.keeper import CampaignRest, WatchState, Why
from services.person import Person
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.keeper.office import ANNA, Office
from tests.services.keeper.process import ConsoleProcess
from tests.waiting import until

pytestmark = pytest.mark.lengthy
SPEED = 20
BERLIN = ZoneInfo("Europe/Berlin")
BEFORE_THE_WEEKEND, BEFORE_FIVE, MONDAY = (
    "2026-03-06T15:00:00Z",
    "2026-03-06T15:51:00Z",
    "2026-03-09T07:59:00Z",
)
WORKDAYS = CallingDays(week=(DAILY,) * 5 + (CLOSED,) * 2, holidays_closed=True)


@pytest.fixture
def friday(tmp_path: Path) -> Iterator[RunningSandbox]:
    """An hour before five in Berlin; its clock runs."""
    arguments = ("--empty", "--speed", str(SPEED), "--no-skip", "--clock-start", BEFORE_THE_WEEKEND)
    with start_sandbox(tmp_path, *arguments) as running:
        yield running


def launched(office: Office) -> Campaign:
    campaign = office.campaign(60, at_once=1)
    hours = CampaignUpdate(
        call_window_start="09:00", call_window_end="17:00", call_window_timezone="Europe/Berlin"
    )
    office.api.campaigns.update(campaign.id, hours)
    office.console.calling_days.set(campaign.id, campaign.name, WORKDAYS, who=ANNA)
    office.launch(campaign.id, most=None)
    until(lambda: office.called(campaign.id))
    return campaign


def rest(office: Office, campaign_id: str) -> CampaignRest:
    found = office.console.keeper.rests.of(campaign_id)
    assert found is not None
    return found


def goes_on_on_monday(office: Office, campaign: Campaign) -> None:
    office.sandbox.control("POST", "clock", {"to": BEFORE_FIVE})
    until(lambda: rest(office, campaign.id), lambda found: found.state is WatchState.PAUSED, seconds=120)
    assert rest(office, campaign.id).why is Why.CLOSED
    office.sandbox.control("POST", "clock", {"to": MONDAY})
    until(lambda: office.status(campaign.id), lambda status: status == CampaignStatus.RUNNING, seconds=90)
    until(lambda: len(office.sandbox.calls(campaign.id)), lambda calls: calls > called_on_friday(office))
    rang = [datetime.fromisoformat(one["at"]).astimezone(BERLIN) for one in office.sandbox.calls(campaign.id)]
    assert {at.weekday() for at in rang} == {4, 0}
    wanted = Filter(who=Person.of_keeper(), campaign_id=campaign.id)
    acts = [one.action for one in office.console.audit.entries(wanted).rows]
    assert acts == [AuditAction.RESUME, AuditAction.PAUSE]


def called_on_friday(office: Office) -> int:
    return sum(datetime.fromisoformat(one["at"]).weekday() == 4 for one in office.sandbox.calls())


@pytest.mark.soak  # the one that is killed does all of it, too
def test_a_console_keeps_the_weekend_free_and_goes_on_on_monday(
    friday: RunningSandbox, tmp_path: Path
) -> None:
    with Office(friday, tmp_path) as office:
        goes_on_on_monday(office, launched(office))


def test_killed_it_keeps_the_weekend_free(friday: RunningSandbox, tmp_path: Path) -> None:
    with Office(friday, tmp_path, works=False) as desk:
        url = desk.console.settings.console_database_url
        with ConsoleProcess(friday, url) as keeper:
            campaign = launched(desk)
            keeper.kill()
            keeper.start()
            goes_on_on_monday(desk, campaign)

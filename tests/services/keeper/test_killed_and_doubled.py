"""Real processes: killed in the middle the keeper goes on, and of two on one database each act is done once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.audit.audit import AuditAction, Filter
from services.keeper import WatchState
from services.person import Person
from tests.sandbox_process import RunningSandbox
from tests.services.keeper.office import Office
from tests.services.keeper.process import ConsoleProcess
from tests.waiting import until

pytestmark = pytest.mark.lengthy


@pytest.fixture
def desk(busy_sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Office]:
    """Where a person works; what she asks for is kept by processes of their own."""
    with Office(busy_sandbox, tmp_path, works=False) as made:
        yield made
        busy_sandbox.faults()


def process(desk: Office, name: str = "machine") -> ConsoleProcess:
    return ConsoleProcess(desk.sandbox, desk.console.settings.console_database_url, name)


def pauses(desk: Office, campaign_id: str) -> int:
    """In the record, under the keeper's name."""
    wanted = Filter(who=Person.of_keeper(), actions=(AuditAction.PAUSE,), campaign_id=campaign_id)
    return desk.console.audit.entries(wanted).total


def test_killed_in_the_middle_it_goes_on_and_stops_at_n(
    waiting_sandbox: RunningSandbox, tmp_path: Path
) -> None:
    most, at_once = 5, 2
    with Office(waiting_sandbox, tmp_path, works=False) as desk, process(desk) as keeper:
        campaign = desk.campaign(30, at_once=at_once)
        desk.launch(campaign.id, most=most)
        keeper.kill()
        keeper.start()
        until(lambda: (desk.limit(campaign.id).called or 0) >= desk.called(campaign.id))
        waiting_sandbox.advance(minutes=0.5)
        keeper.kill()
        keeper.start()
        while desk.called(campaign.id) < most:
            waiting_sandbox.advance(minutes=0.5)
        desk.limit_is(campaign.id, WatchState.PAUSED)

        waiting_sandbox.advance(minutes=30)
        assert most <= desk.called(campaign.id) < most + at_once
        assert pauses(desk, campaign.id) == 1


def test_where_one_is_killed_for_good_another_goes_on(desk: Office) -> None:
    campaign = desk.campaign(20, at_once=1)
    with process(desk, "first") as first, process(desk, "second"):
        desk.launch(campaign.id, most=6)
        until(lambda: desk.limit(campaign.id).called)
        first.kill()
        desk.limit_is(campaign.id, WatchState.PAUSED)
    assert pauses(desk, campaign.id) == 1


def test_two_that_work_at_once_act_once(desk: Office) -> None:
    campaigns = [desk.campaign(8, at_once=8) for _ in range(4)]
    with process(desk, "first"), process(desk, "second"):
        desk.sandbox.forget_requests()
        for campaign in campaigns:
            desk.launch(campaign.id, most=3)
        for campaign in campaigns:
            desk.limit_is(campaign.id, WatchState.PAUSED)
    changed = [one for one in desk.sandbox.request_log() if one["method"] == "PUT"]
    assert len(changed) == 2 * len(campaigns), "people at once, and the pause"
    assert [pauses(desk, campaign.id) for campaign in campaigns] == [1] * len(campaigns)

"""Keeper on the newer generations: at most N where diallers know no limit at all, and a date that comes last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from services.api.generation import Generation
from services.api.models import CampaignCreate, CampaignStatus
from services.campaigns.stops import is_stopped
from services.keeper import WatchState, Why
from services.launch import LaunchOutcome
from tests.sandbox_process import ASSISTANT_ID, NUMBER_IDS, start_sandbox
from tests.services.keeper.conftest import SPEED
from tests.services.keeper.office import ANNA, Office
from tests.waiting import until

pytestmark = pytest.mark.lengthy


@pytest.fixture(params=[pytest.param(Generation.ACTIONS, marks=pytest.mark.soak), Generation.NEWEST])
def newer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    arguments = ("--empty", "--speed", str(SPEED), "--no-skip", "--generation", str(request.param))
    with start_sandbox(tmp_path, *arguments) as sandbox, Office(sandbox, tmp_path) as made:
        made.api.campaigns.which_generation = lambda: request.param
        yield made


def wanted(office: Office, starts_at: datetime | None = None) -> CampaignCreate:
    return CampaignCreate(
        team_id=office.sandbox.team_id,
        assistant_id=ASSISTANT_ID,
        from_number_ids=NUMBER_IDS,
        name="Newer",
        call_window_start="00:00",
        call_window_end="23:59",
        call_window_timezone="UTC",
        max_concurrent_calls=10,
        scheduled_start_at=starts_at,
    )


def test_it_is_stopped_after_n(newer: Office) -> None:
    made = newer.api.campaigns.create(wanted(newer))
    group = newer.api.groups.create("Everybody")
    people = [newer.contact(made.id, number, group_id=group.id) for number in range(16)]
    newer.api.campaigns.add_contacts(made.id, people)

    start = newer.launch(made.id, most=5)

    assert start.result is not None and start.result.outcome is LaunchOutcome.LAUNCHED, start.result
    newer.limit_is(made.id, WatchState.PAUSED)
    assert is_stopped(newer.api.campaigns.get(made.id).status)
    newer.sandbox.advance(minutes=30)
    assert 5 <= newer.called(made.id) <= 5 + 5


def test_a_date_is_set_last_and_called_off_where_others_have_got_in(newer: Office) -> None:
    newer.api.campaigns.list(limit=1)  # tells the time
    starts_at = newer.api.clock.now() + timedelta(minutes=7)
    made = newer.console.creations.create_once(
        "form", wanted(newer, starts_at), who=ANNA, people_follow=True
    ).campaign_id
    assert made is not None
    group = newer.api.groups.create("Ours")
    starts = newer.console.keeper.starts
    newer.api.campaigns.add_contacts(made, [newer.contact(made, 1, group_id=group.id)])
    assert newer.api.campaigns.get(made).scheduled_start_at is None

    starts.people_are_in(made, 1)
    until(lambda: starts.of(made), lambda planned: planned is not None and planned.is_set)
    assert newer.api.campaigns.get(made).status is CampaignStatus.SCHEDULED
    newer.api.campaigns.add_contacts(made, [newer.contact(made, 2, group_id=group.id)])

    until(lambda: starts.of(made), lambda planned: planned is not None and planned.why is Why.STRANGERS)
    until(lambda: newer.api.campaigns.get(made).scheduled_start_at, lambda at: at is None)
    newer.sandbox.advance(hours=1)
    assert newer.called(made) == 0

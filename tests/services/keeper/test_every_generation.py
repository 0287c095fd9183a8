"""At most N on the newer generations, whose diallers know no limit at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.api.generation import Generation
from services.api.models import CampaignCreate
from services.campaigns.stops import is_stopped
from services.keeper import WatchState
from services.launch import LaunchOutcome
from tests.sandbox_process import ASSISTANT_ID, NUMBER_IDS, start_sandbox
from tests.services.keeper.conftest import SPEED
from tests.services.keeper.office import Office

pytestmark = pytest.mark.lengthy


@pytest.fixture(params=[Generation.ACTIONS, Generation.NEWEST])
def newer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    arguments = ("--empty", "--speed", str(SPEED), "--generation", str(request.param))
    with start_sandbox(tmp_path, *arguments) as sandbox, Office(sandbox, tmp_path) as made:
        made.api.campaigns.which_generation = lambda: request.param
        yield made


def test_it_is_stopped_after_n(newer: Office) -> None:
    made = newer.api.campaigns.create(
        CampaignCreate(
            team_id=newer.sandbox.team_id,
            assistant_id=ASSISTANT_ID,
            from_number_ids=NUMBER_IDS,
            name="Newer",
            call_window_start="00:00",
            call_window_end="23:59",
            call_window_timezone="UTC",
            max_concurrent_calls=10,
        )
    )
    group = newer.api.groups.create("Everybody")
    people = [newer.contact(made.id, number, group_id=group.id) for number in range(30)]
    newer.api.campaigns.add_contacts(made.id, people)

    start = newer.launch(made.id, most=5)

    assert start.result is not None and start.result.outcome is LaunchOutcome.LAUNCHED, start.result
    newer.limit_is(made.id, WatchState.PAUSED)
    assert is_stopped(newer.api.campaigns.get(made.id).status)
    newer.sandbox.advance(minutes=30)
    assert 5 <= newer.called(made.id) <= 5 + 5

"""The live view and the call log over the real sandbox, whatever the deployment gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.api import Api, RequestBudget
from services.call_log import CallLog
from services.database import create_tables, make_engine
from services.insights import Calls, Selection
from services.launch import Launches, Said
from services.live import Live, LiveSource
from services.one_campaign import read_now
from services.outcomes import frame_of_calls, outcome_counts
from services.reads import Reads
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'console.db'}")
    create_tables(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def api(sandbox: RunningSandbox) -> Iterator[Api]:
    with Api(sandbox.url, sandbox.token, sandbox.team_id, budget=RequestBudget(10_000_000)) as api:
        yield api


@pytest.mark.parametrize(
    ("profile", "source"),
    [("full", LiveSource.DASHBOARD), ("live", LiveSource.PEOPLE), ("core", LiveSource.COUNTERS)],
)
def test_it_watches_whatever_the_deployment_gives(
    sandbox: RunningSandbox, api: Api, profile: str, source: LiveSource
) -> None:
    campaign = make_campaign(api, f"Watched in {profile}", people=3)
    sandbox.account(profile=profile)
    try:
        state = Live(api, Reads(), read=lambda one: read_now(api, one)).watch(campaign.id)
    finally:
        sandbox.account(profile="full")
    assert (state.source, state.campaign.total_contacts) == (source, 3)


def test_it_launches_in_stages_and_counts_what_came_of_it(
    sandbox: RunningSandbox, api: Api, engine: Engine
) -> None:
    campaign = make_campaign(api, "In stages", people=4)
    launches = Launches(engine, api)
    for _stage in range(2):
        seen = launches.seen(api.campaigns.get(campaign.id))
        assert launches.launch(campaign.id, seen, who="Anna", max_calls=1).said is Said.LAUNCHED
        sandbox.advance(minutes=20)
    calls = list(api.calls.list(campaign_id=campaign.id))
    assert len(calls) == 2, "two stages of one call each"
    log = CallLog(engine, api, "here")
    assert log.fetch().complete
    counted = Calls(log.table(), Selection([campaign])).outcomes()
    assert counted == outcome_counts(frame_of_calls(calls))

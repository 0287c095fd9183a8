"""The live view and the call log over the real sandbox, whatever the deployment gives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from services.api import Api, RequestBudget
from services.api.models import EnrollmentStatus
from services.campaigns.campaigns import Campaigns
from services.campaigns.one import read_now
from services.deployment import Deployment
from services.launch import Launches, LaunchOutcome
from services.live import Live, LiveSource
from services.person import Person
from services.reads.reads import Reads
from services.results.call_log import CallLog
from services.results.insights import SelectedCalls, Selection
from services.results.outcomes import frame_of_calls, outcome_counts
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox
from tests.services.launch.limits import KeptElsewhere


@pytest.fixture
def api(sandbox: RunningSandbox) -> Iterator[Api]:
    with Api(sandbox.url, sandbox.token, sandbox.team_id, demo=True, budget=RequestBudget(10_000_000)) as api:
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


def test_where_only_the_call_log_is_open_it_shows_the_latest_calls_and_spends_no_request_in_vain(
    sandbox: RunningSandbox, api: Api, engine: Engine
) -> None:
    campaign = make_campaign(api, "Watched by the call log", people=3)
    launches = Launches(engine, api, limits=KeptElsewhere())
    seen = launches.seen(api.campaigns.get(campaign.id))
    assert launches.launch(campaign.id, seen, who=Person("Anna")).outcome is LaunchOutcome.LAUNCHED
    sandbox.advance(minutes=20)
    sandbox.account(profile="live")
    try:
        reads = Reads()
        deployment = Deployment(api, reads, Campaigns(api, reads), engine)
        deployment.table()
        live = Live(
            api,
            Reads(),
            read=lambda one: read_now(api, one, deployment.may),
            may=deployment.may,
            credits=deployment.credits_left,
        )
        with api.budget.counted() as spent:
            state = live.watch(campaign.id)
    finally:
        sandbox.account(profile="full")
    assert (state.source, state.calls_told) == (LiveSource.PEOPLE, True)
    assert {call.campaign_id for call in state.recent_calls} == {campaign.id}
    assert spent.requests == 4, "the list, its people, its calls, the credits"


def test_it_launches_in_stages_and_counts_what_came_of_it(
    sandbox: RunningSandbox, api: Api, engine: Engine
) -> None:
    campaign = make_campaign(api, "In stages", people=4)
    launches = Launches(engine, api, limits=KeptElsewhere())
    for _stage in range(2):
        seen = launches.seen(api.campaigns.get(campaign.id))
        assert (
            launches.launch(campaign.id, seen, who=Person("Anna"), max_calls=1).outcome
            is LaunchOutcome.LAUNCHED
        )
        sandbox.advance(minutes=20)
    calls = list(api.calls.list(campaign_id=campaign.id))
    assert len(calls) == 2, "two stages of one call each"
    log = CallLog(engine, api, "here")
    assert log.fetch().complete
    counted = SelectedCalls(log.table(), Selection([campaign])).outcomes()
    assert counted == outcome_counts(frame_of_calls(calls))


def test_of_a_list_longer_than_a_page_it_shows_who_is_called_and_who_waits(
    sandbox: RunningSandbox, api: Api, engine: Engine
) -> None:
    campaign = make_campaign(api, "A long list", people=120)
    launches = Launches(engine, api, limits=KeptElsewhere())
    seen = launches.seen(api.campaigns.get(campaign.id))
    assert launches.launch(campaign.id, seen, who=Person("Anna")).outcome is LaunchOutcome.LAUNCHED
    sandbox.advance(hours=2)
    sandbox.account(profile="live")  # a page holds 100, and the first of the list have been called
    try:
        live = Live(api, Reads(), read=lambda one: read_now(api, one))
        states = [live.watch(campaign.id)]
        live.forget(campaign.id)
        states.append(live.watch(campaign.id))
    finally:
        sandbox.account(profile="full")
    for state in states:
        assert state.by_status is not None
        assert sum(getattr(state.by_status, status) for status in EnrollmentStatus) == 120
        assert state.by_status.pending is not None
        assert len(state.calling or []) == state.by_status.calling
        assert len(state.next_up or []) == min(100, state.by_status.pending) > 0
        assert state.by_outcome is None

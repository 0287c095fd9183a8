"""Lost answers, refusals and a platform that does not stop: it is told again, and said in the end."""

from __future__ import annotations

import pytest

from services.api import errors
from services.api.models import CampaignStatus
from services.audit.audit import AuditAction, Filter, Result
from services.keeper import NotKept, WatchState, Why
from services.launch import LaunchOutcome
from services.person import Person
from tests.services.keeper.office import Office
from tests.waiting import until


def fault(office: Office, kind: str, operation: str, times: int | None = None) -> None:
    office.sandbox.faults({"kind": kind, "operation": operation, "times": times})


@pytest.mark.parametrize("kind", ["drop_in_body", "drop_after", "server_error"])
def test_a_pause_whose_answer_is_lost_is_read_and_told_again(office: Office, kind: str) -> None:
    campaign = office.campaign(20, at_once=1)
    office.launch(campaign.id, most=2)
    fault(office, kind, "updateCampaign", times=3)

    limit = office.limit_is(campaign.id, WatchState.PAUSED)

    assert office.status(campaign.id) == CampaignStatus.PAUSED and limit.why is Why.REACHED


def test_a_campaign_that_does_not_stop_raises_an_alarm_and_is_told_again(office: Office) -> None:
    campaign = office.campaign(40, at_once=1)
    office.launch(campaign.id, most=2)
    fault(office, "server_error", "updateCampaign")

    limit = office.limit_is(campaign.id, WatchState.ALARM)
    assert limit.why is Why.NOT_PAUSED
    failed = Filter(who=Person.of_keeper(), actions=(AuditAction.PAUSE,), results=(Result.FAILED,))
    assert office.console.audit.entries(failed).total == 1

    office.sandbox.faults()
    office.limit_is(campaign.id, WatchState.PAUSED)
    assert office.status(campaign.id) == CampaignStatus.PAUSED


def test_a_key_that_may_not_pause_launches_nothing_for_at_most_n(office: Office) -> None:
    campaign = office.campaign(5)
    start = office.console.launching.prepare(campaign.id, who=Person("Anna"))
    office.sandbox.faults({"kind": "closed", "operation": "updateCampaign", "status": 401, "times": None})

    office.console.launching.launch(start, who=Person("Anna"), most=2)

    assert start.result is not None and start.result.outcome is LaunchOutcome.NOT_SENT
    assert isinstance(start.result.error, errors.LimitNotKept)
    assert start.result.error.message == NotKept.CANNOT_PAUSE
    assert office.called(campaign.id) == 0
    assert office.limit(campaign.id).state is WatchState.GIVEN_UP
    assert office.console.keeper.limits.not_offered() is NotKept.CANNOT_PAUSE, "and is not offered again"


def test_a_launch_that_is_refused_takes_its_limit_along(office: Office) -> None:
    campaign = office.campaign(5, at_once=7)
    start = office.console.launching.prepare(campaign.id, who=Person("Anna"))
    fault(office, "too_large", "runCampaign", times=1)

    office.console.launching.launch(start, who=Person("Anna"), most=2)

    assert start.result is not None and start.result.outcome is LaunchOutcome.REFUSED
    assert office.limit(campaign.id).state is WatchState.GIVEN_UP
    assert office.api.campaigns.get(campaign.id).max_concurrent_calls == 7


def test_a_launch_whose_answer_is_lost_is_stopped_at_n_all_the_same(office: Office) -> None:
    campaign = office.campaign(20, at_once=5)
    start = office.console.launching.prepare(campaign.id, who=Person("Anna"))
    fault(office, "drop_after", "runCampaign", times=1)

    office.console.launching.launch(start, who=Person("Anna"), most=3)

    office.limit_is(campaign.id, WatchState.PAUSED)
    office.sandbox.advance(minutes=20)
    assert 3 <= office.called(campaign.id) <= 3 + 3


def test_while_the_platform_is_away_it_is_looked_for_and_said(office: Office) -> None:
    campaign = office.campaign(40, at_once=1)
    office.launch(campaign.id, most=30)
    until(lambda: office.limit(campaign.id).called)
    office.sandbox.faults(
        {"kind": "server_error", "operation": "getCampaign", "times": None},
        {"kind": "server_error", "operation": "listCampaigns", "times": None},
    )

    assert office.limit_is(campaign.id, WatchState.ALARM).why is Why.NOT_SEEN

    office.sandbox.faults()
    office.limit_is(campaign.id, WatchState.WATCHING)

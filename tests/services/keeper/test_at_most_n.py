"""At most N means N: the console itself stops a campaign whose platform would not, and says what it did."""

from __future__ import annotations

from services.api.models import CampaignStatus
from services.audit.audit import AuditAction, Filter, Result
from services.keeper import WatchState, Why
from services.launch import LaunchOutcome
from services.person import Person
from tests.services.keeper.office import Office

PAUSED = WatchState.PAUSED


def test_it_is_paused_once_as_many_were_called_as_were_said(office: Office) -> None:
    campaign = office.campaign(30)

    start = office.launch(campaign.id, most=5)

    assert start.result is not None and start.result.outcome is LaunchOutcome.LAUNCHED
    limit = office.limit_is(campaign.id, PAUSED)
    assert office.status(campaign.id) == CampaignStatus.PAUSED
    assert limit.why is Why.REACHED and limit.called is not None and limit.called >= 5
    office.sandbox.advance(minutes=30)
    assert 5 <= office.called(campaign.id) <= 5 + 5, "and those who begin before the console has looked"


def test_people_at_once_are_no_more_than_n_before_anybody_is_called(office: Office) -> None:
    campaign = office.campaign(10, at_once=10)

    office.launch(campaign.id, most=2)

    assert office.api.campaigns.get(campaign.id).max_concurrent_calls == 2
    office.limit_is(campaign.id, PAUSED)


def test_each_act_stands_in_the_record_under_the_keepers_name(office: Office) -> None:
    campaign = office.campaign(10)

    office.launch(campaign.id, most=2)

    office.limit_is(campaign.id, PAUSED)
    record = office.console.audit.entries(Filter(who=Person.of_keeper(), campaign_id=campaign.id)).rows
    assert [(one.action, one.result) for one in reversed(record)] == [
        (AuditAction.EDIT, Result.DONE),
        (AuditAction.PAUSE, Result.DONE),
    ]
    assert record[0].figures["at_most"] == 2 and record[1].figures == {"at_once": 2}

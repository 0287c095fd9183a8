"""A person between the keeper and a campaign: what she did wins, and what was asked for holds until she says otherwise."""

from __future__ import annotations

from services.api.models import CampaignStatus, CampaignUpdate
from services.keeper import WatchState, Why
from services.launch import LaunchOutcome
from tests.services.keeper.office import Office
from tests.waiting import until


def some_called(office: Office, campaign_id: str, least: int = 1) -> None:
    until(lambda: office.called(campaign_id), lambda called: called >= least)


def test_a_limit_holds_over_a_pause_and_a_resume(office: Office) -> None:
    campaign = office.campaign(30, at_once=2)
    office.launch(campaign.id, most=6)
    some_called(office, campaign.id)

    office.pause(campaign.id)
    office.sandbox.advance(minutes=20)
    resumed = office.resume(campaign.id)

    assert resumed.result is not None and resumed.result.outcome is LaunchOutcome.LAUNCHED
    limit = office.limit_is(campaign.id, WatchState.PAUSED)
    assert limit.why is Why.REACHED
    office.sandbox.advance(minutes=30)
    assert office.called(campaign.id) <= 6 + 2 + 2


def test_a_pause_of_a_person_stays_one(office: Office) -> None:
    campaign = office.campaign(30, at_once=2)
    office.launch(campaign.id, most=20)
    some_called(office, campaign.id)

    office.pause(campaign.id)
    office.sandbox.advance(minutes=20)
    called = office.called(campaign.id)
    office.sandbox.advance(hours=5)

    assert (office.called(campaign.id), office.status(campaign.id)) == (called, CampaignStatus.PAUSED)
    assert office.limit(campaign.id).state is WatchState.WATCHING


def test_to_resume_after_it_was_stopped_goes_on_with_everybody(office: Office) -> None:
    campaign = office.campaign(12, at_once=9)
    office.launch(campaign.id, most=3)
    office.limit_is(campaign.id, WatchState.PAUSED)

    office.resume(campaign.id)

    limit = office.limit(campaign.id)
    assert (limit.state, limit.why) == (WatchState.DONE, Why.WENT_ON)
    assert office.api.campaigns.get(campaign.id).max_concurrent_calls == 9, "as it was before"
    until(lambda: office.called(campaign.id), lambda called: called == 12)


def test_what_a_person_set_meanwhile_is_not_put_back(office: Office) -> None:
    campaign = office.campaign(12, at_once=9)
    office.launch(campaign.id, most=3)
    office.limit_is(campaign.id, WatchState.PAUSED)
    office.api.campaigns.update(campaign.id, CampaignUpdate(max_concurrent_calls=4))

    office.resume(campaign.id)

    assert office.api.campaigns.get(campaign.id).max_concurrent_calls == 4


def test_who_resumes_on_the_platforms_own_page_is_left_alone(office: Office) -> None:
    campaign = office.campaign(12, at_once=9)
    office.launch(campaign.id, most=3)
    office.limit_is(campaign.id, WatchState.PAUSED)

    office.elsewhere(campaign.id, CampaignStatus.RUNNING)

    limit = office.limit_is(campaign.id, WatchState.DONE)
    assert limit.why is Why.WENT_ON
    until(lambda: office.called(campaign.id), lambda called: called == 12)


def test_a_campaign_that_is_cancelled_is_not_watched_any_more(office: Office) -> None:
    campaign = office.campaign(30, at_once=2)
    office.launch(campaign.id, most=20)
    some_called(office, campaign.id)

    office.console.campaigns.cancel(
        office.api.campaigns.get(campaign.id), who=office.limit(campaign.id).watch.who
    )

    assert office.limit_is(campaign.id, WatchState.DONE).why is Why.OVER


def test_a_second_start_for_everybody_ends_the_limit(office: Office) -> None:
    campaign = office.campaign(12, at_once=2)
    office.launch(campaign.id, most=10)
    some_called(office, campaign.id)

    office.launch(campaign.id, most=None)

    assert (office.limit(campaign.id).state, office.limit(campaign.id).why) == (WatchState.DONE, Why.WENT_ON)

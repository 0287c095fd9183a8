"""Requests by generation of the platform: nobody gets in by creating, no dry run where none is known, actions to one alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine

from services.api import Api, errors
from services.api.generation import Generation
from services.api.models import (
    Audience,
    CampaignCreate,
    CampaignStatus,
    CampaignUpdate,
    ContactCreate,
    NewPerson,
)
from services.launch import CreationOutcome, Creations, Launches, LaunchOutcome
from services.person import Person
from tests.services.generation.printed_platform import PrintedPlatform

EVERY = [Generation.SEED, Generation.ACTIONS, Generation.NEWEST, Generation.UNKNOWN]
ANNA = Person("Anna")
FORM = CampaignCreate(
    team_id="team_1", assistant_id="a", company_id="c", from_number_ids=["n"], name="Renewals"
)
RUN = "POST /api/crm/campaigns/{id}/run"
CREATE = "POST /api/crm/campaigns"
UPDATE = "PUT /api/crm/campaigns/{id}"
PEOPLE = "GET /api/crm/campaigns/{id}/contacts"


def speaking(platform: PrintedPlatform, generation: Generation) -> Api:
    api = platform.api()
    api.campaigns.which_generation = lambda: generation
    return api


def platform_of(generation: Generation) -> PrintedPlatform:
    return PrintedPlatform("newest" if generation is Generation.UNKNOWN else generation.value)


@pytest.mark.parametrize("generation", EVERY)
def test_every_create_says_that_nobody_gets_in(generation: Generation) -> None:
    platform = platform_of(generation)
    speaking(platform, generation).campaigns.create(FORM)
    [(_, body)] = platform.sent
    assert body["enrollment"] == {"mode": "none"}


@pytest.mark.parametrize("generation", EVERY[1:])
def test_a_start_date_is_not_sent_before_the_people_are_in(generation: Generation) -> None:
    platform = platform_of(generation)
    form = FORM.model_copy(update={"scheduled_start_at": "2026-12-01T09:00:00Z"})
    with pytest.raises(errors.NotInThisVersion):
        speaking(platform, generation).campaigns.create(form)
    assert platform.sent == []


@pytest.mark.parametrize("generation", [Generation.ACTIONS, Generation.UNKNOWN])
def test_no_dry_run_goes_where_it_could_start_the_campaign(generation: Generation) -> None:
    platform = platform_of(generation)
    with pytest.raises((errors.NotInThisVersion, errors.VersionUnknown)):
        speaking(platform, generation).campaigns.run("cmp_1", dry_run=True)
    assert platform.sent == []


def test_without_the_accounts_slug_the_newest_is_not_asked_to_run() -> None:
    platform = PrintedPlatform("newest")
    api = platform.api(account_slug="")
    api.campaigns.which_generation = lambda: Generation.NEWEST
    with pytest.raises(errors.NotInThisVersion) as refused:
        api.campaigns.run("cmp_1")
    assert refused.value.message == "accountSlug"
    assert platform.sent == []


@pytest.mark.parametrize("generation", [Generation.SEED, Generation.NEWEST])
def test_a_dry_run_that_is_not_confirmed_counts_as_a_launch_that_may_have_been(
    generation: Generation,
) -> None:
    platform = platform_of(generation)  # its page prints "dryRun": false
    with pytest.raises(errors.DryRunNotConfirmed) as unclear:
        speaking(platform, generation).campaigns.run("cmp_1", dry_run=True)
    assert unclear.value.may_have_acted


@pytest.mark.parametrize("generation", EVERY)
def test_actions_go_to_the_generation_alone_that_knows_them(generation: Generation) -> None:
    platform = platform_of(generation)
    platform.answers[UPDATE] = (200, {"success": True, "campaign": {"id": "cmp_1", "status": "paused"}})
    platform.answers["GET /api/crm/campaigns/{id}"] = platform.answers[UPDATE]
    api = speaking(platform, generation)
    if generation is Generation.UNKNOWN:
        with pytest.raises(errors.VersionUnknown):
            api.campaigns.run("cmp_1")
    else:
        api.campaigns.run("cmp_1")
    paused = api.campaigns.update("cmp_1", CampaignUpdate(status=CampaignStatus.PAUSED))
    assert paused.status is CampaignStatus.PAUSED
    actions = [body["action"] for _, body in platform.sent if "action" in body]
    assert actions == (["start", "stop"] if generation is Generation.ACTIONS else [])
    assert all(
        "action" in body for name, body in platform.sent if name == RUN and generation is Generation.ACTIONS
    )


def test_a_stop_by_an_action_is_told_as_it_is_read_and_not_as_it_was_answered() -> None:
    platform = PrintedPlatform("actions")
    platform.answers[RUN] = (200, {"success": True, "status": "stopped"})
    platform.answers["GET /api/crm/campaigns/{id}"] = (
        200,
        {"id": "cmp_1", "name": "Renewals", "status": "running"},
    )
    stopped = speaking(platform, Generation.ACTIONS).campaigns.update(
        "cmp_1", CampaignUpdate(status=CampaignStatus.PAUSED)
    )
    assert stopped.status is CampaignStatus.RUNNING


@pytest.mark.parametrize("status", [CampaignStatus.RUNNING, CampaignStatus.SCHEDULED])
def test_nothing_is_started_on_an_unknown_platform(status: CampaignStatus) -> None:
    platform = platform_of(Generation.UNKNOWN)
    with pytest.raises(errors.VersionUnknown):
        speaking(platform, Generation.UNKNOWN).campaigns.update("cmp_1", CampaignUpdate(status=status))
    assert platform.sent == []


@pytest.mark.parametrize("generation", EVERY[1:])
def test_no_audience_is_enrolled_where_it_means_a_whole_group(generation: Generation) -> None:
    platform = platform_of(generation)
    with pytest.raises((errors.NotInThisVersion, errors.VersionUnknown)):
        speaking(platform, generation).campaigns.add_audience("cmp_1", Audience(company_id="c"))
    assert platform.sent == []


@pytest.mark.parametrize("generation", [Generation.ACTIONS, Generation.UNKNOWN])
def test_nobody_is_enrolled_without_an_id_where_that_may_mean_a_whole_group(generation: Generation) -> None:
    platform = platform_of(generation)
    person = NewPerson(first_name="Ada", last_name="L", phone="+447911123456")
    with pytest.raises((errors.NotInThisVersion, errors.VersionUnknown)):
        speaking(platform, generation).campaigns.add_contact("cmp_1", person)
    assert platform.sent == []


@pytest.mark.parametrize("generation", EVERY)
def test_an_empty_choice_is_never_sent(generation: Generation) -> None:
    platform = platform_of(generation)
    api = speaking(platform, generation)
    with pytest.raises(ValueError, match="nobody"):
        api.campaigns.add_contacts("cmp_1", [])
    with pytest.raises(ValueError, match="nobody"):
        api.campaigns.remove_contacts("cmp_1", [])
    assert platform.sent == []


@pytest.mark.parametrize("more", [{"campaign_id": "cmp_1"}, {"campaign_priority": 3}, {"do_not_call": False}])
def test_a_new_contact_cannot_name_a_campaign_or_take_a_mark_away(more: dict[str, Any]) -> None:
    person = {"company_id": "c", "first_name": "Ada", "last_name": "L", "phone": "+447911123456"}
    with pytest.raises(ValidationError):
        ContactCreate.model_validate(person | more)
    assert ContactCreate.model_validate(person | {"do_not_call": True}).body()["doNotCall"] is True


def created_on(engine: Engine, platform: PrintedPlatform) -> tuple[Any, Launches]:
    api = speaking(platform, Generation.NEWEST)
    return Creations(engine, api).create_once("form", FORM, who=ANNA), Launches(engine, api)


@pytest.mark.parametrize("answer_tells", [True, False])
def test_they_are_counted_and_the_campaign_is_not_launched(engine: Engine, answer_tells: bool) -> None:
    platform = PrintedPlatform("newest")
    if not answer_tells:
        platform.answers[CREATE] = (
            201,
            {"success": True, "campaign": {"id": "cmp_1", "name": "Renewals"}},
        )
    result, launches = created_on(engine, platform)
    assert result.outcome is CreationOutcome.CREATED
    assert result.people_nobody_chose is not None
    assert result.people_nobody_chose.count == (184 if answer_tells else 97)

    campaign = speaking(platform, Generation.NEWEST).campaigns.get("cmp_1")
    launched = launches.launch("cmp_1", launches.seen(campaign), who=ANNA)
    assert launched.outcome is LaunchOutcome.NOT_SENT
    assert isinstance(launched.error, errors.PeopleNobodyChose)
    assert RUN not in [name for name, _ in platform.sent]


def test_it_is_not_launched_however_often_that_is_tried(engine: Engine) -> None:
    platform = PrintedPlatform("newest")
    _, launches = created_on(engine, platform)
    campaign = speaking(platform, Generation.NEWEST).campaigns.get("cmp_1")
    for _try in range(60):
        launched = launches.launch("cmp_1", launches.seen(campaign), who=ANNA)
        assert isinstance(launched.error, errors.PeopleNobodyChose)


def test_where_they_cannot_be_counted_it_is_not_launched_either(engine: Engine) -> None:
    platform = PrintedPlatform("newest")
    platform.answers[CREATE] = (201, {"success": True, "campaign": {"id": "cmp_1", "name": "Renewals"}})
    platform.answers[PEOPLE] = (500, {"success": False, "error": "Trouble"})
    result, _ = created_on(engine, platform)
    assert result.people_nobody_chose is not None
    assert result.people_nobody_chose.count is None


def test_an_empty_one_is_launched_as_ever(engine: Engine) -> None:
    platform = PrintedPlatform("newest")
    platform.answers[CREATE] = (201, {"success": True, "campaign": {"id": "cmp_1", "name": "Renewals"}})
    platform.answers[PEOPLE] = (200, {"success": True, "contacts": [], "count": 0, "statusCounts": {}})
    result, launches = created_on(engine, platform)
    assert result.people_nobody_chose is None
    campaign = speaking(platform, Generation.NEWEST).campaigns.get("cmp_1")
    platform.answers["GET /api/crm/campaigns/{id}"] = (
        200,
        {"campaign": json.loads(campaign.model_dump_json(exclude_none=True)) | {"status": "draft"}},
    )
    campaign = speaking(platform, Generation.NEWEST).campaigns.get("cmp_1")
    launched = launches.launch("cmp_1", launches.seen(campaign), who=ANNA)
    assert launched.outcome is LaunchOutcome.LAUNCHED

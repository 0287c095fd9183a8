"""Contact groups over HTTP, on running sandboxes of each generation that has them: who gets in, and whose phone rings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from services.api import Api, errors
from services.api.generation import Generation
from services.api.models import CampaignCreate
from services.groups.audience import AudienceChoice, LeftOut, people_inside
from services.groups.joining import GroupJoins
from services.groups.own_group import group_for_import
from services.launch import Creations
from services.launch.group_enrolment import GroupEnrolments, GroupOutcome
from services.person import Person
from tests.sandbox_process import (
    ASSISTANT_ID,
    COMPANY_ID,
    GROUP_ID,
    NUMBER_IDS,
    TEAM_ID,
    RunningSandbox,
    start_sandbox,
)

ANNA = Person("Anna")
WITH_GROUPS = [Generation.ACTIONS, Generation.NEWEST]
CHOSEN = AudienceChoice(GROUP_ID, "First company")
SLUG = "acme"


@pytest.fixture(params=WITH_GROUPS)
def generation(request: pytest.FixtureRequest) -> Generation:
    return request.param


@pytest.fixture
def sandbox(generation: Generation, tmp_path: Path) -> Iterator[RunningSandbox]:
    """Its assistant's group has three people who can be called, and one who is not to be."""
    with start_sandbox(tmp_path, "--empty", "--speed", "0", "--generation", generation) as running:
        for number in range(4):
            person(running, number, GROUP_ID, doNotCall=number == 3)
        yield running


@pytest.fixture
def api(sandbox: RunningSandbox, generation: Generation) -> Iterator[Api]:
    with Api(sandbox.url, sandbox.token, sandbox.team_id, SLUG, demo=True) as made:
        made.campaigns.which_generation = lambda: generation
        yield made


def person(sandbox: RunningSandbox, number: int, group_id: str, **more: Any) -> str:
    names = {"firstName": f"Person {number}", "lastName": "P", "phone": f"+49301111{number:03}"}
    body = {"teamId": TEAM_ID, "groupId": group_id, "timezone": "Europe/Berlin"} | names | more
    with sandbox.client() as client:
        answer = client.post("/api/crm/contacts", json=body)
    answer.raise_for_status()
    return answer.json()["contact"]["id"]


def created(engine: Engine, api: Api) -> str:
    form = CampaignCreate(
        team_id=TEAM_ID,
        assistant_id=ASSISTANT_ID,
        company_id=COMPANY_ID,
        from_number_ids=NUMBER_IDS[:1],
        name="Spring",
    )
    campaign_id = Creations(engine, api).create_once("form", form, who=ANNA).campaign_id
    assert campaign_id
    return campaign_id


def test_a_group_gets_in_once_as_it_was_confirmed(engine: Engine, api: Api, generation: Generation) -> None:
    campaign_id = created(engine, api)
    enrolments = GroupEnrolments(engine, api)
    asked = enrolments.ask(campaign_id, CHOSEN)
    assert asked.preview.count == 3
    assert asked.preview.left_out == {LeftOut.DO_NOT_CALL: 1}
    assert asked.preview.by_platform is (generation is Generation.NEWEST)
    campaign = api.campaigns.get(campaign_id)
    done = enrolments.enroll_once(campaign, asked, who=ANNA)
    assert (done.outcome, done.added, done.too_many) == (GroupOutcome.ENROLLED, 3, 0)
    assert enrolments.enroll_once(campaign, asked, who=ANNA).outcome is GroupOutcome.ALREADY
    assert len(people_inside(api, campaign_id)) == 3
    again = enrolments.ask(campaign_id, CHOSEN).preview
    assert (again.count, again.left_out[LeftOut.ALREADY_IN]) == (0, 3)


def test_an_answer_that_never_came_is_looked_for_and_nobody_is_sent_again(
    engine: Engine, api: Api, sandbox: RunningSandbox
) -> None:
    campaign_id = created(engine, api)
    enrolments = GroupEnrolments(engine, api)
    asked = enrolments.ask(campaign_id, CHOSEN)
    sandbox.faults({"operation": "addCampaignContacts", "kind": "drop_after"})
    done = enrolments.enroll_once(api.campaigns.get(campaign_id), asked, who=ANNA)
    assert (done.outcome, done.added, done.too_many) == (GroupOutcome.ENROLLED, 3, 0)
    assert sandbox.requests()["addCampaignContacts"] == 1


def test_an_import_has_one_group_of_its_own_over_http(api: Api, sandbox: RunningSandbox) -> None:
    sandbox.faults({"operation": "createGroup", "kind": "drop_after"})
    made = [
        group_for_import(api, file_name="leads.csv", made_on=date(2026, 3, 3), import_id="4f1c").id
        for _again in range(2)
    ]
    assert made[0] == made[1]
    assert made[0] != GROUP_ID
    assert len(api.groups.list().items) == 3  # with the default one


def test_who_joins_and_leaves_is_a_member_and_is_none(api: Api, sandbox: RunningSandbox) -> None:
    group = api.groups.create("Fair")
    ids = [one.id for one in api.groups.members(GROUP_ID)]
    api.groups.add(group.id, ids[:2])
    assert {one.id for one in api.groups.members(group.id)} == set(ids[:2])
    api.groups.remove(group.id, ids[0])
    assert [one.id for one in api.groups.members(group.id)] == ids[1:2]
    assert api.groups.rename(group.id, "Autumn fair").name == "Autumn fair"


@pytest.mark.parametrize("generation", [Generation.NEWEST], indirect=True)
def test_a_campaign_in_step_with_the_group_calls_nobody_of_an_import_and_is_named_before_anybody_joins(
    api: Api, sandbox: RunningSandbox
) -> None:
    running = started_in_step(sandbox)
    own = group_for_import(api, file_name="leads.csv", made_on=date(2026, 3, 3), import_id="4f1c")
    contact_id = person(sandbox, 50, own.id)
    sandbox.advance(hours=2)
    assert sandbox.calls(running) == []

    with pytest.raises(errors.CampaignsWouldCall) as asked:
        GroupJoins(api).join(GROUP_ID, [contact_id], who=ANNA)
    assert asked.value.campaigns == {running: "In step"}
    sandbox.advance(hours=2)
    assert sandbox.calls(running) == []

    GroupJoins(api).join(GROUP_ID, [contact_id], agreed={running}, who=ANNA)
    sandbox.advance(hours=2)
    assert {one["contact_id"] for one in sandbox.calls(running)} == {contact_id}


def started_in_step(sandbox: RunningSandbox) -> str:
    """A running campaign of the assistant, with nobody in it yet, that follows the assistant's group. Made elsewhere."""
    form = {
        "teamId": TEAM_ID,
        "assistantId": ASSISTANT_ID,
        "fromNumberIds": NUMBER_IDS[:1],
        "name": "In step",
        "callWindowStart": "00:00",
        "callWindowEnd": "23:59",
        "callWindowTimezone": "Etc/UTC",
        "noAutoComplete": True,
        "enrollment": {"mode": "none"},
        "liveSync": True,
    }
    with sandbox.client() as client:
        answer = client.post("/api/crm/campaigns", json=form)
        answer.raise_for_status()
        campaign_id = answer.json()["campaign"]["id"]
        run = client.post(f"/api/crm/campaigns/{campaign_id}/run", json={"accountSlug": SLUG})
        run.raise_for_status()
    return campaign_id

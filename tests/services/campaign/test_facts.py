"""Facts of one campaign: each is read when it is asked for, once for all who ask, and anew after a change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.api import ApiError
from services.api.models import Campaign
from services.campaigns.first_people import FirstPeople, PeopleSource
from services.campaigns.links import Relation
from services.person import Person
from services.runtime import Runtime
from tests.pages.world import make_campaign
from tests.sandbox_process import COMPANY_ID, RunningSandbox, start_sandbox

ANNA = Person("Anna")


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """One whose company has nobody of other tests in it."""
    with start_sandbox(tmp_path_factory.mktemp("sandbox"), "--empty", "--speed", "0") as running:
        yield running


@pytest.fixture
def campaign(console: Runtime, sandbox: RunningSandbox) -> Iterator[Campaign]:
    """Two people have been called, with nothing read of it yet. What the platform offers is known."""
    console.deployment.table()
    draft = make_campaign(console.api, "Told offer", people=2)
    console.api.campaigns.run(draft.id)
    sandbox.advance(minutes=30)
    made = console.api.campaigns.get(draft.id)
    console.campaigns.refresh()
    sandbox.forget_requests()
    yield made
    sandbox.faults()
    sandbox.account(profile="full")
    last = console.api.campaigns.get(made.id)
    if not last.status.is_over:
        console.campaigns.cancel(last, who=ANNA)


def test_a_door_that_nobody_asks_costs_nothing(
    console: Runtime, campaign: Campaign, sandbox: RunningSandbox
) -> None:
    console.facts.of(campaign)
    console.facts.of_new()

    assert sandbox.requests() == {}


def test_however_many_facts_are_made_of_the_people_and_of_the_calls_they_are_read_once(
    console: Runtime, campaign: Campaign, sandbox: RunningSandbox
) -> None:
    for _look in range(2):
        facts = console.facts.of(campaign)
        facts.everybody()
        facts.outlook()
        facts.readiness()
        facts.history()
        facts.calls()
        facts.earlier_answers()

    asked, people = sandbox.requests(), f"/api/crm/campaigns/{campaign.id}/contacts"
    assert [one["path"] for one in sandbox.request_log()].count(people) == 1
    assert asked["listCalls"] <= 2  # the campaign's own, and the team's for what is usual
    assert asked["getCredits"] == 1


def test_the_balance_is_read_once_for_the_check_the_live_view_and_the_connection(
    console: Runtime, campaign: Campaign, sandbox: RunningSandbox
) -> None:
    console.live.watch(campaign.id)
    console.facts.of(campaign).readiness()
    console.deployment.credits()

    assert sandbox.requests()["getCredits"] == 1


def test_after_a_change_it_is_asked_anew(
    console: Runtime, campaign: Campaign, sandbox: RunningSandbox
) -> None:
    console.facts.of(campaign).everybody()
    console.campaigns.read_anew(campaign.id)
    console.facts.of(campaign).everybody()

    assert sandbox.requests()["listCampaignContacts"] == 2


def test_a_person_who_wants_to_see_it_now_makes_only_that_anew(
    console: Runtime, sandbox: RunningSandbox
) -> None:
    console.deployment.table()
    facts = console.facts.of(make_campaign(console.api, "Summer offer", people=1))
    sandbox.forget_requests()
    for _look in range(2):
        facts.dry_run(None)
        facts.people_page("", 1)
        facts.people_page("pending", 1)
    facts.forget_people_pages()
    facts.people_page("", 1)
    facts.dry_run(None)

    assert sandbox.requests() == {"runCampaign": 1, "listCampaignContacts": 3}


def test_where_the_people_are_closed_what_is_made_of_them_is_not_known(
    console: Runtime, campaign: Campaign, sandbox: RunningSandbox
) -> None:
    sandbox.account(profile="core")
    console.deployment.learn_again()
    facts = console.facts.of(campaign)

    assert not facts.people_listed
    assert facts.everybody() is None
    assert facts.outlook() is None
    assert facts.readiness()


def test_it_tells_what_came_of_what_with_their_names(console: Runtime, campaign: Campaign) -> None:
    copy = make_campaign(console.api, "Told offer, once more")
    console.links.remember(copy.id, campaign.id, Relation.UNREACHED)
    console.campaigns.refresh()

    origin = console.facts.of(copy).relatives()
    followers = console.facts.of(campaign).relatives()

    assert origin.origin is not None
    assert origin.names[origin.origin.origin_id] == campaign.name
    assert [followers.names[one.campaign_id] for one in followers.followers] == [copy.name]
    assert console.facts.of(make_campaign(console.api, "Alone")).relatives().names == {}


def test_the_unreached_of_a_copy_are_found_among_the_people_that_were_read(
    console: Runtime, campaign: Campaign, sandbox: RunningSandbox
) -> None:
    everybody = console.facts.of(campaign).everybody()
    first = FirstPeople(PeopleSource.UNREACHED, unreached_of=campaign.id)

    expected = console.facts.of_new().expected_people(first, None, (), campaign)

    assert everybody is not None
    assert expected.people is not None
    missed = [
        one for one in everybody if one.outcome in ("no_answer", "busy", "voicemail") and one.status.is_over
    ]
    assert expected.people.total == len(missed)
    assert sandbox.requests()["listCampaignContacts"] == 1


def test_everybody_of_a_company_is_expected_as_far_as_it_can_be_known(
    console: Runtime, campaign: Campaign
) -> None:
    facts = console.facts.of_new()
    company = next(one for one in console.deployment.companies().value if one.id == COMPANY_ID)
    everybody = FirstPeople(PeopleSource.EVERYBODY)
    at_most = FirstPeople(PeopleSource.EVERYBODY, at_most=7)

    known = facts.expected_people(everybody, company, (), None)
    assert known.people is not None
    assert known.people.total >= (campaign.total_contacts or 0)
    assert facts.expected_people(at_most, company, (), None).total == 7
    huge = company.model_copy(update={"contact_count": 6_000})
    assert facts.expected_people(everybody, huge, (), None).total == 6_000


def test_a_failure_to_read_the_people_to_expect_is_told(
    console: Runtime, campaign: Campaign, sandbox: RunningSandbox
) -> None:
    company = next(one for one in console.deployment.companies().value if one.id == COMPANY_ID)
    sandbox.faults({"operation": "listContacts", "kind": "server_error", "times": None})
    facts = console.facts.of_new()

    with pytest.raises(ApiError):
        facts.expected_people(FirstPeople(PeopleSource.EVERYBODY), company, (), None)
    assert facts.company_zones(COMPANY_ID) == []
    assert facts.company_zones(None) == []


def test_a_running_campaign_that_cannot_be_read_is_named_among_those_not_looked_at(
    console: Runtime, campaign: Campaign, sandbox: RunningSandbox
) -> None:
    other = make_campaign(console.api, "Calls them too", people=1)
    console.api.campaigns.run(other.id, max_calls=1)
    mine = make_campaign(console.api, "Mine", people=1)
    console.campaigns.refresh()
    sandbox.faults({"operation": "listCampaignContacts", "kind": "server_error", "times": None})

    others = console.facts.others.but(mine.id)

    sandbox.faults()
    assert mine.name not in others.names
    assert other.name in others.unread
    assert other.name not in others.running
    console.campaigns.cancel(console.api.campaigns.get(other.id), who=ANNA)


def test_a_campaign_that_is_not_watched_is_found_on_every_deployment(
    console: Runtime, campaign: Campaign, sandbox: RunningSandbox
) -> None:
    assert console.facts.campaign(campaign.id).name == campaign.name
    sandbox.account(profile="core")
    console.reads.forget("campaign:")
    assert console.facts.campaign(campaign.id).name == campaign.name

"""The client against the real sandbox, over HTTP, with its faults."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.api import Api, errors
from services.api.models import (
    CampaignCreate,
    CampaignStatus,
    CampaignUpdate,
    CompanyCreate,
    ContactCreate,
    NewPerson,
)
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, RunningSandbox, start_sandbox

CSV = "Vorname,Nachname,Telefon\n" + "".join(f"Jörg{n},Müller,+49151234567{n:02}\n" for n in range(30))
MAPPING = {"first_name": "Vorname", "last_name": "Nachname", "phone": "Telefon"}


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path_factory.mktemp("client"), "--empty", "--speed", "0") as running:
        yield running


@pytest.fixture
def api(platform: RunningSandbox) -> Iterator[Api]:
    with Api(platform.url, platform.token, platform.team_id, "demo", demo=True, deadline=5) as api:
        yield api
    platform.faults()


def new_campaign(api: Api, name: str) -> str:
    wanted = CampaignCreate(
        team_id=api.team_id,
        assistant_id=ASSISTANT_ID,
        company_id=COMPANY_ID,
        from_number_ids=NUMBER_IDS,
        name=name,
        call_window_start="00:00",
        call_window_end="23:59",
    )
    return api.campaigns.create(wanted).id


def test_it_goes_the_whole_way_from_a_file_to_a_funnel(api: Api) -> None:
    api.key.test()
    imported = api.contacts.import_csv(CSV.encode(), MAPPING, default_company_id=COMPANY_ID)
    again = api.contacts.import_csv(CSV.encode(), MAPPING, default_company_id=COMPANY_ID)
    assert (imported.imported, again.imported, again.skipped) == (30, 0, 30)
    people = [person.id for person in api.contacts.list(company_id=COMPANY_ID, search="müller", limit=7)]
    assert len(people) == len(set(people)) == 30

    campaign_id = new_campaign(api, "Spring *offer* & <b>more</b>")
    assert api.campaigns.add_contacts(campaign_id, people).added == 30
    assert api.campaigns.add_contacts(campaign_id, people).skipped == 30
    assert api.campaigns.remove_contacts(campaign_id, people[:2]) == 2
    page = api.campaigns.contacts(campaign_id, status="pending", limit=10)
    assert page.status_counts is not None
    assert (page.status_counts.pending, len(list(page))) == (28, 28)

    dry = api.campaigns.run(campaign_id, dry_run=True, max_calls=5)
    assert dry.dry_run
    assert len(dry.picks or dry.calls or []) <= 5
    assert api.campaigns.get(campaign_id).status is CampaignStatus.DRAFT
    assert api.campaigns.run(campaign_id, max_calls=1).started == 1
    live = api.campaigns.dashboard(campaign_id)
    assert live.campaign.name == "Spring *offer* & <b>more</b>"
    assert live.counts.total == 28
    assert (
        api.campaigns.update(campaign_id, CampaignUpdate(status=CampaignStatus.CANCELLED)).status
        == "cancelled"
    )
    api.campaigns.delete(campaign_id)
    deleted = [campaign.id for campaign in api.campaigns.list(deleted="only")]
    assert deleted == [campaign_id]


def test_it_reads_what_belongs_to_the_account(api: Api) -> None:
    assert api.credits.get().credits > 0
    assert [number.id for number in api.phone_numbers.list().items] == NUMBER_IDS
    assert [assistant.id for assistant in api.assistants.list().items] == [ASSISTANT_ID]
    assert list(api.calls.list(limit=2)) is not None
    company = api.companies.create(CompanyCreate(name="Bäckerei Öz & Söhne"))
    assert company.id in [found.id for found in api.companies.list(search="öz")]


def test_it_creates_people_one_by_one(api: Api) -> None:
    campaign_id = new_campaign(api, "One by one")
    person = ContactCreate(company_id=COMPANY_ID, first_name="Ada", last_name="L", phone="+447911123456")
    created = api.contacts.create(person)
    api.campaigns.add_contacts(campaign_id, [created.contact.id])
    assert created.contact.first_name == "Ada"
    with pytest.raises(errors.Conflict):
        api.contacts.create(person)
    new = NewPerson(first_name="Grace", last_name="H", phone="+14155550123")
    assert api.campaigns.add_contact(campaign_id, new).contact_id
    assert api.campaigns.contacts(campaign_id).total == 2


def test_it_follows_the_sandboxs_clock(api: Api, platform: RunningSandbox) -> None:
    api.key.test()
    assert api.clock.stands
    before = api.clock.now()
    platform.advance(hours=2)
    api.key.test()
    assert 7190 <= (api.clock.now() - before).total_seconds() <= 7210


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        ({"kind": "drop_before"}, errors.ConnectionFailed),
        ({"kind": "drop_after"}, errors.ConnectionFailed),
        ({"kind": "drop_in_body"}, errors.ConnectionFailed),
        ({"kind": "server_error", "act": True}, errors.ServerError),
        ({"kind": "html"}, errors.ServerError),
        ({"kind": "truncated_json", "act": True}, errors.UnreadableAnswer),
        ({"kind": "empty_body", "act": True}, errors.UnreadableAnswer),
        ({"kind": "delay_after", "seconds": 60}, errors.DeadlineExceeded),
        ({"kind": "slow_drip", "seconds": 60}, errors.DeadlineExceeded),
    ],
)
def test_it_runs_once_whatever_becomes_of_the_answer(
    platform: RunningSandbox, fault: dict[str, object], failure: type[errors.ApiError]
) -> None:
    with Api(platform.url, platform.token, platform.team_id, "demo", demo=True, deadline=1) as api:
        campaign_id = new_campaign(api, f"Fault {fault['kind']}")
        platform.forget_requests()
        platform.faults({"operation": "runCampaign", "times": None, **fault})
        with pytest.raises(errors.ApiError) as caught:
            api.campaigns.run(campaign_id)
        platform.faults()
        assert isinstance(caught.value, failure)
        assert caught.value.may_have_acted
        assert platform.requests().get("runCampaign", 0) <= 1
        runs = [run for run in platform.runs() if run["campaign_id"] == campaign_id]
        assert len(runs) <= 1


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "null_fields"},
        {"kind": "unknown_fields"},
        {"kind": "page_cap", "limit": 1},
        {"kind": "count_of_page"},
        {"kind": "server_error", "times": 2},
        {"kind": "truncated_json", "times": 1},
        {"kind": "drop_in_body", "times": 1},
        {"kind": "html", "times": 1},
        {"kind": "rate_limited", "times": 1, "retry_after": 0},
    ],
)
def test_it_reads_the_whole_list_in_spite_of_it(
    api: Api, platform: RunningSandbox, fault: dict[str, object]
) -> None:
    names = {campaign.name for campaign in api.campaigns.list()}
    new_campaign(api, f"In spite of {fault['kind']}")
    platform.faults({"operation": "listCampaigns", "times": None, **fault})
    found = [campaign.name for campaign in api.campaigns.list(limit=50)]
    assert set(found) - names == {f"In spite of {fault['kind']}"}
    assert len(found) == len(names) + 1


def test_it_says_that_the_key_was_revoked(api: Api, platform: RunningSandbox) -> None:
    platform.replace_token(None)
    try:
        with pytest.raises(errors.Unauthorized):
            api.campaigns.list()
    finally:
        platform.replace_token(platform.token)
    api.campaigns.list()

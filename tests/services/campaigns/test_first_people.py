"""The people a new campaign begins with, over a real sandbox."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.api import Api, errors
from services.api.models import CampaignCreate
from services.campaigns.first_people import FirstPeople, PeopleSource, enrol, unreached
from services.do_not_call import NOBODY_LISTED
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, RunningSandbox


@pytest.fixture
def api(sandbox: RunningSandbox) -> Iterator[Api]:
    with Api(sandbox.url, sandbox.token, sandbox.team_id, demo=True) as made:
        rows = "".join(f"Person{number},Test,+4930{9018200 + number}\n" for number in range(6))
        made.contacts.import_csv(
            f"first,last,phone\n{rows}No,Phone,\n".encode(),
            {"first_name": "first", "last_name": "last", "phone": "phone"},
            default_company_id=COMPANY_ID,
        )
        yield made
    sandbox.faults()


@pytest.fixture
def campaign_id(api: Api) -> str:
    wanted = CampaignCreate(
        team_id=api.team_id,
        assistant_id=ASSISTANT_ID,
        company_id=COMPANY_ID,
        from_number_ids=NUMBER_IDS,
        name="First people",
    )
    return api.campaigns.create(wanted).id


def enrolled(api: Api, campaign_id: str) -> int:
    return len(list(api.campaigns.contacts(campaign_id)))


def test_everybody_with_a_number_is_put_in(api: Api, campaign_id: str) -> None:
    added = enrol(api, campaign_id, COMPANY_ID, FirstPeople(PeopleSource.EVERYBODY), NOBODY_LISTED)

    assert added == enrolled(api, campaign_id) >= 6


def test_everybody_can_be_limited(api: Api, campaign_id: str) -> None:
    enrol(api, campaign_id, COMPANY_ID, FirstPeople(PeopleSource.EVERYBODY, at_most=2), NOBODY_LISTED)

    assert enrolled(api, campaign_id) == 2


def test_added_again_after_a_lost_answer_the_limit_still_holds(
    api: Api, campaign_id: str, sandbox: RunningSandbox
) -> None:
    sandbox.faults({"operation": "addCampaignContacts", "kind": "drop_after"})
    wanted = FirstPeople(PeopleSource.EVERYBODY, at_most=2)

    with pytest.raises(errors.ConnectionFailed):
        enrol(api, campaign_id, COMPANY_ID, wanted, NOBODY_LISTED)

    assert enrol(api, campaign_id, COMPANY_ID, wanted, NOBODY_LISTED) == 0
    assert enrolled(api, campaign_id) == 2


@pytest.mark.parametrize(
    ("closed", "at_most"),
    [("addCampaignContacts", None), ("listCampaignContacts", None), ("listCampaignContacts", 3)],
)
def test_where_the_platform_knows_no_audience_everybody_is_put_in_by_id(
    api: Api, campaign_id: str, sandbox: RunningSandbox, at_most: int | None, closed: str
) -> None:
    everybody = len(list(api.contacts.list(COMPANY_ID, do_not_call=False, has_phone=True)))
    sandbox.faults({"operation": closed, "kind": "closed", "status": 501})

    enrol(api, campaign_id, COMPANY_ID, FirstPeople(PeopleSource.EVERYBODY, at_most=at_most), NOBODY_LISTED)
    sandbox.faults()

    assert enrolled(api, campaign_id) == (at_most or everybody)


def test_picked_people_twice_are_in_once(api: Api, campaign_id: str) -> None:
    picked = tuple(one.id for one in api.contacts.list(COMPANY_ID, has_phone=True))[:3]

    enrol(api, campaign_id, COMPANY_ID, FirstPeople(PeopleSource.PICKED, picked), NOBODY_LISTED)
    again = enrol(api, campaign_id, COMPANY_ID, FirstPeople(PeopleSource.PICKED, picked), NOBODY_LISTED)

    assert (again, enrolled(api, campaign_id)) == (0, 3)


def test_after_a_lost_answer_only_who_is_missing_is_sent(
    api: Api, campaign_id: str, sandbox: RunningSandbox
) -> None:
    picked = tuple(one.id for one in api.contacts.list(COMPANY_ID, has_phone=True))[:3]
    sandbox.faults({"operation": "addCampaignContacts", "kind": "server_error", "act": True})
    with pytest.raises(errors.ServerError):
        enrol(api, campaign_id, COMPANY_ID, FirstPeople(PeopleSource.PICKED, picked), NOBODY_LISTED)
    sandbox.forget_requests()

    assert enrol(api, campaign_id, COMPANY_ID, FirstPeople(PeopleSource.PICKED, picked), NOBODY_LISTED) == 0
    assert sandbox.requests().get("addCampaignContacts", 0) == 0
    assert enrolled(api, campaign_id) == 3


@pytest.mark.parametrize("source", [PeopleSource.UPLOAD, PeopleSource.LATER])
def test_people_who_come_later_cost_no_request(
    api: Api, sandbox: RunningSandbox, source: PeopleSource
) -> None:
    sandbox.forget_requests()

    assert enrol(api, "whatever", COMPANY_ID, FirstPeople(source), NOBODY_LISTED) == 0
    assert sandbox.requests().get("addCampaignContacts", 0) == 0


def test_only_who_was_called_to_the_end_without_an_answer_is_unreached(demo_sandbox: RunningSandbox) -> None:
    with Api(demo_sandbox.url, demo_sandbox.token, demo_sandbox.team_id, demo=True) as api:
        [over, *_] = api.campaigns.list(status="completed").items
        missed = unreached(api, over.id)
        everybody = list(api.campaigns.contacts(over.id))

    assert 0 < len(missed) < len(everybody)
    assert {row.outcome for row in missed} <= {"no_answer", "busy", "voicemail"}
    assert {row.outcome for row in everybody} >= {"answered", "no_answer"}

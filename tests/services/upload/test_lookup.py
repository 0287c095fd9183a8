"""Lookup over a real sandbox, where it takes few requests: who is in the campaign and who must not be called."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from services.api import Api, RequestBudget
from services.api.models import ContactCreate
from services.contact_file import Cancelled
from services.upload.lookup import look_up
from tests.pages.world import make_campaign
from tests.sandbox_process import COMPANY_ID, RunningSandbox


@pytest.fixture
def api(sandbox: RunningSandbox) -> Iterator[Api]:
    with Api(sandbox.url, sandbox.token, sandbox.team_id, demo=True, budget=RequestBudget(1_000_000)) as made:
        yield made
    sandbox.faults()


def test_it_names_the_people_of_the_campaign(api: Api) -> None:
    campaign = make_campaign(api, f"Looked up {uuid4().hex[:6]}", people=3)

    found = look_up(api, campaign.id)

    assert found.compared
    assert sorted(found.known.values()) == ["Anna Becker 0", "Anna Becker 1", "Anna Becker 2"]
    assert all(number.startswith("+4930") for number in found.known)


def test_it_finds_the_numbers_nobody_may_call(api: Api) -> None:
    campaign = make_campaign(api, f"Blocked {uuid4().hex[:6]}")
    api.contacts.create(
        ContactCreate(
            company_id=COMPANY_ID, first_name="No", last_name="Calls", phone="+493055566677", do_not_call=True
        )
    )

    assert "+493055566677" in look_up(api, campaign.id).blocked


def test_it_says_so_where_the_platform_does_not_show_the_people(api: Api, sandbox: RunningSandbox) -> None:
    campaign = make_campaign(api, f"Hidden {uuid4().hex[:6]}", people=1)
    sandbox.faults({"operation": "listCampaignContacts", "kind": "closed", "times": 9})

    found = look_up(api, campaign.id)

    assert not found.compared
    assert found.known == {}


def test_it_stops_when_asked(api: Api) -> None:
    campaign = make_campaign(api, f"Stopped {uuid4().hex[:6]}", people=1)

    with pytest.raises(Cancelled):
        look_up(api, campaign.id, lambda: True)

"""A campaign that is over, and a new one for the people it did not reach."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from services.api.models import Campaign, ContactCreate
from services.campaigns.links import Relation
from services.runtime import Runtime
from tests.pages.conftest import OpenPage
from tests.pages.own_elements import words
from tests.pages.world import enrolled, make_campaign
from tests.sandbox_process import COMPANY_ID, RunningSandbox

ENDINGS = {
    "+493023125601": "answered",
    "+493023125602": "voicemail",
    "+493023125603": "no_answer",
    "+493023125604": "busy",
    "+493023125605": "declined",
    "+493023125606": "invalid_number",
}


@pytest.fixture
def over(sandbox: RunningSandbox, console: Runtime) -> Iterator[Campaign]:
    """A campaign that called one person to each ending."""
    sandbox.control("PUT", "endings", {number: [{"outcome": one}] for number, one in ENDINGS.items()})
    made = make_campaign(console.api, "Spring offer", max_attempts_per_contact=1)
    people = [
        ContactCreate(company_id=COMPANY_ID, first_name="Anna", last_name=ending, phone=number)
        for number, ending in ENDINGS.items()
    ]
    console.api.campaigns.add_contacts(
        made.id, [console.api.contacts.create(one).contact.id for one in people]
    )
    console.api.campaigns.run(made.id)
    sandbox.advance(hours=2)
    yield console.api.campaigns.get(made.id)
    sandbox.control("PUT", "endings", {})


def run(tab: AppTest) -> AppTest:
    assert not tab.exception
    return tab


def test_the_new_campaign_holds_only_the_unreached_and_is_linked_to_the_old_one(
    open_page: OpenPage, sandbox: RunningSandbox, console: Runtime, over: Campaign
) -> None:
    assert over.status == "completed"
    assert "Call again: no answer, busy, voicemail" in words(run(open_page("campaign", id=over.id)))

    tab = run(open_page("new", copy=over.id, people="unreached"))
    run(tab.button(key="create-campaign").click().run())

    _origin, [link] = console.links.around(over.id)
    assert link.relation is Relation.UNREACHED
    made = console.api.campaigns.get(link.campaign_id)
    assert made.status == "draft"
    assert enrolled(sandbox, made.id) == ["+493023125602", "+493023125603", "+493023125604"]

"""People of campaigns in the generation `actions`, and how they get into them: by a choice, by none, and by the way."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.dialling.telephony import Ending
from services.api.models import Outcome
from tests.sandbox.actions.platform import ActionsPlatform

TALK = Ending(Outcome.ANSWERED, 30)


def test_people_are_flat_rows_with_one_word_and_nothing_beside_them(platform: ActionsPlatform) -> None:
    campaign = platform.campaign()
    called, waiting = platform.person(TALK), platform.person(TALK)
    platform.enrol(campaign, called, waiting)
    platform.run(campaign, action="start")
    platform.after(minutes=1.2)
    answer = platform.get(f"campaigns/{campaign}/contacts")
    assert answer.keys() == {"success", "contacts"}
    first = {"firstName": "Person1", "lastName": "Muster", "phone": "+4915112340001"}
    assert answer["contacts"][0] == {"id": called, **first, "callStatus": "answered"}
    assert [row["callStatus"] for row in answer["contacts"]] == ["answered", "pending"]
    assert [row["id"] for row in platform.get(f"campaigns/{campaign}/contacts", offset=1)["contacts"]] == [
        waiting
    ]


def test_who_is_named_is_put_in_and_an_id_of_nobody_is_left_out_without_a_word(
    platform: ActionsPlatform,
) -> None:
    campaign = platform.campaign()
    ada, bob = platform.person(), platform.person()
    first = platform.enrol(campaign, ada, "ctc_nobody")
    assert ([row["id"] for row in first["contacts"]], first.keys()) == ([ada], {"success", "contacts"})
    body = {"contacts": [bob, {"id": ada}, {"firstName": "Ida", "lastName": "Neu", "phone": "+491519990001"}]}
    assert len(platform.post(f"campaigns/{campaign}/contacts", body)["contacts"]) == 3
    assert {ada, bob} < platform.ids(campaign)
    platform.post(f"campaigns/{campaign}/contacts", {"contacts": [{"firstName": "Ida"}]}, 400)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"contactIds": []},
        {"contacts": []},
        {"contact": {"first_name": "Ida", "last_name": "Neu", "phone": "+491519990001"}},
        {"audience": {"mode": "all_eligible", "search": "nobody at all"}},
    ],
)
def test_a_choice_of_nobody_means_the_whole_group(platform: ActionsPlatform, body: dict[str, Any]) -> None:
    group = {platform.member() for _ in range(3)}
    platform.person()
    campaign = platform.campaign()
    platform.post(f"campaigns/{campaign}/contacts", body)
    assert platform.ids(campaign) == group


def test_whoever_is_in_already_is_called_again(platform: ActionsPlatform) -> None:
    campaign = platform.campaign(noAutoComplete=True)
    somebody = platform.person(TALK)
    platform.enrol(campaign, somebody)
    platform.run(campaign, action="start")
    platform.after(minutes=3)
    assert [row["id"] for row in platform.enrol(campaign, somebody)["contacts"]] == [somebody]
    platform.after(minutes=3)
    assert len(platform.calls(campaign)) == 2


def test_nobody_can_be_taken_out(platform: ActionsPlatform) -> None:
    campaign = platform.campaign()
    somebody = platform.person()
    platform.enrol(campaign, somebody)
    platform.delete(f"campaigns/{campaign}/contacts", {"contactIds": [somebody]}, 405)
    assert platform.ids(campaign) == {somebody}


def test_whoever_joins_the_group_of_a_campaign_that_follows_it_is_called_by_herself(
    platform: ActionsPlatform,
) -> None:
    campaign = platform.campaign(liveSync=True)
    platform.run(campaign, action="start")
    platform.after(minutes=5)
    late = platform.member(TALK)
    platform.after(minutes=5)
    assert {call["contactId"] for call in platform.calls(campaign)} == {late}


def test_a_preview_counts_and_puts_nobody_in(platform: ActionsPlatform) -> None:
    platform.member(lead_status="open")
    platform.member(lead_status="lost")
    platform.member(do_not_call=True)
    platform.person()
    campaign = platform.campaign()
    asked = [{}, {"assistantId": "asst_first"}, {"campaignId": campaign, "leadStatus": "open"}]
    counts = [platform.get("campaigns/preview-enrollment", **one) for one in asked]
    assert counts == [{"success": True, "count": count} for count in (3, 2, 1)]
    assert platform.people(campaign) == []


def test_a_campaign_that_is_over_takes_nobody(platform: ActionsPlatform) -> None:
    campaign = platform.campaign()
    platform.run(campaign, action="start")
    platform.after(hours=1)
    body = {"contactIds": [platform.person()]}
    platform.post(f"campaigns/{campaign}/contacts", body, 409)

"""The CRM of the generation `actions`: people who are merged by their number, imports of rows, groups, and no companies."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.filling import FIRST_GROUP
from services.api.models import Outcome
from tests.sandbox.actions.platform import ActionsPlatform

ADA = {"teamId": "team_demo", "firstName": "Ada", "lastName": "Lovelace", "phone": "+447911123456"}


def contact(platform: ActionsPlatform, **fields: Any) -> dict[str, Any]:
    return platform.post("contacts", ADA | {"groupId": FIRST_GROUP} | fields, 201)["contact"]


def test_a_new_person_needs_a_group(platform: ActionsPlatform) -> None:
    platform.post("contacts", ADA, 400)
    platform.post("contacts", ADA | {"groupId": "grp_nobody"}, 404)
    made = contact(platform)
    assert (made["groupId"], made["firstName"], made["doNotCall"]) == (FIRST_GROUP, "Ada", False)


def test_the_same_number_is_merged_and_a_wish_not_to_be_called_wiped_out(platform: ActionsPlatform) -> None:
    first = contact(platform, doNotCall=True)
    again = contact(platform, firstName="Augusta", doNotCall=False)
    assert (again["id"], again["firstName"], again["doNotCall"]) == (first["id"], "Augusta", False)


def test_a_person_with_a_campaign_is_put_into_it_while_it_runs(platform: ActionsPlatform) -> None:
    campaign = platform.campaign(noAutoComplete=True)
    platform.run(campaign, action="start")
    made = contact(platform, campaignId=campaign)
    platform.after(minutes=2)
    assert {call["contactId"] for call in platform.calls(campaign)} == {made["id"]}


def test_people_are_listed_in_camel_case_without_a_count(platform: ActionsPlatform) -> None:
    made = contact(platform)
    answer = platform.get("contacts", groupId=FIRST_GROUP, search="lovelace")
    assert (answer["contacts"], "count" in answer) == ([made], False)
    assert platform.get("contacts", doNotCall="true")["contacts"] == []


def test_a_person_is_read_and_changed_by_a_key(platform: ActionsPlatform) -> None:
    made = contact(platform)
    answer = platform.client.put(f"/api/crm/contacts/{made['id']}", json={"doNotCall": True})
    assert answer.json()["contact"]["doNotCall"] is True
    assert platform.get(f"contacts/{made['id']}")["contact"]["doNotCall"] is True
    assert platform.client.get("/api/crm/contacts/ctc_nobody").status_code == 404


def test_an_import_counts_who_was_merged_among_the_taken_and_names_no_id(platform: ActionsPlatform) -> None:
    contact(platform)
    rows = [ADA, ADA | {"phone": "+447911123457"}, ADA | {"phone": "call me"}, {"firstName": "Nobody"}]
    answer = platform.post("contacts/import", {"teamId": "team_demo", "contacts": rows})
    assert (answer["imported"], answer["failed"], len(answer["errors"])) == (2, 2, 2)
    assert answer.keys() == {"success", "imported", "failed", "errors"}


def test_a_row_without_a_group_joins_the_default_one_and_what_follows_it(platform: ActionsPlatform) -> None:
    campaign = platform.campaign(liveSync=True)
    platform.run(campaign, action="start")
    own = platform.post("groups", {"teamId": "team_demo", "name": "Own"}, 201)["group"]["id"]
    rows = [ADA, ADA | {"phone": "+447911123457", "groupId": own}]
    platform.post("contacts/import", {"teamId": "team_demo", "contacts": rows})
    [default] = [row for row in platform.get("contacts")["contacts"] if row["groupId"] != own]
    assert default["phone"] == ADA["phone"]
    assert [row["phone"] for row in platform.get(f"groups/{own}/contacts")["contacts"]] == ["+447911123457"]
    assert platform.people(campaign) == []  # the assistant's group is another one


def test_an_import_takes_no_file(platform: ActionsPlatform) -> None:
    form = {"teamId": "team_demo", "columnMapping": '{"first_name": "a"}'}
    answer = platform.client.post("/api/crm/contacts/import", data=form, files={"file": b"a\n1\n"})
    assert answer.status_code == 400


def test_groups_tell_their_size_and_no_count(platform: ActionsPlatform) -> None:
    platform.member()
    answer = platform.get("groups")
    sizes = {group["id"]: group["contactCount"] for group in answer["groups"]}
    assert (sizes[FIRST_GROUP], "count" in answer) == (1, False)
    assert answer["groups"][0].keys() == {"id", "name", "contactCount", "createdAt"}


def test_members_come_and_go_many_at_once_and_stay_in_their_campaigns(platform: ActionsPlatform) -> None:
    people = [platform.person(Outcome.ANSWERED) for _ in range(3)]
    address = f"groups/{FIRST_GROUP}/contacts"
    platform.post(address, {"contactIds": people, "action": "add"})
    campaign = platform.campaign(enrollment=None)
    platform.post(address, {"contactIds": people[:2], "action": "remove"})
    assert [row["id"] for row in platform.get(address)["contacts"]] == people[2:]
    assert platform.ids(campaign) == set(people)


def test_a_group_can_be_deleted_and_its_people_stay(platform: ActionsPlatform) -> None:
    somebody = platform.member()
    renamed = platform.client.put(f"/api/crm/groups/{FIRST_GROUP}", json={"name": "Old"}).json()["group"]
    assert renamed["name"] == "Old"
    platform.delete(f"groups/{FIRST_GROUP}")
    assert platform.client.get(f"/api/crm/groups/{FIRST_GROUP}").status_code == 404
    assert [row["id"] for row in platform.get("contacts")["contacts"]] == [somebody]
    assert platform.people(platform.campaign(enrollment=None)) == []


def test_companies_are_listed_by_number_and_never_made(platform: ActionsPlatform) -> None:
    answer = platform.get("companies")
    assert (answer["total"], answer["page"], answer["companies"][0]["name"]) == (1, 1, "First company")
    platform.post("companies", {"name": "New"}, 410)


@pytest.mark.parametrize("path", ["campaigns", "contacts", "calls"])
def test_no_list_tells_how_many_there_are(platform: ActionsPlatform, path: str) -> None:
    assert platform.get(path).keys() == {"success", path, "limit", "offset"}

"""People and groups of the newest generation: who is merged with whom, what an import leaves, and what a group may cost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.sandbox.newest.platform import TEAM, NewestPlatform, open_newest

ADA = {"firstName": "Ada", "lastName": "Muster", "phone": "+4915112341111"}


def created(platform: NewestPlatform, status: int = 201, **fields: Any) -> dict[str, Any]:
    body = {"teamId": TEAM, "groupId": "grp_first", **ADA, **fields}
    return platform.post("contacts", body, status).get("contact", {})


def test_somebody_with_the_same_number_is_merged_and_a_wish_not_to_be_called_is_lost(
    platform: NewestPlatform,
) -> None:
    ada = created(platform, doNotCall=True, notes="prefers mornings")
    assert ada["do_not_call"] is True
    merged = created(platform, 200, firstName="Adele", doNotCall=False)
    assert merged["id"] == ada["id"]
    assert (merged["first_name"], merged["do_not_call"], merged["notes"]) == (
        "Adele",
        False,
        "prefers mornings",
    )


def test_a_mark_that_is_not_spoken_of_stays(platform: NewestPlatform) -> None:
    created(platform, doNotCall=True)
    assert created(platform, 200)["do_not_call"] is True


def test_what_is_sent_of_a_contact_changes_and_nothing_else(platform: NewestPlatform) -> None:
    ada = created(platform, jobTitle="VP", customFields={"plan": "plus"})
    marked = platform.client.put(f"/api/crm/contacts/{ada['id']}", json={"doNotCall": True}).json()["contact"]
    assert (marked["do_not_call"], marked["job_title"], marked["custom_fields"]) == (
        True,
        "VP",
        {"plan": "plus"},
    )
    patched = platform.client.patch(f"/api/crm/contacts/{ada['id']}", json={"leadStatus": "open"})
    assert patched.json()["contact"]["lead_status"] == "open"
    assert platform.client.put("/api/crm/contacts/con_none", json={}).status_code == 404


def test_a_contact_tells_the_campaigns_she_is_in(platform: NewestPlatform) -> None:
    ada, campaign = created(platform)["id"], platform.campaign(name="Spring")
    platform.enrol(campaign, ada)
    (entry,) = platform.get(f"contacts/{ada}")["campaign_history"]
    assert (entry["campaign_id"], entry["campaign_name"], entry["status"]) == (campaign, "Spring", "pending")


def test_an_import_of_rows_counts_the_merged_as_imported_and_names_what_failed(
    platform: NewestPlatform,
) -> None:
    created(platform, doNotCall=True)
    rows = [
        {**ADA, "doNotCall": False},
        {**ADA, "phone": "+4915112341112"},
        {**ADA, "phone": "+4915112341113", "groupId": "grp_none"},
    ]
    answer = platform.post("contacts/import", {"teamId": TEAM, "contacts": rows})
    assert answer.keys() == {"success", "imported", "failed", "errors"}
    assert (answer["imported"], answer["failed"], len(answer["errors"])) == (2, 1, 1)
    assert [row["do_not_call"] for row in platform.get("contacts")["contacts"]] == [False, False]
    assert platform.get("groups/grp_default/contacts")["count"] == 1
    for wrong in ([], [{**ADA, "phone": "0151"}], [{"firstName": "Ada"}]):
        platform.post("contacts/import", {"teamId": TEAM, "contacts": wrong}, 400)


def imported_file(platform: NewestPlatform, csv: str, **form: str) -> dict[str, Any]:
    mapping = json.dumps(
        {"first_name": "First", "last_name": "Last", "phone": "Phone", "company_name": "Firm"}
    )
    answer = platform.client.post(
        "/api/crm/contacts/import",
        data={"teamId": TEAM, "columnMapping": mapping, **form},
        files={"file": ("people.csv", csv.encode(), "text/csv")},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_file_puts_its_people_into_the_default_group(platform: NewestPlatform) -> None:
    answer = imported_file(platform, "First,Last,Phone,Firm\nAda,Muster,+4915112341111,North\n")
    assert (answer["imported"], answer["total"]) == (1, 1)
    (member,) = platform.get("groups/grp_default/contacts")["contacts"]
    (contact,) = platform.get("contacts", groupId="grp_default")["contacts"]
    assert member["id"] == contact["id"]
    assert contact["company_name"] == "North"


def test_a_file_that_replaces_wipes_out_a_wish_not_to_be_called(platform: NewestPlatform) -> None:
    ada = created(platform, doNotCall=True)
    file = "First,Last,Phone,Firm\nAda,Muster,+4915112341111,North\n"
    imported_file(platform, file, duplicateMode="update")
    assert platform.get(f"contacts/{ada['id']}")["contact"]["do_not_call"] is True
    imported_file(platform, file, duplicateMode="replace")
    assert platform.get(f"contacts/{ada['id']}")["contact"]["do_not_call"] is False


def test_what_is_neither_rows_nor_a_file_is_not_imported(platform: NewestPlatform) -> None:
    answer = platform.client.post(
        "/api/crm/contacts/import", content=b"a,b", headers={"content-type": "text/csv"}
    )
    assert answer.status_code == 415


def test_a_groups_name_is_its_own_and_a_group_is_never_deleted(platform: NewestPlatform) -> None:
    made = platform.post("groups", {"name": " Spring people "})["group"]
    assert (made["name"], made["is_default"], made["contact_count"]) == ("Spring people", False, 0)
    platform.post("groups", {"name": "spring PEOPLE"}, 400)
    renamed = platform.client.put(f"/api/crm/groups/{made['id']}", json={"name": "Summer people"}).json()
    assert renamed["group"]["name"] == "Summer people"
    platform.delete(f"groups/{made['id']}", status=405)
    found = platform.get("groups", search="summer")
    assert (found["count"], found["groups"][0]["id"]) == (1, made["id"])


def test_a_group_counts_all_its_members_and_shows_the_newest_first(platform: NewestPlatform) -> None:
    members = [platform.member() for _ in range(3)]
    platform.post("groups/grp_first/contacts", {"contactId": members[0]})
    page = platform.get("groups/grp_first/contacts", limit=2)
    assert (page["count"], [row["id"] for row in page["contacts"]]) == (3, members[::-1][:2])
    group = platform.get("groups/grp_first")["group"]
    assert (group["contact_count"], len(group["contacts"])) == (3, 3)
    platform.post("groups/grp_first/contacts", {"contactId": "con_none"}, 404)
    platform.post("groups/grp_none/contacts", {"contactId": members[0]}, 404)


def test_groups_have_a_budget_of_their_own(tmp_path: Path) -> None:
    platform = NewestPlatform(open_newest(tmp_path, group_requests_per_hour=3, requests_per_hour=5))
    for _ in range(3):
        platform.get("groups")
    refused = platform.client.get("/api/crm/groups")
    assert (refused.status_code, int(refused.headers["retry-after"]) > 0) == (429, True)
    assert platform.client.get("/api/test-api-key").status_code == 200
    platform.close()


def test_companies_are_pages_that_can_only_be_read(platform: NewestPlatform) -> None:
    found = platform.get("companies", page=1)
    assert (found["total"], found["page"], "count" in found) == (1, 1, False)
    platform.post("companies", {"name": "North"}, 410)


def test_own_fields_are_defined_and_kept_from_keys_of_a_live_deployment(platform: NewestPlatform) -> None:
    assert [field["key"] for field in platform.get("custom-fields")["fields"]] == ["customer_since", "plan"]
    platform.world.profile = "live"
    answer = platform.client.get("/api/crm/custom-fields", params={"teamId": TEAM})
    assert answer.status_code == 403

"""Enrolment on the newest generation: by the creation of a campaign, by asking for it, and by the way."""

from __future__ import annotations

from services.api.models import Outcome
from tests.sandbox.newest.platform import NewestPlatform


def test_a_create_that_does_not_speak_of_it_takes_in_the_assistants_whole_group(
    platform: NewestPlatform,
) -> None:
    group = {platform.member() for _ in range(3)}
    outsider = platform.person()
    made = platform.created(enrollment=None)
    assert made["enrollment"]["inserted"] == 3
    inside = {row["contact"]["id"] for row in platform.people(made["campaign"]["id"])}
    assert inside == group
    assert outsider not in inside


def test_a_create_that_says_none_takes_in_nobody(platform: NewestPlatform) -> None:
    platform.member()
    made = platform.created()
    assert made["enrollment"]["inserted"] == made["campaign"]["total_contacts"] == 0
    assert platform.people(made["campaign"]["id"]) == []


def test_a_planned_campaign_calls_the_group_that_it_took_in_unattended(platform: NewestPlatform) -> None:
    somebody = platform.member(Outcome.ANSWERED)
    made = platform.created(enrollment=None, scheduledStartAt="2026-03-03T11:00:00Z")
    assert made["campaign"]["status"] == "scheduled"
    platform.at("2026-03-03T11:01:00Z")
    assert platform.called(made["campaign"]["id"]) == {somebody}


def test_whoever_is_in_already_is_called_again(platform: NewestPlatform) -> None:
    campaign = platform.campaign(noAutoComplete=True)
    somebody = platform.person(Outcome.ANSWERED)
    platform.enrol(campaign, somebody)
    platform.run(campaign)
    platform.after(minutes=3)
    again = platform.enrol(campaign, somebody)
    assert (again["added"], again["invalid"], again["enrollment"]["updated"]) == (0, [], 1)
    platform.after(minutes=3)
    assert len(platform.calls(campaign)) == 2


def test_people_of_any_group_get_in_by_id_and_nobodys_ids_are_listed(platform: NewestPlatform) -> None:
    campaign = platform.campaign()
    outsider, barred, mute = platform.person(), platform.person(do_not_call=True), platform.person(phone=None)
    answer = platform.enrol(campaign, outsider, barred, mute, "con_nobody", outsider)
    assert (answer["added"], answer["invalid"]) == (1, ["con_nobody"])
    counts = answer["enrollment"]
    assert (counts["excludedDnc"], counts["excludedNoPhone"], counts["excludedDuplicate"]) == (1, 1, 1)
    assert counts["scanned"] == 4


def test_an_audience_is_the_assistants_group_and_its_preview_counts_the_same(
    platform: NewestPlatform,
) -> None:
    campaign = platform.campaign()
    called = platform.member(Outcome.ANSWERED, lead_status="open")
    other = platform.campaign(noAutoComplete=True)
    platform.enrol(other, called)
    platform.run(other)
    platform.after(minutes=2)
    fresh = [platform.member(lead_status="open") for _ in range(3)]
    platform.member(lead_status="lost")
    platform.member(lead_status="open", do_not_call=True)
    filters = {"notYetDialed": True, "leadStatus": "open", "maxToAdd": 2}
    preview = platform.post("campaigns/preview-enrollment", {"campaignId": campaign, **filters})
    assert platform.people(campaign) == []
    done = platform.post(f"campaigns/{campaign}/contacts", {"audience": {"mode": "all_eligible", **filters}})
    assert preview["preview"] == done["enrollment"]
    assert preview["groupName"] == "First company"
    counts = {name: count for name, count in done["enrollment"].items() if count}
    assert counts == {
        "inserted": 2,
        "scanned": 5,
        "excludedDnc": 1,
        "excludedAlreadyDialed": 1,
        "excludedOverCap": 1,
        "groupId": "grp_first",
    }
    assert {row["contact"]["id"] for row in platform.people(campaign)} == set(fresh[:2])


def test_a_delta_leaves_those_alone_who_are_in_already(platform: NewestPlatform) -> None:
    platform.member()
    made = platform.created(enrollment={"mode": "all_eligible"})
    address = f"campaigns/{made['campaign']['id']}/contacts"
    later = platform.member()
    delta = platform.post(address, {"audience": {"mode": "delta"}})["enrollment"]
    assert (delta["inserted"], delta["updated"]) == (1, 0)
    again = platform.post(address, {"audience": {"mode": "all_eligible"}})["enrollment"]
    assert (again["inserted"], again["updated"]) == (0, 2)
    assert platform.one(made["campaign"]["id"], later)["next_attempt_at"]


def test_an_empty_choice_is_refused_and_so_is_more_than_one(platform: NewestPlatform) -> None:
    address = f"campaigns/{platform.campaign()}/contacts"
    person = platform.person()
    audience = {"mode": "all_eligible"}
    for body in (
        {"contactIds": []},
        {},
        {"contactIds": [person], "audience": audience},
        {"audience": {**audience, "importBatchIds": []}},
        {"contactIds": [person], "priority": 100},
    ):
        platform.post(address, body, 400)


def test_whoever_is_typed_in_joins_the_crm_and_the_campaign(platform: NewestPlatform) -> None:
    campaign = platform.campaign()
    typed = {
        "first_name": "Ada",
        "last_name": "Muster",
        "phone": "0049 151 12341111",
        "company_name": "North",
    }
    answer = platform.post(f"campaigns/{campaign}/contacts", {"contact": typed})
    row = platform.one(campaign, answer["contact_id"])
    assert row["id"] == answer["campaign_contact_id"]
    assert (row["contact"]["phone"], row["contact"]["company_name"]) == ("+4915112341111", "North")


def test_a_campaign_named_with_a_contact_enrols_her_in_a_running_one_too(platform: NewestPlatform) -> None:
    campaign = platform.campaign(noAutoComplete=True)
    platform.run(campaign)
    person = {"teamId": "team_demo", "groupId": "grp_default", "firstName": "Ada", "lastName": "Muster"}
    made = platform.post("contacts", {**person, "phone": "+4915112341111", "campaignId": campaign}, 201)
    assert made["campaign_enrollment"]["status"] == "pending"
    platform.after(minutes=20 / 60)
    assert platform.called(campaign) == {made["contact"]["id"]}
    missed = platform.post("contacts", {**person, "phone": "+4915112341112", "campaignId": "camp_none"}, 201)
    assert missed["campaign_enrollment"] is None
    assert missed["warning"]


def test_a_campaign_named_in_an_import_row_calls_those_again_who_were_done_with(
    platform: NewestPlatform,
) -> None:
    campaign = platform.campaign(noAutoComplete=True)
    somebody = platform.person(Outcome.ANSWERED, phone="+4915112341111")
    platform.enrol(campaign, somebody)
    platform.run(campaign)
    platform.after(minutes=5)
    row = {"firstName": "Ada", "lastName": "Muster", "phone": "+4915112341111", "campaignId": campaign}
    platform.post("contacts/import", {"teamId": "team_demo", "contacts": [row]})
    platform.after(minutes=5)
    assert len(platform.calls(campaign)) == 2


def test_whoever_joins_the_group_of_a_live_campaign_is_called_by_herself(platform: NewestPlatform) -> None:
    campaign = platform.campaign(liveSync=True)
    assert platform.show(campaign)["settings"]["no_auto_complete"] is True
    before = platform.person()
    platform.run(campaign)
    platform.after(minutes=5)
    assert platform.status(campaign) == "running"
    joined = platform.member(Outcome.ANSWERED)
    person = {"firstName": "Ada", "lastName": "Muster", "phone": "+4915112341111", "groupId": "grp_first"}
    platform.post("contacts/import", {"teamId": "team_demo", "contacts": [person]})
    platform.member(group="grp_default")
    platform.after(minutes=10)
    (imported,) = platform.get("contacts", search="+4915112341111")["contacts"]
    assert platform.called(campaign) == {joined, imported["id"]}
    assert before not in platform.called(campaign)


def test_leaving_a_group_takes_nobody_out_of_a_campaign(platform: NewestPlatform) -> None:
    member = platform.member()
    campaign = platform.created(enrollment=None)["campaign"]["id"]
    answer = platform.client.delete("/api/crm/groups/grp_first/contacts", params={"contactId": member})
    assert answer.status_code == 200
    assert platform.get("groups/grp_first/contacts")["count"] == 0
    assert [row["contact"]["id"] for row in platform.people(campaign)] == [member]

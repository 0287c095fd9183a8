from __future__ import annotations

from sandbox.filling import FIRST_COMPANY
from services.api.models import Outcome
from tests.sandbox.platform import Platform


def counts(answer: dict[str, object]) -> tuple[object, object, object]:
    return answer["added"], answer["skipped"], answer["invalid"]


def test_it_counts_new_known_and_unknown_people(platform: Platform) -> None:
    campaign = platform.campaign()
    company = platform.post("companies", {"name": "Elsewhere"}, 201)["company"]["id"]
    ada, bob, stranger = platform.person(), platform.person(), platform.person(company_id=company)
    assert counts(platform.enrol(campaign, ada, bob, stranger, "con_nobody", ada)) == (2, 0, 2)
    assert counts(platform.enrol(campaign, ada, bob)) == (0, 2, 0)
    assert platform.show(campaign)["total_contacts"] == 2


def test_somebody_not_to_be_called_is_enrolled_as_skipped(platform: Platform) -> None:
    campaign = platform.campaign()
    barred = platform.person(do_not_call=True)
    assert counts(platform.enrol(campaign, barred)) == (1, 0, 0)
    assert platform.one(campaign, barred)["status"] == "skipped"
    assert platform.show(campaign)["contacts_completed"] == 1


def test_an_audience_is_everybody_of_the_company_who_can_be_called(platform: Platform) -> None:
    campaign = platform.campaign()
    fine = platform.person(lead_status="customer")
    platform.person(phone=None)
    platform.person(do_not_call=True)
    other = platform.person(first_name="Ömer", lead_status="new")
    audience = {"mode": "all_eligible", "companyId": FIRST_COMPANY}
    address = f"campaigns/{campaign}/contacts"
    assert counts(platform.post(address, {"audience": audience | {"search": "öMER"}})) == (1, 0, 0)
    assert counts(platform.post(address, {"audience": audience | {"leadStatus": "customer"}})) == (1, 0, 0)
    assert {row["contact"]["id"] for row in platform.people(campaign)} == {fine, other}
    assert counts(platform.post(address, {"audience": audience})) == (0, 2, 0)
    everybody = audience | {"hasPhoneOnly": False, "excludeDnc": False, "maxToAdd": 1}
    assert counts(platform.post(address, {"audience": everybody})) == (1, 2, 0)
    platform.post(address, {"audience": audience | {"companyId": "comp_other"}}, 400)


def test_a_person_typed_in_is_made_and_enrolled_once(platform: Platform) -> None:
    campaign = platform.campaign()
    body = {"contact": {"first_name": "Ida", "last_name": "Neu", "phone": "+49 151 999-0001"}}
    first = platform.post(f"campaigns/{campaign}/contacts", body)
    again = platform.post(f"campaigns/{campaign}/contacts", body)
    assert (counts(first), counts(again)) == ((1, 0, 0), (0, 1, 0))
    assert first["contact_id"] == again["contact_id"]
    assert first["campaign_contact_id"] == again["campaign_contact_id"]
    assert platform.people(campaign)[0]["contact"]["phone"] == "+491519990001"
    wrong = {"contact": {"first_name": "Ida", "last_name": "Neu", "phone": "call me"}}
    platform.post(f"campaigns/{campaign}/contacts", wrong, 400)


def test_it_wants_exactly_one_way_of_naming_people(platform: Platform) -> None:
    campaign = platform.campaign()
    ways = {"contactIds": ["x"], "audience": {"mode": "all_eligible", "companyId": FIRST_COMPANY}}
    platform.post(f"campaigns/{campaign}/contacts", {}, 400)
    platform.post(f"campaigns/{campaign}/contacts", {"contactIds": []}, 400)
    platform.post(f"campaigns/{campaign}/contacts", ways, 400)


def test_only_people_not_yet_called_are_removed(platform: Platform) -> None:
    campaign = platform.campaign()
    called, waiting, barred = (
        platform.person(Outcome.ANSWERED),
        platform.person(),
        platform.person(do_not_call=True),
    )
    platform.enrol(campaign, called, waiting, barred)
    platform.run(campaign)
    removed = platform.delete(f"campaigns/{campaign}/contacts", {"contactIds": [called, waiting, barred]})
    assert removed["removed"] == 2
    shown = platform.show(campaign)
    assert (shown["total_contacts"], shown["contacts_called"], shown["contacts_completed"]) == (1, 1, 0)


def test_a_new_contact_is_enrolled_where_the_campaign_takes_people(platform: Platform) -> None:
    campaign = platform.campaign()
    body = {"companyId": FIRST_COMPANY, "firstName": "Eva", "lastName": "Kurz", "phone": "+491510000001"}
    made = platform.post("contacts", body | {"campaignId": campaign, "campaignPriority": 4}, 201)
    row = platform.one(campaign, made["contact"]["id"])
    assert (row["id"], row["priority"]) == (made["campaign_enrollment"]["campaign_contact_id"], 4)
    platform.post("contacts", body, 409)
    platform.put(campaign, status="cancelled")
    late = platform.post("contacts", body | {"phone": "+491510000002", "campaignId": campaign}, 201)
    assert late["campaign_enrollment"] is None
    platform.post("contacts", body | {"phone": "+491510000003", "campaignId": "none"}, 404)
    platform.post("contacts", body | {"phone": "0151 1234"}, 400)
    platform.post("contacts", body | {"phone": "+491510000004", "companyId": "none"}, 404)
    platform.post("contacts", body | {"phone": "+491510000005", "teamId": "team_other"}, 404)

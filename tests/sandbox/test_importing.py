from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.filling import FIRST_COMPANY
from tests.sandbox.platform import Platform

MAPPING = {"first_name": "Vorname", "last_name": "Nachname", "phone": "Telefon", "email": "Mail"}


def send(platform: Platform, csv: str | bytes, expected: int = 200, /, **form: Any) -> dict[str, Any]:
    fields = {"teamId": "team_demo", "columnMapping": json.dumps(MAPPING), "defaultCompanyId": FIRST_COMPANY}
    content = csv.encode() if isinstance(csv, str) else csv
    answer = platform.client.post(
        "/api/crm/contacts/import", files={"file": ("people.csv", content)}, data=fields | form
    )
    assert answer.status_code == expected, answer.text
    return answer.json()


def table(*rows: str) -> str:
    return "\n".join(["Vorname,Nachname,Telefon,Mail", *rows]) + "\n"


def counts(answer: dict[str, Any]) -> list[int]:
    return [answer[name] for name in ("imported", "updated", "skipped", "failed", "total")]


def test_it_counts_and_returns_no_ids(platform: Platform) -> None:
    answer = send(
        platform, table("Jörg,Weiß,+49 151 1,", "Ada,L,+4915112345678,a@example.com", ",X,,", "Bo,,,")
    )
    assert counts(answer) == [2, 0, 0, 2, 4]
    assert answer["errors"] == [
        "Row 2: '+49 151 1' is not a valid phone number",
        "Row 4: first_name is required",
    ]
    assert set(answer) == {"success", "imported", "updated", "skipped", "failed", "total", "errors"}
    people = platform.get("contacts", companyId=FIRST_COMPANY)["contacts"]
    assert [(person["first_name"], person["phone"]) for person in people] == [
        ("Ada", "+4915112345678"),
        ("Bo", None),
    ]


def test_duplicates_are_known_by_their_normalised_phone(platform: Platform) -> None:
    send(platform, table("Ada,L,+4915112345678,a@example.com"))
    same = table("Ada,Lovelace,0049 (151) 1234-5678,", "Bo,B,+4915100000001,", "Bo,B,+49 151 00000001,")
    assert counts(send(platform, same)) == [1, 0, 2, 0, 3]
    assert counts(send(platform, same, duplicateMode="update")) == [0, 3, 0, 0, 3]
    ada = platform.get("contacts", search="lovelace")["contacts"][0]
    assert (ada["last_name"], ada["email"]) == ("Lovelace", "a@example.com")
    send(platform, same, duplicateMode="replace")
    assert platform.get("contacts", search="lovelace")["contacts"][0]["email"] is None


def test_an_update_never_lifts_do_not_call(platform: Platform) -> None:
    platform.person(phone="+4915112345678", do_not_call=True)
    send(platform, table("Ada,L,+4915112345678,"), duplicateMode="replace")
    assert platform.get("contacts")["contacts"][0]["do_not_call"] is True


def test_at_most_ten_errors_are_named(platform: Platform) -> None:
    answer = send(platform, table(*["X,Y,123," for _ in range(25)]))
    assert (answer["failed"], len(answer["errors"])) == (25, 10)


def test_companies_are_found_made_or_left_to_the_default(platform: Platform) -> None:
    mapping = json.dumps({"first_name": "n", "company_name": "c", "company_industry": "i", "shoe_size": "s"})
    csv = "n,c,i,s\nAda,first COMPANY,,43\nBo,New GmbH,Energy,\nCy,,,\n"
    send(platform, csv, columnMapping=mapping, defaultCompanyId="")
    people = {person["first_name"]: person for person in platform.get("contacts")["contacts"]}
    assert people["Ada"]["company"] == {"id": FIRST_COMPANY, "name": "First company"}
    assert people["Ada"]["custom_fields"] == {"shoe_size": "43"}
    assert (people["Bo"]["company"], people["Cy"]["company"]) == (None, None)
    made = {"autoCreateCompanies": "true", "importCompanyFields": "true"}
    send(platform, csv, columnMapping=mapping, defaultCompanyId=FIRST_COMPANY, **made)
    companies = {company["name"]: company for company in platform.get("companies")["companies"]}
    assert (companies["New GmbH"]["industry"], companies["New GmbH"]["contact_count"]) == ("Energy", 1)


@pytest.mark.parametrize(
    ("csv", "form"),
    [
        (b"\x89PNG\r\n\x1a\n", {}),
        ("Vorname\nMüller\n".encode("cp1252"), {}),
        (table("Ada,L,,"), {"columnMapping": "no json"}),
        (table("Ada,L,,"), {"columnMapping": '{"first_name": "Given name"}'}),
        (table("Ada,L,,"), {"defaultCompanyId": "none"}),
    ],
)
def test_what_cannot_be_read_fails_row_by_row(
    platform: Platform, csv: str | bytes, form: dict[str, str]
) -> None:
    answer = send(platform, csv, **form)
    assert counts(answer) == [0, 0, 0, 1, 1]
    assert len(answer["errors"]) == 1


def test_it_refuses_a_form_that_lacks_something(platform: Platform) -> None:
    send(platform, table(), 400, columnMapping='{"last_name": "Nachname"}')
    send(platform, table(), 400, duplicateMode="merge")
    send(platform, table(), 400, autoCreateCompanies="yes")
    answer = platform.client.post(
        "/api/crm/contacts/import", data={"teamId": "team_demo", "columnMapping": "{}"}
    )
    assert answer.status_code == 400


def test_it_refuses_what_is_too_large(platform: Platform) -> None:
    limits = platform.world.options
    send(platform, table(*["A,B,," for _ in range(limits.max_import_rows + 1)]), 413)
    send(platform, b"x" * (limits.max_import_bytes + 1), 413)


def test_thousands_come_in_and_into_a_campaign_in_chunks(platform: Platform) -> None:
    for chunk in range(2):
        rows = [f"P{n},Q,+4915{chunk}{n:07},p{n}@example.com" for n in range(5000)]
        assert send(platform, table(*rows))["imported"] == 5000
    campaign = platform.campaign()
    for page in range(10):
        people = platform.get("contacts", companyId=FIRST_COMPANY, limit=1000, offset=page * 1000)["contacts"]
        assert platform.enrol(campaign, *[person["id"] for person in people])["added"] == 1000
    assert platform.show(campaign)["total_contacts"] == 10_000
    answer = platform.run(campaign, dryRun=True)
    assert (len(answer["calls"]), answer["errors"]) == (1, [])

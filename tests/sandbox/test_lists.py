from __future__ import annotations

import pytest

from services.api.models import Outcome
from tests.sandbox.platform import Platform


def test_campaigns_come_newest_first_in_pages(platform: Platform) -> None:
    made = []
    for number in range(5):
        made.append(platform.campaign(name=f"Number {number}"))
        platform.after(minutes=1)
    page = platform.get("campaigns", limit=2, offset=2)
    assert [row["id"] for row in page["campaigns"]] == [made[2], made[1]]
    assert (page["count"], page["limit"], page["offset"]) == (5, 2, 2)
    beyond = platform.get("campaigns", limit=2, offset=10**30)
    assert (beyond["campaigns"], beyond["count"]) == ([], 5)


def test_campaigns_are_filtered_by_status_and_assistant(platform: Platform) -> None:
    draft, running = platform.campaign(), platform.campaign()
    platform.run(running)
    assert [row["id"] for row in platform.get("campaigns", status="running")["campaigns"]] == [running]
    assert platform.get("campaigns", status="draft")["campaigns"][0]["id"] == draft
    assert platform.get("campaigns", assistantId="asst_first")["count"] == 2
    assert platform.get("campaigns", assistantId="asst_other")["count"] == 0


def test_the_statistics_of_people_are_there_when_asked_for(platform: Platform) -> None:
    campaign = platform.campaign(maxConcurrentCalls=5)
    endings = (Outcome.VOICEMAIL, Outcome.VOICEMAIL, Outcome.NO_ANSWER, Outcome.ANSWERED)
    platform.enrol(campaign, *[platform.person(outcome) for outcome in endings])
    platform.run(campaign)
    platform.after(minutes=5)
    assert "contact_stats" not in platform.get("campaigns")["campaigns"][0]
    shown = platform.get("campaigns", includeContactStats="true")["campaigns"][0]
    assert shown["contact_stats"] == {"voicemail": 2, "awaiting_retry": 1}


def test_people_are_filtered_by_status_and_counted_by_it(platform: Platform) -> None:
    campaign = platform.campaign(maxConcurrentCalls=2)
    platform.enrol(campaign, *[platform.person(Outcome.ANSWERED) for _ in range(4)])
    platform.enrol(campaign, platform.person(do_not_call=True))
    platform.run(campaign)
    page = platform.get(f"campaigns/{campaign}/contacts", status="calling", limit=1)
    assert (page["count"], len(page["contacts"])) == (2, 1)
    expected = {"pending": 2, "queued": 0, "calling": 2, "completed": 0, "skipped": 1, "failed": 0}
    assert page["statusCounts"] == expected


def test_contacts_are_searched_and_filtered(platform: Platform) -> None:
    ada = platform.person(
        first_name="Ädä", last_name="O'Neil_100%", email="ada@example.com", lead_status="hot"
    )
    platform.person(phone=None, do_not_call=True)

    def found(**query: str) -> list[str]:
        return [row["id"] for row in platform.get("contacts", **query)["contacts"]]

    for search in ("äDÄ", "o'neil", "ADA@", "+4915112340001", "_100%"):
        assert found(search=search) == [ada]
    assert found(search="%%") == []
    assert found(doNotCall="false") == found(hasPhone="true") == found(leadStatus="hot") == [ada]
    assert ada not in found(doNotCall="true") + found(hasPhone="false")
    assert found(companyId="none") == []


def test_companies_are_searched_and_filtered_and_come_by_name(platform: Platform) -> None:
    for name, industry in (("Öz & Söhne", "Food"), ("Alpha", "Energy")):
        platform.post("companies", {"name": name, "industry": industry}, 201)
    platform.person()

    def found(**query: str) -> list[tuple[str, int]]:
        rows = platform.get("companies", **query)["companies"]
        return [(row["name"], row["contact_count"]) for row in rows]

    assert found() == [("Alpha", 0), ("First company", 1), ("Öz & Söhne", 0)]
    assert found(search="öZ") == found(industry="Food") == [("Öz & Söhne", 0)]
    platform.post("companies", {"name": ""}, 400)


def test_the_call_log_is_newest_first_and_filtered(platform: Platform) -> None:
    campaign, other = platform.campaign(), platform.campaign()
    platform.enrol(campaign, platform.person(Outcome.BUSY, Outcome.ANSWERED))
    platform.enrol(other, platform.person(Outcome.DECLINED))
    platform.run(campaign)
    platform.run(other)
    platform.after(hours=2)
    log = platform.get("calls")["calls"]
    assert [call["started_at"] for call in log] == sorted((call["started_at"] for call in log), reverse=True)
    assert [call["outcome"] for call in platform.get("calls", campaignId=campaign)["calls"]] == [
        "answered",
        "busy",
    ]
    assert platform.get("calls", outcome="declined")["count"] == 1


def test_the_dashboard_shows_the_live_state(platform: Platform) -> None:
    campaign = platform.campaign(maxConcurrentCalls=2)
    people = [platform.person(Outcome.ANSWERED) for _ in range(5)]
    platform.enrol(campaign, *people)
    platform.run(campaign)
    shown = platform.get(f"campaigns/{campaign}/dashboard", limitPending=2)
    assert [row["contact"]["id"] for row in shown["queue"]["calling"]] == people[:2]
    assert [row["contact"]["id"] for row in shown["queue"]["pending"]] == people[2:4]
    assert {call["status"] for call in shown["recentCalls"]} == {"in_progress"}
    platform.after(minutes=1)
    counts = platform.get(f"campaigns/{campaign}/dashboard")["counts"]
    assert (counts["byOutcome"], counts["answered"], counts["total"]) == ({"answered": 2}, 2, 5)


@pytest.mark.parametrize(
    "path",
    [
        "campaigns?teamId=team_demo&limit=0",
        "campaigns?teamId=team_demo&limit=1001",
        "campaigns?teamId=team_demo&status=open",
        "campaigns",
        "contacts?teamId=team_demo&offset=-1",
        "calls?teamId=team_demo&outcome=lost",
        "campaigns?teamId=team_demo&deleted=all",
        "contacts?teamId=team_demo&hasPhone=yes",
        "companies",
    ],
)
def test_a_wrong_question_is_400_and_says_which_field(platform: Platform, path: str) -> None:
    answer = platform.client.get(f"/api/crm/{path}")
    assert answer.status_code == 400
    body = answer.json()
    assert body["success"] is False
    assert body["error"]
    assert len(body["details"]["fieldErrors"]) == 1


def test_another_team_sees_nothing(platform: Platform) -> None:
    platform.campaign()
    platform.person()
    for what in ("campaigns", "contacts", "companies", "calls"):
        assert platform.get(what, teamId="team_other")["count"] == 0

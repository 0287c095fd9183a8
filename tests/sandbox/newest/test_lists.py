"""Lists and readings of the newest generation: what their counts count, and what they leave out."""

from __future__ import annotations

from services.api.models import Outcome
from tests.sandbox.newest.platform import TEAM, NewestPlatform


def test_a_count_is_what_was_returned_and_no_total(platform: NewestPlatform) -> None:
    campaign = platform.campaign()
    platform.campaign(name="Other")
    platform.enrol(campaign, *(platform.person() for _ in range(3)))
    for path in ("campaigns", f"campaigns/{campaign}/contacts", "contacts"):
        assert platform.get(path, limit=1)["count"] == 1
        assert platform.get(path, limit=1, offset=1)["count"] == 1


def test_a_status_that_nobody_is_in_is_missing_from_the_counts(platform: NewestPlatform) -> None:
    campaign = platform.campaign()
    assert platform.get(f"campaigns/{campaign}/contacts")["statusCounts"] == {}
    platform.enrol(campaign, platform.person(), platform.person())
    assert platform.get(f"campaigns/{campaign}/contacts")["statusCounts"] == {"pending": 2}


def test_a_campaign_comes_with_its_first_hundred_people_and_their_number(platform: NewestPlatform) -> None:
    campaign = platform.campaign()
    platform.enrol(campaign, *(platform.person() for _ in range(101)))
    shown = platform.show(campaign)
    assert (len(shown["campaign_contacts"]), shown["contact_count"]) == (100, 101)
    assert "company_id" not in shown


def test_campaigns_are_found_by_what_became_of_somebody(platform: NewestPlatform) -> None:
    answered, waiting = platform.campaign(name="A"), platform.campaign(name="B")
    for campaign, outcome in ((answered, Outcome.ANSWERED), (waiting, Outcome.BUSY)):
        platform.enrol(campaign, platform.person(outcome))
        platform.run(campaign)
        platform.after(minutes=2)
        if campaign == waiting:
            platform.put(campaign, status="paused")
    found = {
        state: platform.get("campaigns", contactFilter=state) for state in ("answered", "awaiting_retry")
    }
    ids = {state: [each["id"] for each in answer["campaigns"]] for state, answer in found.items()}
    assert ids == {"answered": [answered], "awaiting_retry": [waiting]}


def test_a_preview_is_asked_for_and_not_read(platform: NewestPlatform) -> None:
    answer = platform.client.get("/api/crm/campaigns/preview-enrollment", params={"teamId": TEAM})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")

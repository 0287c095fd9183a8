"""Request budget of the answer why nobody is called: an hour of looking at a campaign that calls nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.api import Api
from services.api.models import Campaign
from services.audit.audit import Audit
from services.calling_days.calendar import Calendar
from services.calling_rules.call_window import CallWindow
from services.campaign.everybody import Everybody
from services.campaign.held_parts import Holding, Part
from services.campaign.holdings import Holdings, KeptHere
from services.campaigns.campaigns import Campaigns
from services.deployment import Deployment
from services.live import CREDITS_AGE, Live
from services.readiness import People
from services.reads.reads import Reads
from tests.services.live.test_live import CREDITS, Office, Platform

PEOPLE, LISTED = 900, 100


class QuietPlatform(Platform):
    """A campaign of many of whom all wait for the next try, and whose counters say otherwise than its people."""

    people = PEOPLE

    def campaign(self) -> dict[str, Any]:
        later = {"call_window_start": "00:00", "call_window_end": "23:59", "from_number_ids": ["n1"]}
        return (
            super().campaign() | later | {"total_contacts": self.people, "contacts_called": self.people // 2}
        )

    def _answer(self, name: str) -> dict[str, Any]:
        later = "2099-03-03T12:00:00Z"
        row = {"status": "pending", "attempts": 0, "next_attempt_at": later}
        people = [
            row | {"id": f"e{n}", "contact": {"phone": "+4930123456"}} for n in range(min(self.people, 1000))
        ]
        counts = {"pending": self.people}
        match name:
            case "dashboard":
                return {
                    "campaign": self.campaign(),
                    "counts": {"byStatus": counts, "byOutcome": {}, "total": self.people},
                    "queue": {"pending": people[:LISTED], "calling": []},
                    "recentCalls": [],
                }
            case "contacts":
                return {
                    "contacts": people,
                    "statusCounts": counts,
                    "count": self.people,
                    "limit": 1000,
                    "offset": 0,
                }
            case _:
                return super()._answer(name)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    made.platform = QuietPlatform()
    yield made
    made.engine.dispose()


def _every_day(campaign: Campaign, _people: People) -> Calendar:
    return Calendar(CallWindow.from_campaign(campaign))


class Looking:
    """A person who looks at the campaign."""

    def __init__(self, office: Office) -> None:
        api = Api("http://platform.test", "tk_test_1", "team", transport=office.platform, budget=office.budget,
                  clock=office.seconds, sleep=office.sleep, demo=True)  # fmt: skip
        reads = Reads(office.budget, clock=lambda: office.time, pause=office.sleep)

        def credits() -> float | None:
            return reads.get("credits", lambda: api.credits.get().credits, CREDITS_AGE, shape=CREDITS).value

        campaigns = Campaigns(api, reads, Audit(office.engine, lambda: office.time))
        deployment = Deployment(api, reads, campaigns, office.engine, now=lambda: office.time)
        self.everybody = Everybody(api, reads, lambda _operation: True)
        self.holdings = Holdings(self.everybody, deployment, _every_day)
        self.live = Live(api, reads, credits=credits, wall=lambda: office.time)

    def look(self) -> Holding:
        found = self.holdings.of(self.live.watch("camp_1"), KeptHere())
        assert found is not None
        return found


def test_an_hour_of_looking_takes_less_than_300_requests(office: Office) -> None:
    looking = Looking(office)
    for _step in range(30 * 60):
        assert looking.look().of(Part.RETRY) == PEOPLE
        office.time += timedelta(seconds=2)

    assert sum(office.platform.asked.values()) < 270, office.platform.asked


def test_of_very_many_nobody_is_read_unasked_and_the_rest_is_not_known(office: Office) -> None:
    assert isinstance(office.platform, QuietPlatform)
    office.platform.people = 100_000
    looking = Looking(office)
    looking.look()  # with it the console learns what is open to this key
    office.platform.asked.clear()
    office.time += timedelta(hours=1)

    found = looking.look()

    assert office.platform.asked["contacts"] == 0
    assert (found.people, found.of(Part.RETRY), found.of(Part.UNKNOWN)) == (100_000, LISTED, 100_000 - LISTED)
    assert found.unread == 100_000 - LISTED


class NarrowPlatform(QuietPlatform):
    """Lists so few people a page, whatever is asked for, and calls one more each time it is asked."""

    page = 50

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.offset = int(request.url.params.get("offset", 0))
        return super().handle_request(request)

    def campaign(self) -> dict[str, Any]:
        return super().campaign() | {"contacts_called": self.asked.total() % self.people}

    def _answer(self, name: str) -> dict[str, Any]:
        answer = super()._answer(name)
        if name == "contacts":
            answer |= {
                "contacts": answer["contacts"][self.offset :][: self.page],
                "limit": self.page,
                "offset": self.offset,
            }
        return answer


def test_a_list_of_many_pages_is_read_again_less_often_than_one_of_few(office: Office) -> None:
    office.platform, campaign = NarrowPlatform(), None
    office.platform.people = 500
    looking = Looking(office)
    for step in range(30 * 60):
        campaign = Campaign.model_validate(office.platform.campaign() | {"contacts_called": step % 500})
        rows = looking.everybody.rows(campaign, exact=True)
        assert rows is not None
        assert len(rows.items) == 500
        office.time += timedelta(seconds=2)

    assert sum(office.platform.asked.values()) < 450, office.platform.asked

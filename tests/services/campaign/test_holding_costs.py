"""Request budget of the answer why nobody is called: an hour of looking at a campaign that calls nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.api import Api
from services.audit.audit import Audit
from services.calling_rules.calling_hours import CallingHoursTable
from services.campaign.days import CampaignDays
from services.campaign.everybody import Everybody
from services.campaign.holding import Part
from services.campaign.holdings import Holdings, KeptHere
from services.campaigns.campaigns import Campaigns
from services.campaigns.kept_days import KeptDays
from services.deployment import Deployment
from services.live import CREDITS_AGE, Live
from services.reads.reads import Reads
from tests.services.live.test_live import CREDITS, Office, Platform

PEOPLE = 900


class QuietPlatform(Platform):
    """A campaign of many of whom all wait for the next try, and whose counters say otherwise than its people."""

    def campaign(self) -> dict[str, Any]:
        later = {"call_window_start": "00:00", "call_window_end": "23:59", "from_number_ids": ["n1"]}
        return super().campaign() | later | {"total_contacts": PEOPLE, "contacts_called": PEOPLE // 2}

    def _answer(self, name: str) -> dict[str, Any]:
        later = "2099-03-03T12:00:00Z"
        row = {"status": "pending", "attempts": 0, "next_attempt_at": later}
        people = [row | {"id": f"e{n}", "contact": {"phone": "+4930123456"}} for n in range(PEOPLE)]
        counts = {"pending": PEOPLE}
        match name:
            case "dashboard":
                return {
                    "campaign": self.campaign(),
                    "counts": {"byStatus": counts, "byOutcome": {}, "total": PEOPLE},
                    "queue": {"pending": people[:100], "calling": []},
                    "recentCalls": [],
                }
            case "contacts":
                return {
                    "contacts": people,
                    "statusCounts": counts,
                    "count": PEOPLE,
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


def test_an_hour_of_looking_takes_less_than_300_requests(office: Office) -> None:
    api = Api("http://platform.test", "tk_test_1", "team", transport=office.platform, budget=office.budget,
              clock=office.seconds, sleep=office.sleep, demo=True)  # fmt: skip
    reads = Reads(office.budget, clock=lambda: office.time, pause=office.sleep)

    def credits() -> float | None:
        return reads.get("credits", lambda: api.credits.get().credits, CREDITS_AGE, shape=CREDITS).value

    audit = Audit(office.engine, lambda: office.time)
    campaigns = Campaigns(api, reads, audit)
    deployment = Deployment(api, reads, campaigns, office.engine, now=lambda: office.time)
    days = CampaignDays(
        KeptDays(office.engine, lambda: "here", audit),
        CallingHoursTable(""),
        lambda: office.time,
        lambda: None,
    )
    holdings = Holdings(Everybody(api, reads, lambda _operation: True), deployment, days)
    live = Live(api, reads, credits=credits, wall=lambda: office.time)

    for _step in range(30 * 60):
        found = holdings.of(live.watch("camp_1"), KeptHere())
        office.time += timedelta(seconds=2)

    assert found is not None
    assert found.of(Part.RETRY) == PEOPLE
    assert sum(office.platform.asked.values()) < 270, office.platform.asked

from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox.dialling.telephony import Ending
from services.api.models import Outcome
from tests.sandbox.platform import Platform

LATER = "2026-03-04T09:00:00Z"


@pytest.fixture
def poor(reopen: Callable[..., Platform]) -> Platform:
    """An account with three credits."""
    return reopen(credits=3.0)


def credits(platform: Platform) -> dict[str, float]:
    return platform.client.get("/api/credits").json()["credits"]


def test_a_begun_minute_of_talk_costs_a_credit(poor: Platform) -> None:
    campaign = poor.campaign()
    poor.enrol(campaign, poor.person(Ending(Outcome.ANSWERED, 61)))
    poor.run(campaign)
    poor.after(minutes=5)
    assert credits(poor) == {
        "account_id": "acc_demo",
        "credits": 1.0,
        "total_purchased": 3.0,
        "total_used": 2.0,
    }


def test_calls_nobody_takes_are_free_and_so_is_a_dry_run(poor: Platform) -> None:
    campaign = poor.campaign()
    poor.enrol(campaign, poor.person(Outcome.NO_ANSWER))
    poor.run(campaign, dryRun=True)
    poor.run(campaign)
    poor.after(hours=9)
    assert credits(poor)["credits"] == 3.0


def test_it_pauses_when_the_credits_end_and_refuses_to_go_on(poor: Platform) -> None:
    campaign = poor.campaign()
    poor.enrol(campaign, *[poor.person(Ending(Outcome.ANSWERED, 100)) for _ in range(6)])
    poor.run(campaign)
    poor.after(hours=1)
    assert (poor.status(campaign), len(poor.calls(campaign))) == ("paused", 2)
    assert credits(poor)["credits"] == 0.0
    poor.run(campaign, status=402)
    poor.put(campaign, 402, status="running", name="Half done")
    assert (poor.status(campaign), poor.show(campaign)["name"]) == ("paused", "Spring")


def test_a_scheduled_start_without_a_credit_pauses(poor: Platform) -> None:
    campaign = poor.campaign(scheduledStartAt=LATER)
    poor.enrol(campaign, poor.person(Outcome.ANSWERED))
    with poor.world.write() as connection:
        connection.exec_driver_sql("update account set credits = 0.9")
    poor.at("2026-03-04T09:01:00Z")
    assert (poor.status(campaign), poor.calls(campaign)) == ("paused", [])

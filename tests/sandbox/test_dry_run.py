from __future__ import annotations

from collections.abc import Callable

from services.api.models import Outcome
from tests.sandbox.platform import Platform


def test_it_says_who_would_be_called_and_why_the_others_not(platform: Platform) -> None:
    """10:00 UTC: 11:00 in Berlin, 05:00 in New York."""
    campaign = platform.campaign(callWindowStart="09:00", callWindowEnd="17:00", maxConcurrentCalls=5)
    platform.enrol(
        campaign,
        platform.person(first_name="Ada", timezone="Europe/Berlin"),
        platform.person(first_name="Bob", timezone="America/New_York"),
        platform.person(first_name="Cyd", phone=None),
        platform.person(first_name="Dan", do_not_call=True),
    )
    answer = platform.run(campaign, dryRun=True)
    assert answer["dryRun"] is True
    assert (answer["started"], answer["failed"]) == (0, 0)
    assert [(pick["first_name"], pick["from_number"]) for pick in answer["picks"]] == [
        ("Ada", "+493023125001")
    ]
    assert answer["calls"] == answer["picks"]
    assert answer["errors"] == [
        "Bob Muster: outside its call window 09:00-17:00 (now 05:00 in America/New_York)",
        "Cyd Muster: no phone number",
        "Dan Muster: marked do-not-call",
    ]


def test_it_names_who_waits_for_a_retry(platform: Platform) -> None:
    campaign = platform.campaign()
    platform.enrol(campaign, platform.person(Outcome.BUSY, first_name="Eve"))
    platform.run(campaign)
    platform.after(minutes=5)
    answer = platform.run(campaign, dryRun=True)
    assert (answer["picks"], answer["errors"]) == (
        [],
        ["Eve Muster: waiting for its retry at 2026-03-03T11:00:30.000Z"],
    )


def test_it_is_capped_as_a_run_is(platform: Platform) -> None:
    campaign = platform.campaign(maxConcurrentCalls=4)
    platform.enrol(campaign, *[platform.person(Outcome.ANSWERED) for _ in range(9)])
    for asked, found in ((None, 4), (2, 2), (100, 4)):
        body = {} if asked is None else {"maxCalls": asked}
        assert len(platform.run(campaign, dryRun=True, **body)["calls"]) == found
    started = platform.run(campaign, maxCalls=2)
    assert started["started"] == 2


def test_it_predicts_the_run_that_follows(platform: Platform) -> None:
    campaign = platform.campaign(maxConcurrentCalls=3)
    platform.enrol(campaign, *[platform.person(Outcome.ANSWERED) for _ in range(5)])
    said = platform.run(campaign, dryRun=True)["picks"]
    done = platform.run(campaign)["calls"]
    assert [(pick["contact_id"], pick["from_number"]) for pick in said] == [
        (call["contact_id"], call["from_number"]) for call in done
    ]


def test_it_changes_nothing(platform: Platform) -> None:
    campaign = platform.campaign()
    platform.enrol(campaign, platform.person(phone=None), platform.person(Outcome.ANSWERED))
    before = (platform.show(campaign), platform.people(campaign))
    platform.run(campaign, dryRun=True)
    assert (platform.show(campaign), platform.people(campaign)) == before
    assert platform.calls(campaign) == []
    with platform.world.read() as connection:
        logged = connection.exec_driver_sql("select dry_run, started from runs").all()
    assert [tuple(row) for row in logged] == [(1, 0)]


def test_it_needs_no_credit(reopen: Callable[..., Platform]) -> None:
    platform = reopen(credits=0.0)
    campaign = platform.campaign()
    platform.enrol(campaign, platform.person(Outcome.ANSWERED))
    assert len(platform.run(campaign, dryRun=True)["calls"]) == 1
    platform.run(campaign, status=402)
    assert platform.status(campaign) == "draft"


def test_without_an_active_number_nobody_would_be_called(platform: Platform) -> None:
    campaign = platform.campaign()
    platform.enrol(campaign, platform.person(Outcome.ANSWERED))
    with platform.world.write() as connection:
        connection.exec_driver_sql("update phone_numbers set status = 'suspended'")
    assert platform.run(campaign, dryRun=True)["calls"] == []
    assert platform.run(campaign)["started"] == 0

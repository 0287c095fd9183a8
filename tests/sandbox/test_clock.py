from __future__ import annotations

from collections.abc import Callable

from sandbox.clock import SandboxClock, iso
from services.api.models import Outcome
from tests.sandbox.platform import Platform


def test_it_runs_fast_can_skip_and_can_stand_still() -> None:
    real = [0.0]
    clock = SandboxClock(1000.0, speed=60.0, real=lambda: real[0])
    real[0] = 2.0
    assert (clock.now(), clock.ran()) == (1120.0, 120.0)
    clock.move_to(5000.0)
    clock.move_to(10.0)
    assert (clock.now(), clock.ran()) == (5000.0, 120.0)
    clock.hold()
    real[0] = 50.0
    assert clock.now() == 5000.0
    clock.go()
    real[0] = 51.0
    assert (clock.now(), clock.ran()) == (5060.0, 180.0)


def test_every_answer_carries_it(platform: Platform) -> None:
    for path in ("/api/credits", "/api/crm/campaigns", "/nowhere"):
        answer = platform.client.get(path)
        assert answer.headers["Date"] == "Tue, 03 Mar 2026 10:00:00 GMT"
        assert answer.headers["X-Clock-Speed"] == "0"
        assert len(answer.headers["X-Request-Id"]) == 32


def quiet_until(platform: Platform) -> str | None:
    world = platform.world
    world.play_until(world.now())
    with world.read() as connection:
        return iso(world.dialler.quiet_until(connection, world.now()))


def test_it_skips_to_the_window(platform: Platform) -> None:
    campaign = platform.campaign(callWindowStart="22:00", callWindowEnd="23:00")
    platform.enrol(campaign, platform.person(Outcome.ANSWERED))
    platform.put(campaign, status="running")
    platform.after(minutes=1)
    assert quiet_until(platform) == "2026-03-03T22:00:00.000Z"


def test_it_skips_to_a_retry_but_never_over_a_call(platform: Platform) -> None:
    campaign = platform.campaign()
    platform.enrol(campaign, platform.person(Outcome.BUSY))
    platform.run(campaign)
    assert quiet_until(platform) is None
    platform.after(minutes=2)
    assert quiet_until(platform) == "2026-03-03T11:00:30.000Z"


def test_it_skips_to_a_planned_start_once_people_are_in(platform: Platform) -> None:
    campaign = platform.campaign(scheduledStartAt="2026-03-05T09:00:00Z")
    platform.after(hours=1)
    assert quiet_until(platform) is None
    platform.enrol(campaign, platform.person(Outcome.ANSWERED))
    assert quiet_until(platform) == "2026-03-05T09:00:00.000Z"


def test_it_does_not_run_away_while_people_are_still_being_added(platform: Platform) -> None:
    campaign = platform.campaign(scheduledStartAt="2026-03-05T09:00:00Z")
    platform.enrol(campaign, platform.person(Outcome.ANSWERED))
    assert quiet_until(platform) is None


def test_with_nothing_to_wait_for_it_just_runs(platform: Platform) -> None:
    never = platform.campaign(callWindowStart="09:00", callWindowEnd="09:00")
    platform.enrol(never, platform.person(Outcome.ANSWERED))
    platform.put(never, status="running")
    platform.run(platform.campaign(noAutoComplete=True))
    platform.after(minutes=1)
    assert quiet_until(platform) is None


def test_a_beat_skips_the_night(reopen: Callable[..., Platform]) -> None:
    platform = reopen(skip=True)
    campaign = platform.campaign(callWindowStart="09:00", callWindowEnd="09:30")
    platform.enrol(campaign, platform.person(Outcome.ANSWERED))
    platform.put(campaign, status="running")
    platform.after(minutes=1)
    platform.world.beat()
    platform.after(minutes=1)
    assert platform.calls(campaign)[0]["started_at"] == "2026-03-04T09:00:01.000Z"
    assert platform.world.clock.ran() == 0.0


def test_without_skipping_the_night_has_to_be_waited_for(reopen: Callable[..., Platform]) -> None:
    platform = reopen(skip=False)
    campaign = platform.campaign(callWindowStart="09:00", callWindowEnd="09:30")
    platform.enrol(campaign, platform.person(Outcome.ANSWERED))
    platform.put(campaign, status="running")
    platform.after(minutes=1)
    platform.world.beat()
    assert iso(platform.world.now()) == "2026-03-03T10:01:00.000Z"


def test_a_campaign_with_the_usual_hours_is_watched_to_its_end_within_minutes(
    reopen: Callable[..., Platform],
) -> None:
    """As the server does at the usual speed: four beats a second, fifteen seconds apart. New York is still closed, and
    everybody answers at the third attempt, an hour after the second."""
    platform = reopen(skip=True)
    campaign = platform.campaign(
        callWindowStart="09:00",
        callWindowEnd="17:00",
        callWindowTimezone="America/New_York",
        maxConcurrentCalls=3,
    )
    endings = (Outcome.NO_ANSWER, Outcome.BUSY, Outcome.ANSWERED)
    platform.enrol(campaign, *[platform.person(*endings) for _ in range(12)])
    assert platform.run(campaign)["started"] == 0
    clock, began = platform.world.clock, platform.world.now()
    while platform.status(campaign) != "completed":
        platform.world.beat()
        platform.world.jump_to(clock.now() + 15, as_if_run=True)
        assert clock.ran() < 10 * 3600, "ten minutes of watching, an hour of the clock each"
    assert platform.show(campaign)["contacts_answered"] == 12
    assert clock.now() - began > 6 * 3600, "four hours until it opens, and twice an hour between attempts"


def test_it_stands_still_when_nobody_has_asked_for_long(platform: Platform) -> None:
    world = platform.world
    world.last_request -= 31 * 60
    world.beat()
    assert world.clock.held
    platform.get("campaigns")
    assert not world.clock.held


def test_a_restart_goes_on_where_it_stopped(reopen: Callable[..., Platform]) -> None:
    """Two people, restarts between all that happens: the same calls as without."""
    platform = reopen()
    campaign = platform.campaign()
    endings = ((Outcome.NO_ANSWER, Outcome.ANSWERED), (Outcome.BUSY, Outcome.BUSY))
    people = [platform.person(*outcomes, phone=f"+49151{n}0000000") for n, outcomes in enumerate(endings, 1)]
    platform.enrol(campaign, *people)
    platform.run(campaign)
    script = platform.world.network.script
    for _ in range(12):
        platform.after(minutes=15)
        platform.close()
        platform = reopen()
        platform.world.network.script = script
    found = [(call["started_at"][11:19], call["outcome"]) for call in platform.calls(campaign)]
    assert found == [
        ("10:00:00", "no_answer"),
        ("10:00:31", "busy"),
        ("11:00:31", "answered"),
        ("11:01:31", "busy"),
        ("12:02:31", "busy"),
    ]
    assert platform.status(campaign) == "completed"

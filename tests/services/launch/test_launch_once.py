"""A click on Launch, from whatever tab, however often: strangers' phones ring once."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from services.api import errors
from services.audit.audit import Audit
from services.launch import Change, IntentState, Launches, LaunchOutcome, LaunchResult, SeenState
from services.person import Person
from tests.services.launch.limits import KeptElsewhere
from tests.services.launch.platform import FakePlatform, Fault
from tests.waiting import until


@pytest.fixture
def platform() -> FakePlatform:
    platform = FakePlatform()
    platform.add()
    return platform


@pytest.fixture
def launches(engine: Engine, platform: FakePlatform) -> Launches:
    api = platform.api()
    return Launches(
        engine, api, audit=Audit(engine, api.clock.now), patience_seconds=5, limits=KeptElsewhere()
    )


def look_at(launches: Launches, platform: FakePlatform, campaign_id: str = "camp_1") -> SeenState:
    return launches.seen(platform.api().campaigns.get(campaign_id))


def test_it_launches(launches: Launches, platform: FakePlatform) -> None:
    result = launches.launch("camp_1", look_at(launches, platform), who=Person("Anna"))
    assert result.outcome is LaunchOutcome.LAUNCHED
    assert result.intent.answer == {"started": 3, "failed": 0, "left_out": 0}
    assert platform.runs == ["camp_1"]


def test_it_runs_once_for_three_clicks(launches: Launches, platform: FakePlatform) -> None:
    seen = look_at(launches, platform)
    said = [launches.launch("camp_1", seen, who=Person("Anna")).outcome for _ in range(3)]
    assert said == [LaunchOutcome.LAUNCHED, LaunchOutcome.ALREADY, LaunchOutcome.ALREADY]
    assert platform.asked == ["camp_1"]


def test_it_tells_the_loser_who_launched_and_when(launches: Launches, platform: FakePlatform) -> None:
    seen = look_at(launches, platform)
    won = launches.launch("camp_1", seen, who=Person("Anna"))
    lost = launches.launch("camp_1", seen, who=Person("Ben"))
    assert (lost.intent.who.name, lost.intent.claimed_at) == ("Anna", won.intent.claimed_at)


def test_the_loser_reads_who_it_was_and_not_only_her_name(platform: FakePlatform, launches: Launches) -> None:
    ada = Person("Ada", "ada@example.com", "https://issuer.test", "1")
    seen = look_at(launches, platform)
    launches.launch("camp_1", seen, who=ada)
    assert launches.launch("camp_1", seen, who=replace(ada, subject="2")).intent.who == ada


def test_it_runs_once_for_clicks_at_the_same_moment(engine: Engine, platform: FakePlatform) -> None:
    """Eight people, each with a console of their own on one database; the platform answers when all have clicked."""
    consoles = [Launches(engine, platform.api(), patience_seconds=10) for _ in range(8)]
    seen = look_at(consoles[0], platform)
    clicked = threading.Barrier(8)
    results: list[LaunchResult] = []

    def click(console: Launches, who: str) -> None:
        clicked.wait()
        results.append(console.launch("camp_1", seen, who=Person(who)))

    threads = [threading.Thread(target=click, args=(one, f"P{n}")) for n, one in enumerate(consoles)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result.outcome for result in results) == [LaunchOutcome.ALREADY] * 7 + [
        LaunchOutcome.LAUNCHED
    ]
    assert len({result.intent.id for result in results}) == 1
    assert platform.asked == ["camp_1"]


def test_it_does_not_keep_the_loser_waiting_for_ever(engine: Engine, platform: FakePlatform) -> None:
    answered = threading.Event()
    platform.before_run = lambda: answered.wait(10)
    first = Launches(engine, platform.api())
    second = Launches(engine, platform.api(), patience_seconds=0.3)
    seen = look_at(first, platform)
    thread = threading.Thread(target=lambda: first.launch("camp_1", seen, who=Person("Anna")))
    thread.start()
    until(lambda: first.latest("camp_1"))
    result = second.launch("camp_1", seen, who=Person("Ben"))
    answered.set()
    thread.join()
    assert (result.outcome, result.intent.who.name) == (LaunchOutcome.IN_PROGRESS, "Anna")
    assert platform.asked == ["camp_1"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"status": "cancelled"}, Change.STATUS),
        ({"total_contacts": 5000}, Change.PEOPLE),
        ({"call_window_end": "23:00"}, Change.OTHER),
        ({"deleted_at": "2026-03-02T09:00:00Z"}, Change.DELETED),
    ],
)
def test_it_refuses_a_click_on_what_is_no_longer_so(
    launches: Launches, platform: FakePlatform, changed: dict[str, object], expected: Change
) -> None:
    seen = look_at(launches, platform)
    platform.change("camp_1", **changed)
    result = launches.launch("camp_1", seen, who=Person("Anna"))
    assert (result.outcome, expected in result.changes) == (LaunchOutcome.STALE_VIEW, True)
    assert platform.asked == []


def test_it_sees_a_changed_setting_of_a_paused_campaign(launches: Launches, platform: FakePlatform) -> None:
    platform.add("camp_2", status="paused", call_window_end="17:00")
    seen = look_at(launches, platform, "camp_2")
    platform.change("camp_2", call_window_end="23:00")
    assert launches.launch("camp_2", seen, who=Person("Anna")).changes == (Change.SETTINGS,)


def test_it_refuses_a_click_that_carries_another_campaign(launches: Launches, platform: FakePlatform) -> None:
    platform.add("camp_2")
    result = launches.launch("camp_2", look_at(launches, platform, "camp_1"), who=Person("Anna"))
    assert (result.outcome, Change.CAMPAIGN in result.changes) == (LaunchOutcome.STALE_VIEW, True)
    assert platform.asked == []


def test_it_launches_after_a_reload(launches: Launches, platform: FakePlatform) -> None:
    seen = look_at(launches, platform)
    platform.change("camp_1", total_contacts=20)
    assert launches.launch("camp_1", seen, who=Person("Anna")).outcome is LaunchOutcome.STALE_VIEW
    assert (
        launches.launch("camp_1", look_at(launches, platform), who=Person("Anna")).outcome
        is LaunchOutcome.LAUNCHED
    )


def test_it_goes_on_in_stages(launches: Launches, platform: FakePlatform) -> None:
    first = launches.launch("camp_1", look_at(launches, platform), who=Person("Anna"), max_calls=3)
    stage = look_at(launches, platform)
    platform.change("camp_1", contacts_called=7)  # calls go on while she looks
    second = launches.launch("camp_1", stage, who=Person("Anna"), max_calls=20)
    again = launches.launch("camp_1", stage, who=Person("Ben"), max_calls=20)
    assert [first.outcome, second.outcome, again.outcome] == [
        LaunchOutcome.LAUNCHED,
        LaunchOutcome.LAUNCHED,
        LaunchOutcome.ALREADY,
    ]
    assert [intent.max_calls for intent in launches.history("camp_1")] == [20, 3]
    assert platform.asked == ["camp_1", "camp_1"]


def test_it_refuses_a_tab_from_before_the_last_launch(launches: Launches, platform: FakePlatform) -> None:
    old_tab = look_at(launches, platform)
    launches.launch("camp_1", look_at(launches, platform), who=Person("Anna"))
    platform.change("camp_1", status="draft", updated_at=None)
    assert launches.launch("camp_1", old_tab, who=Person("Ben")).outcome is LaunchOutcome.ALREADY
    assert platform.asked == ["camp_1"]


@pytest.mark.parametrize("fault", [Fault.NO_CREDITS, Fault.CONFLICT, Fault.SLOW_DOWN])
def test_it_says_that_the_platform_refused(launches: Launches, platform: FakePlatform, fault: Fault) -> None:
    platform.faults = [fault]
    seen = look_at(launches, platform)
    result = launches.launch("camp_1", seen, who=Person("Anna"))
    double_click = launches.launch("camp_1", seen, who=Person("Anna"))
    assert (result.outcome, double_click.outcome) == (LaunchOutcome.REFUSED, LaunchOutcome.REFUSED)
    assert double_click.error is not None
    assert double_click.error.message == "Not now, please"
    assert platform.asked == ["camp_1"]


def test_it_launches_once_the_reason_for_a_refusal_is_gone(
    launches: Launches, platform: FakePlatform
) -> None:
    platform.faults = [Fault.NO_CREDITS]
    launches.launch("camp_1", look_at(launches, platform), who=Person("Anna"))
    assert (
        launches.launch("camp_1", look_at(launches, platform), who=Person("Anna")).outcome
        is LaunchOutcome.LAUNCHED
    )


def test_it_sends_nothing_when_the_campaign_cannot_be_read(
    launches: Launches, platform: FakePlatform
) -> None:
    seen = look_at(launches, platform)
    platform.unreachable = True
    result = launches.launch("camp_1", seen, who=Person("Anna"))
    assert (result.outcome, result.intent.state) == (LaunchOutcome.NOT_SENT, IntentState.WITHDRAWN)
    platform.unreachable = False
    assert launches.launch("camp_1", seen, who=Person("Anna")).outcome is LaunchOutcome.LAUNCHED


def test_it_may_click_again_when_nothing_reached_the_platform(
    launches: Launches, platform: FakePlatform
) -> None:
    platform.faults = [Fault.NO_CONNECTION]
    seen = look_at(launches, platform)
    assert launches.launch("camp_1", seen, who=Person("Anna")).outcome is LaunchOutcome.NOT_SENT
    assert launches.launch("camp_1", seen, who=Person("Anna")).outcome is LaunchOutcome.LAUNCHED
    assert platform.runs == ["camp_1"]


def test_it_reads_the_campaign_where_the_deployment_allows(engine: Engine, platform: FakePlatform) -> None:
    """A deployment of the core operations alone: the campaign is found in the list."""
    api = platform.api()
    launches = Launches(
        engine,
        api,
        read=lambda campaign_id: next(one for one in api.campaigns.list() if one.id == campaign_id),
    )
    seen = launches.seen(next(iter(api.campaigns.list())))
    platform.companions = False
    platform.faults = [Fault.DROPPED_AFTER]
    result = launches.launch("camp_1", seen, who=Person("Anna"))
    assert result.outcome is LaunchOutcome.LAUNCHED
    assert result.finding is not None
    assert result.finding.now is not None
    assert result.finding.now.calling is None


def test_it_tells_the_audit_log(engine: Engine, launches: Launches, platform: FakePlatform) -> None:
    launches.launch("camp_1", look_at(launches, platform), who=Person("Anna"), max_calls=3)
    entry = Audit(engine, platform.api().clock.now).entries().rows[0]
    assert (entry.who.name, entry.campaign_name, entry.action) == ("Anna", "Spring <b>sale</b>", "launch")
    assert entry.figures == {"at_most": 3, "started": 3, "failed": 0}


def test_nothing_is_launched_for_at_most_n_where_nobody_would_stop_it(
    engine: Engine, platform: FakePlatform
) -> None:
    launches = Launches(engine, platform.api())
    platform.add()

    result = launches.launch("camp_1", look_at(launches, platform), who=Person("Anna"), max_calls=3)

    assert result.outcome is LaunchOutcome.NOT_SENT and isinstance(result.error, errors.LimitNotKept)
    assert platform.asked == []

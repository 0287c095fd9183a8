"""The ledger under any order of tabs, clicks, faults, crashes, late acts and time: never two runs for one intent."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Engine

from services.database.database import make_engine
from services.launch import IntentState, Launches, LaunchOutcome, LaunchResult, Ledger, SeenState
from services.person import Person
from tests.examples import by_day
from tests.new_database import make_tables
from tests.services.launch.limits import KeptElsewhere
from tests.services.launch.platform import LATE, Crash, FakePlatform, Fault

pytestmark = pytest.mark.lengthy

CAMPAIGN = "camp_1"
NO_LATER_RUN = (IntentState.CLAIMED, IntentState.SENDING, IntentState.UNCERTAIN, IntentState.NOT_LAUNCHED)


class LaunchLedger(RuleBasedStateMachine):
    tabs = Bundle("tabs")

    @initialize(target=tabs)
    def open_the_office(self) -> SeenState:
        self.engine: Engine = make_engine("sqlite://")
        make_tables(self.engine)
        self.platform = FakePlatform()
        self.platform.add(CAMPAIGN)
        self.time = datetime.now(UTC)
        self.platform.wall = lambda: self.time
        self.consoles = [self.console() for _ in range(2)]
        self.asked_by_intent: Counter[int] = Counter()
        self.asked_by_view: Counter[int | None] = Counter()
        return self.open_a_tab(0)

    def console(self) -> Launches:
        api = self.platform.api()
        ledger = Ledger(self.engine, api.clock.now, wall=lambda: self.time)
        return Launches(self.engine, api, ledger=ledger, patience_seconds=0, limits=KeptElsewhere())

    @rule(target=tabs, console=st.integers(0, 1))
    def reload(self, console: int) -> SeenState:
        return self.open_a_tab(console)

    @rule(target=tabs, console=st.integers(0, 1), fault=st.sampled_from(Fault), decided=st.booleans())
    def reload_and_click(self, console: int, fault: Fault, decided: bool) -> SeenState:
        tab = self.open_a_tab(console)
        self.one_click(tab, console, fault, acknowledged=tab.last_intent if decided else None)
        return tab

    def open_a_tab(self, console: int) -> SeenState:
        return self.consoles[console].seen(self.platform.api().campaigns.get(CAMPAIGN))

    @rule(tab=tabs, console=st.integers(0, 1), fault=st.sampled_from(Fault), clicks=st.integers(1, 3))
    def click(self, tab: SeenState, console: int, fault: Fault, clicks: int) -> None:
        for _click in range(clicks):
            self.one_click(tab, console, fault, acknowledged=None)

    @rule(tab=tabs, console=st.integers(0, 1), fault=st.sampled_from(Fault))
    def decide(self, tab: SeenState, console: int, fault: Fault) -> None:
        self.one_click(tab, console, fault, acknowledged=tab.last_intent)

    @rule(console=st.integers(0, 1))
    def look_again(self, console: int) -> None:
        asked = len(self.platform.asked)
        latest = self.consoles[console].latest(CAMPAIGN)
        if latest:
            looked = self.consoles[console].look(latest.intent.id)
            if looked.outcome is LaunchOutcome.NOT_LAUNCHED:
                assert not self.platform.late, "said not launched, and it still will be"
        self.consoles[console].settle_abandoned()
        assert len(self.platform.asked) == asked, "looking must never call anybody"

    @rule(console=st.integers(0, 1))
    def restart(self, console: int) -> None:
        self.consoles[console] = self.console()

    @rule(seconds=st.sampled_from([1, 3, 29, 31, 59, 60, 95, 200, 600]))
    def wait(self, seconds: int) -> None:
        """The platform acts on time, nobody looks on the way."""
        ends_at = self.time + timedelta(seconds=seconds)
        for moment, _campaign in sorted(self.platform.late):
            if moment <= ends_at:
                self.time = max(self.time, moment)
                self.platform.catch_up()
        self.time = ends_at

    @rule(seconds=st.sampled_from([0, 5, 29, 60]))
    def it_acts_so_late(self, seconds: int) -> None:
        self.platform.late_by = timedelta(seconds=seconds)

    @rule(
        console=st.integers(0, 1),
        fault=st.sampled_from(sorted(LATE)),
        late=st.sampled_from([0, 5, 29, 60]),
        pauses=st.lists(st.sampled_from([1, 3, 29, 31, 60, 95]), min_size=1, max_size=4),
    )
    def somebody_in_a_hurry(self, console: int, fault: Fault, late: int, pauses: list[int]) -> None:
        """Launch, look again, launch, acknowledge, and so on."""
        self.platform.late_by = timedelta(seconds=late)
        self.reload_and_click(console, fault, decided=True)
        for seconds in pauses:
            self.wait(seconds)
            self.look_again(console)
            self.reload_and_click(console, Fault.NONE, decided=True)

    @rule(console=st.integers(0, 1))
    def the_process_watches(self, console: int) -> None:
        self.consoles[console].settle_abandoned()

    @rule(status=st.sampled_from(["draft", "paused", "running"]))
    def somebody_else_changes_it(self, status: str) -> None:
        self.platform.change(CAMPAIGN, status=status, calling=0)

    @rule(console=st.integers(0, 1))
    def look_while_nothing_answers(self, console: int) -> None:
        latest = self.consoles[console].latest(CAMPAIGN)
        self.platform.unreachable = True
        if latest:
            self.consoles[console].look(latest.intent.id)
        self.platform.unreachable = False

    def one_click(self, tab: SeenState, console: int, fault: Fault, *, acknowledged: int | None) -> None:
        before = self.latest()
        asked, runs = len(self.platform.asked), len(self.platform.runs)
        self.platform.catch_up()
        still_to_come = list(self.platform.late)
        self.platform.faults = [fault]
        try:
            result = self.consoles[console].launch(
                CAMPAIGN, tab, who=Person("Anna"), max_calls=5, acknowledged=acknowledged
            )
        except Crash:
            result = None
        self.platform.faults = []
        sent = len(self.platform.asked) - asked
        assert sent <= 1, "one click, at most one request"
        if sent:
            assert not still_to_come, "asked again for what the platform was still going to do"
            self.check_that_it_was_allowed(before, acknowledged, tab, fault)
        if result:
            self.check_what_was_said(result, sent, acted=len(self.platform.runs) - runs)

    def check_that_it_was_allowed(
        self, before: tuple[int, IntentState] | None, acknowledged: int | None, tab: SeenState, fault: Fault
    ) -> None:
        if before and before[1] in NO_LATER_RUN:
            assert before[1] in (IntentState.UNCERTAIN, IntentState.NOT_LAUNCHED)
            assert acknowledged == before[0], "after an unclear answer only a person goes on"
        if fault is not Fault.NO_CONNECTION:
            self.asked_by_view[tab.last_intent] += 1
            latest = self.latest()
            assert latest is not None
            self.asked_by_intent[latest[0]] += 1

    def check_what_was_said(self, result: LaunchResult, sent: int, acted: int) -> None:
        if result.outcome is LaunchOutcome.LAUNCHED:
            assert sent == 1
            assert acted == 1
        if result.outcome is LaunchOutcome.NOT_LAUNCHED and sent:
            assert acted == 0, "said not launched, and it was"
            assert not self.platform.late, "said not launched, and it still will be"
        if result.outcome in (LaunchOutcome.STALE_VIEW, LaunchOutcome.IN_PROGRESS):
            assert sent == 0

    def latest(self) -> tuple[int, IntentState] | None:
        last = Ledger(self.engine, lambda: self.time).latest(CAMPAIGN)
        return (last.id, last.state) if last else None

    @invariant()
    def every_intent_ran_at_most_once(self) -> None:
        if hasattr(self, "asked_by_intent"):
            assert all(count == 1 for count in self.asked_by_intent.values())
            assert all(count == 1 for count in self.asked_by_view.values())

    @invariant()
    def intents_form_one_line(self) -> None:
        if hasattr(self, "engine"):
            line = [
                one for one in self.consoles[0].history(CAMPAIGN) if one.state is not IntentState.WITHDRAWN
            ]
            followed = [one.previous for one in line]
            assert len(followed) == len(set(followed))

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            self.engine.dispose()


LaunchLedger.TestCase.settings = settings(
    max_examples=by_day(80),
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ],  # a long failing story now beats a short one in an hour
)
TestLaunchLedger = LaunchLedger.TestCase


def test_a_start_is_not_sent_again_because_somebody_else_let_the_campaign_run_and_paused_it() -> None:
    """A story that was found: what was seen running was not the lost start, which was still to come."""
    office = LaunchLedger()
    office.open_the_office()
    office.reload_and_click(0, Fault.NO_CREDITS, decided=True)
    office.it_acts_so_late(60)
    office.reload_and_click(0, Fault.GATEWAY_LATE, decided=True)
    office.wait(1)
    office.somebody_else_changes_it("running")
    office.look_again(1)
    office.somebody_else_changes_it("paused")
    office.reload_and_click(1, Fault.NONE, decided=True)
    office.wait(200)
    office.reload_and_click(1, Fault.NONE, decided=True)
    assert sum(office.asked_by_intent.values()) == 3
    office.teardown()

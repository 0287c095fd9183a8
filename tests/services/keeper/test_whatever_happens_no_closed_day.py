"""Whatever happens over weeks, no call starts on a closed day or in closed hours, no pause of a person is undone, and each
act stands once in the record: in the sandbox's own log, held against days that are worked out here from the calendar on the
wall.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, ClassVar

import holidays
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from services.api import ApiError
from services.api.models import CampaignStatus
from services.audit.audit import AuditAction, Result
from services.calling_days.days import CallingDays
from services.campaigns.stops import is_stopped
from services.launch import LaunchOutcome
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.keeper.weeks import HOLIDAYS, PARISIAN, SATURDAYS, WORKDAYS, Weeks
from tests.services.whom.test_only_who_was_chosen import stories

pytestmark = pytest.mark.lengthy

LOST = ("drop_before", "drop_after", "server_error", "html")
WRITES = ("updateCampaign", "runCampaign")
WENT_ON = (AuditAction.RESUME, AuditAction.LAUNCH)
STEPS = ("before it pauses", "paused", "before it goes on", "it went on")
SEEN_WITHIN = timedelta(minutes=11)
"""What somebody starts elsewhere in a closed time is paused after ten minutes and the platform's tick."""
A_TICK = timedelta(seconds=60)
GONE = (LaunchOutcome.LAUNCHED, LaunchOutcome.ALREADY, LaunchOutcome.UNCERTAIN)


@lru_cache(maxsize=100)
def holidays_of(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))


def allowed(days: CallingDays, at: datetime, countries: set[str]) -> bool:
    """Worked out anew, from the wall calendar: the window is from nine to five."""
    own = days.week[at.weekday()]
    minute = at.hour * 60 + at.minute
    hours = ((9 * 60, 17 * 60),) if own is None else own
    free = days.holidays_closed and any(at.date() in holidays_of(one, at.year) for one in countries)
    return not free and any(start <= minute < end for start, end in hours)


class Spring(RuleBasedStateMachine):
    """One campaign that keeps days, over weeks."""

    sandbox: RunningSandbox
    steps: ClassVar[int] = 0
    rang: ClassVar[int] = 0
    paused: ClassVar[int] = 0
    went_on: ClassVar[int] = 0
    """Over all stories, so that it cannot pass because nothing ever happened."""

    @initialize(days=st.sampled_from((WORKDAYS, SATURDAYS)), french=st.booleans())
    def open(self, days: CallingDays, french: bool) -> None:
        self.weeks = Weeks(self.sandbox)
        self.weeks.people(90)
        self.countries = {"DE"}
        self.person_paused = False
        self.starts: list[datetime] = []
        self.elsewhere: list[datetime] = []
        self.days: list[tuple[datetime, CallingDays]] = []
        if french:
            self.weeks.people(20, PARISIAN)
            self.countries.add("FR")
        self.keep(days)
        self.launch()
        self.time_passes(hours=48)

    # what a person does

    @rule(days=st.sampled_from((WORKDAYS, SATURDAYS, HOLIDAYS)))
    def keep(self, days: CallingDays) -> None:
        self.days.append((self.weeks.now, days))
        self.console.keep_days(self.weeks.campaign, days)
        self.time_passes(hours=0.02)

    @rule()
    def launch(self) -> None:
        self._started(lambda: self.console.launch(self.weeks.campaign, None))

    @rule()
    def resume(self) -> None:
        self._started(lambda: self.console.resume(self.weeks.campaign))

    @rule()
    def pause(self) -> None:
        def pause() -> None:
            self.console.pause(self.weeks.campaign)
            self.person_paused = True

        self._ask(pause)

    @precondition(lambda self: self.weeks.console.rests.of(self.weeks.campaign) and self.weeks.rest.holds)
    @rule()
    def stay_paused(self) -> None:
        def stay() -> None:
            self.console.stay_paused(self.weeks.campaign)
            self.person_paused = True

        self._ask(stay)

    @precondition(lambda self: is_stopped(self.weeks.status) and not self.weeks.status.is_over)
    @rule()
    def resume_elsewhere(self) -> None:
        self.elsewhere.append(self.weeks.now)
        self.starts.append(self.weeks.now)
        self.person_paused = False
        self.weeks.elsewhere(CampaignStatus.RUNNING)

    @precondition(lambda self: self.weeks.status is CampaignStatus.RUNNING and not self._holds())
    @rule()
    def pause_elsewhere(self) -> None:
        self.person_paused = True
        self.weeks.elsewhere(CampaignStatus.PAUSED)

    # what happens to it

    @rule(hours=st.sampled_from((0.1, 1, 5, 14, 26, 63)))
    def time_passes(self, hours: float) -> None:
        self.weeks.until(self.weeks.now + timedelta(hours=hours))

    @rule(step=st.sampled_from(STEPS))
    def it_is_killed(self, step: str) -> None:
        self.console.dies(step)

    @rule()
    def it_is_killed_between_looks(self) -> None:
        self.weeks.console = self.console.reborn()
        self.console.generations.finding()

    @rule()
    def another_process_looks_too(self) -> None:
        """As if it had been taken for dead: both work on the same run."""
        other = self.console.reborn()
        other.generations.finding()
        other.look_now()
        self.weeks.console = other

    @rule(kind=st.sampled_from(LOST), operation=st.sampled_from(WRITES))
    def an_answer_gets_lost(self, kind: str, operation: str) -> None:
        self.sandbox.faults({"kind": kind, "operation": operation, "act": True})

    @rule(against=st.booleans())
    def something_speaks_against_calls(self, against: bool) -> None:
        self.console.speaks_against = ("credits-none",) if against else ()

    # what must be so

    @invariant()
    def nobody_is_called_in_a_closed_time(self) -> None:
        type(self).steps += 1
        for at in self.weeks.rang():
            days = [days for since, days in self.days if since <= at]
            just_changed = any(since <= at < since + A_TICK for since, _days in self.days)
            let_go = any(since <= at < since + SEEN_WITHIN for since in self.elsewhere)
            right = allowed(days[-1], at, self.countries)
            assert right or just_changed or let_go, f"called in a closed time: {at}"

    @invariant()
    def no_pause_of_a_person_is_undone(self) -> None:
        if self.person_paused:
            assert self.weeks.status is not CampaignStatus.RUNNING

    @invariant()
    def each_act_stands_once_in_the_record(self) -> None:
        acts = [one for one in self.weeks.acts() if one.result is Result.DONE]
        for before, after in itertools.pairwise(acts):
            if before.action is after.action is AuditAction.PAUSE:
                assert any(before.at <= at <= after.at for at in self.starts), "it was started in between"
            assert not (before.action in WENT_ON and after.action in WENT_ON), "it went on twice"

    # the rest

    @property
    def console(self) -> Any:
        return self.weeks.console

    def _holds(self) -> bool:
        rest = self.console.rests.of(self.weeks.campaign)
        return bool(rest and rest.holds)

    def _started(self, ask: Callable[[], Any]) -> None:
        def start() -> None:
            result = ask()
            closed = type(result.error).__name__ == "ClosedNow"
            if result.outcome in GONE or closed:
                self.person_paused = False
            if result.outcome in GONE:
                self.starts.append(self.weeks.now)

        self._ask(start)

    def _ask(self, ask: Callable[[], object]) -> None:
        """A failure is told to the person, and she goes on."""
        try:
            ask()
        except ApiError as error:
            assert error.operation

    def teardown(self) -> None:
        if hasattr(self, "weeks"):
            type(self).rang += len(self.weeks.rang())
            acts = [one.action for one in self.weeks.acts() if one.result is Result.DONE]
            type(self).paused += acts.count(AuditAction.PAUSE)
            type(self).went_on += sum(acts.count(one) for one in WENT_ON)
            self.weeks.close()


@pytest.fixture(
    scope="module",
    params=["seed", *(pytest.param(one, marks=pytest.mark.soak) for one in ("actions", "newest"))],
)
def spring(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[type[Spring]]:
    arguments = ("--empty", "--speed", "0", "--generation", str(request.param))
    with start_sandbox(tmp_path_factory.mktemp("platform"), *arguments) as running:
        running.account(credits=1_000_000)
        yield type("SpringHere", (Spring,), {"sandbox": running})


def test_whatever_happens_over_weeks_no_call_starts_in_a_closed_time(spring: type[Spring]) -> None:
    run_state_machine_as_test(spring, settings=stories(3, 10))
    assert spring.rang and spring.paused and spring.went_on


@pytest.mark.soak
def test_whatever_happens_over_years_no_call_starts_in_a_closed_time(spring: type[Spring]) -> None:
    run_state_machine_as_test(spring, settings=stories(20, 25))
    told = f"{spring.steps} steps, {spring.rang} calls, {spring.paused} pauses, {spring.went_on} starts"
    print(f"\n{told}: no call in a closed time")
    assert spring.rang and spring.paused and spring.went_on


def test_a_keeper_that_does_not_pause_is_caught(spring: type[Spring]) -> None:
    class Idle(spring):
        def time_passes(self, hours: float) -> None:
            self.console.looks.clear()
            super().time_passes(hours)

    with pytest.raises(AssertionError, match="called in a closed time"):
        run_state_machine_as_test(Idle, settings=stories(2, 3))

"""Calls to one person are kept within what her place allows while campaigns run, over all campaigns."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from services.api.models import CampaignStatus
from services.audit.audit import Audit, AuditAction, AuditEntry, Filter, Result
from services.calling_rules.calling_hours import CallingHoursTable
from services.campaign.call_limits import CallLimits
from services.campaign.calls_ahead import CallsAhead
from services.campaign.everybody import Everybody
from services.campaigns.hours_taken_on import HoursTakenOn
from services.database.database import make_engine
from services.do_not_call.calls_to_numbers import CallsToNumbers
from services.keeper import CampaignRest, Duty, WatchState, Why
from services.keeper.duties.calls_to_people import CallsDuty
from services.keeper.keeper import DUTIES
from services.keeper.store import NewWatch
from services.notifications.events import EventRow
from services.person import Person
from services.results.call_log import CallLog
from services.results.calls_of_day import CallsOfDay
from tests.new_database import make_tables
from tests.sandbox_process import COMPANY_ID, RunningSandbox, start_sandbox
from tests.services.keeper.weeks import follow_clock
from tests.services.whom.stepped_console import ANNA, SteppedConsole

_numbers = itertools.count(1000)
DAY = timedelta(hours=24)
THREE_TRIES: dict[str, Any] = {"max_attempts_per_contact": 3, "retry_delay_minutes": 60}
TABLE = """place,days,hours,holidays,max_calls,within_hours,consent,certainty,source,note
DE,Mon-Sun,00:00-24:00,open,,,,law,Tests,
US,Mon-Sun,00:00-24:00,open,,,,law,Tests,
US-FL,Mon-Sun,00:00-24:00,open,3,24,,law,Tests,
"""


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """Its clock stands until it is moved."""
    with start_sandbox(tmp_path_factory.mktemp("platform"), "--empty", "--speed", "0") as running:
        running.account(credits=1_000_000)
        yield running


class Shop:
    """A console whose keeper is stepped, over a sandbox in which nobody in Florida ever answers."""

    def __init__(self, sandbox: RunningSandbox, folder: Path) -> None:
        sandbox.faults()
        sandbox.advance(minutes=60 * 48)  # what other tests have called is old
        self.sandbox = sandbox
        self.engine = make_engine("sqlite://")
        make_tables(self.engine)
        self.console = console = SteppedConsole(sandbox, self.engine)
        console.generations.finding()
        console.duties = {**DUTIES, Duty.CALLS: CallsDuty(resting=3 * 3600.0)}
        (table := folder / "hours.csv").write_text(TABLE)
        numbers = CallsToNumbers(self.engine, "account", console.now)
        log = CallLog(self.engine, console.api, "account", numbers=numbers)
        made = CallsOfDay(console.reads, log, lambda operation: operation not in console.closed)
        self.taken_on = HoursTakenOn(self.engine, lambda: "account", Audit(self.engine, console.now))
        console.calls_to_people = CallsAhead(
            CallLimits(CallingHoursTable(str(table)), numbers, made, console.now),
            Everybody(console.api, console.reads, lambda _operation: True),
            console.campaigns,
            self.taken_on,
            console.now,
        ).of
        self.began = console.now()
        digits = next(_numbers)  # nobody of another test has them
        self.flora, self.bernd = f"+1305555{digits}", f"+493023500{digits}"
        self.ids: dict[str, str] = {}
        self.campaigns: list[str] = []
        sandbox.control("PUT", "endings", {self.flora: [{"outcome": "no_answer", "seconds": 5}]})

    def campaign(self, *numbers: str, watched: bool = True) -> str:
        """A campaign that is launched with them."""
        console = self.console
        made = console.create(f"Campaign {len(self.campaigns)} of {self.began:%d %H}", **THREE_TRIES)
        assert made
        console.api.campaigns.add_contacts(made, [self._person(one) for one in numbers])
        console.launch(made, None)
        if watched:
            console.watches.set_first(NewWatch(Duty.CALLS, made, "Spring", Person.of_keeper(), {}, {}))
        self.campaigns.append(made)
        return made

    def _person(self, number: str) -> str:
        if number not in self.ids:
            with self.sandbox.client() as client:
                whom = {"firstName": "Flora", "lastName": number, "phone": number}
                body = {"teamId": self.sandbox.team_id, "companyId": COMPANY_ID, **whom}
                answer = client.post("/api/crm/contacts", json=body)
            answer.raise_for_status()
            self.ids[number] = str(answer.json()["contact"]["id"])
        return self.ids[number]

    def passes(self, **how: float) -> None:
        """Look after look, as they fall due."""
        console, target = self.console, self.console.now() + timedelta(**how)
        console.work()
        while console.now() < target:
            due = max(console.next_look() or target, console.now() + timedelta(seconds=1))
            follow_clock(self.sandbox, console.api, min(due, target))
            console.work()

    def rang(self, number: str = "", campaign: str | None = None) -> list[datetime]:
        calls = self.sandbox.calls(campaign)
        moments = [
            datetime.fromisoformat(one["at"]) for one in calls if one["number"] == (number or self.flora)
        ]
        return [at for at in moments if at >= self.began]

    def rest(self, campaign: str) -> CampaignRest:
        found = self.console.rests.of(campaign)
        assert found is not None
        return found

    def acts(self, campaign: str) -> list[AuditEntry]:
        wanted = Filter(who=Person.of_keeper(), campaign_id=campaign)
        return self.console.audit.entries(wanted).rows[::-1]

    def close(self) -> None:
        self.sandbox.faults()
        for one in self.campaigns:
            if not self.console.read(one).status.is_over:
                self.console.campaigns.cancel(self.console.read(one), who=ANNA)
        self.console.close()
        self.engine.dispose()


@pytest.fixture
def shop(platform: RunningSandbox, tmp_path: Path) -> Iterator[Shop]:
    made = Shop(platform, tmp_path)
    yield made
    made.close()


def most_in_a_day(moments: list[datetime]) -> int:
    return max((sum(at <= one < at + DAY for one in moments) for at in moments), default=0)


def one_that_rests(shop: Shop) -> str:
    """Of two campaigns that call the same person."""
    both = shop.campaign(shop.flora), shop.campaign(shop.flora)
    shop.passes(hours=3)
    return next(one for one in both if shop.console.rests.of(one) and shop.rest(one).holds)


def test_two_campaigns_together_call_somebody_in_florida_three_times_in_a_day_and_go_on_by_themselves(
    shop: Shop,
) -> None:
    first = shop.campaign(shop.flora)
    shop.passes(seconds=40)
    second = shop.campaign(shop.flora, shop.bernd)

    shop.passes(hours=12)

    assert len(shop.rang()) == 3
    held = [one for one in (first, second) if shop.rest(one).holds]
    assert held
    for one in held:
        rest = shop.rest(one)
        assert shop.console.read(one).status is CampaignStatus.PAUSED
        assert rest.why is Why.CLOSED
        assert rest.for_calls and rest.for_calls[:] == (1, "US-FL", 3, 24)
        assert rest.until is not None
        assert timedelta() <= rest.until - (shop.rang()[0] + DAY) <= timedelta(minutes=2)

    shop.passes(hours=30)

    assert len(shop.rang()) == 6, "everybody gets the tries that she was to get"
    assert most_in_a_day(shop.rang()) == 3
    assert shop.rang(shop.bernd)
    for one in held:
        done = [(act.action, act.result) for act in shop.acts(one)]
        assert set(done) == {(AuditAction.PAUSE, Result.DONE), (AuditAction.RESUME, Result.DONE)}
        assert shop.acts(one)[0].figures["at_call_limit"] == 1
    with shop.engine.connect() as connection:
        assert set(connection.scalars(select(EventRow.reason))) == {"calls_to_people"}


def test_without_the_keeper_she_would_be_called_too_often(shop: Shop) -> None:
    shop.campaign(shop.flora, watched=False)
    shop.campaign(shop.flora, watched=False)

    shop.passes(hours=12)

    assert len(shop.rang()) == 6


def test_watching_takes_sixty_requests_an_hour_at_most(shop: Shop) -> None:
    shop.campaign(shop.flora)
    shop.campaign(shop.flora, shop.bernd)
    shop.console.duties = DUTIES
    spent: list[int] = []
    for _hour in range(8):
        shop.sandbox.forget_requests()
        shop.passes(hours=1)
        spent.append(sum(shop.sandbox.requests().values()))
    assert max(spent) <= 2 * 60
    assert sum(spent) < 8 * 2 * 30


def test_a_pause_of_a_person_stays_hers(shop: Shop) -> None:
    held = one_that_rests(shop)
    shop.console.stay_paused(held)

    shop.passes(hours=23)

    assert shop.console.read(held).status is CampaignStatus.PAUSED


def test_who_answers_for_the_calls_by_name_is_not_held_up(shop: Shop) -> None:
    shop.campaign(shop.flora)
    second = shop.campaign(shop.flora)
    shop.taken_on.take_on(second, "Spring", {"US-FL:calls"}, people=1, who=ANNA, reason="She asked for it")

    shop.passes(hours=12)

    assert len(shop.rang(campaign=second)) == 3


def test_what_speaks_against_calls_keeps_it_paused(shop: Shop) -> None:
    held = one_that_rests(shop)
    shop.console.speaks_against = ("no_credits",)

    shop.passes(hours=23)

    rest = shop.rest(held)
    assert (rest.state, rest.why, rest.against) == (WatchState.PAUSED, Why.NOT_READY, ("no_credits",))


def test_where_calls_cannot_be_read_that_is_said_and_not_taken_for_none(shop: Shop) -> None:
    first = shop.campaign(shop.flora)
    shop.console.closed = {"listCalls"}
    shop.passes(minutes=30)
    assert (shop.rest(first).not_counted, shop.rest(first).why) == (1, Why.NOT_COUNTED)
    assert not shop.rest(first).holds


def test_what_is_not_known_lets_nothing_go_on(shop: Shop) -> None:
    held = one_that_rests(shop)
    shop.console.closed = {"listCalls"}

    shop.passes(hours=23)

    assert shop.console.read(held).status is CampaignStatus.PAUSED
    assert shop.rest(held).not_counted == 1

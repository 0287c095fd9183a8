"""Ninety days of twenty campaigns in five countries, and two weeks of them over the clock changes with as many looks as in
earnest, with a process that is killed again and again: no phone rings on a closed day or in closed hours, in the sandbox's
own log.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
import pytest

from services.audit.audit import AuditAction, Filter, Result
from services.calling_days.days import CLOSED, DAILY, CallingDays
from services.database.database import make_engine
from services.keeper import Duty
from services.keeper.duties.days import DaysDuty
from services.keeper.keeper import DUTIES
from services.person import Person
from tests.new_database import make_tables
from tests.sandbox_process import COMPANY_ID, RunningSandbox, start_sandbox
from tests.services.keeper.weeks import follow_clock
from tests.services.whom.stepped_console import SteppedConsole

pytestmark = pytest.mark.soak

BEGINS = datetime(2026, 10, 20, 6, tzinfo=UTC)
"""The clocks change in Europe on the 25th and in America a week later; then Thanksgiving, Christmas, New Year."""
SEASONS = {
    14: DaysDuty(),
    # nobody lets anything go on elsewhere here, which is what looks far from an edge are for
    90: DaysDuty(seldom=6 * 3600.0, resting=2 * 3600.0),
}
"""Days, and how often it is looked far from an edge: in earnest each hour, and at rest each ten minutes."""
CAMPAIGNS = 20
PEOPLE = 12
KILLED_EVERY = timedelta(hours=17)
STEPS = ("before it pauses", "paused", "before it goes on", "it went on")
PLACES = {
    "DE": ("Europe/Berlin", "+4930"),
    "FR": ("Europe/Paris", "+331"),
    "GB": ("Europe/London", "+44207"),
    "ES": ("Europe/Madrid", "+3491"),
    "US": ("America/New_York", "+1212"),
}
WEEKS = (
    CallingDays(week=(DAILY,) * 5 + (CLOSED,) * 2, holidays_closed=True),
    CallingDays(week=(DAILY,) * 5 + (((10 * 60, 14 * 60),), CLOSED), holidays_closed=True),
    CallingDays(week=(((10 * 60, 13 * 60), (14 * 60, 16 * 60)),) * 5 + (CLOSED,) * 2, holidays_closed=True),
    CallingDays(holidays_closed=True),
)
_numbers = itertools.count(1)


@dataclass
class Seller:
    """One campaign: its days, and where its people are."""

    id: str
    days: CallingDays
    countries: tuple[str, ...]


@dataclass
class Season:
    """All of them, and the process that keeps their days."""

    sandbox: RunningSandbox
    console: SteppedConsole
    days: int
    sellers: list[Seller] = field(default_factory=list)
    looks: int = 0
    kills: int = 0

    def open(self) -> None:
        countries = list(PLACES)
        endings: dict[str, list[dict[str, object]]] = {}
        for one in range(CAMPAIGNS):
            of = (countries[one % 5],) if one % 4 else (countries[one % 5], countries[(one + 1) % 5])
            made = self.console.create(
                f"Campaign {one}",
                call_window_start="09:00",
                call_window_end="17:00",
                call_window_timezone=PLACES[of[0]][0],
                max_concurrent_calls=3,
                max_attempts_per_contact=80,
                retry_delay_minutes=1500,
            )
            assert made
            people = {}
            for person in range(PEOPLE):
                zone, begins = PLACES[of[person % len(of)]]
                number = f"{begins}{2_340_000 + next(_numbers)}"
                endings[number] = [{"outcome": "no_answer", "seconds": 30}] * 80
                people[self._contact(number, zone)] = number
            self.console.pick(made, people)
            seller = Seller(made, WEEKS[one % len(WEEKS)], of)
            self.sellers.append(seller)
        self.sandbox.control("PUT", "endings", endings)
        for seller in self.sellers:
            self.console.keep_days(seller.id, seller.days)
            self.console.launch(seller.id, None)

    def pass_by(self, chance: random.Random) -> None:
        ends, kill_at = BEGINS + timedelta(days=self.days), BEGINS + KILLED_EVERY
        while (now := self.console.now()) < ends:
            due = self.console.next_look() or ends
            follow_clock(self.sandbox, self.console.api, min(max(due, now + timedelta(seconds=1)), ends))
            if self.console.now() >= kill_at:
                self._kill(chance)
                kill_at += KILLED_EVERY
            if self.console.launches.watched():
                self.console.settle()
            self.console.work()
            self.looks += 1

    def _kill(self, chance: random.Random) -> None:
        """Between two looks, or in the middle of the next one that comes so far."""
        self.kills += 1
        self.console = self.console.reborn()
        self.console.generations.finding()
        if chance.random() < 0.7:
            self.console.dies(chance.choice(STEPS))

    def _contact(self, number: str, zone: str) -> str:
        whom = {"firstName": "Anna", "lastName": number, "phone": number, "timezone": zone}
        body = {"teamId": self.sandbox.team_id, "companyId": COMPANY_ID, **whom}
        with self.sandbox.client() as client:
            return str(client.post("/api/crm/contacts", json=body).json()["contact"]["id"])


@pytest.fixture(params=SEASONS)
def season(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Season]:
    arguments = ("--empty", "--speed", "0", "--clock-start", BEGINS.isoformat())
    with start_sandbox(tmp_path_factory.mktemp("season"), *arguments) as sandbox:
        sandbox.account(credits=10_000_000)
        engine = make_engine("sqlite://")
        make_tables(engine)
        duties = {**DUTIES, Duty.DAYS: SEASONS[request.param]}
        made = Season(sandbox, SteppedConsole(sandbox, engine, duties=duties), request.param)
        yield made
        made.console.close()
        engine.dispose()


@lru_cache(maxsize=100)
def holidays_of(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))


def allowed(seller: Seller, at: datetime) -> bool:
    """Worked out anew, by the wall calendar of every country whose people are in it."""
    return all(
        _allowed(seller.days, at.astimezone(ZoneInfo(PLACES[one][0])), one) for one in seller.countries
    )


def _allowed(days: CallingDays, at: datetime, country: str) -> bool:
    """The strictest of all: where the campaign's window is open for people of `country`, their days have to allow it."""
    minute = at.hour * 60 + at.minute
    if not 9 * 60 <= minute < 17 * 60:
        return True  # nobody of them is called then
    own = days.week[at.weekday()]
    hours = ((9 * 60, 17 * 60),) if own is None else own
    return at.date() not in holidays_of(country, at.year) and any(
        start <= minute < end for start, end in hours
    )


def test_in_a_season_no_phone_rings_in_a_closed_time(season: Season) -> None:
    season.open()
    season.sandbox.forget_requests()

    season.pass_by(random.Random(16))

    requests = sum(season.sandbox.requests().values())
    sellers = {one.id: one for one in season.sellers}
    calls = season.sandbox.calls()
    wrong = [
        (call["campaign_id"], call["at"])
        for call in calls
        if not allowed(sellers[call["campaign_id"]], datetime.fromisoformat(call["at"]))
    ]
    wanted = Filter(who=Person.of_keeper())
    acts = Counter(
        (one.action, one.result) for one in season.console.audit.entries(wanted, limit=100_000).rows
    )
    days_called = Counter(
        call["campaign_id"] for call in {(c["campaign_id"], c["at"][:10]): c for c in calls}.values()
    )
    print(
        f"\n{season.days} days, {CAMPAIGNS} campaigns: {len(calls)} calls, {len(wrong)} in a closed time; {season.kills} kills, "
        f"{season.looks} moments with looks, {requests} requests "
        f"({requests / season.days / 24 / CAMPAIGNS:.2f} an hour and campaign); acts "
        f"{ {f'{action} {result}': count for (action, result), count in acts.items()} }; "
        f"days with calls {min(days_called.values())} to {max(days_called.values())}"
    )
    assert wrong == []
    assert len(days_called) == CAMPAIGNS and min(days_called.values()) > season.days / 3, (
        "all went on again and again"
    )
    assert acts[AuditAction.PAUSE, Result.DONE] - acts[AuditAction.RESUME, Result.DONE] in range(
        CAMPAIGNS + 1
    )

"""Weeks of a campaign that keeps calling days: a stepped console over a real sandbox whose clock is moved from one thing
that happens to the next, and the sandbox's own word on when phones rang.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from email.utils import format_datetime
from typing import Any
from zoneinfo import ZoneInfo

from httpx import Headers

from services.api import Api
from services.api.clock import SPEED_HEADER
from services.api.generation import Generation
from services.api.models import CampaignStatus
from services.audit.audit import AuditAction, AuditEntry, Filter
from services.calling_days.days import CLOSED, DAILY, CallingDays
from services.database.database import make_engine
from services.keeper import CampaignRest, Duty, Watch
from services.person import Person
from tests.new_database import make_tables
from tests.sandbox_process import COMPANY_ID, RunningSandbox
from tests.services.whom.stepped_console import SteppedConsole

_numbers = itertools.count(1)
WORKDAYS = CallingDays(week=(DAILY,) * 5 + (CLOSED,) * 2)
HOLIDAYS = CallingDays(holidays_closed=True)
SATURDAYS = CallingDays(week=(DAILY,) * 5 + (((10 * 60, 14 * 60),), CLOSED))
BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY, SATURDAY, SUNDAY, MONDAY = range(4)
GERMAN, PARISIAN = ("Europe/Berlin", "+4930"), ("Europe/Paris", "+331")
WINDOW = {"call_window_start": "09:00", "call_window_end": "17:00", "call_window_timezone": "Europe/Berlin"}

LONG_CALL = 1200
"""So that few people are enough for days on which calls begin all the time."""


class Weeks:
    """One campaign and its console; time passes only where a test lets it."""

    def __init__(
        self, sandbox: RunningSandbox, begins: str = "", database: str = "sqlite://", **settings: Any
    ) -> None:
        """It begins at that moment, else on the next Friday at eleven in Berlin."""
        self.sandbox = sandbox
        sandbox.control("POST", "clock", {"to": begins or _next_friday(sandbox).isoformat()})
        self.engine = make_engine(database)
        make_tables(self.engine)
        self.console = SteppedConsole(sandbox, self.engine)
        self.console.generations.finding()
        self.began = self.now.astimezone(BERLIN)
        made = self.console.create(
            f"Spring {next(_numbers)}", **{"max_concurrent_calls": 1, **WINDOW, **settings}
        )
        assert made
        self.campaign = made
        self.endings: dict[str, Any] = {}
        self._group: str | None = None

    def close(self) -> None:
        """The next one wants the assistant, and its clock, for itself."""
        self.sandbox.faults()
        if not self.console.read(self.campaign).status.is_over:
            self.elsewhere(CampaignStatus.CANCELLED)
        self.console.close()
        self.engine.dispose()

    # people

    def people(self, count: int, where: tuple[str, str] = GERMAN, *, seconds: int = LONG_CALL) -> None:
        zone, begins = where
        added: dict[str, str] = {}
        with self.sandbox.client() as client:
            for _person in range(count):
                number = f"{begins}{23_400_000 + next(_numbers)}"
                whom = {"firstName": "Anna", "lastName": number, "phone": number, "timezone": zone}
                body = {"teamId": self.sandbox.team_id, **self._where(), **whom}
                answer = client.post("/api/crm/contacts", json=body)
                answer.raise_for_status()
                added[str(answer.json()["contact"]["id"])] = number
        self.endings |= {number: [{"outcome": "answered", "seconds": seconds}] for number in added.values()}
        self.sandbox.control("PUT", "endings", self.endings)
        self.console.api.campaigns.add_contacts(self.campaign, list(added))

    def _where(self) -> dict[str, str]:
        """The oldest generation has companies in place of groups."""
        if self.console.generation is Generation.SEED:
            return {"companyId": COMPANY_ID}
        if self._group is None:
            self._group = self.console.api.groups.create(f"People {next(_numbers)}").id
        return {"groupId": self._group}

    def elsewhere(self, status: CampaignStatus) -> None:
        """Somebody says so on the platform's own page."""
        self.sandbox.faults()
        with self.sandbox.client() as client:
            if self.console.generation is Generation.ACTIONS:
                action = "start" if status is CampaignStatus.RUNNING else "stop"
                client.post(f"/api/crm/campaigns/{self.campaign}/run", json={"action": action})
            else:
                client.put(f"/api/crm/campaigns/{self.campaign}", json={"status": status.value})

    # time

    @property
    def now(self) -> datetime:
        return self.console.now()

    def at(self, day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
        """A moment in Berlin, so many days after the one on which it began."""
        date = self.began.date() + timedelta(days=day)
        return datetime.combine(date, time(hour, minute, second), BERLIN)

    def until(self, target: datetime) -> None:
        """Look after look, as they fall due."""
        self.console.work()
        while self.now < target:
            due = self.console.next_look()
            self.to(min(max(due, self.now + timedelta(seconds=1)), target) if due else target)
            if self.console.launches.watched():
                self.console.settle()
            self.console.work()

    def passes(self, **how: float) -> None:
        self.until(self.now + timedelta(**how))

    def to(self, moment: datetime) -> None:
        follow_clock(self.sandbox, self.console.api, moment)

    # what is so

    def rang(self) -> list[datetime]:
        """When phones rang, in the sandbox's own log, as it was in Berlin."""
        calls = self.sandbox.calls(self.campaign)
        return [datetime.fromisoformat(one["at"]).astimezone(BERLIN) for one in calls]

    def days_called(self) -> list[int]:
        """On how many days after it began phones rang."""
        return sorted({(at.date() - self.began.date()).days for at in self.rang()})

    def requests(self) -> int:
        return sum(self.sandbox.requests().values())

    @property
    def status(self) -> CampaignStatus | Any:
        with spared(self.sandbox):
            return self.console.read(self.campaign).status

    @property
    def rest(self) -> CampaignRest:
        found = self.console.rests.of(self.campaign)
        assert found is not None
        return found

    @property
    def watch(self) -> Watch:
        found = self.console.watches.latest(Duty.DAYS, self.campaign)
        assert found is not None
        return found

    def acts(self, *actions: AuditAction) -> list[AuditEntry]:
        """Of the keeper, the oldest first."""
        wanted = Filter(who=Person.of_keeper(), actions=actions, campaign_id=self.campaign)
        return self.console.audit.entries(wanted, limit=10_000).rows[::-1]


def follow_clock(sandbox: RunningSandbox, api: Api, moment: datetime) -> None:
    """Move the sandbox's clock, and tell the console the time, which costs no request."""
    told = sandbox.control("POST", "clock", {"to": moment.isoformat()})
    date = format_datetime(datetime.fromtimestamp(told["now"], UTC), usegmt=True)
    api.clock.follow(Headers({"Date": date, SPEED_HEADER: str(told["speed"])}))


def _next_friday(sandbox: RunningSandbox) -> datetime:
    now = datetime.fromisoformat(sandbox.control("GET", "clock")["iso"]).astimezone(BERLIN)
    day = now.date() + timedelta(days=(4 - now.weekday() - 1) % 7 + 1)
    return datetime.combine(day, time(11), BERLIN)


@contextmanager
def spared(sandbox: RunningSandbox) -> Iterator[None]:
    """No fault that is still to come is used up meanwhile."""
    to_come = sandbox.control("GET", "faults")
    sandbox.faults()
    yield
    sandbox.faults(*to_come)

"""World of one sandbox: its database, clock, telephone network and dialler, and the lock that lets one thing write at
a time.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select, update

from sandbox import tables
from sandbox.budget import HourlyBudget
from sandbox.clock import SandboxClock
from sandbox.demo import keeper
from sandbox.demo.closed_days import closed_times
from sandbox.deviations.faults import FaultPlan
from sandbox.dialling.dialler import DIALLER, HABITS, Dialler
from sandbox.dialling.dialling import release
from sandbox.dialling.live import live_campaigns
from sandbox.dialling.telephony import PhoneNetwork

IDLE_MINUTES = 30
REQUESTS_KEPT = 10_000


PEOPLE, WHOLE_GROUP = "people", "group"
CONTACT_IDS = (PEOPLE, WHOLE_GROUP)
"""Whom `contactIds` takes in on the generation `actions`: those people alone, or the assistant's whole group too."""


@dataclass(frozen=True)
class Options:
    """Options of the command line. `speed`: how many seconds pass in one; `control`: the secret of /sandbox/."""

    token: str
    seed: int = 1
    speed: float = 60.0
    skip: bool = True
    requests_per_hour: int = 1000
    group_requests_per_hour: int = 1000
    profile: str = "full"
    lenient: bool = False
    answers: str = "all"
    generation: str = "seed"
    page: str = "en"
    contact_ids: str = PEOPLE
    max_calls_binds: str = DIALLER
    control: str | None = None
    credits: float | None = None
    max_import_bytes: int = 10 * 1024 * 1024
    max_import_rows: int = 25_000
    clock_start: float | None = None


@dataclass
class World:
    engine: Engine
    clock: SandboxClock
    options: Options
    network: PhoneNetwork
    dialler: Dialler
    faults: FaultPlan
    budget: HourlyBudget
    group_budget: HourlyBudget
    tokens: set[str]
    profile: str
    lenient: bool = False
    contact_ids: str = PEOPLE
    answers: str = "all"
    requests: dict[str, int] = field(default_factory=dict)
    request_log: deque[tuple[str, str]] = field(default_factory=lambda: deque(maxlen=REQUESTS_KEPT))
    write_lock: threading.RLock = field(default_factory=threading.RLock)
    last_request: float = field(default_factory=time.monotonic)

    def now(self) -> float:
        return self.clock.now()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction; nothing else writes meanwhile."""
        with self.write_lock, self.engine.begin() as connection:
            yield connection

    def asked(self) -> None:
        """Somebody asks something: a clock that stood still runs on."""
        self.last_request = time.monotonic()
        if self.clock.held:
            self.clock.go()

    def beat(self) -> None:
        """Bring calls and campaigns up to the clock, and the clock over hours in which nothing happens."""
        if time.monotonic() - self.last_request > IDLE_MINUTES * 60:
            self.clock.hold()
        with self.write_lock:
            self._play_open_days()
            self._keep_demo()
            if self.options.skip and not self.clock.held:
                self._skip_quiet_hours()
            self.remember()

    def play_until(self, moment: float) -> None:
        """Everything the dialler does up to `moment`, beat by beat, in transactions of their own."""
        while True:
            with self.write() as connection:
                tick = self.dialler.next_tick(connection)
                if tick > moment:
                    self.dialler.settle(connection, moment)
                    connection.execute(
                        update(tables.clock).values(last_tick=self.dialler.beat_before(moment))
                    )
                    return
                self.dialler.tick(connection, tick)

    def _play_open_days(self) -> None:
        """As `play_until` up to the clock; the demo stands still on its closed days, and its clock goes over them."""
        with self.read() as connection:
            state = connection.execute(select(tables.clock)).one()
        if state.demo:
            for begins, ends in closed_times(state.last_tick, self.clock.now()):
                if begins > state.last_tick:
                    self.play_until(begins)
                if self.options.skip:
                    self.clock.move_to(ends)
                self._stand_still(min(ends, self.clock.now()))
        self.play_until(self.clock.now())

    def _stand_still(self, moment: float) -> None:
        """Until `moment` calls under way end, and nobody is dialled."""
        with self.write() as connection:
            for campaign in live_campaigns(connection):
                release(connection, campaign.id)
            self.dialler.settle(connection, moment)
            connection.execute(update(tables.clock).values(last_tick=self.dialler.beat_before(moment)))
            self.dialler.wake_all()

    def jump_to(self, moment: float, *, as_if_run: bool = False) -> None:
        """Move the clock to `moment` and play what happens on the way."""
        with self.write_lock:
            self.clock.move_to(moment, as_if_run=as_if_run)
            self._play_open_days()
            self.remember()

    def remember(self) -> None:
        """The clock and the budget, so that a restart goes on from here."""
        since, used = self.budget.state()
        with self.write() as connection:
            connection.execute(
                update(tables.clock).values(
                    now=self.clock.now(), ran=self.clock.ran(), budget_since=since, budget_used=used
                )
            )

    def _keep_demo(self) -> None:
        with self.write() as connection:
            if connection.scalar(select(tables.clock.c.demo)):
                top_up = self.options.credits is None
                alone = self.dialler.habits.one_an_assistant
                keeper.keep(connection, self.network, self.clock.now(), top_up=top_up, one_an_assistant=alone)

    def _skip_quiet_hours(self) -> None:
        now = self.clock.now()
        with self.read() as connection:
            target = self.dialler.quiet_until(connection, now)
        if target is not None and target > now + self.dialler.habits.looks_every:
            self.clock.move_to(target)
            self._play_open_days()


def open_world(file: Path | str, options: Options) -> tuple[World, bool]:
    """The sandbox kept in `file`, and whether it is new (a new one still has to be filled)."""
    engine = tables.open_database(file)
    network = PhoneNetwork(options.seed, script={})
    dialler = Dialler(network, HABITS[options.generation], options.max_calls_binds)
    with engine.begin() as connection:
        kept = connection.execute(select(tables.clock)).first()
        if kept is None:
            start = options.clock_start or time.time()
            connection.execute(
                insert(tables.clock).values(id=1, now=start, ran=0.0, last_tick=dialler.beat_before(start))
            )
            credits = 5000.0 if options.credits is None else options.credits
            balance = {"credits": credits, "total_purchased": credits, "total_used": 0.0}
            connection.execute(insert(tables.account).values(id=tables.ACCOUNT_ID, **balance))
        stored = connection.execute(select(tables.clock)).one()
    clock = SandboxClock(max(stored.now, stored.last_tick), ran=stored.ran, speed=options.speed)
    budget = HourlyBudget(
        options.requests_per_hour, clock, since=stored.budget_since, used=stored.budget_used
    )
    world = World(
        engine,
        clock,
        options,
        network,
        dialler,
        FaultPlan(seed=options.seed),
        budget,
        HourlyBudget(options.group_requests_per_hour, clock),
        tokens={options.token},
        profile=options.profile,
        lenient=options.lenient,
        contact_ids=options.contact_ids,
        answers=options.answers,
    )
    return world, kept is None

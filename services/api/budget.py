"""Hourly request budget of a key (sliding-window rate limit): counted for the whole process, spent on purpose.

The platform counts requests by key and hour. The console counts the same way before it sends, so that what runs in
the background gives way before a person's click is refused:

- `Priority.PERSON` may spend all of it.
- `Priority.JOB` (imports) and `Priority.BACKGROUND` (live views) leave `KEPT_FOR_PEOPLE` of it alone.
- Background requests are spaced out once half of it is gone, and pollers are told to slow down by `BudgetState.pace`.

The count is kept in a store: `MemoryStore` for one process, `services.reads.budget_store` for several on one database.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from services.api.clock import PlatformClock
from services.api.errors import BudgetSpent

KEPT_FOR_PEOPLE = 0.2
RICH = 0.5  # with this share of the budget left nothing is slowed
SLOWEST = 30.0
LONGEST_GAP = timedelta(seconds=2)
LONGEST_WAIT = timedelta(seconds=5)
BUCKETS = 60
CLOCKS_APART = 2  # slices by which the clocks of processes on one database may differ
COUNT_OFF_FOR = 1 / 60  # of the window, after a 429 that does not say how long to wait


class Priority(StrEnum):
    PERSON = "person"
    JOB = "job"
    BACKGROUND = "background"


class Purpose(NamedTuple):
    name: str
    priority: Priority


class Spent(NamedTuple):
    """Requests of one purpose in the slice of the window that begins at `at`."""

    at: datetime
    purpose: str
    requests: int


class BudgetStore(Protocol):
    def add(self, at: datetime, purpose: str, count: int) -> None: ...

    def since(self, moment: datetime) -> list[Spent]: ...


class MemoryStore:
    """Counts of this process, gone with it."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[datetime, str]] = Counter()
        self._lock = threading.Lock()

    def add(self, at: datetime, purpose: str, count: int) -> None:
        with self._lock:
            self._counts[at, purpose] += count

    def since(self, moment: datetime) -> list[Spent]:
        with self._lock:
            for key in [key for key in self._counts if key[0] <= moment]:
                del self._counts[key]
            return [Spent(at, purpose, count) for (at, purpose), count in self._counts.items()]


@dataclass(frozen=True)
class BudgetState:
    """State of the budget: what is left. `resets_at` is when spent requests begin to come back; `pace` is the factor
    by which pollers lengthen their interval: 1 while the budget is rich."""

    limit: int
    used: int
    left: int
    left_for_jobs: int
    resets_at: datetime
    by_purpose: dict[str, int]
    pace: float


@dataclass
class _Reservation:
    left: int


@dataclass
class Tally:
    """Requests admitted inside a `RequestBudget.counted` block."""

    requests: int = 0


CLICKS = Purpose("clicks", Priority.PERSON)

_purpose: ContextVar[Purpose] = ContextVar("purpose", default=CLICKS)
_reservation: ContextVar[_Reservation | None] = ContextVar("reservation", default=None)
_tally: ContextVar[Tally | None] = ContextVar("tally", default=None)


def current_purpose() -> Purpose:
    return _purpose.get()


class RequestBudget:
    """`limit` requests in any `window`, for one key. Thread-safe."""

    def __init__(
        self,
        limit: int = 1000,
        window: timedelta = timedelta(hours=1),
        *,
        store: BudgetStore | None = None,
        clock: Callable[[], datetime] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.limit = limit
        self.window = window
        self._slice = window / BUCKETS
        self._store = store or MemoryStore()
        self._now = clock or (lambda: datetime.now(UTC))
        self._own_clock = clock is not None
        self._speed: Callable[[], float] = lambda: 1.0
        self._sleep = sleep
        self._lock = threading.RLock()
        self._reservations: list[_Reservation] = []
        self._closed_until: datetime | None = None
        self._closed_for_people = False
        self._next_background: datetime | None = None

    def follow(self, clock: PlatformClock) -> None:
        """Count by the platform's hours, unless a clock was given. One that stands has no hours to count by, and no
        answer of a real platform moves the hours that are counted by."""
        if not self._own_clock:
            machine = self._now
            self._now = lambda: machine() if clock.stands else clock.steady()
            self._speed = lambda: clock.speed

    def keep_in(self, store: BudgetStore) -> None:
        """Count in `store` from now on, together with the other processes that do."""
        with self._lock:
            self._store = store

    @contextmanager
    def purpose(self, name: str, *, background: bool = False, job: bool = False) -> Iterator[None]:
        """Requests inside the block are counted as `name` and yield as their kind has to."""
        priority = Priority.JOB if job else Priority.BACKGROUND if background else Priority.PERSON
        token = _purpose.set(Purpose(name, priority))
        try:
            yield
        finally:
            _purpose.reset(token)

    @contextmanager
    def counted(self) -> Iterator[Tally]:
        """Count the requests of this block, so that who repeats it knows what it costs."""
        outer, tally = _tally.get(), Tally()
        token = _tally.set(tally)
        try:
            yield tally
        finally:
            _tally.reset(token)
            if outer:
                outer.requests += tally.requests

    @contextmanager
    def reserve(self, count: int) -> Iterator[None]:
        """Set `count` requests aside for this block; nobody else of this process gets them.

        Raises:
            BudgetSpent: fewer are left for this purpose.
        """
        reservation = _Reservation(count)
        with self._lock:
            spent = self._spent()
            if self._ceiling(current_purpose().priority) - _sum(spent) < count:
                raise BudgetSpent("reserve", resets_at=self._room_at(spent, self.limit - count))
            self._reservations.append(reservation)
        token = _reservation.set(reservation)
        try:
            yield
        finally:
            _reservation.reset(token)
            with self._lock:
                self._reservations.remove(reservation)

    def admit(self, operation: str) -> None:
        """Count one request that is about to be sent, waiting a moment where that is enough.

        Raises:
            BudgetSpent: this request has to wait longer than `LONGEST_WAIT`.
        """
        while (wait := self._wait_or_count(operation, current_purpose())) > timedelta(0):
            self._sleep(wait.total_seconds() / self._speed())

    def give_back(self) -> None:
        """A request that was counted never reached the platform."""
        self._store.add(self._slice_start(), current_purpose().name, -1)

    def refused(self, retry_after: float | None) -> None:
        """The platform answered 429: it knows of requests we do not. `retry_after` is in seconds; whatever it says,
        after one window the platform is asked again."""
        with self._lock:
            wait = self.window * COUNT_OFF_FOR
            if retry_after is not None:
                wait = min(timedelta(seconds=retry_after) * self._speed(), self.window)
            self._closed_until = self._now() + wait
            # without a time to go by, a person may try; what runs by itself waits
            self._closed_for_people = retry_after is not None

    def state(self) -> BudgetState:
        """The present state: what was spent for what in the current window, and what is left."""
        with self._lock:
            spent = self._spent()
            used = _sum(spent)
            closed = self._closed()
            left = 0 if closed and self._closed_for_people else max(self._ceiling(Priority.PERSON) - used, 0)
            by_purpose: Counter[str] = Counter()
            for entry in spent:
                by_purpose[entry.purpose] += entry.requests
            return BudgetState(
                limit=self.limit,
                used=used,
                left=left,
                left_for_jobs=0 if closed else max(self._ceiling(Priority.JOB) - used, 0),
                resets_at=closed or self._room_at(spent, used - 1),
                by_purpose=dict(by_purpose),
                pace=_pace(left / self.limit),
            )

    def _wait_or_count(self, operation: str, purpose: Purpose) -> timedelta:
        with self._lock:
            spent = self._spent()
            ready_at = max(self._open_at(purpose.priority), self._turn_at(purpose.priority))
            ceiling = self._ceiling(purpose.priority)
            if _sum(spent) >= ceiling:
                ready_at = max(ready_at, self._room_at(spent, ceiling - 1))
            wait = ready_at - self._now()
            if wait > LONGEST_WAIT * self._speed():
                raise BudgetSpent(operation, resets_at=ready_at)
            if wait <= timedelta(0):
                self._count(purpose, spent)
            return wait

    def _count(self, purpose: Purpose, spent: list[Spent]) -> None:
        self._store.add(self._slice_start(), purpose.name, 1)
        if purpose.priority is Priority.BACKGROUND:
            gap = timedelta(seconds=_pace(1 - _sum(spent) / self.limit) - 1)
            self._next_background = self._now() + min(gap, LONGEST_GAP) * self._speed()
        if (mine := _reservation.get()) and mine.left:
            mine.left -= 1
        if tally := _tally.get():
            tally.requests += 1

    def _ceiling(self, priority: Priority) -> int:
        """How many requests of the window may be gone before this kind has to wait."""
        mine = _reservation.get()
        held = sum(reservation.left for reservation in self._reservations if reservation is not mine)
        kept = 0 if priority is Priority.PERSON else int(self.limit * KEPT_FOR_PEOPLE)
        return self.limit - held - kept

    def _open_at(self, priority: Priority) -> datetime:
        closed = self._closed()
        if closed is None or (priority is Priority.PERSON and not self._closed_for_people):
            return self._now()
        return closed

    def _closed(self) -> datetime | None:
        """Until when the platform refuses, None when it does not. A time further away than any wait belongs to a
        clock that has been set back since."""
        if self._closed_until and not timedelta(0) < self._closed_until - self._now() <= self.window:
            self._closed_until = None
        return self._closed_until

    def _turn_at(self, priority: Priority) -> datetime:
        now = self._now()
        turn = self._next_background
        # a turn further away than any gap belongs to a platform clock that has been set back since
        if priority is not Priority.BACKGROUND or turn is None or turn - now > LONGEST_GAP * self._speed():
            return now
        return turn

    def _spent(self) -> list[Spent]:
        """The requests still in the window. What lies ahead was counted by a clock that has been set back since: it
        would stay for longer than the window is."""
        now = self._now()
        entries = self._store.since(now - self.window - self._slice)
        return sorted(entry for entry in entries if entry.at <= now + self._slice * CLOCKS_APART)

    def _room_at(self, spent: list[Spent], at_most: int) -> datetime:
        """The moment when no more than `at_most` of the spent requests are still in the window."""
        used = _sum(spent)
        for entry in spent:
            used -= entry.requests
            if used <= at_most:
                return entry.at + self._slice + self.window
        return self._now()

    def _slice_start(self) -> datetime:
        now = self._now()
        return now - timedelta(seconds=now.timestamp() % self._slice.total_seconds())


def _sum(spent: list[Spent]) -> int:
    return sum(entry.requests for entry in spent)


def _pace(free: float) -> float:
    """1 with half of the budget left, 4 with a quarter, at most `SLOWEST`."""
    if free >= RICH:
        return 1.0
    return min((RICH / max(free, 0.01)) ** 2, SLOWEST)

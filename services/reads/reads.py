"""Shared reads (single flight, stale if error): one request for all who look, and the last good value with its age
when the platform fails.

Kept here and not in the pages' cache, because any browser can ask for that one to be cleared, and this is what keeps
the request budget. Values are shared by all sessions: whoever gets one must not change it.

With a `SharedReads` (services.reads.store) a value also serves every other process on the console's database.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from services.api import ApiError, BudgetState, RequestBudget
from services.api.errors import UNKNOWN_TIME, NotFound
from services.reads.store import Head, Lease, SharedStore

FORGET_UNUSED = timedelta(hours=1)
SHORTEST_REST = timedelta(seconds=2)
LONGEST_REST = timedelta(seconds=30)
WATCH_EVERY = timedelta(seconds=1.8)  # a page that looks every 2 s finds it due each time
POLL_SECONDS = 0.1

# An hour of watching stays below 300 of 1000 requests: every 2 s for the first 4 % of the budget, half as often after
# each further 4 %, and with a full budget no more seldom than every 20 s (180 an hour). Where one look takes several
# requests it slows down after each 2 %, and to as many times 25 s. What is left of the 300 is for the charts below.
HALVED_AFTER = 0.04
SUSTAINED, SUSTAINED_EACH = timedelta(seconds=20), timedelta(seconds=25)

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Read(Generic[T_co]):
    """A value and how old it is. `error` is why it is not newer; None while the platform answers."""

    value: T_co
    fetched_at: datetime
    age: timedelta
    error: ApiError | None = None


@dataclass
class _CachedRead:
    """One key in this process. `generation` moves on when somebody changed what was read."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    value: Any = None
    fetched_at: datetime | None = None
    generation: int = 0
    fetched_generation: int = 0
    error: ApiError | None = None
    rests_until: datetime | None = None
    flight: threading.Event | None = None
    used_at: datetime = UNKNOWN_TIME

    @property
    def usable(self) -> bool:
        """There is a value, and nobody has changed what it was read from."""
        return self.fetched_at is not None and self.fetched_generation >= self.generation

    def read(self, now: datetime) -> Read[Any]:
        if self.fetched_at is None:
            raise self.error or LookupError("nothing was read")
        return Read(self.value, self.fetched_at, max(now - self.fetched_at, timedelta(0)), self.error)


@dataclass(frozen=True)
class _ReadRequest(Generic[T]):
    """Request of one caller. `full_key` is the key in the shared store, which is None for reads of this process only."""

    full_key: str
    fetch: Callable[[], T]
    max_age: timedelta
    shared: SharedStore | None
    shape: TypeAdapter[T] | None
    purpose: str


class Reads:
    """Reads of one connection. Thread-safe.

    Args:
        connection: `Api.fingerprint`; keeps the reads of different connections apart in a shared store.
        clock: this machine's time; ages are told by it.
        waiting: entered while somebody else's fetch is waited for, as in `services.api.Api`.
    """

    def __init__(
        self,
        budget: RequestBudget | None = None,
        *,
        shared: SharedStore | None = None,
        connection: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        pause: Callable[[float], None] = time.sleep,
        waiting: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._budget = budget
        self._shared = shared
        self._connection = connection
        self._now = clock
        self._pause = pause
        self._waiting = waiting
        self._lock = threading.Lock()
        self._entries: dict[str, _CachedRead] = {}

    def get(
        self,
        key: str,
        fetch: Callable[[], T],
        max_age: timedelta,
        *,
        shape: TypeAdapter[T] | None = None,
        purpose: str = "",
    ) -> Read[T]:
        """The value of `key`, fetched anew where it is older than `max_age` (longer as the request budget drains).

        One caller fetches; meanwhile the others get the last value, or wait where there is none. With `shape`, which
        tells how the value is written as JSON, all processes share it. `purpose` names it in the request budget.

        Raises:
            ApiError: there never was a value.
            NotFound: what was read is no longer there.
        """
        entry = self._entry(key)
        shared = self._shared if shape else None
        wish = _ReadRequest(self._full(key), fetch, max_age, shared, shape, purpose)
        while True:
            with entry.lock:
                entry.used_at = self._now()
                self._catch_up(entry, wish)
                under_way = entry.flight
                if self._good_enough(entry, max_age) or (under_way and entry.usable):
                    return entry.read(self._now())
                if under_way is None:
                    entry.flight = threading.Event()
            if under_way is None:
                return self._fly(entry, wish)
            with self._waiting():
                under_way.wait()  # and look again: it may have set off before somebody's change

    def peek(self, key: str, max_age: timedelta) -> Any:
        """A value that this process has read of `key` within `max_age` and nobody has changed since; else None. Asks
        nobody."""
        entry = self._entry(key)
        with entry.lock:
            entry.used_at = self._now()
            known = entry.usable and entry.fetched_at and self._now() - entry.fetched_at <= max_age
            return entry.value if known else None

    def forget(self, prefix: str) -> None:
        """Forget what begins with `prefix`, because it was changed: whoever looks next gets it fresh."""
        with self._lock:
            entries = [entry for key, entry in self._entries.items() if key.startswith(prefix)]
        for entry in entries:
            with entry.lock:
                entry.generation += 1
                entry.rests_until = None
        if self._shared:
            self._shared.forget(self._full(prefix))

    def patch(self, key: str, change: Callable[[T], T], *, shape: TypeAdapter[T] | None = None) -> None:
        """Make a person's own change visible at once where reading everything again would cost too much.

        `change` gets the value and returns a new one. A fetch under way, which may not know of the change, will not
        count as fresh; where there is no value to change, the next look reads anew.
        """
        entry = self._entry(key)
        with entry.lock:
            patched = entry.usable and self._patched(entry, key, change, shape)
        if not patched:
            self.forget(key)

    def _patched(
        self, entry: _CachedRead, key: str, change: Callable[[T], T], shape: TypeAdapter[T] | None
    ) -> bool:
        value = change(entry.value)
        if self._shared and shape:
            seen = Head(entry.generation, entry.fetched_generation, entry.fetched_at)
            if not self._shared.replace(self._full(key), shape.dump_json(value), seen):
                return False
        entry.value = value
        entry.generation += 1
        entry.fetched_generation = entry.generation
        return True

    def _fly(self, entry: _CachedRead, wish: _ReadRequest[T]) -> Read[T]:
        """Fetch for everybody, or let another process do it; whatever happens, nobody is left waiting."""
        try:
            if self._leased(entry, wish):
                self._fetch(entry, wish)
            with entry.lock:
                return entry.read(self._now())
        finally:
            with entry.lock:
                flight, entry.flight = entry.flight, None
            if flight:
                flight.set()

    def _fetch(self, entry: _CachedRead, wish: _ReadRequest[T]) -> None:
        generation = entry.generation
        try:
            with self._purpose(wish.purpose, background=entry.usable):
                value = wish.fetch()
        except ApiError as error:
            self._failed(entry, wish, error)
            return
        except Exception:
            if wish.shared:
                wish.shared.rest(wish.full_key, timedelta(0))
            raise
        fetched_at = self._now()
        with entry.lock:
            entry.value, entry.fetched_at, entry.fetched_generation = value, fetched_at, generation
            entry.error, entry.rests_until = None, None
        if wish.shared and wish.shape:
            wish.shared.save(wish.full_key, wish.shape.dump_json(value), generation, fetched_at)

    def _failed(self, entry: _CachedRead, wish: _ReadRequest[Any], error: ApiError) -> None:
        """Keep the last value, unless the platform says that there is nothing any more."""
        rest = min(max(wish.max_age, SHORTEST_REST), LONGEST_REST)
        gone = isinstance(error, NotFound)
        with entry.lock:
            entry.error, entry.rests_until = error, self._now() + rest
            if gone:
                entry.value, entry.fetched_at = None, None
        if wish.shared:
            (wish.shared.drop(wish.full_key) if gone else wish.shared.rest(wish.full_key, rest))

    def _leased(self, entry: _CachedRead, wish: _ReadRequest[Any]) -> bool:
        """True where this process has to fetch; False where there is something to show meanwhile."""
        if wish.shared is None:
            return True
        while (lease := wish.shared.lease(wish.full_key)) is Lease.BUSY:
            with entry.lock:
                self._catch_up(entry, wish)
                if entry.usable:
                    return False
            with self._waiting():
                self._pause(POLL_SECONDS)
        with entry.lock:
            self._catch_up(entry, wish)
            if lease is Lease.RESTING:
                return entry.fetched_at is None
            fresh = self._good_enough(entry, wish.max_age)
        if fresh:  # another process has fetched it between our look and our turn
            wish.shared.rest(wish.full_key, timedelta(0))
        return not fresh

    def _catch_up(self, entry: _CachedRead, wish: _ReadRequest[Any]) -> None:
        """Take over what another process has read or changed since."""
        if wish.shared is None or wish.shape is None or (head := wish.shared.head(wish.full_key)) is None:
            return
        if head.generation < entry.generation:
            # what was changed while the database did not answer: neither it nor the others have heard of it
            wish.shared.forget(wish.full_key)
            head = head._replace(generation=head.generation + 1)
            entry.fetched_generation = min(entry.fetched_generation, head.generation - 1)
        entry.generation = head.generation
        if head.fetched_at is None:
            return
        newer = entry.fetched_at is None or (head.fetched_at, head.fetched_generation) > (
            entry.fetched_at,
            entry.fetched_generation,
        )
        if newer and (written := wish.shared.load(wish.full_key)) is not None:
            try:
                entry.value = wish.shape.validate_json(written)
            except ValidationError:
                return  # written by another version of the console: as if nobody had read it
            entry.fetched_at = head.fetched_at
            entry.fetched_generation = head.fetched_generation
            entry.error, entry.rests_until = None, None

    def _good_enough(self, entry: _CachedRead, max_age: timedelta) -> bool:
        """Fresh, or failed so recently that asking again would help nobody."""
        now = self._now()
        if entry.rests_until and now < entry.rests_until:
            return True
        if entry.fetched_at is None or not entry.usable:
            return False
        age = now - entry.fetched_at
        return age <= max_age or age <= max_age * self._pace()

    def _pace(self) -> float:
        return self._budget.state().pace if self._budget else 1.0

    def _purpose(self, name: str, *, background: bool) -> AbstractContextManager[None]:
        if not self._budget or not name:
            return nullcontext()
        return self._budget.purpose(name, background=background)

    def _entry(self, key: str) -> _CachedRead:
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                self._drop_unused()
                entry = self._entries[key] = _CachedRead()
                entry.used_at = self._now()
            return entry

    def _drop_unused(self) -> None:
        """Drop what nobody has looked at for long: people's names among it do not stay in memory."""
        before = self._now() - FORGET_UNUSED
        for key in [key for key, entry in self._entries.items() if entry.used_at < before]:
            if self._entries[key].flight is None:
                del self._entries[key]

    def _full(self, key: str) -> str:
        return f"{self._connection}:{key}"


def watching_age(state: BudgetState, requests: int = 1) -> timedelta:
    """Age a live view may reach before it is read again: 2 s while the budget is rich, more as it drains, and more
    where one look takes several `requests`.

    `Reads.get` stretches it further by `BudgetState.pace` once half of the budget is gone.
    """
    sustained = (SUSTAINED if requests <= 1 else SUSTAINED_EACH * requests) * (1000 / state.limit)
    halved_after = HALVED_AFTER * state.limit / (1 if requests <= 1 else 2)
    halvings = min(max(state.used / halved_after - 1, 0.0), 32.0)
    return max(min(WATCH_EVERY * 2**halvings, sustained), WATCH_EVERY)

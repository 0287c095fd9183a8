"""Call log of the platform, mirrored in the console's own database: fetched once, a little more each time.

The log comes newest first. A *top* scan reads from the newest call down to what is known; a *backfill* goes on where
the first one left off, over as many visits as the request budget takes. Both keep their place in the database, so
that a restart loses nothing. Calls are looked up again until they have ended.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import numpy as np
import pyarrow as pa
from sqlalchemy import Connection, Engine, Index, LargeBinary, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from services.api import Api, Page
from services.api.models import Call
from services.database.circuit_breaker import DatabaseAway
from services.database.database import Base, UtcDateTime, reading, require_answering, writing
from services.results.call_table import CallTable, ZoneOf, by_number, columns_of, joined, packed, unpacked

PAGES_A_VISIT = 10
OVERLAP = 50  # calls read twice where a scan goes on: rows may have moved meanwhile
LONGEST_CALL = timedelta(days=1)  # one that has not ended by then never will
KEPT = timedelta(days=400)
SMALL, MOST_SMALL = 20_000, 40


class CallSegment(Base):
    __tablename__ = "call_segment"
    __table_args__ = (
        Index("call_segment_by_age", "connection", "newest"),
        {"sqlite_autoincrement": True},  # an id is never used again: processes remember segments by it
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    connection: Mapped[str]
    oldest: Mapped[datetime] = mapped_column(UtcDateTime)
    newest: Mapped[datetime] = mapped_column(UtcDateTime)
    calls: Mapped[int]
    columns: Mapped[bytes] = mapped_column(LargeBinary)


class CallLogPlace(Base):
    """Place up to which the log of a connection was read. All calls from `stop_at`, or from `offset` on where
    `backfilling`, up to `known_until` are stored."""

    __tablename__ = "call_log_place"

    connection: Mapped[str] = mapped_column(primary_key=True)
    known_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    offset: Mapped[int] = mapped_column(default=0)
    stop_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    backfilling: Mapped[bool] = mapped_column(default=True)


@dataclass(frozen=True)
class LogPlace:
    known_until: datetime | None = None
    offset: int = 0
    stop_at: datetime | None = None
    backfilling: bool = True


@dataclass(frozen=True)
class Visit:
    """Result of one visit. `complete` is False while older calls are still to be fetched. `untold` are calls of which it is not told
    when they were or how they ended: they are counted nowhere."""

    new_calls: int
    pages: int
    complete: bool
    untold: int = 0


@dataclass(frozen=True)
class _LogScan:
    """`unsettled` is when the oldest call that has not ended began; `ended` is False where the visit's pages ran out."""

    tables: list[pa.Table]
    pages: int
    offset: int
    newest: datetime | None
    unsettled: datetime | None
    ended: bool
    untold: int


class NotesCalls(Protocol):
    """Whoever is told of each page that is read, before it is kept: `services.do_not_call.calls_to_numbers`."""

    def note(self, calls: Sequence[Call], *, from_the_start: bool) -> None: ...


class CallLog:
    """The calls of one connection, in every process that shares `engine`."""

    def __init__(
        self,
        engine: Engine,
        api: Api,
        connection: str,
        *,
        zone_of: ZoneOf = by_number,
        kept: timedelta = KEPT,
        numbers: NotesCalls | None = None,
    ) -> None:
        self._engine = engine
        self._api = api
        self._connection = connection
        self._zone_of = zone_of
        self._kept = kept
        self._numbers = numbers
        self._lock = threading.Lock()
        self._segments: dict[int, pa.Table] = {}
        self._latest: dict[int, pa.Table] = {}
        self._table: CallTable | None = None

    def fetch(self, pages: int = PAGES_A_VISIT) -> Visit:
        """Read what is new, then go on with what is old, in at most `pages` requests. Safe to run twice at once.

        Raises:
            ApiError: the platform does not answer, or keeps its call log to itself; what was read before is kept.
            DatabaseAway: what would be read could not be kept.
        """
        require_answering(self._engine)
        place = self._place()
        known = self._known_calls()
        with self._api.budget.purpose("call log", background=True):
            top = self._scan(0, place.known_until, pages, known)
            place = self._after_top(place, top)
            self._keep(top.tables, place)
            self.purge()  # not before an answer: until then the clock is this machine's and not the platform's
            if not place.backfilling or top.pages >= pages:
                return Visit(_count(top.tables), top.pages, not place.backfilling, top.untold)
            known = np.union1d(known, _calls(top.tables))
            begin = max(place.offset - OVERLAP, 0)
            back = self._scan(begin, place.stop_at, pages - top.pages, known)
        offset, stop_at = (0, None) if back.ended else (back.offset, place.stop_at)
        self._keep(back.tables, LogPlace(place.known_until, offset, stop_at, backfilling=not back.ended))
        new, untold = _count([*top.tables, *back.tables]), top.untold + back.untold
        return Visit(new, top.pages + back.pages, back.ended, untold)

    def table(self) -> CallTable:
        """All stored calls. What this process has read before is not read again.

        Raises:
            DatabaseAway: the database does not answer, and this process has read none yet.
        """
        with self._lock:
            try:
                stored = self._stored_segments()
            except DatabaseAway:
                if self._table is None:
                    raise
                return self._table
            if self._table is None or set(stored) != set(self._segments):
                self._segments = {key: self._segments[key] for key in stored if key in self._segments}
                for key in stored:
                    if key not in self._segments:
                        self._segments[key] = self._load(key)
                self._table = CallTable(joined(list(self._segments.values())))
            return self._table

    def since(self, moment: datetime) -> tuple[CallTable, bool]:
        """The stored calls from `moment` on, and whether those are all: older ones may still have to be fetched. Reads no more
        of the database than that.

        Raises:
            DatabaseAway: the database does not answer.
        """
        mine = (CallSegment.connection == self._connection, CallSegment.newest >= moment)
        with reading(self._engine) as connection:
            stored = list(connection.scalars(select(CallSegment.id).where(*mine).order_by(CallSegment.id)))
        with self._lock:
            known = {key: self._segments[key] for key in stored if key in self._segments}
            self._latest = {key: self._latest[key] for key in stored if key in self._latest} | known
            for key in stored:
                if key not in self._latest:
                    self._latest[key] = self._load(key)
            whole = joined([self._latest[key] for key in stored])
        found = whole.filter(pa.array(whole.column("started").to_numpy() >= moment.timestamp()))
        return CallTable(found), self._covers(moment)

    def _covers(self, moment: datetime) -> bool:
        """Whether every call from `moment` on that has ended is stored, as of the last visit."""
        place = self._place()
        if not place.backfilling:
            return True
        if place.stop_at is not None or place.known_until is None:
            return False  # there is a gap, and it is not known where it begins
        query = select(CallSegment.id).where(
            CallSegment.connection == self._connection, CallSegment.oldest < moment
        )
        with reading(self._engine) as connection:
            return connection.scalar(query.limit(1)) is not None

    def purge(self, before: datetime | None = None) -> int:
        """Delete calls older than `before`, by default than the time they are kept; answers how many."""
        limit = before or self._api.clock.now() - self._kept
        mine = (CallSegment.connection == self._connection, CallSegment.oldest < limit)
        gone = 0
        with reading(self._engine) as connection:
            if connection.scalar(select(CallSegment.id).where(*mine).limit(1)) is None:
                return 0
        with writing(self._engine) as connection:
            for row in connection.execute(select(CallSegment.id, CallSegment.columns).where(*mine)).all():
                whole = unpacked(row.columns)
                left = whole.filter(pa.array(whole.column("started").to_numpy() >= limit.timestamp()))
                gone += len(whole) - len(left)
                connection.execute(delete(CallSegment).where(CallSegment.id == row.id))
                self._insert(connection, left)
        return gone

    def _scan(self, offset: int, stop_at: datetime | None, pages: int, known: np.ndarray) -> _LogScan:
        """Read down from `offset` until `stop_at`, the end, the age that is kept no more, or `pages` are read."""
        tables: list[pa.Table] = []
        newest = unsettled = None
        read = untold = 0
        for page in self._api.calls.list(offset=offset).pages():
            if self._numbers is not None:
                self._numbers.note(page.items, from_the_start=self._place() == LogPlace())
            read += 1
            offset += page.received
            oldest_kept = (
                self._api.clock.now() - self._kept
            )  # the clock is the platform's from its first answer on
            floor = max(stop_at, oldest_kept) if stop_at else oldest_kept
            moments = [call.started_at for call in page.items if call.started_at]
            newest = max([*moments, newest] if newest else moments, default=None)
            unsettled = min([*self._unsettled(page), *([unsettled] if unsettled else [])], default=None)
            untold += sum(map(_is_untold, page.items))
            tables.append(self._new(page.items, known, oldest_kept))
            if (moments and min(moments) < floor) or page.ends_at(offset):
                return _LogScan(tables, read, offset, newest, unsettled, ended=True, untold=untold)
            if read >= pages:
                break
        return _LogScan(tables, read, offset, newest, unsettled, ended=False, untold=untold)

    def _after_top(self, place: LogPlace, top: _LogScan) -> LogPlace:
        known_until = top.unsettled or top.newest or place.known_until
        if top.ended and place.known_until:
            return LogPlace(known_until, place.offset, place.stop_at, place.backfilling)
        if top.ended:
            return LogPlace(known_until, 0, None, backfilling=False)
        # Older calls than this scan read are missing: all of them, or those down to what was known before.
        stop_at = place.stop_at if place.backfilling else place.known_until
        return LogPlace(known_until, top.offset, stop_at, backfilling=True)

    def _unsettled(self, page: Page[Call]) -> list[datetime]:
        since = self._api.clock.now() - LONGEST_CALL
        return [
            call.started_at
            for call in page.items
            if call.outcome is None and call.started_at and call.started_at > since
        ]

    def _new(self, calls: Sequence[Call], known: np.ndarray, oldest: datetime) -> pa.Table:
        table = columns_of(
            (call for call in calls if call.started_at and call.started_at >= oldest), self._zone_of
        )
        unknown = ~np.isin(table.column("call").to_numpy(), known)
        return table.filter(pa.array(unknown))

    def _known_calls(self) -> np.ndarray:
        self.table()
        with self._lock:
            return _calls(list(self._segments.values()))

    def _keep(self, tables: list[pa.Table], place: LogPlace) -> None:
        values = vars(place)
        with writing(self._engine) as connection:
            self._insert(connection, joined(tables))
            moved = update(CallLogPlace).where(CallLogPlace.connection == self._connection).values(values)
            if not connection.execute(moved).rowcount:
                connection.execute(insert(CallLogPlace).values(connection=self._connection, **values))
            self._join_small(connection)

    def _insert(self, connection: Connection, table: pa.Table) -> None:
        if not len(table):
            return
        started = table.column("started").to_numpy()
        connection.execute(
            insert(CallSegment).values(
                connection=self._connection,
                oldest=datetime.fromtimestamp(int(started.min()), UTC),
                newest=datetime.fromtimestamp(int(started.max()), UTC),
                calls=len(table),
                columns=packed(table),
            )
        )

    def _join_small(self, connection: Connection) -> None:
        """Each visit leaves a small segment; a hundred of them would make reading slow."""
        mine = (CallSegment.connection == self._connection, CallSegment.calls < SMALL)
        small = connection.execute(select(CallSegment.id, CallSegment.columns).where(*mine)).all()
        if len(small) <= MOST_SMALL:
            return
        connection.execute(delete(CallSegment).where(CallSegment.id.in_([row.id for row in small])))
        self._insert(connection, joined([unpacked(row.columns) for row in small]))

    def _stored_segments(self) -> list[int]:
        query = select(CallSegment.id).where(CallSegment.connection == self._connection)
        with reading(self._engine) as connection:
            return list(connection.scalars(query.order_by(CallSegment.id)))

    def _load(self, key: int) -> pa.Table:
        with reading(self._engine) as connection:
            stored = connection.scalar(select(CallSegment.columns).where(CallSegment.id == key))
        return unpacked(stored) if stored else columns_of([])

    def _place(self) -> LogPlace:
        query = select(
            CallLogPlace.known_until, CallLogPlace.offset, CallLogPlace.stop_at, CallLogPlace.backfilling
        ).where(CallLogPlace.connection == self._connection)
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return LogPlace(*row) if row else LogPlace()


def _calls(tables: Sequence[pa.Table]) -> np.ndarray:
    arrays = [table.column("call").to_numpy() for table in tables]
    return np.concatenate(arrays) if arrays else np.array([], dtype=np.uint64)


def _is_untold(call: Call) -> bool:
    """One that has not begun, or goes on, says so by its status."""
    return call.status is None and (call.started_at is None or call.outcome is None)


def _count(tables: Sequence[pa.Table]) -> int:
    return sum(len(table) for table in tables)

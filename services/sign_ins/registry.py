"""Session registry, which says of a sign-in whether it holds.

The identity provider's word travels in a signed cookie that Streamlit alone would believe for 30 days, wherever a copy of it
is. So a sign-in is written down when the provider has just vouched for somebody, and holds until it is ended, in
whatever process.

Each answer is good for a few seconds, so that the runs of a page cost no look into the database. While the database is
away the last answer holds on: whoever was at work can still pause a campaign.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cachetools import LRUCache
from sqlalchemy import ColumnElement, Engine, delete, func, insert, select, update

from services.access.standing import Standing
from services.audit.outbox import Record, outbox_of
from services.database.circuit_breaker import DatabaseAway
from services.database.database import SHORT_SECONDS, reading, writing
from services.person import Person, stored
from services.sign_ins.table import EndedBy, SignIn, SignInRow

FRESH_SECONDS = 3.0
SEEN_EVERY = timedelta(minutes=10)
KEPT = timedelta(days=60)  # twice what a sign-in may last
MOST_REMEMBERED = 10_000

log = logging.getLogger(__name__)


@dataclass
class _KnownStanding:
    standing: Standing
    until: float  # of the monotonic clock
    seen: datetime | None = None


_ANY = _KnownStanding(Standing.UNKNOWN, 0)


class SignIns:
    """The sign-ins of one console database.

    Args:
        now: the machine's clock, as in `services.access.access`.
        clock: seconds that only ever grow, for how old an answer is.
    """

    def __init__(
        self,
        engine: Engine,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._now = now
        self._clock = clock
        self._outbox = outbox_of(engine, "sign_in", _write)
        self._lock = threading.Lock()
        self._known: LRUCache[str, _KnownStanding] = LRUCache(MOST_REMEMBERED)

    def begin(self, sign_in: str, person: Person) -> None:
        """The identity provider has just vouched for somebody. One that has ended does not begin again."""
        now, columns = self._now(), stored(person)
        row = {name: columns[f"who_{name}"] for name in ("issuer", "subject", "email")}
        self._remember(sign_in, Standing.HOLDS, now)
        self._outbox.put({"id": sign_in, **row, "began": now, "seen": now})

    def standing(self, sign_in: str) -> Standing:
        """Whether it holds; another process's word arrives within `FRESH_SECONDS`."""
        known = self._recall(sign_in)
        if known and self._clock() < known.until:
            return known.standing
        if untold := self._untold(sign_in):
            return untold
        try:
            found = self._read(sign_in)
        except DatabaseAway:
            return known.standing if known else Standing.UNKNOWN
        standing = self._remember(sign_in, found.standing, found.seen, unless_newer_than=known)
        if standing is Standing.HOLDS and found.seen and self._now() - found.seen > SEEN_EVERY:
            self._note_seen(sign_in)
        return standing

    def end(self, sign_in: str, reason: EndedBy) -> None:
        """From now on it holds nowhere: at once in this process, in others within `FRESH_SECONDS`. With the database away
        they learn of it when that is back."""
        self._remember(sign_in, Standing.ENDED, None)
        self._outbox.put({"id": sign_in, "ended": self._now(), "reason": reason.value})

    def end_others(self, person: Person, but: str) -> int:
        """End all of one person's but for `but`; how many there were.

        Raises:
            DatabaseAway: nothing was ended.
        """
        return self._end_many(_of(person) & (SignInRow.id != but), EndedBy.PERSON)

    def end_all(self, email: str = "") -> int:
        """End everybody's, or those of one address; how many there were. Raises like `end_others`."""
        whose = func.lower(SignInRow.email) == email.lower() if email else SignInRow.id.is_not(None)
        return self._end_many(whose, EndedBy.ADMIN)

    def of(self, person: Person, since: datetime) -> list[SignIn]:
        """The person's that hold and began after `since`, newest first."""
        query = (
            select(SignInRow.id, SignInRow.email, SignInRow.began, SignInRow.seen)
            .where(_of(person), SignInRow.ended.is_(None), SignInRow.began > since)
            .order_by(SignInRow.began.desc())
        )
        with reading(self._engine) as connection:
            return [SignIn(*row) for row in connection.execute(query)]

    def _end_many(self, whose: ColumnElement[bool], reason: EndedBy) -> int:
        self._outbox.flush()
        ended = update(SignInRow).where(whose, SignInRow.ended.is_(None))
        with writing(self._engine) as connection:
            count = connection.execute(ended.values(ended=self._now(), reason=reason.value)).rowcount
        with self._lock:
            self._known.clear()
        return count

    def _untold(self, sign_in: str) -> Standing | None:
        """State that the database has not been told yet; None where it knows all of it."""
        told = [record for record in self._outbox.waiting() if record["id"] == sign_in]
        if not told:
            return None
        return Standing.ENDED if any("ended" in record for record in told) else Standing.HOLDS

    def _read(self, sign_in: str) -> _KnownStanding:
        query = select(SignInRow.ended, SignInRow.seen).where(SignInRow.id == sign_in)
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        if row is None or row.ended is not None:
            return _KnownStanding(Standing.ENDED, 0)
        return _KnownStanding(Standing.HOLDS, 0, row.seen)

    def _note_seen(self, sign_in: str) -> None:
        now = self._now()
        self._remember(sign_in, Standing.HOLDS, now)
        try:
            with writing(self._engine, can_wait=True) as connection:
                connection.execute(update(SignInRow).where(SignInRow.id == sign_in).values(seen=now))
        except DatabaseAway:
            log.info("when a sign-in was last used is noted another time")

    def _recall(self, sign_in: str) -> _KnownStanding | None:
        with self._lock:
            return self._known.get(sign_in)

    def _remember(
        self,
        sign_in: str,
        standing: Standing,
        seen: datetime | None,
        unless_newer_than: _KnownStanding | None = _ANY,
    ) -> Standing:
        """Keep what is known from now on; with `unless_newer_than` only where nobody has learned more than that
        meanwhile."""
        with self._lock:
            present = self._known.get(sign_in)
            if present and unless_newer_than is not _ANY and present is not unless_newer_than:
                return present.standing
            self._known[sign_in] = _KnownStanding(standing, self._clock() + FRESH_SECONDS, seen)
            return standing


def _of(person: Person) -> ColumnElement[bool]:
    columns = stored(person)
    return (SignInRow.issuer == columns["who_issuer"]) & (SignInRow.subject == columns["who_subject"])


def _write(engine: Engine, record: Record, _may_be_there: bool) -> None:
    """A sign-in that began or ended. Both may be written twice, and in this order change nothing then."""
    with writing(engine, patience=SHORT_SECONDS) as connection:
        if "ended" in record:
            ended = update(SignInRow).where(SignInRow.id == record["id"], SignInRow.ended.is_(None))
            connection.execute(ended.values(ended=record["ended"], reason=record["reason"]))
            return
        connection.execute(delete(SignInRow).where(SignInRow.began < record["began"] - KEPT))
        if connection.scalar(select(SignInRow.id).where(SignInRow.id == record["id"])) is None:
            connection.execute(insert(SignInRow).values(**record))

"""Calls to a number over all campaigns: when each number was called, for places that allow only so many calls to one person.

The call log is read anyway (`call_log`); here stays, for a few weeks, a keyed hash of the number that was called and when. Not
the number itself: enough to count, and nothing to call.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Engine, Index, String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from services.api.models import Call
from services.database.database import Base, UtcDateTime, reading, writing

KEPT = timedelta(days=35)
"""Longer than any limit of the table that comes along looks back."""
LONGEST_LIMIT = KEPT - timedelta(days=1)
_FROM_THE_START = datetime(2000, 1, 1, tzinfo=UTC)


class CallToNumberRow(Base):
    __tablename__ = "call_to_number"
    __table_args__ = (Index("call_to_number_by_age", "account", "started"),)

    account: Mapped[str] = mapped_column(String(500), primary_key=True)
    call: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    called: Mapped[int] = mapped_column(BigInteger)
    started: Mapped[datetime] = mapped_column(UtcDateTime)


class CallsCountedRow(Base):
    """Since when the calls of an account are noted: those before may be missing."""

    __tablename__ = "calls_counted"

    account: Mapped[str] = mapped_column(String(500), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class CallsToNumbers:
    """Those of one account. `now` is the time that counts."""

    def __init__(self, engine: Engine, account: str, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._account = account
        self._now = now
        self._key = hashlib.blake2b(account.encode()).digest()

    def note(self, calls: Sequence[Call], *, from_the_start: bool) -> None:
        """Keep a page of the call log; what is known is passed over. `from_the_start`: nothing of the log was read before this
        page, so that what is older is still to come.

        Raises:
            DatabaseAway: it could not be kept; the page will be read again.
        """
        oldest = self._now() - KEPT
        recent = [call for call in calls if call.to_number and call.started_at and call.started_at >= oldest]
        rows = {self._hash(call.id): call for call in recent}
        mine = CallToNumberRow.account == self._account
        with writing(self._engine) as connection:
            since = select(CallsCountedRow.since).where(CallsCountedRow.account == self._account)
            if connection.scalar(since) is None:
                begun = _FROM_THE_START if from_the_start else self._now()
                connection.execute(insert(CallsCountedRow).values(account=self._account, since=begun))
            known = set(
                connection.scalars(
                    select(CallToNumberRow.call).where(mine, CallToNumberRow.call.in_(list(rows)))
                )
            )
            new = [self._row(key, call) for key, call in rows.items() if key not in known]
            if new:
                connection.execute(insert(CallToNumberRow), new)
                connection.execute(delete(CallToNumberRow).where(mine, CallToNumberRow.started < oldest))

    def counted_since(self) -> datetime | None:
        """Since when nothing is missing but what the call log itself lacks; None where nothing was noted yet."""
        query = select(CallsCountedRow.since).where(CallsCountedRow.account == self._account)
        with reading(self._engine) as connection:
            return connection.scalar(query)

    def to(self, numbers: Iterable[str], since: datetime) -> Mapping[str, list[datetime]]:
        """When each of `numbers` was called since then, in order; those that were not are left out."""
        asked = {self._number(number): number for number in numbers}
        query = select(CallToNumberRow.called, CallToNumberRow.started).where(
            CallToNumberRow.account == self._account, CallToNumberRow.started >= since
        )
        found: defaultdict[str, list[datetime]] = defaultdict(list)
        with reading(self._engine) as connection:
            for called, started in connection.execute(query.order_by(CallToNumberRow.started)):
                if number := asked.get(called):
                    found[number].append(started)
        return found

    def _row(self, key: int, call: Call) -> dict[str, object]:
        called = self._number(str(call.to_number))
        return {"account": self._account, "call": key, "called": called, "started": call.started_at}

    def _number(self, number: str) -> int:
        """Whatever people write between the digits."""
        return self._hash("".join(sign for sign in number if sign.isdigit()))

    def _hash(self, text: str) -> int:
        """63 bits, which both databases take."""
        digest = hashlib.blake2b(text.encode(), digest_size=8, key=self._key).digest()
        return int.from_bytes(digest, "little") >> 1

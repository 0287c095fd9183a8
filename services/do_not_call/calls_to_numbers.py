"""Calls to a line over all campaigns: when each was called, for places that allow only so many calls to one person, and for the
days between two campaigns.

The call log is read anyway (`call_log`); here stays, for a few weeks, a hash of the line that was called and when. Not the
number itself: enough to count, and nothing to call. The hash is keyed with a secret of the database, for there are so few
numbers that all could be tried against any other. A line is the same for every spelling of its number.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property, reduce
from operator import or_

from sqlalchemy import BigInteger, Engine, Index, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from services.api.models import Call
from services.contact_file.numbers.lines import line_number
from services.database.database import Base, UtcDateTime, insert_in, reading, writing
from services.database.secret import secret_of
from services.do_not_call.reading import LONGEST, lines_meant

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

    @cached_property
    def _key(self) -> bytes:
        secret = secret_of(self._engine, "calls to numbers")
        return hashlib.blake2b(self._account.encode(), key=secret).digest()

    def note(self, calls: Sequence[Call], *, from_the_start: bool) -> None:
        """Keep a page of the call log; what is known is passed over. `from_the_start`: nothing of the log was read before this
        page, so that what is older is still to come.

        Raises:
            DatabaseAway: it could not be kept; the page will be read again.
        """
        oldest = self._now() - KEPT
        rows = [row for call in calls for row in self._rows(call, oldest)]
        since = {"account": self._account, "since": _FROM_THE_START if from_the_start else self._now()}
        with writing(self._engine) as connection:
            counted = insert_in(connection, CallsCountedRow).values(since)
            connection.execute(counted.on_conflict_do_nothing(index_elements=["account"]))
            if rows:
                noting = insert_in(connection, CallToNumberRow)
                connection.execute(noting.on_conflict_do_nothing(index_elements=["account", "call"]), rows)
                mine = CallToNumberRow.account == self._account
                connection.execute(delete(CallToNumberRow).where(mine, CallToNumberRow.started < oldest))

    def counted_since(self) -> datetime | None:
        """Since when nothing is missing but what the call log itself lacks; None where nothing was noted yet."""
        query = select(CallsCountedRow.since).where(CallsCountedRow.account == self._account)
        with reading(self._engine) as connection:
            return connection.scalar(query)

    def any_since(self, since: datetime) -> bool:
        """Whether any call was made since then."""
        made = select(CallToNumberRow.call).where(
            CallToNumberRow.account == self._account, CallToNumberRow.started >= since
        )
        with reading(self._engine) as connection:
            return connection.execute(made.limit(1)).first() is not None

    def to(self, numbers: Iterable[str], since: datetime) -> Mapping[str, list[datetime]]:
        """When the line of each of `numbers` was called since then, in order; those that were not are left out."""
        lines = {number: lines_called(number) for number in numbers}
        called = self.to_lines({line for several in lines.values() for line in several}, since)
        found = {number: _moments(called, several) for number, several in lines.items()}
        return {number: moments for number, moments in found.items() if moments}

    def to_lines(self, lines: Iterable[int], since: datetime) -> Mapping[int, list[datetime]]:
        """When each of `lines` was called since then, in order; those that were not are left out."""
        query = select(CallToNumberRow.called, CallToNumberRow.started).where(
            CallToNumberRow.account == self._account, CallToNumberRow.started >= since
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(CallToNumberRow.started)).all()
        found: defaultdict[int, list[datetime]] = defaultdict(list)
        if rows:  # else there is nothing to look for, however many are asked about
            asked = {self._hash(str(line)): line for line in lines}
            for called, started in rows:
                if called in asked:
                    found[asked[called]].append(started)
        return found

    def _rows(self, call: Call, oldest: datetime) -> list[dict[str, object]]:
        """One of each line that its number may mean."""
        if not call.to_number or not call.started_at or call.started_at < oldest:
            return []
        common = {"account": self._account, "started": call.started_at}
        return [
            {**common, "call": self._hash(f"{call.id} {place}"), "called": self._hash(str(line))}
            for place, line in enumerate(sorted(lines_called(call.to_number)))
        ]

    def _hash(self, text: str) -> int:
        """63 bits, which both databases take."""
        digest = hashlib.blake2b(text.encode(), digest_size=8, key=self._key).digest()
        return int.from_bytes(digest, "little") >> 1


def lines_called(number: str) -> set[int]:
    """Lines that a number of a call log, or of somebody to call, may mean; without a country code its digits stand for it."""
    if lines := lines_meant(number, ""):
        return lines
    digits = re.sub(r"[^0-9]", "", number)[:LONGEST]
    return {line_number(f"+{digits}")} if digits else set()


def _moments(called: Mapping[int, list[datetime]], lines: Iterable[int]) -> list[datetime]:
    """A call whose number may mean several lines is one call; two campaigns' calls in the same second are two."""
    each = (Counter(called.get(line, ())) for line in lines)
    return sorted(reduce(or_, each, Counter[datetime]()).elements())

"""The ledger of intents: what somebody decided to do once, committed before the platform is asked.

An intent follows the one the person had seen before it, and only one may: `claim` is unique. So of any number of
clicks by people who saw the same state, in whatever process, one wins, and the others read who it was.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Connection, Engine, Index, Row, Select, String, Text, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from services.database import Base, UtcDateTime, writing
from services.person import Person, stored, with_person


class Kind(StrEnum):
    RUN = "run"
    CREATE = "create"


class State(StrEnum):
    """`claimed` (nothing sent yet) → `sending` → `launched` | `refused` | `not_launched` | `uncertain`.

    `withdrawn`: certain that nothing was sent; its claim is free again.
    """

    CLAIMED = "claimed"
    SENDING = "sending"
    LAUNCHED = "launched"
    REFUSED = "refused"
    NOT_LAUNCHED = "not_launched"
    UNCERTAIN = "uncertain"
    WITHDRAWN = "withdrawn"


CLAIM_LEASE = timedelta(minutes=2)  # for one read of the campaign
OPEN = (State.CLAIMED, State.SENDING)
UNCLEAR = (State.UNCERTAIN, State.NOT_LAUNCHED)


class IntentRow(Base):
    __tablename__ = "launch_intent"
    __table_args__ = (Index("launch_intent_by_campaign", "campaign_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim: Mapped[str] = mapped_column(String(300), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(20))
    who: Mapped[str] = mapped_column(String(200))
    campaign_id: Mapped[str | None] = mapped_column(String(200))
    campaign_name: Mapped[str] = mapped_column(String(500))
    max_calls: Mapped[int | None]
    previous: Mapped[int | None]
    seen: Mapped[dict[str, Any]] = mapped_column(JSON)
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    error_kind: Mapped[str | None] = mapped_column(String(50))
    error_message: Mapped[str | None] = mapped_column(Text)
    finding: Mapped[dict[str, Any] | None] = mapped_column(JSON)


@dataclass(frozen=True)
class Intent:
    """One decision and what became of it.

    `claimed_at` and `settled_at` are the platform's time. `lease_until` is this machine's time until which this
    side, or the platform after an unclear answer, may still be at work on it. `answer` is what the platform said, `finding` what
    was seen when it said nothing clear.
    """

    id: int
    kind: Kind
    state: State
    who: Person
    campaign_id: str | None
    campaign_name: str
    max_calls: int | None
    previous: int | None
    seen: dict[str, Any]
    claimed_at: datetime
    settled_at: datetime | None
    lease_until: datetime
    answer: dict[str, Any] | None
    error_kind: str | None
    error_message: str | None
    finding: dict[str, Any] | None


@dataclass(frozen=True)
class Claimed:
    """`won` is False where somebody else's intent stands in the way; `intent` is then theirs."""

    intent: Intent
    won: bool


@dataclass(frozen=True)
class Wish:
    """What is to be done once."""

    kind: Kind
    who: Person
    campaign_id: str | None
    campaign_name: str
    seen: Mapping[str, Any]
    max_calls: int | None = None
    previous: int | None = None


class Ledger:
    """All intents of one console database; every method is one transaction."""

    def __init__(
        self,
        engine: Engine,
        now: Callable[[], datetime],
        *,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine = engine
        self._now = now
        self._wall = wall

    def begin_run(self, wish: Wish, acknowledged: int | None) -> Claimed:
        """Claim the next run of a campaign for `wish`, which follows the intent `wish.previous` the person saw.

        Lost to: a later intent than the one seen, one that is still open, and an unclear one that the person
        has not acknowledged by its id.
        """

        def standing(connection: Connection) -> Intent | None:
            last = _latest(connection, str(wish.campaign_id))
            if last is None or (last.id == wish.previous and _may_follow(last, acknowledged)):
                return None
            return last

        return self._claim(f"run:{wish.campaign_id}:{wish.previous or 0}", wish, standing)

    def begin_creation(self, token: str, wish: Wish) -> Claimed:
        """Claim the creation that the form with this token asks for."""
        return self._claim(f"create:{token}", wish, lambda _connection: None)

    def advance(
        self,
        intent: int,
        expected: Iterable[State],
        state: State,
        *,
        lease: timedelta | None = None,
        **values: Any,
    ) -> bool:
        """Move an intent on, if it is in one of the expected states; False where somebody else moved it.

        `lease` is how long from now somebody may still be at work on it.
        """
        if state not in OPEN:
            values["settled_at"] = self._now()
        if lease is not None:
            values["lease_until"] = self._wall() + lease
        if state is State.WITHDRAWN:
            values["claim"] = f"withdrawn:{intent}"
        moved = (
            update(IntentRow)
            .where(IntentRow.id == intent, IntentRow.state.in_([one.value for one in expected]))
            .values(state=state.value, **values)
        )
        with writing(self._engine) as connection:
            return connection.execute(moved).rowcount == 1

    def get(self, intent: int) -> Intent:
        """Raises LookupError where there is none."""
        with self._engine.connect() as connection:
            found = _one(connection, _select().where(IntentRow.id == intent))
        if found is None:
            raise LookupError(f"no intent {intent}")
        return found

    def latest(self, campaign_id: str) -> Intent | None:
        """The campaign's last run that was not withdrawn."""
        with self._engine.connect() as connection:
            return _latest(connection, campaign_id)

    def latest_sent(self, campaign_id: str) -> Intent | None:
        """Like `latest`, without one of which it is not certain yet that anything will be sent."""
        with self._engine.connect() as connection:
            return _latest(connection, campaign_id, without=(State.WITHDRAWN, State.CLAIMED))

    def history(self, campaign_id: str, limit: int = 50) -> list[Intent]:
        """Creation and runs of a campaign, newest first, with the withdrawn ones."""
        query = (
            _select().where(IntentRow.campaign_id == campaign_id).order_by(IntentRow.id.desc()).limit(limit)
        )
        with self._engine.connect() as connection:
            return [_intent(row) for row in connection.execute(query)]

    def abandoned(self) -> list[Intent]:
        """Open intents whose process has had its time."""
        query = _select().where(
            IntentRow.state.in_([state.value for state in OPEN]), IntentRow.lease_until < self._wall()
        )
        with self._engine.connect() as connection:
            return [_intent(row) for row in connection.execute(query)]

    def leased(self, intent: Intent) -> bool:
        """True while somebody, this side or the platform, may still be at work on the intent."""
        return intent.lease_until > self._wall()

    def expired(self, intent: Intent) -> bool:
        """True where the process that holds the intent is taken for dead."""
        return intent.state in OPEN and not self.leased(intent)

    def _claim(self, claim: str, wish: Wish, standing: Callable[[Connection], Intent | None]) -> Claimed:
        try:
            with writing(self._engine) as connection:
                in_the_way = standing(connection) or _one(
                    connection, _select().where(IntentRow.claim == claim)
                )
                if in_the_way:
                    return Claimed(in_the_way, won=False)
                made = connection.execute(insert(IntentRow).values(claim=claim, **self._row(wish)))
                key = made.inserted_primary_key
                assert key is not None  # noqa: S101  an insert of one row always has its key
                return Claimed(_required(connection, key[0]), won=True)
        except IntegrityError:
            # PostgreSQL lets two look before either has written; the unique claim stops the later one here.
            with self._engine.connect() as connection:
                winner = _one(connection, _select().where(IntentRow.claim == claim))
            if winner is None:
                return self._claim(claim, wish, standing)
            return Claimed(winner, won=False)

    def _row(self, wish: Wish) -> dict[str, Any]:
        row = {field.name: getattr(wish, field.name) for field in dataclasses.fields(wish)}
        return row | {
            "kind": wish.kind.value,
            **stored(wish.who),
            "campaign_name": wish.campaign_name[:500],
            "seen": dict(wish.seen),
            "state": State.CLAIMED.value,
            "claimed_at": self._now(),
            "lease_until": self._wall() + CLAIM_LEASE,
        }


def _may_follow(last: Intent, acknowledged: int | None) -> bool:
    if last.state in OPEN:
        return False
    return last.state not in UNCLEAR or acknowledged == last.id


def _select() -> Select[*tuple[Any, ...]]:
    return select(*(getattr(IntentRow, field.name) for field in dataclasses.fields(Intent)))


def _latest(
    connection: Connection, campaign_id: str, without: tuple[State, ...] = (State.WITHDRAWN,)
) -> Intent | None:
    query = _select().where(
        IntentRow.campaign_id == campaign_id,
        IntentRow.kind == Kind.RUN.value,
        IntentRow.state.not_in([state.value for state in without]),
    )
    return _one(connection, query.order_by(IntentRow.id.desc()).limit(1))


def _one(connection: Connection, query: Select[*tuple[Any, ...]]) -> Intent | None:
    row = connection.execute(query).first()
    return _intent(row) if row else None


def _required(connection: Connection, intent: int) -> Intent:
    found = _one(connection, _select().where(IntentRow.id == intent))
    if found is None:
        raise LookupError(f"no intent {intent}")
    return found


def _intent(row: Row[Any]) -> Intent:
    fields = with_person(row)
    return Intent(**(fields | {"kind": Kind(fields["kind"]), "state": State(fields["state"])}))

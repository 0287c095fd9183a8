"""Ledger of intents (write-ahead log): what somebody decided to do once, committed before the platform is asked.

An intent follows the one the person had seen before it, and only one may: `claim` is unique. So of any number of
clicks by people who saw the same state, in whatever process, one wins, and the others read who it was.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Select, insert, select, update
from sqlalchemy.exc import IntegrityError

from services.audit.outbox import Record, outbox_of
from services.database.circuit_breaker import DatabaseAway
from services.database.database import CERTAIN_SECONDS, SHORT_SECONDS, reading, writing
from services.launch.intents import (
    OPEN,
    STARTS,
    UNCLEAR,
    Claimed,
    Intent,
    IntentKind,
    IntentRequest,
    IntentRow,
    IntentState,
    every_intent,
    intent_of,
)
from services.launch.looks import LOOK_EVERY, PROCESS_LOOKS_FOR
from services.person import stored

CLAIM_LEASE = timedelta(minutes=2)  # for one read of the campaign


class Ledger:
    """All intents of one console database; every method is one transaction."""

    def __init__(
        self,
        engine: Engine,
        now: Callable[[], datetime],
        *,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.engine = self._engine = engine
        self._now = now
        self._wall = wall
        self._late = outbox_of(engine, "launch", _move_late)

    def begin_run(self, request: IntentRequest, acknowledged: int | None) -> Claimed:
        """Claim the next start of a campaign for `request`, which follows the intent `request.previous` the person saw.

        Lost to: a later intent than the one seen, one that is still open, an unclear one that is still watched, one on
        which the platform may still act, and one that the person has not acknowledged by its id.
        """

        def standing(connection: Connection) -> Intent | None:
            last = _latest(connection, str(request.campaign_id))
            followed = last is not None and last.id == request.previous and _may_follow(last, acknowledged)
            if last is None or (followed and not last.may_come_again(self._wall())):
                return None
            return last

        return self._claim(f"run:{request.campaign_id}:{request.previous or 0}", request, standing)

    def begin_creation(self, token: str, request: IntentRequest) -> Claimed:
        """Claim the creation that the form with this token asks for.

        Lost to: an earlier one of a campaign of the same name, by another form, of which it is not known yet whether
        it was made.
        """
        claim = _creation_claim(token)
        others = every_intent().where(
            IntentRow.kind == IntentKind.CREATE.value,
            IntentRow.campaign_name == request.campaign_name[:500],
            IntentRow.state.in_([state.value for state in (IntentState.SENDING, *UNCLEAR)]),
        )

        def standing(connection: Connection) -> Intent | None:
            if own := _one(connection, every_intent().where(IntentRow.claim == claim)):
                return own
            found = (intent_of(row) for row in connection.execute(others))
            return next((one for one in found if one.watched or one.state is IntentState.SENDING), None)

        return self._claim(claim, request, standing)

    def begin_audience(self, request: IntentRequest) -> Claimed:
        """Claim the next group that goes into a campaign, which follows the intent `request.previous` the person saw.

        Lost to: a later one than that, one that is still open, and an unclear one that is still watched.
        """

        def standing(connection: Connection) -> Intent | None:
            last = _last(connection, self._audiences(str(request.campaign_id)))
            free = last is None or (last.state not in OPEN and not last.watched)
            return None if free and (last.id if last else None) == request.previous else last

        return self._claim(f"audience:{request.campaign_id}:{request.previous or 0}", request, standing)

    def latest_audience(self, campaign_id: str) -> Intent | None:
        """The last group that was sent into a campaign, or is being sent."""
        with reading(self._engine) as connection:
            return _last(connection, self._audiences(campaign_id))

    def audiences(self, campaign_id: str) -> list[Intent]:
        """All groups that were sent into a campaign, or are being sent, the oldest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(self._audiences(campaign_id).order_by(IntentRow.id))
            return [intent_of(row) for row in rows]

    def _audiences(self, campaign_id: str) -> Select[*tuple[Any, ...]]:
        return every_intent().where(
            IntentRow.campaign_id == campaign_id,
            IntentRow.kind == IntentKind.AUDIENCE.value,
            IntentRow.state != IntentState.WITHDRAWN.value,
        )

    def note_unclear(self, request: IntentRequest, lease: timedelta, **values: Any) -> Intent:
        """Put into the line what nobody decided on and may have happened all the same.

        Raises:
            DatabaseAway: it could not be kept.
        """
        row = self._row(request) | {
            "claim": f"unclear:{uuid.uuid4().hex}",
            "state": IntentState.UNCERTAIN.value,
            "lease_until": self._wall() + lease,
            "settled_at": self._now(),
        }
        with writing(self._engine) as connection:
            made = connection.execute(insert(IntentRow).values(**(row | values)))
            key = made.inserted_primary_key
            assert key is not None  # noqa: S101  an insert of one row always has its key
            return _required(connection, key[0])

    def met(self, error_kind: str) -> bool:
        """Whether anything has ever ended with an error of this kind."""
        query = select(IntentRow.id).where(IntentRow.error_kind == error_kind).limit(1)
        with reading(self._engine) as connection:
            return connection.execute(query).first() is not None

    def advance(
        self,
        intent: int,
        expected: Iterable[IntentState],
        state: IntentState,
        *,
        lease: timedelta | None = None,
        **values: Any,
    ) -> bool:
        """Move an intent on, if it is in one of the expected states; False where somebody else moved it.

        `lease` is how long from now somebody may still be at work on it; `lease_until` says until when.
        """
        return _move(self._engine, self._step(intent, expected, state, lease, values))

    def settle(
        self,
        intent: Intent,
        expected: Iterable[IntentState],
        state: IntentState,
        *,
        lease: timedelta | None = None,
        **values: Any,
    ) -> Intent:
        """`advance` for what has happened already, and is told to the person in any case: written when the database is
        back, where it does not answer. The intent as it is then."""
        step = self._step(intent.id, expected, state, lease, values)
        try:
            _move(self._engine, step, patience=CERTAIN_SECONDS)
            return self.get(intent.id)
        except DatabaseAway:
            self._late.put(step)
            told = {name: value for name, value in step["values"].items() if hasattr(intent, name)}
            return dataclasses.replace(intent, **(told | {"state": state}))

    def _step(
        self,
        intent: int,
        expected: Iterable[IntentState],
        state: IntentState,
        lease: timedelta | None,
        values: dict[str, Any],
    ) -> Record:
        if state not in OPEN:
            values["settled_at"] = self._now()
        if lease is not None:
            values["lease_until"] = self._wall() + lease
        if state is IntentState.WITHDRAWN:
            values["claim"] = f"withdrawn:{intent}"
        return {
            "intent": intent,
            "expected": [one.value for one in expected],
            "values": values | {"state": state.value},
        }

    def get(self, intent: int) -> Intent:
        """Raises LookupError where there is none."""
        with reading(self._engine) as connection:
            found = _one(connection, every_intent().where(IntentRow.id == intent))
        if found is None:
            raise LookupError(f"no intent {intent}")
        return found

    def latest(self, campaign_id: str) -> Intent | None:
        """The campaign's last start that was not withdrawn."""
        with reading(self._engine) as connection:
            return _latest(connection, campaign_id)

    def latest_sent(self, campaign_id: str) -> Intent | None:
        """Like `latest`, without one of which it is not certain yet that anything will be sent."""
        with reading(self._engine) as connection:
            return _latest(connection, campaign_id, without=(IntentState.WITHDRAWN, IntentState.CLAIMED))

    def history(self, campaign_id: str, limit: int = 50) -> list[Intent]:
        """Creation and runs of a campaign, newest first, with the withdrawn ones."""
        query = (
            every_intent()
            .where(IntentRow.campaign_id == campaign_id)
            .order_by(IntentRow.id.desc())
            .limit(limit)
        )
        with reading(self._engine) as connection:
            return [intent_of(row) for row in connection.execute(query)]

    def creation(self, campaign_id: str) -> Intent | None:
        """The intent by which the campaign was created here; None where it was created elsewhere."""
        query = every_intent().where(
            IntentRow.campaign_id == campaign_id,
            IntentRow.kind == IntentKind.CREATE.value,
            IntentRow.state == IntentState.LAUNCHED.value,
        )
        with reading(self._engine) as connection:
            return _one(connection, query)

    def creation_by(self, token: str) -> Intent | None:
        """The intent of the form with this token, unless it was withdrawn."""
        with reading(self._engine) as connection:
            return _one(connection, every_intent().where(IntentRow.claim == _creation_claim(token)))

    def creations_by(self, tokens: Collection[str]) -> dict[str, Intent]:
        """The intents of the forms with these tokens, by token, unless they were withdrawn."""
        by_claim = {_creation_claim(token): token for token in tokens}
        query = every_intent().where(IntentRow.claim.in_(by_claim))
        with reading(self._engine) as connection:
            return {by_claim[row.claim]: intent_of(row) for row in connection.execute(query)}

    def creations(self, since: datetime) -> list[Intent]:
        """Campaigns that were created here since then, by this machine's time."""
        query = every_intent().where(
            IntentRow.kind == IntentKind.CREATE.value,
            IntentRow.state == IntentState.LAUNCHED.value,
            IntentRow.lease_until >= since,
        )
        with reading(self._engine) as connection:
            return [intent_of(row) for row in connection.execute(query)]

    def abandoned(self) -> list[Intent]:
        """Open intents whose process has had its time."""
        query = every_intent().where(
            IntentRow.state.in_([state.value for state in OPEN]), IntentRow.lease_until < self._wall()
        )
        with reading(self._engine) as connection:
            return [intent_of(row) for row in connection.execute(query)]

    def watched(self) -> list[Intent]:
        """Unclear intents that are not settled, the oldest first; not those that could not be settled for long."""
        query = every_intent().where(
            IntentRow.state.in_([state.value for state in UNCLEAR]),
            IntentRow.lease_until > self._wall() - PROCESS_LOOKS_FOR,
        )
        with reading(self._engine) as connection:
            found = [intent_of(row) for row in connection.execute(query.order_by(IntentRow.id))]
        return [one for one in found if one.watched]

    def due(self, intent: Intent) -> bool:
        """Whether nobody has looked at a watched intent a moment ago, or its time has just passed."""
        if not intent.watched:
            return False
        last, now = intent.looks.last, self._wall()
        return last is None or now - last >= LOOK_EVERY or self.watched_for(intent) == timedelta()

    def watched_for(self, intent: Intent) -> timedelta | None:
        """How much longer it is looked at before a person may decide; None where it is not watched (any more)."""
        if not intent.watched:
            return None
        now = self._wall()
        return max(timedelta(), intent.looks.enough_at(intent.lease_until, now) - now)

    def wall(self) -> datetime:
        """This machine's time, by which leases and looks go."""
        return self._wall()

    def leased(self, intent: Intent) -> bool:
        """True while somebody, this side or the platform, may still be at work on the intent."""
        return intent.lease_until > self._wall()

    def expired(self, intent: Intent) -> bool:
        """True where the process that holds the intent is taken for dead."""
        return intent.state in OPEN and not self.leased(intent)

    def _claim(
        self, claim: str, request: IntentRequest, standing: Callable[[Connection], Intent | None]
    ) -> Claimed:
        try:
            with writing(self._engine) as connection:
                own = _one(connection, every_intent().where(IntentRow.claim == claim))
                in_the_way = standing(connection) or own
                if in_the_way:
                    return Claimed(in_the_way, won=False, other=in_the_way != own)
                made = connection.execute(insert(IntentRow).values(claim=claim, **self._row(request)))
                key = made.inserted_primary_key
                assert key is not None  # noqa: S101  an insert of one row always has its key
                return Claimed(_required(connection, key[0]), won=True)
        except IntegrityError:
            # PostgreSQL lets two look before either has written; the unique claim stops the later one here.
            with reading(self._engine) as connection:
                winner = _one(connection, every_intent().where(IntentRow.claim == claim))
            if winner is None:
                return self._claim(claim, request, standing)
            return Claimed(winner, won=False)

    def _row(self, request: IntentRequest) -> dict[str, Any]:
        row = {field.name: getattr(request, field.name) for field in dataclasses.fields(request)}
        return row | {
            "kind": request.kind.value,
            **stored(request.who),
            "campaign_name": request.campaign_name[:500],
            "seen": dict(request.seen),
            "state": IntentState.CLAIMED.value,
            "claimed_at": self._now(),
            "lease_until": self._wall() + CLAIM_LEASE,
        }


def _creation_claim(token: str) -> str:
    return f"create:{token}"


def _move(engine: Engine, step: Record, **how: Any) -> bool:
    moved = update(IntentRow).where(IntentRow.id == step["intent"], IntentRow.state.in_(step["expected"]))
    with writing(engine, **how) as connection:
        return connection.execute(moved.values(**step["values"])).rowcount == 1


def _move_late(engine: Engine, step: Record, _again: bool) -> None:
    """Without effect where somebody has looked meanwhile and knows more, or it was moved already."""
    _move(engine, step, patience=SHORT_SECONDS)


def _may_follow(last: Intent, acknowledged: int | None) -> bool:
    if last.state in OPEN or last.watched:
        return False
    return last.state not in UNCLEAR or acknowledged == last.id


def _latest(
    connection: Connection, campaign_id: str, without: tuple[IntentState, ...] = (IntentState.WITHDRAWN,)
) -> Intent | None:
    query = every_intent().where(
        IntentRow.campaign_id == campaign_id,
        IntentRow.kind.in_([kind.value for kind in STARTS]),
        IntentRow.state.not_in([state.value for state in without]),
    )
    return _last(connection, query)


def _last(connection: Connection, query: Select[*tuple[Any, ...]]) -> Intent | None:
    return _one(connection, query.order_by(IntentRow.id.desc()).limit(1))


def _one(connection: Connection, query: Select[*tuple[Any, ...]]) -> Intent | None:
    row = connection.execute(query).first()
    return intent_of(row) if row else None


def _required(connection: Connection, intent: int) -> Intent:
    found = _one(connection, every_intent().where(IntentRow.id == intent))
    if found is None:
        raise LookupError(f"no intent {intent}")
    return found

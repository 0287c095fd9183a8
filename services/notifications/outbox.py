"""Transactional outbox of messages: what is to be sent to whom, claimed by one process at a time.

`waiting` → `sending` → `sent`. A message is claimed before it is handed to its channel. A process that dies in between leaves
it `sending`, and nobody can know whether it arrived: it is claimed again as one in doubt, and its channel says what follows.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from services.database.database import reading, writing
from services.notifications.inbox import EVENT_COLUMNS, Event, event_of, known_kinds
from services.notifications.tables import DeliveryRow, EventRow, MessageRow

HELD_FOR = timedelta(minutes=5)
"""Longer than any channel takes to send one message."""
MOST_ATTEMPTS = 50
"""About a day, with these intervals. While no process runs none is used up."""
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=30), timedelta(minutes=30)
KEPT = timedelta(days=90)
AT_ONCE = 100


class MessageKind(StrEnum):
    EVENTS = "events"
    SUMMARY = "summary"


class MessageState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"  # it was tried for as long as it is of use, or refused for good
    UNCERTAIN = (
        "uncertain"  # it may have arrived, and the channel has no way to tell it apart: not sent again
    )
    DROPPED = "dropped"  # nothing to say, or nobody who may be told any more


@dataclass(frozen=True)
class Claimed:
    """A message that this process has in hand. `in_doubt`: it may have been sent before."""

    id: str
    recipient: str
    channel: str
    kind: MessageKind
    attempts: int
    made_at: datetime
    holder: str
    in_doubt: bool


@dataclass(frozen=True)
class LastMessage:
    """What became of the latest message on a channel."""

    state: MessageState
    problem: str
    at: datetime


def retry_after(attempts: int) -> timedelta:
    """Exponential backoff."""
    return min(FIRST_RETRY * 2 ** min(attempts, 10), LONGEST_RETRY)


class MessageOutbox:
    """Messages of one account. `now` is this machine's time."""

    def __init__(
        self,
        engine: Engine,
        account: Callable[[], str],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        held_for: timedelta = HELD_FOR,
    ) -> None:
        self._engine = engine
        self._account = account
        self._now = now
        self._held_for = held_for

    # putting in

    def message_for(
        self, connection: Connection, recipient: str, channel: str, due_at: datetime, gather: timedelta
    ) -> str:
        """The id of a message about events that is to go out then: one that waits to go out about then, or a new one."""
        found = connection.scalar(
            select(MessageRow.id)
            .where(
                MessageRow.account == self._account(),
                MessageRow.recipient == recipient,
                MessageRow.channel == channel,
                MessageRow.kind == MessageKind.EVENTS,
                MessageRow.state == MessageState.WAITING,
                MessageRow.attempts == 0,
                MessageRow.due_at > self._now(),
                MessageRow.due_at.between(due_at - gather, due_at),
            )
            .with_for_update()
            .limit(1)
        )
        if found is not None:
            return found
        values = self._new(recipient, channel, MessageKind.EVENTS, due_at)
        connection.execute(insert(MessageRow).values(values))
        return values["id"]

    def put_summary(self, connection: Connection, slot: str, recipient: str, channel: str) -> bool:
        """The summary of a day, once. False where it is there already."""
        insert_one = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
        values = self._new(recipient, channel, MessageKind.SUMMARY, self._now())
        made = connection.execute(
            insert_one(MessageRow)
            .values(values | {"slot": slot})
            .on_conflict_do_nothing(index_elements=["slot"])
            .returning(MessageRow.id)
        )
        return made.first() is not None

    def _new(self, recipient: str, channel: str, kind: MessageKind, due_at: datetime) -> dict[str, Any]:
        now = self._now()
        return {
            "id": secrets.token_hex(16),
            "account": self._account(),
            "recipient": recipient,
            "channel": channel,
            "kind": kind.value,
            "state": MessageState.WAITING.value,
            "made_at": now,
            "due_at": due_at,
            "changed_at": now,
        }

    # taking out

    def due(self, resting: Sequence[str] = ()) -> list[tuple[str, str]]:
        """Ids and channels of messages that somebody has to send now; none of channels that are resting."""
        now = self._now()
        ready = (MessageRow.state == MessageState.WAITING) & (MessageRow.due_at <= now)
        left = (MessageRow.state == MessageState.SENDING) & (MessageRow.held_until < now)
        query = select(MessageRow.id, MessageRow.channel).where(
            MessageRow.account == self._account(), ready | left, MessageRow.channel.not_in(resting)
        )
        with reading(self._engine) as connection:
            found = connection.execute(query.order_by(MessageRow.due_at).limit(AT_ONCE))
            return [(row.id, row.channel) for row in found]

    def claim(self, message_id: str) -> Claimed | None:
        """Take it in hand; None where another process was quicker."""
        now, holder = self._now(), secrets.token_hex(16)
        with writing(self._engine) as connection:
            row = connection.execute(
                select(*MessageRow.__table__.columns).where(MessageRow.id == message_id).with_for_update()
            ).one_or_none()
            if row is None or not _to_send(row, now):
                return None
            connection.execute(
                update(MessageRow)
                .where(MessageRow.id == message_id)
                .values(
                    state=MessageState.SENDING.value,
                    attempts=MessageRow.attempts + 1,
                    holder=holder,
                    held_until=now + self._held_for,
                    changed_at=now,
                )
            )
        in_doubt = row.state == MessageState.SENDING or row.problem == IN_DOUBT
        kind = MessageKind(row.kind)
        return Claimed(row.id, row.recipient, row.channel, kind, row.attempts, row.made_at, holder, in_doubt)

    def events(self, message: Claimed) -> list[Event]:
        """What it tells of, the oldest first."""
        query = (
            select(*EVENT_COLUMNS)
            .join(DeliveryRow, DeliveryRow.event_id == EventRow.id)
            .where(DeliveryRow.message_id == message.id, known_kinds())
            .order_by(EventRow.id)
        )
        with reading(self._engine) as connection:
            return [event_of(row) for row in connection.execute(query)]

    # what became of it

    def ended(self, message: Claimed, state: MessageState, problem: str = "") -> bool:
        """For good; False where another process has it in hand since."""
        return self._settle(message, state=state.value, problem=problem)

    def again(self, message: Claimed, problem: str) -> bool:
        """It did not go out: try it later, as long as that is of use. `attempts` are those before this one."""
        if message.attempts + 1 >= MOST_ATTEMPTS:
            return self.ended(message, MessageState.FAILED, problem)
        due_at = self._now() + retry_after(message.attempts)
        return self._settle(message, state=MessageState.WAITING.value, problem=problem, due_at=due_at)

    def _settle(self, message: Claimed, **values: object) -> bool:
        with writing(self._engine) as connection:
            changed = connection.execute(
                update(MessageRow)
                .where(MessageRow.id == message.id, MessageRow.holder == message.holder)
                .values({"holder": None, "held_until": None, "changed_at": self._now(), **values})
            )
        return changed.rowcount > 0

    def last(self, recipient: str, channels: Sequence[str]) -> LastMessage | None:
        """What became of the latest one that was tried."""
        query = (
            select(MessageRow.state, MessageRow.problem, MessageRow.changed_at)
            .where(
                MessageRow.recipient == recipient, MessageRow.channel.in_(channels), MessageRow.attempts > 0
            )
            .order_by(MessageRow.changed_at.desc())
            .limit(1)
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        return LastMessage(MessageState(row.state), row.problem, row.changed_at) if row else None

    def tidy(self) -> None:
        """Delete what was told long ago."""
        before = self._now() - KEPT
        with writing(self._engine, can_wait=True) as connection:
            connection.execute(delete(EventRow).where(EventRow.at < before))
            over = MessageRow.state.not_in((MessageState.WAITING, MessageState.SENDING))
            connection.execute(delete(MessageRow).where(MessageRow.changed_at < before, over))


IN_DOUBT = "in_doubt"


def _to_send(row: Any, now: datetime) -> bool:
    if row.state == MessageState.WAITING:
        return row.due_at <= now
    return row.state == MessageState.SENDING and row.held_until < now

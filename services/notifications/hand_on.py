"""Hand-on of events (fan-out): each is written down once for everybody who wants to be told of it, in messages that go out
at once or when the recipient's quiet hours end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, insert, or_, select, update

from services.database.database import reading, writing
from services.notifications.events import ANY_ACCOUNT, URGENT
from services.notifications.inbox import EVENT_COLUMNS, Event, event_of, known_kinds
from services.notifications.outbox import MessageOutbox
from services.notifications.quiet import moment_on
from services.notifications.recipients import Recipient, Recipients
from services.notifications.tables import DeliveryRow, EventRow, MessageRow

GATHERED = timedelta(seconds=5)
"""What happens together is told together."""
AT_ONCE = 200

ChannelsOf = Callable[[Recipient], Sequence[str]]
"""Channels on which somebody can be told now: none for whoever may not use the console any more."""


class HandOn:
    def __init__(
        self,
        engine: Engine,
        recipients: Recipients,
        outbox: MessageOutbox,
        account: Callable[[], str],
        channels_of: ChannelsOf,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        gathered: timedelta = GATHERED,
    ) -> None:
        self._engine = engine
        self._recipients = recipients
        self._outbox = outbox
        self._account = account
        self._channels_of = channels_of
        self._now = now
        self._gathered = gathered

    def events(self) -> int:
        """Hand on what is new; how many events. One transaction: an event and its messages are there together."""
        mine = EventRow.account.in_((self._account(), ANY_ACCOUNT))
        waiting = (mine, EventRow.handed_on_at.is_(None), known_kinds())
        with reading(self._engine) as connection:
            if connection.scalar(select(EventRow.id).where(*waiting).limit(1)) is None:
                return 0
        with writing(self._engine) as connection:
            rows = connection.execute(
                select(*EVENT_COLUMNS)
                .where(*waiting)
                .order_by(EventRow.id)
                .limit(AT_ONCE)
                .with_for_update(skip_locked=True)
            ).all()
            recipients = self._recipients.all(connection)
            for row in rows:
                self._hand_on(connection, event_of(row), recipients)
            connection.execute(
                update(EventRow)
                .where(EventRow.id.in_([row.id for row in rows]))
                .values(handed_on_at=self._now())
            )
        return len(rows)

    def _hand_on(self, connection: Connection, event: Event, recipients: Sequence[Recipient]) -> None:
        for recipient in recipients:
            if event.kind in recipient.choices.not_sent:
                continue
            for channel in self._channels_of(recipient):
                message = self._outbox.message_for(
                    connection, recipient.key, channel, self._due(event, recipient), self._gathered
                )
                delivery = {"recipient": recipient.key, "channel": channel, "message_id": message}
                connection.execute(insert(DeliveryRow).values(event_id=event.id, **delivery))

    def _due(self, event: Event, recipient: Recipient) -> datetime:
        soon = self._now() + self._gathered
        quiet = recipient.choices.quiet
        if quiet is None or event.kind in URGENT:
            return soon
        return quiet.over_at(soon, recipient.zone)

    def summaries(self) -> int:
        """Begin the summaries whose time of the day has come; how many. One whose day has passed is not made up for."""
        with reading(self._engine) as connection:
            due = [
                (self._slot(one, channel, day), one.key, channel)
                for one in self._recipients.all(connection)
                if (day := self._summary_day(one)) is not None
                for channel in self._channels_of(one)
            ]
            slots = [slot for slot, _key, _channel in due]
            there = set(
                connection.scalars(
                    select(MessageRow.slot).where(or_(MessageRow.slot.in_(slots), MessageRow.slot == ""))
                )
            )
        new = [one for one in due if one[0] not in there]
        if not new:
            return 0
        with writing(self._engine) as connection:
            return sum(self._outbox.put_summary(connection, *one) for one in new)

    def _summary_day(self, recipient: Recipient) -> str | None:
        """The day, on her calendar, whose summary is due; None where it is not, or where she came only after its time."""
        at, now = recipient.choices.summary_at, self._now()
        if at is None:
            return None
        today = now.astimezone(recipient.zone).date()
        moment = moment_on(today, at, recipient.zone)
        return today.isoformat() if recipient.since < moment <= now else None

    def _slot(self, recipient: Recipient, channel: str, day: str) -> str:
        account = hashlib.sha256(self._account().encode()).hexdigest()[:16]
        return f"summary {day} {account} {recipient.key} {channel}"[:200]

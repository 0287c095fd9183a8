"""Inbox of the bell: what was told to a person, what of it is unread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, delete, func, insert, select, update

from services.database.database import reading, writing
from services.notifications.events import ANY_ACCOUNT, EventKind
from services.notifications.recipients import Recipient, Recipients
from services.notifications.tables import EventRow, ReadRow, RecipientRow

ATTENTION_SECONDS = 2.0


@dataclass(frozen=True)
class Event:
    """An event as people are told of it."""

    id: int
    kind: EventKind
    reason: str
    campaign_id: str | None
    campaign_name: str
    figures: dict[str, Any]
    at: datetime
    unread: bool = False


EVENT_COLUMNS = (
    EventRow.id,
    EventRow.kind,
    EventRow.reason,
    EventRow.campaign_id,
    EventRow.campaign_name,
    EventRow.figures,
    EventRow.at,
)


def event_of(row: Any, *, unread: bool = False) -> Event:
    return Event(
        row.id,
        EventKind(row.kind),
        row.reason,
        row.campaign_id,
        row.campaign_name or "",
        dict(row.figures or {}),
        row.at,
        unread,
    )


def known_kinds() -> ColumnElement[bool]:
    """Those that this version has words for: one that is newer may write into the same database."""
    return EventRow.kind.in_([kind.value for kind in EventKind])


class Inbox:
    """`account` names whose events they are."""

    def __init__(self, engine: Engine, recipients: Recipients, account: Callable[[], str]) -> None:
        self._engine = engine
        self._recipients = recipients
        self._account = account

    def unread(self, key: str) -> int:
        """How many are unread.

        Raises:
            DatabaseAway: it is not known now.
        """
        recipient = self._recipients.get(key)
        with reading(self._engine) as connection:
            query = (
                select(func.count()).select_from(EventRow).where(*self._for(recipient), _unread(recipient))
            )
            return connection.scalar(query) or 0

    def events(self, key: str, *, only_unread: bool = False, limit: int = 50, offset: int = 0) -> list[Event]:
        """The newest first. Raises like `unread`."""
        recipient = self._recipients.get(key)
        which = [*self._for(recipient), *([_unread(recipient)] if only_unread else [])]
        query = select(*EVENT_COLUMNS, _unread(recipient).label("unread")).where(*which)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(EventRow.id.desc()).limit(limit).offset(offset)).all()
        return [event_of(row, unread=bool(row.unread)) for row in rows]

    def total(self, key: str) -> int:
        with reading(self._engine) as connection:
            which = self._for(self._recipients.get(key))
            return connection.scalar(select(func.count()).select_from(EventRow).where(*which)) or 0

    def mark_read(self, key: str, event_id: int) -> None:
        """Again without effect.

        Raises:
            DatabaseAway: it may be unread still.
        """
        mark = {"recipient": key, "event_id": event_id}
        with writing(self._engine) as connection:
            there = connection.scalar(select(EventRow.id).where(EventRow.id == event_id))
            marked = connection.scalar(select(ReadRow.event_id).filter_by(**mark))
            if there is not None and marked is None:
                connection.execute(insert(ReadRow).values(mark))

    def mark_all_read(self, key: str, up_to: int) -> None:
        """All until the one that was seen: what came since stays unread. Raises like `mark_read`."""
        with writing(self._engine) as connection:
            connection.execute(
                update(RecipientRow)
                .where(RecipientRow.key == key, RecipientRow.read_up_to < up_to)
                .values(read_up_to=up_to)
            )
            connection.execute(delete(ReadRow).where(ReadRow.recipient == key, ReadRow.event_id <= up_to))

    def _for(self, recipient: Recipient) -> tuple[ColumnElement[bool], ...]:
        return (
            EventRow.account.in_((self._account(), ANY_ACCOUNT)),
            EventRow.at >= recipient.since,
            EventRow.kind.in_(
                [kind.value for kind in EventKind if kind not in recipient.choices.not_in_bell]
            ),
        )


def _unread(recipient: Recipient) -> ColumnElement[bool]:
    marked = (
        select(ReadRow.event_id)
        .where(ReadRow.recipient == recipient.key, ReadRow.event_id == EventRow.id)
        .exists()
    )
    return (EventRow.id > recipient.read_up_to) & ~marked

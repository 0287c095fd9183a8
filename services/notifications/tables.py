"""Tables of notifications, in the console's own database: what happened, whom to tell, and what was sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.database.database import Base, UtcDateTime
from services.person import DoneBy


class EventRow(Base):
    """Something that happened and that people want to know. `slot` is unique: an event is there once, however often it is
    raised. `handed_on_at` is None until it was written down for everybody who is to get it."""

    __tablename__ = "notification_event"
    __table_args__ = (Index("notification_event_to_hand_on", "account", "handed_on_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slot: Mapped[str] = mapped_column(String(64), unique=True)
    account: Mapped[str] = mapped_column(String(500))
    kind: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(40), default="")
    campaign_id: Mapped[str | None] = mapped_column(String(200))
    campaign_name: Mapped[str | None] = mapped_column(String(500))
    figures: Mapped[dict[str, int | float]] = mapped_column(JSON, default=dict)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    handed_on_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecipientRow(DoneBy, Base):
    """Somebody who can be told: a person who has used the console, or the channels of the whole team. `choices` is what she
    chose, `language` and `zone` what she used last. Events up to `read_up_to` are read."""

    __tablename__ = "notification_recipient"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    language: Mapped[str] = mapped_column(String(16))
    zone: Mapped[str] = mapped_column(String(64))
    choices: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_up_to: Mapped[int] = mapped_column(default=0)


class ReadRow(Base):
    """An event that a person has marked as read by itself."""

    __tablename__ = "notification_read"

    recipient: Mapped[str] = mapped_column(String(64), primary_key=True)
    event_id: Mapped[int] = mapped_column(
        ForeignKey("notification_event.id", ondelete="CASCADE"), primary_key=True
    )


class MessageRow(Base):
    """One message to one recipient on one channel (transactional outbox). `id` is in it, too, wherever the channel has a
    place for that. `slot` is unique for what there is one of, as the summary of a day. `holder` sends it until `held_until`."""

    __tablename__ = "notification_message"
    __table_args__ = (Index("notification_message_due", "account", "state", "due_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    slot: Mapped[str | None] = mapped_column(String(200), unique=True)
    account: Mapped[str] = mapped_column(String(500))
    recipient: Mapped[str] = mapped_column(String(64), index=True)
    channel: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    problem: Mapped[str] = mapped_column(String(40), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    holder: Mapped[str | None] = mapped_column(String(64))
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DeliveryRow(Base):
    """That an event is told to a recipient on a channel, and in which message: once, whoever writes it down."""

    __tablename__ = "notification_delivery"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("notification_event.id", ondelete="CASCADE"), primary_key=True
    )
    recipient: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[str] = mapped_column(String(80), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(32), index=True)


class SightingRow(Base):
    """A campaign as it was seen last by whoever looks for what nobody has a page open for. `called` and `moved_at`: how many
    had been called, and since when that has not changed. `notes` is the lookout's own."""

    __tablename__ = "notification_sighting"

    account: Mapped[str] = mapped_column(String(500), primary_key=True)
    campaign_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    status: Mapped[str] = mapped_column(String(40))
    called: Mapped[int | None]
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    notes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

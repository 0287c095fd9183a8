"""Notifications: events, whom to tell, the outbox of messages, and campaigns as they were seen last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "notification_event",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("slot", sa.String(64), nullable=False),
        sa.Column("account", sa.String(500), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("campaign_id", sa.String(200)),
        sa.Column("campaign_name", sa.String(500)),
        sa.Column("figures", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_on_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slot"),
    )
    op.create_index("ix_notification_event_at", "notification_event", ["at"])
    op.create_index("notification_event_to_hand_on", "notification_event", ["account", "handed_on_at"])

    op.create_table(
        "notification_message",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("slot", sa.String(200)),
        sa.Column("account", sa.String(500), nullable=False),
        sa.Column("recipient", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("problem", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holder", sa.String(64)),
        sa.Column("held_until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slot"),
    )
    op.create_index("ix_notification_message_recipient", "notification_message", ["recipient"])
    op.create_index("notification_message_due", "notification_message", ["account", "state", "due_at"])

    op.create_table(
        "notification_recipient",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("choices", sa.JSON, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_up_to", sa.Integer, nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("who_email", sa.String(320), server_default="", nullable=False),
        sa.Column("who_issuer", sa.String(500), server_default="", nullable=False),
        sa.Column("who_subject", sa.String(255), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "notification_sighting",
        sa.Column("account", sa.String(500), nullable=False),
        sa.Column("campaign_id", sa.String(200), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("called", sa.Integer),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notes", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("account", "campaign_id"),
    )
    op.create_table(
        "notification_delivery",
        sa.Column("event_id", sa.Integer, nullable=False),
        sa.Column("recipient", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(80), nullable=False),
        sa.Column("message_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["notification_event.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "recipient", "channel"),
    )
    op.create_index("ix_notification_delivery_message_id", "notification_delivery", ["message_id"])

    op.create_table(
        "notification_read",
        sa.Column("recipient", sa.String(64), nullable=False),
        sa.Column("event_id", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["notification_event.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("recipient", "event_id"),
    )

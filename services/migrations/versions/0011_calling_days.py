"""Calling days of campaigns, and the reason beside an entry of the activity record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "calling_days",
        sa.Column("account", sa.String(500), primary_key=True),
        sa.Column("campaign_id", sa.String(200), primary_key=True),
        sa.Column("campaign_name", sa.String(500), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("who_email", sa.String(320), server_default="", nullable=False),
        sa.Column("who_issuer", sa.String(500), server_default="", nullable=False),
        sa.Column("who_subject", sa.String(255), server_default="", nullable=False),
    )
    with op.batch_alter_table("audit") as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(500), server_default="", nullable=False))

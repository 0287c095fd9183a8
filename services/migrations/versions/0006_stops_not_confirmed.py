"""Stops that somebody asked for and no read has confirmed yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "unconfirmed_stop",
        sa.Column("connection", sa.String(64), primary_key=True),
        sa.Column("campaign_id", sa.String(200), primary_key=True),
        sa.Column("campaign_name", sa.String(500), nullable=False),
        sa.Column("wanted", sa.String(20), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(200)),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("who_email", sa.String(320), server_default="", nullable=False),
        sa.Column("who_issuer", sa.String(500), server_default="", nullable=False),
        sa.Column("who_subject", sa.String(255), server_default="", nullable=False),
    )

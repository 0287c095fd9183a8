"""Hours outside of what is allowed that somebody answers for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "hours_taken_on",
        sa.Column("account", sa.String(500), primary_key=True),
        sa.Column("campaign_id", sa.String(200), primary_key=True),
        sa.Column("breaches", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("who_email", sa.String(320), server_default="", nullable=False),
        sa.Column("who_issuer", sa.String(500), server_default="", nullable=False),
        sa.Column("who_subject", sa.String(255), server_default="", nullable=False),
    )

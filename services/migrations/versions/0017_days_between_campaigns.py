"""Days between two campaigns' calls to one number that a campaign has of its own, and secrets of this database.

The calls noted until now are forgotten: their hash could be undone by trying all numbers. They are noted by a secret from here on.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "database_secret",
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("value", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "days_between_campaigns",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account", sa.String(500), nullable=False),
        sa.Column("campaign_id", sa.String(200), nullable=False),
        sa.Column("days", sa.Integer()),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("who_email", sa.String(320), server_default="", nullable=False),
        sa.Column("who_issuer", sa.String(500), server_default="", nullable=False),
        sa.Column("who_subject", sa.String(255), server_default="", nullable=False),
    )
    op.create_index("days_between_by_campaign", "days_between_campaigns", ["account", "campaign_id", "id"])
    op.execute("DELETE FROM call_to_number")
    op.execute("DELETE FROM calls_counted")

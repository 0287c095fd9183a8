"""Generation of each connection's platform, with the signs it was found by and what an admin decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "platform_generation",
        sa.Column("connection", sa.String(64), primary_key=True),
        sa.Column("by_signs", sa.String(20), nullable=False),
        sa.Column("signs", sa.JSON(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True)),
        sa.Column("decided", sa.String(20), server_default="", nullable=False),
        sa.Column("decided_by", sa.String(320), server_default="", nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
    )

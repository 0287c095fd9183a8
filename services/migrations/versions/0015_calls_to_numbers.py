"""Times at which each number was called, by a hash, for places that allow only so many calls to one person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "call_to_number",
        sa.Column("account", sa.String(500), primary_key=True),
        sa.Column("call", sa.BigInteger(), primary_key=True),
        sa.Column("called", sa.BigInteger(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("call_to_number_by_age", "call_to_number", ["account", "started"])
    op.create_table(
        "calls_counted",
        sa.Column("account", sa.String(500), primary_key=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )

"""The team's own do-not-call list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

HOLDS = sa.text("removed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "do_not_call",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("team_id", sa.String(200), nullable=False),
        sa.Column("line", sa.BigInteger, nullable=False),
        sa.Column("number", sa.String(100), nullable=False),
        sa.Column("name", sa.String(400), nullable=False),
        sa.Column("contact_id", sa.String(200)),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mark", sa.String(20), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
        sa.Column("removed_by", sa.String(200), nullable=False),
        sa.Column("removed_why", sa.String(1000), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("who_email", sa.String(320), server_default="", nullable=False),
        sa.Column("who_issuer", sa.String(500), server_default="", nullable=False),
        sa.Column("who_subject", sa.String(255), server_default="", nullable=False),
    )
    op.create_index("do_not_call_by_age", "do_not_call", ["team_id", "id"])
    op.create_index(
        "do_not_call_line",
        "do_not_call",
        ["team_id", "line"],
        unique=True,
        sqlite_where=HOLDS,
        postgresql_where=HOLDS,
    )
    op.create_table(
        "do_not_call_revision",
        sa.Column("team_id", sa.String(200), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
    )

"""Templates: settings of a campaign by a name, shared in the team."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "templates",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("account", sa.String(500), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("who_email", sa.String(320), nullable=False, server_default=""),
        sa.Column("who_issuer", sa.String(500), nullable=False, server_default=""),
        sa.Column("who_subject", sa.String(255), nullable=False, server_default=""),
        sa.UniqueConstraint("account", "name_key", name="one_template_of_a_name"),
    )

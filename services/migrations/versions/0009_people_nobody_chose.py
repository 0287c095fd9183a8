"""People whom an import found in a campaign, and whom nobody chose."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "import_uninvited",
        sa.Column("campaign_id", sa.String(200), primary_key=True),
        sa.Column("job_id", sa.String(32), nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("names", sa.JSON, nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
    )

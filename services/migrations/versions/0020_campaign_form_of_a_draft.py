"""Form of a draft: the token by which it becomes a campaign, so that the list of drafts knows which have."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("drafts", sa.Column("form", sa.String(64), server_default="", nullable=False))

"""Sign-ins that can be ended, and the person beside the name of whoever did something.

What was done before has a name only: nothing tells afterwards whose it was.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

DONE_BY_SOMEBODY = ("audit", "import_jobs", "launch_intent")


def upgrade() -> None:
    for table in DONE_BY_SOMEBODY:
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column("who_email", sa.String(320), server_default="", nullable=False))
            changed.add_column(sa.Column("who_issuer", sa.String(500), server_default="", nullable=False))
            changed.add_column(sa.Column("who_subject", sa.String(255), server_default="", nullable=False))
    op.create_table(
        "sign_in",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("issuer", sa.String(500), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("began", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.String(20)),
        sa.Index("sign_in_by_person", "issuer", "subject"),
    )

"""The schema as it was when migrations came.

A console before that made its tables itself, and left no mark. So this step makes whatever of the schema is missing: all
of it in a new database, nothing or a few tables and columns in one from before.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

WHEN = sa.DateTime(timezone=True)
metadata = sa.MetaData()
sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("at", WHEN, nullable=False, index=True),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("action", sa.String(20), nullable=False),
    sa.Column("result", sa.String(20), nullable=False),
    sa.Column("campaign_id", sa.String(200)),
    sa.Column("campaign_name", sa.String(500)),
    sa.Column("figures", sa.JSON(), nullable=False),
    sa.Index("audit_by_campaign", "campaign_id", "id"),
)
sa.Table(
    "call_log_place",
    metadata,
    sa.Column("connection", sa.String(), primary_key=True),
    sa.Column("known_until", WHEN),
    sa.Column("offset", sa.Integer(), nullable=False),
    sa.Column("stop_at", WHEN),
    sa.Column("backfilling", sa.Boolean(), nullable=False),
)
sa.Table(
    "call_segment",
    metadata,
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("connection", sa.String(), nullable=False),
    sa.Column("oldest", WHEN, nullable=False),
    sa.Column("newest", WHEN, nullable=False),
    sa.Column("calls", sa.Integer(), nullable=False),
    sa.Column("columns", sa.LargeBinary(), nullable=False),
    sa.Index("call_segment_by_age", "connection", "newest"),
    sqlite_autoincrement=True,
)
sa.Table(
    "campaign_link",
    metadata,
    sa.Column("campaign_id", sa.String(200), primary_key=True),
    sa.Column("origin_id", sa.String(200), nullable=False, index=True),
    sa.Column("relation", sa.String(20), nullable=False),
    sa.Column("at", WHEN, nullable=False),
)
sa.Table(
    "import_jobs",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("slot", sa.String(200), unique=True),
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("paused_by", sa.String(16), nullable=False),
    sa.Column("code", sa.String(40), nullable=False),
    sa.Column("params", sa.JSON(), nullable=False),
    sa.Column("file_name", sa.String(500), nullable=False),
    sa.Column("campaign_id", sa.String(200), nullable=False, index=True),
    sa.Column("campaign_name", sa.String(500), nullable=False),
    sa.Column("company_id", sa.String(200), nullable=False),
    sa.Column("who", sa.String(320), nullable=False),
    sa.Column("created_at", WHEN, nullable=False),
    sa.Column("ended_at", WHEN),
    sa.Column("forgotten_at", WHEN),
    sa.Column("sleep_until", WHEN),
    sa.Column("total", sa.Integer(), nullable=False),
    sa.Column("enrolled", sa.Integer(), nullable=False),
    sa.Column("already", sa.Integer(), nullable=False),
    sa.Column("left_out", sa.Integer(), nullable=False),
    sa.Column("reasons", sa.JSON(), nullable=False),
    sa.Column("requests", sa.Integer(), nullable=False),
    sa.Column("place", sa.JSON(), nullable=False),
    sa.Column("run", sa.Integer(), nullable=False),
    sa.Column("holder", sa.String(64)),
    sa.Column("holder_executor", sa.String(200)),
    sa.Column("held_until", WHEN),
    sa.Column("starts", sa.Integer(), nullable=False),
)
sa.Table(
    "import_workers",
    metadata,
    sa.Column("executor_id", sa.String(200), primary_key=True),
    sa.Column("token", sa.String(64), nullable=False),
    sa.Column("started_at", WHEN, nullable=False),
    sa.Column("seen_at", WHEN, nullable=False),
)
sa.Table(
    "launch_intent",
    metadata,
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("claim", sa.String(300), nullable=False, unique=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("campaign_id", sa.String(200)),
    sa.Column("campaign_name", sa.String(500), nullable=False),
    sa.Column("max_calls", sa.Integer()),
    sa.Column("previous", sa.Integer()),
    sa.Column("seen", sa.JSON(), nullable=False),
    sa.Column("claimed_at", WHEN, nullable=False),
    sa.Column("settled_at", WHEN),
    sa.Column("lease_until", WHEN, nullable=False),
    sa.Column("answer", sa.JSON()),
    sa.Column("error_kind", sa.String(50)),
    sa.Column("error_message", sa.Text()),
    sa.Column("finding", sa.JSON()),
    sa.Index("launch_intent_by_campaign", "campaign_id", "id"),
)
sa.Table(
    "learned_operation",
    metadata,
    sa.Column("connection", sa.String(), primary_key=True),
    sa.Column("operation", sa.String(), primary_key=True),
    sa.Column("verdict", sa.String(), nullable=False),
    sa.Column("learned_at", WHEN, nullable=False),
)
sa.Table(
    "remembered_columns",
    metadata,
    sa.Column("signature", sa.String(64), primary_key=True),
    sa.Column("fields", sa.JSON(), nullable=False),
    sa.Column("at", WHEN, nullable=False),
)
sa.Table(
    "shared_read",
    metadata,
    sa.Column("key", sa.String(), primary_key=True),
    sa.Column("generation", sa.Integer(), nullable=False),
    sa.Column("fetched_generation", sa.Integer(), nullable=False),
    sa.Column("fetched_at", WHEN),
    sa.Column("leased_until", WHEN),
    sa.Column("resting", sa.Boolean(), nullable=False),
    sa.Column("value", sa.LargeBinary()),
)
sa.Table(
    "spent_requests",
    metadata,
    sa.Column("connection", sa.String(), primary_key=True),
    sa.Column("at", WHEN, primary_key=True),
    sa.Column("purpose", sa.String(), primary_key=True),
    sa.Column("requests", sa.Integer(), nullable=False),
)
sa.Table(
    "import_chunks",
    metadata,
    sa.Column("job_id", sa.String(32), sa.ForeignKey("import_jobs.id"), primary_key=True),
    sa.Column("number", sa.Integer(), primary_key=True),
    sa.Column("size", sa.Integer(), nullable=False),
    sa.Column("marks", sa.LargeBinary(), nullable=False),
    sa.Column("people", sa.LargeBinary(), nullable=False),
    sa.Column("phones", sa.LargeBinary(), nullable=False),
    sa.Column("enrolled", sa.Integer(), nullable=False),
    sa.Column("already", sa.Integer(), nullable=False),
    sa.Column("left_out", sa.Integer(), nullable=False),
    sa.Column("reasons", sa.JSON(), nullable=False),
)
sa.Table(
    "import_listed",
    metadata,
    sa.Column("job_id", sa.String(32), sa.ForeignKey("import_jobs.id"), primary_key=True),
    sa.Column("number", sa.Integer(), primary_key=True),
    sa.Column("rows", sa.LargeBinary(), nullable=False),
)
sa.Table(
    "import_log",
    metadata,
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("job_id", sa.String(32), sa.ForeignKey("import_jobs.id"), nullable=False),
    sa.Column("at", WHEN, nullable=False),
    sa.Column("code", sa.String(40), nullable=False),
    sa.Column("params", sa.JSON(), nullable=False),
    sa.Index("import_log_job", "job_id", "id"),
)
sa.Table(
    "import_matches",
    metadata,
    sa.Column("job_id", sa.String(32), sa.ForeignKey("import_jobs.id"), primary_key=True),
    sa.Column("page", sa.Integer(), primary_key=True),
    sa.Column("matches", sa.LargeBinary(), nullable=False),
)
sa.Table(
    "launch_forecast",
    metadata,
    sa.Column("intent_id", sa.Integer(), sa.ForeignKey("launch_intent.id"), primary_key=True),
    sa.Column("people", sa.Integer(), nullable=False),
    sa.Column("people_left", sa.Integer(), nullable=False),
    sa.Column("earliest", WHEN),
    sa.Column("finish", WHEN),
    sa.Column("latest", WHEN),
    sa.Column("curve", sa.JSON(), nullable=False),
)


def upgrade() -> None:
    connection = op.get_bind()
    there = sa.inspect(connection)
    for table in metadata.sorted_tables:
        if not there.has_table(table.name):
            table.create(connection)
            continue
        columns = {column["name"] for column in there.get_columns(table.name)}
        for column in table.columns:
            if column.name not in columns:
                op.add_column(table.name, _fillable(column))
        indexes = {index["name"] for index in there.get_indexes(table.name)}
        for index in table.indexes:
            if index.name not in indexes:
                index.create(connection)


def _fillable(column: sa.Column[Any]) -> sa.Column[Any]:
    """A copy that the rows of a table can get: where something must stand in it, what says nothing."""
    if column.nullable:
        return sa.Column(column.name, column.type)
    return sa.Column(column.name, column.type, nullable=False, server_default=_nothing(column.type))


def _nothing(kind: sa.types.TypeEngine[Any]) -> str | sa.TextClause:
    if isinstance(kind, sa.JSON):
        return "{}"
    if isinstance(kind, sa.String):
        return ""
    if isinstance(kind, sa.DateTime):
        return "1970-01-01 00:00:00"
    if isinstance(kind, sa.Boolean):
        return sa.text("false")
    return sa.text("0")

"""Alembic's environment: run the steps in the transaction that `upgrade` holds, or compare with the tables in the code."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from services.database.database import Base, UtcDateTime


def render(kind: str, item: object, _autogenerate: Any) -> str | Literal[False]:
    """A step stands as it was written whatever becomes of the code, so it uses none of the console's own types."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    # SQLite cannot alter a column: `batch_alter_table` then makes the table anew
    render_as_batch=True,
    render_item=render,
    # the caller's transaction spans all steps and the mark of the version, on SQLite too
    transactional_ddl=True,
)
context.run_migrations()

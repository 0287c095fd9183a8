"""Remembered column mappings: what people said a file's columns hold, for the next file with the same column names."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy import JSON, Engine, String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from services.contact_file import Columns, Field, signature
from services.database.circuit_breaker import DatabaseAway
from services.database.database import Base, UtcDateTime, reading, writing


class RememberedColumns(Base):
    """The latest choice for one header; nothing of the file's people."""

    __tablename__ = "remembered_columns"

    signature: Mapped[str] = mapped_column(String(64), primary_key=True)
    fields: Mapped[list[str | None]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class UploadChoices:
    """Remembers for everybody at this console."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def recall(self, header: Sequence[str]) -> list[str | None] | None:
        """The mapping that the columns of a file with this header had last time; None where none was seen."""
        chosen = select(RememberedColumns.fields).where(RememberedColumns.signature == signature(header))
        fields = None
        with suppress(DatabaseAway), reading(self._engine) as connection:  # then the columns are guessed
            fields = connection.scalar(chosen)
        if fields is None or not set(filter(None, fields)) <= set(Field):
            return None  # another version of the console knew other fields
        return list(fields)

    def remember(self, columns: Columns) -> None:
        """Keep what a person chose or confirmed."""
        key = signature(columns.header)
        with suppress(DatabaseAway), writing(self._engine, can_wait=True) as connection:
            connection.execute(delete(RememberedColumns).where(RememberedColumns.signature == key))
            connection.execute(
                insert(RememberedColumns).values(
                    signature=key, fields=columns.to_remember(), at=datetime.now(UTC)
                )
            )

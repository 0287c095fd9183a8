"""Remembered column mappings: what people said a file's columns hold, for the next file with the same column names."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy import JSON, Engine, String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from services.contact_file import Columns, Field, Remembered, signature
from services.database.circuit_breaker import DatabaseAway
from services.database.database import Base, UtcDateTime, reading, writing


class RememberedColumns(Base):
    """The latest choice for one header; nothing of the file's people."""

    __tablename__ = "remembered_columns"

    signature: Mapped[str] = mapped_column(String(64), primary_key=True)
    fields: Mapped[list[str | None]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class RememberedAnswers(Base):
    """What was answered about the columns of one header: by column and cell whether people may be called."""

    __tablename__ = "remembered_answers"

    signature: Mapped[str] = mapped_column(String(64), primary_key=True)
    answers: Mapped[dict[str, dict[str, bool]]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class UploadChoices:
    """Remembers for everybody at this console."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def recall(self, header: Sequence[str]) -> Remembered | None:
        """The mapping that the columns of a file with this header had last time; None where none was seen."""
        held, said = RememberedColumns, RememberedAnswers
        chosen = (
            select(held.fields, said.answers)
            .outerjoin(said, said.signature == held.signature)
            .where(held.signature == signature(header))
        )
        row = None
        with suppress(DatabaseAway), reading(self._engine) as connection:  # then the columns are guessed
            row = connection.execute(chosen).one_or_none()
        if row is None or not set(filter(None, row.fields)) <= set(Field):
            return None  # another version of the console knew other fields
        return Remembered(
            list(row.fields), {int(column): cells for column, cells in (row.answers or {}).items()}
        )

    def remember(self, columns: Columns) -> None:
        """Keep what a person chose or confirmed."""
        key = signature(columns.header)
        kept = columns.to_remember()
        with suppress(DatabaseAway), writing(self._engine, can_wait=True) as connection:
            for table, values in (
                (RememberedColumns, {"fields": kept.fields}),
                (
                    RememberedAnswers,
                    {"answers": {str(index): dict(said) for index, said in kept.answers.items()}},
                ),
            ):
                connection.execute(delete(table).where(table.signature == key))
                connection.execute(insert(table).values(signature=key, at=datetime.now(UTC), **values))

"""Own fields of the team: what was decided about a header's columns, the keys in use, and the greetings they stand in.

Names of columns and words of scripts, nothing of a file's people. What nobody has used for a year is forgotten.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Engine, String, Text, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from services.contact_file import Decided, signature
from services.database.circuit_breaker import DatabaseAway
from services.database.database import Base, UtcDateTime, reading, writing

KEPT = timedelta(days=365)
LONGEST_GREETING = 4000


class DecidedFields(Base):
    """What was decided about the columns of one header, by position: whether it travels, and under which key."""

    __tablename__ = "decided_fields"

    signature: Mapped[str] = mapped_column(String(64), primary_key=True)
    fields: Mapped[dict[str, list[Any]]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class TeamKey(Base):
    """Key under which the team has sent an own field, and when it last did."""

    __tablename__ = "team_keys"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Greeting(Base):
    """First words of an assistant as somebody pasted them: the platform does not tell them."""

    __tablename__ = "assistant_greetings"

    assistant_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class TeamFields:
    """Remembers for everybody at this console. Without the database nothing is known, and nothing travels because of it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def decided(self, header: Sequence[str]) -> dict[int, Decided]:
        """The last word on each column of a file with this header."""
        chosen = select(DecidedFields.fields).where(DecidedFields.signature == signature(header))
        found: Mapping[str, list[Any]] = {}
        with suppress(DatabaseAway), reading(self._engine) as connection:
            found = connection.scalar(chosen) or {}
        return {int(index): Decided(bool(travels), str(key)) for index, (travels, key) in found.items()}

    def keys(self) -> list[str]:
        """The keys in use, the latest first."""
        with suppress(DatabaseAway), reading(self._engine) as connection:
            return list(connection.scalars(select(TeamKey.key).order_by(TeamKey.at.desc(), TeamKey.key)))
        return []

    def greeting(self, assistant_id: str) -> str:
        """The first words of this assistant; empty where nobody has told them."""
        with suppress(DatabaseAway), reading(self._engine) as connection:
            words = select(Greeting.words).where(Greeting.assistant_id == assistant_id)
            return connection.scalar(words) or ""
        return ""

    def decide(self, header: Sequence[str], decided: Mapping[int, Decided]) -> None:
        """Keep the word on these columns for the next file with this header."""
        key = signature(header)
        fields = {str(index): [word.travels, word.key] for index, word in decided.items()}
        self._keep(DecidedFields, DecidedFields.signature == key, [{"signature": key, "fields": fields}])

    def use(self, keys: Collection[str]) -> None:
        """Keep that own fields were sent under these keys."""
        self._keep(TeamKey, TeamKey.key.in_(keys), [{"key": key} for key in sorted(keys)])

    def tell_greeting(self, assistant_id: str, words: str) -> None:
        """Keep an assistant's first words; none at all takes them back."""
        told = words.strip()[:LONGEST_GREETING]
        rows = [{"assistant_id": assistant_id, "words": told}] if told else []
        self._keep(Greeting, Greeting.assistant_id == assistant_id, rows)

    def _keep(
        self, table: type[DecidedFields | TeamKey | Greeting], old: Any, rows: list[dict[str, Any]]
    ) -> None:
        now = datetime.now(UTC)
        with suppress(DatabaseAway), writing(self._engine, can_wait=True) as connection:
            connection.execute(delete(table).where(old | (table.at < now - KEPT)))
            if rows:
                connection.execute(insert(table), [{**row, "at": now} for row in rows])

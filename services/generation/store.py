"""Table of findings: the generation of each connection's platform, with its evidence, for every process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Engine, String, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from services.api.generation import Generation
from services.database.database import Base, UtcDateTime, reading, writing
from services.generation.finding import NOT_ASKED, GenerationFinding
from services.generation.signs import Asked, Sign
from services.person import Person


class PlatformGeneration(Base):
    __tablename__ = "platform_generation"

    connection: Mapped[str] = mapped_column(String(64), primary_key=True)
    by_signs: Mapped[str] = mapped_column(String(20))
    signs: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    found_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided: Mapped[str] = mapped_column(String(20), server_default="")
    decided_by: Mapped[str] = mapped_column(String(320), server_default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Findings:
    """Those of one connection, which `fingerprint` names. `now` is this machine's time."""

    def __init__(self, engine: Engine, fingerprint: str, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._mine = PlatformGeneration.connection == fingerprint
        self._fingerprint = fingerprint
        self._now = now

    def read(self) -> GenerationFinding:
        """What is known; nothing of a platform that was never asked.

        Raises:
            DatabaseAway: it cannot be read.
        """
        with reading(self._engine) as connection:
            row = connection.execute(
                select(*PlatformGeneration.__table__.columns).where(self._mine)
            ).one_or_none()
        if row is None:
            return NOT_ASKED
        by_signs = Generation(row.by_signs)
        return GenerationFinding(
            Generation(row.decided) if row.decided else by_signs,
            by_signs,
            tuple(_sign(one) for one in row.signs),
            row.found_at,
            row.decided_by,
            row.decided_at,
        )

    def remember(self, by_signs: Generation, signs: Iterable[Sign]) -> None:
        """What was read just now. A decision holds until the signs speak for another generation than they did."""
        kept = self.read()
        values: dict[str, Any] = {
            "by_signs": by_signs.value,
            "signs": [_record(one) for one in signs],
            "found_at": self._now(),
        }
        if by_signs is not Generation.UNKNOWN and by_signs is not kept.by_signs:
            values |= {"decided": "", "decided_by": "", "decided_at": None}
        self._write(values)

    def decide(self, generation: Generation | None, who: Person) -> None:
        """A person decides, or with None leaves it to the signs again."""
        decided = generation.value if generation else ""
        at = self._now() if generation else None
        self._write(
            {
                "decided": decided,
                "decided_by": who.name if generation else "",
                "decided_at": at,
            }
        )

    def _write(self, values: dict[str, Any]) -> None:
        first = {"connection": self._fingerprint, "by_signs": Generation.UNKNOWN.value, "signs": []}
        with writing(self._engine) as connection:
            changed = connection.execute(update(PlatformGeneration).where(self._mine).values(values))
            if not changed.rowcount:
                connection.execute(insert(PlatformGeneration).values(first | values))


def _record(sign: Sign) -> dict[str, Any]:
    return {
        "asked": sign.asked.value,
        "speaks_for": sorted(sign.speaks_for),
        "because": sign.because,
    }


def _sign(record: dict[str, Any]) -> Sign:
    speaks_for = frozenset(Generation(one) for one in record["speaks_for"])
    return Sign(Asked(record["asked"]), speaks_for, str(record["because"]))

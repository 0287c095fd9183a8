"""Verdicts on the platform's operations: what it has said about each of them for a key, remembered in the console's
database.

Every process of a connection reads and writes the same ones: pages learn by reading, imports by what they do.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from services.api import ApiError, errors
from services.database.database import Base, UtcDateTime, reading, writing


class OperationVerdict(StrEnum):
    OPEN = "open"
    CLOSED_TO_KEYS = "closed_to_keys"  # 401, 403: there, but not for API keys
    NOT_HERE = "not_here"  # 404, 405, 501


class LearnedOperation(Base):
    __tablename__ = "learned_operation"

    connection: Mapped[str] = mapped_column(primary_key=True)
    operation: Mapped[str] = mapped_column(primary_key=True)
    verdict: Mapped[str]
    learned_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Verdicts:
    """Those of one connection, which `fingerprint` names. `now` is this machine's time."""

    def __init__(self, engine: Engine, fingerprint: str, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._fingerprint = fingerprint
        self._now = now

    def read(self) -> tuple[dict[str, OperationVerdict], datetime | None]:
        """Verdicts by operation, and when the newest was learned."""
        query = select(LearnedOperation.operation, LearnedOperation.verdict, LearnedOperation.learned_at)
        with reading(self._engine) as connection:
            rows = connection.execute(query.where(LearnedOperation.connection == self._fingerprint)).all()
        return {name: OperationVerdict(verdict) for name, verdict, _ in rows}, max(
            (at for *_, at in rows), default=None
        )

    def remember(self, found: Mapping[str, OperationVerdict], forgotten: Collection[str] = ()) -> datetime:
        """In place of what was known of these operations; of `forgotten` nothing is known any more.

        Raises:
            DatabaseAway: nobody else has heard of it.
        """
        now = self._now()
        rows = [
            {
                "connection": self._fingerprint,
                "operation": name,
                "verdict": verdict.value,
                "learned_at": now,
            }
            for name, verdict in found.items()
        ]
        with writing(self._engine, can_wait=True) as connection:
            connection.execute(
                delete(LearnedOperation).where(
                    LearnedOperation.connection == self._fingerprint,
                    LearnedOperation.operation.in_([*found, *forgotten]),
                )
            )
            if rows:
                connection.execute(insert(LearnedOperation), rows)
        return now


def verdict_of(error: ApiError) -> OperationVerdict | None:
    """Verdict on an operation by its answer; None where that says nothing: the platform failed."""
    match error:
        case errors.Unauthorized() | errors.Forbidden():
            return OperationVerdict.CLOSED_TO_KEYS
        case errors.NotFound() | errors.NotAvailable():
            return OperationVerdict.NOT_HERE
        case errors.ServerError() | errors.TooManyRequests():
            return None
        case errors.StatusError() | errors.Refused():
            return OperationVerdict.OPEN  # it looked at the request: 400, 409, 413, …
        case _:
            return None

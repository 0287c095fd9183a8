"""Tables of the do-not-call list. Rows are never deleted: who is taken off stays in it as removed, with who and why.

Belongs to a team of the platform and not to an address or a key: whichever is replaced, the list holds.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.database.database import Base, UtcDateTime
from services.person import LONGEST, DoneBy

LONGEST_NUMBER, LONGEST_NAME, LONGEST_NOTE = 100, 400, 1000
HOLDS = text("removed_at IS NULL")


class DoNotCallRow(DoneBy, Base):
    """One entry; `line` is the number's line as an integer, `number` the number as it was given. A line has one entry that
    holds."""

    __tablename__ = "do_not_call"
    __table_args__ = (
        Index(
            "do_not_call_line",
            "team_id",
            "line",
            unique=True,
            sqlite_where=HOLDS,
            postgresql_where=HOLDS,
        ),
        Index("do_not_call_by_age", "team_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(200))
    line: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[str] = mapped_column(String(LONGEST_NUMBER))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    contact_id: Mapped[str | None] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    mark: Mapped[str] = mapped_column(String(20))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_by: Mapped[str] = mapped_column(String(LONGEST["name"]))
    removed_why: Mapped[str] = mapped_column(String(LONGEST_NOTE))


class DoNotCallRevision(Base):
    """Number of a team's list that grows with each change: a process knows by it that what it has read still holds."""

    __tablename__ = "do_not_call_revision"

    team_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    revision: Mapped[int]

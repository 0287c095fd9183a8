"""Tables of drafts: what somebody has begun and not yet done, in the console's own database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from services.database.database import Base, UtcDateTime


class DraftRow(Base):
    """One draft. `owner` tells people apart and names nobody; empty where nobody signs in. `version` grows with each change,
    `complete` once the whole file is stored. `form` is the token by which it becomes a campaign, empty where it becomes none.
    What was removed can be taken back for a moment."""

    __tablename__ = "drafts"
    __table_args__ = (Index("drafts_of_owner", "account", "owner"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account: Mapped[str] = mapped_column(String(500))
    owner: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(500))
    form: Mapped[str] = mapped_column(String(64), server_default="")
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int]
    size: Mapped[int]
    complete: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DraftPartRow(Base):
    """Part of the file of a draft, compressed. Written once."""

    __tablename__ = "draft_parts"

    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)

"""Table of watches, in the console's own database: what the keeper has taken on, for whom, and how it stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.database.database import Base, UtcDateTime
from services.person import DoneBy


class WatchRow(DoneBy, Base):
    """One watch of one campaign. `who` asked for it.

    `slot` is unique while the watch is the one of its duty and campaign. `terms` is what was asked for, `sight` what the
    keeper knows: both are the duty's own. `run` counts its runs, `holder` is the run that has it in hand, and in which
    start of which process; by `held_until` something is heard of it. Times are this machine's.
    """

    __tablename__ = "keeper_watch"
    __table_args__ = (Index("keeper_watch_by_campaign", "campaign_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slot: Mapped[str | None] = mapped_column(String(600), unique=True)
    duty: Mapped[str] = mapped_column(String(20))
    account: Mapped[str] = mapped_column(String(500))
    campaign_id: Mapped[str] = mapped_column(String(200))
    campaign_name: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(20), index=True)
    code: Mapped[str] = mapped_column(String(40), default="")
    terms: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    sight: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    run: Mapped[int] = mapped_column(default=0)
    holder: Mapped[str | None] = mapped_column(String(64))
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class GuardrailsRow(DoneBy, Base):
    """Guardrails that somebody set for a campaign; `who` did. Of the others the usual ones hold."""

    __tablename__ = "keeper_guardrails"

    account: Mapped[str] = mapped_column(String(500), primary_key=True)
    campaign_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

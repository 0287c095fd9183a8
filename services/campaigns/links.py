"""Provenance of campaigns, known to the console alone: which came of which, and from which list its people came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Engine, String, bindparam, insert, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from services.database.database import Base, UtcDateTime, reading, writing
from services.imports.tables import JobRow


class Relation(StrEnum):
    COPY = "copy"  # the settings of another one
    UNREACHED = "unreached"  # its settings, and the people it had not reached


class CampaignLinkRow(Base):
    __tablename__ = "campaign_link"

    campaign_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    origin_id: Mapped[str] = mapped_column(String(200), index=True)
    relation: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


# Every look at a campaign asks this; to build the statement takes longer than to run it.
_AROUND = (
    select(
        CampaignLinkRow.campaign_id, CampaignLinkRow.origin_id, CampaignLinkRow.relation, CampaignLinkRow.at
    )
    .where(
        or_(CampaignLinkRow.campaign_id == bindparam("one"), CampaignLinkRow.origin_id == bindparam("one"))
    )
    .order_by(CampaignLinkRow.at.desc())
)


@dataclass(frozen=True)
class CampaignLink:
    campaign_id: str
    origin_id: str
    relation: Relation
    at: datetime


class CampaignLinks:
    """All links of one console database. `now` is the platform's clock."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now

    def remember(self, campaign_id: str, origin_id: str, relation: Relation) -> None:
        """Keep that `campaign_id` came of `origin_id`. Saying it twice changes nothing."""
        with writing(self._engine) as connection:
            known = select(CampaignLinkRow.campaign_id).where(CampaignLinkRow.campaign_id == campaign_id)
            if connection.scalar(known) is None:
                row = {"campaign_id": campaign_id, "origin_id": origin_id, "relation": relation.value}
                connection.execute(insert(CampaignLinkRow).values(row | {"at": self._now()}))

    def around(self, campaign_id: str) -> tuple[CampaignLink | None, list[CampaignLink]]:
        """The campaign it came of, and those that came of it, the newest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(_AROUND, {"one": campaign_id}).all()
        links = [CampaignLink(row.campaign_id, row.origin_id, Relation(row.relation), row.at) for row in rows]
        origin = next((link for link in links if link.campaign_id == campaign_id), None)
        return origin, [link for link in links if link is not origin]

    def lists(self) -> dict[str, str]:
        """Campaign id → name of the file most of its people were imported from."""
        query = select(JobRow.campaign_id, JobRow.file_name).order_by(JobRow.enrolled, JobRow.created_at)
        with reading(self._engine) as connection:
            return {row.campaign_id: row.file_name for row in connection.execute(query)}

"""Which campaign came of which, and from which list its people came: known to the console alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Engine, String, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from services.database import Base, UtcDateTime, writing
from services.jobs.tables import JobRow


class Relation(StrEnum):
    COPY = "copy"  # the settings of another one
    UNREACHED = "unreached"  # its settings, and the people it had not reached


class CampaignLinkRow(Base):
    __tablename__ = "campaign_link"

    campaign_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    origin_id: Mapped[str] = mapped_column(String(200), index=True)
    relation: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class Link:
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

    def origin(self, campaign_id: str) -> Link | None:
        """What the campaign came of."""
        found = self._links(campaign_id=campaign_id)
        return found[0] if found else None

    def followers(self, origin_id: str) -> list[Link]:
        """What came of the campaign, the newest first."""
        return self._links(origin_id=origin_id)

    def lists(self) -> dict[str, str]:
        """Campaign id → name of the file most of its people were imported from."""
        query = select(JobRow.campaign_id, JobRow.file_name).order_by(JobRow.enrolled, JobRow.created_at)
        with self._engine.connect() as connection:
            return {row.campaign_id: row.file_name for row in connection.execute(query)}

    def _links(self, **wanted: str) -> list[Link]:
        query = select(
            CampaignLinkRow.campaign_id,
            CampaignLinkRow.origin_id,
            CampaignLinkRow.relation,
            CampaignLinkRow.at,
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query.filter_by(**wanted).order_by(CampaignLinkRow.at.desc())).all()
        return [Link(row.campaign_id, row.origin_id, Relation(row.relation), row.at) for row in rows]

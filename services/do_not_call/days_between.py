"""Days between two campaigns' calls to one number: the usual ones, and those that a person sets for one campaign with a reason.

Each change is a row, so that the record says who had which days when, and why; the last one holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, Index, String, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from services.access.access import unguarded
from services.audit.audit import Audit, AuditAction, Result, write_entry
from services.database.database import Base, UtcDateTime, reading, writing
from services.person import DoneBy, Person, person_of, stored

MOST_DAYS = 30
"""As far back as calls are surely kept."""
LONGEST_REASON = 500


class DaysBetweenRow(DoneBy, Base):
    """`days` is None from the moment on in which a campaign has the usual ones again."""

    __tablename__ = "days_between_campaigns"
    __table_args__ = (Index("days_between_by_campaign", "account", "campaign_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(500))
    campaign_id: Mapped[str] = mapped_column(String(200))
    days: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class OwnDays:
    """Days that a person has set for one campaign; none is 0."""

    days: int
    reason: str
    who: Person
    at: datetime


class NoReasonGiven(ValueError):  # noqa: N818  named for what it says to the caller
    """Nothing was saved: days of one campaign need a reason."""


def own_days(engine: Engine, account: str, campaign_id: str) -> OwnDays | None:
    """Those of one campaign; None where it has the usual ones.

    Raises:
        DatabaseAway: it cannot be told.
    """
    mine = (DaysBetweenRow.account == account, DaysBetweenRow.campaign_id == campaign_id)
    query = select(*DaysBetweenRow.__table__.columns).where(*mine).order_by(DaysBetweenRow.id.desc()).limit(1)
    with reading(engine) as connection:
        row = connection.execute(query).one_or_none()
    return OwnDays(row.days, row.reason, person_of(row), row.at) if row and row.days is not None else None


def days_between(engine: Engine, account: str, campaign_id: str, usual: timedelta) -> timedelta:
    """The time that counts for one campaign.

    Raises:
        DatabaseAway: it cannot be told.
    """
    own = own_days(engine, account, campaign_id)
    return timedelta(days=own.days) if own else usual


class DaysBetweenCampaigns:
    """Those of one account. `usual` holds wherever nobody has said otherwise."""

    def __init__(
        self,
        engine: Engine,
        account: str,
        audit: Audit,
        now: Callable[[], datetime],
        usual: timedelta,
        *,
        require_allowed: Callable[[], None] = unguarded,
    ) -> None:
        self._engine = engine
        self._account = account
        self._audit = audit
        self._now = now
        self.usual = usual
        self._require_allowed = require_allowed
        self.changed: Callable[[str], object] = lambda _campaign_id: None

    def own(self, campaign_id: str) -> OwnDays | None:
        """None where the campaign has the usual ones.

        Raises:
            DatabaseAway: it cannot be told.
        """
        return own_days(self._engine, self._account, campaign_id)

    def of(self, campaign_id: str) -> timedelta:
        """The time that counts for a campaign.

        Raises:
            DatabaseAway: it cannot be told.
        """
        return days_between(self._engine, self._account, campaign_id, self.usual)

    def set(
        self, campaign_id: str, campaign_name: str, days: int | None, reason: str, *, who: Person
    ) -> None:
        """From now on the campaign has these days; the usual ones again with None, which needs no reason.

        Raises:
            NoReasonGiven, ValueError, NotAllowed, DatabaseAway: nothing was saved.
        """
        self._require_allowed()
        why = " ".join(reason.split())[:LONGEST_REASON]
        if days is not None and not 0 <= days <= MOST_DAYS:
            raise ValueError("calls are not kept so long")
        if days is not None and not why:
            raise NoReasonGiven
        entry = self._audit.entry(
            AuditAction.DAYS_BETWEEN,
            Result.DONE,
            who=who,
            campaign_id=campaign_id,
            campaign_name=campaign_name,
            figures={"days_between": self.usual.days if days is None else days},
            reason=why,
        )
        row = {
            "account": self._account,
            "campaign_id": campaign_id,
            "days": days,
            "reason": why,
            "at": self._now(),
            **stored(who),
        }
        with writing(self._engine) as connection:
            connection.execute(insert(DaysBetweenRow).values(row))
            write_entry(connection, entry)
        self.changed(campaign_id)

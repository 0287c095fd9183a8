"""Hours outside of what is allowed that a named person answers for: her reason, kept with the campaign and in the activity
record.

It covers what she saw and nothing else: where people in another place, or another kind of breach, come to it, somebody has to
decide anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, Engine, Row, String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from services.access.access import unguarded
from services.audit.audit import Audit, AuditAction, Result, write_entry
from services.campaigns.kept_days import said
from services.database.database import Base, UtcDateTime, in_turn, reading, writing
from services.person import DoneBy, Person, person_of, stored
from services.readiness import TakenOn


class HoursTakenOnRow(DoneBy, Base):
    __tablename__ = "hours_taken_on"

    account: Mapped[str] = mapped_column(String(500), primary_key=True)
    campaign_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    breaches: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReasonMissing(Exception):  # noqa: N818  named for what it says to the caller
    """Nothing was saved: whoever answers for something says why."""


class HoursTakenOn:
    """Those of one account."""

    def __init__(
        self,
        engine: Engine,
        account: Callable[[], str],
        audit: Audit,
        *,
        require_allowed: Callable[[], None] = unguarded,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine = engine
        self._account = account
        self._audit = audit
        self._require_allowed = require_allowed
        self._clock = clock

    def of(self, campaign_id: str) -> TakenOn | None:
        """None where nobody has answered for anything.

        Raises:
            DatabaseAway: that is not known.
        """
        with reading(self._engine) as connection:
            row = self._row(connection, campaign_id)
        return TakenOn(frozenset(row.breaches), person_of(row).name, row.reason, row.at) if row else None

    def take_on(
        self,
        campaign_id: str,
        campaign_name: str,
        breaches: Collection[str],
        *,
        people: int,
        who: Person,
        reason: str,
        action: AuditAction = AuditAction.HOURS_TAKEN_ON,
    ) -> None:
        """`who` answers for `breaches`, as readiness names them, which concern so many `people`, beside what was answered for
        before. The reason for hours is the one that is kept.

        Raises:
            NotAllowed, ReasonMissing, DatabaseAway: nothing was saved.
        """
        self._require_allowed()
        why = said(reason)
        if not why:
            raise ReasonMissing
        entry = self._audit.entry(
            action,
            Result.DONE,
            who=who,
            campaign_id=campaign_id,
            campaign_name=campaign_name,
            figures={"people": people},
            reason=why,
        )
        row = {
            "account": self._account(),
            "campaign_id": campaign_id,
            "reason": why,
            "at": self._clock(),
            **stored(who),
        }
        with writing(self._engine) as connection:
            in_turn(connection, *self._turn(campaign_id))
            known = self._row(connection, campaign_id)
            if known is not None and action is not AuditAction.HOURS_TAKEN_ON:
                row |= {"reason": known.reason, "at": known.at, **stored(person_of(known))}
            row["breaches"] = sorted({*breaches, *(known.breaches if known else ())})
            connection.execute(delete(HoursTakenOnRow).where(*self._of(campaign_id)))
            connection.execute(insert(HoursTakenOnRow).values(row))
            write_entry(connection, entry)

    def forget(self, campaign_id: str) -> None:
        """The campaign is deleted."""
        with writing(self._engine, can_wait=True) as connection:
            in_turn(connection, *self._turn(campaign_id))
            connection.execute(delete(HoursTakenOnRow).where(*self._of(campaign_id)))

    def _row(self, connection: Connection, campaign_id: str) -> Row[Any] | None:
        query = select(*HoursTakenOnRow.__table__.columns).where(*self._of(campaign_id))
        return connection.execute(query).first()

    def _turn(self, campaign_id: str) -> tuple[str, ...]:
        return HoursTakenOnRow.__tablename__, self._account(), campaign_id

    def _of(self, campaign_id: str) -> tuple[ColumnElement[bool], ...]:
        return (
            HoursTakenOnRow.account == self._account(),
            HoursTakenOnRow.campaign_id == campaign_id,
        )

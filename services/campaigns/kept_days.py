"""Calling days that campaigns keep, in the console's own database: one door to read and to change them.

The platform's own fields for days are neither read nor sent: what they mean is not confirmed (a weekday that is off by one
is a call on Sunday). So what is here counts, and `services.keeper` sees to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import JSON, ColumnElement, Connection, Engine, Row, String, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from services.access.access import unguarded
from services.audit.audit import LONGEST_REASON, Audit, AuditAction, Figures, Result, write_entry
from services.calling_days.days import CLOSED, DAILY, EVERY_DAY, CallingDays
from services.database.circuit_breaker import DatabaseAway
from services.database.database import Base, UtcDateTime, in_turn, reading, writing
from services.person import DoneBy, Person, person_of, stored


class CallingDaysRow(DoneBy, Base):
    """`who` changed them last; `version` counts the changes."""

    __tablename__ = "calling_days"

    account: Mapped[str] = mapped_column(String(500), primary_key=True)
    campaign_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    campaign_name: Mapped[str] = mapped_column(String(500))
    days: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class Kept:
    """The days of a campaign, and who set them last."""

    days: CallingDays
    who: Person
    changed_at: datetime
    version: int
    campaign_name: str = ""


class DaysChanged(Exception):  # noqa: N818  named for what it says to the caller
    """Somebody else changed them since they were read; nothing was saved."""


class DaysKeeper(Protocol):
    """Sees to it that days are kept. A change of them and its taking note are one transaction: no process dies in between."""

    def stand_ready(self) -> object:
        """Before that transaction begins."""
        ...

    def keep(self, connection: Connection, campaign_id: str, name: str, who: Person, /) -> object:
        """Within it."""
        ...


class NobodyKeeps:
    """Where no keeper works."""

    def stand_ready(self) -> None: ...

    def keep(self, *_change: object) -> None: ...


class KeptDays:
    """Those of one account. A campaign without any has the platform's daily window alone.

    `keeper` goes by them from then on; `changed` hears afterwards of a campaign whose days are others now.
    """

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
        self.keeper: DaysKeeper = NobodyKeeps()
        self.changed: Callable[[str], object] = lambda _campaign_id: None

    def of(self, campaign_id: str) -> Kept | None:
        """None where none are kept.

        Raises:
            DatabaseAway: it is not known whether any are.
        """
        with reading(self._engine) as connection:
            row = connection.execute(self._select().where(*self._of(campaign_id))).first()
        return _kept(row) if row else None

    def known(self, campaign_id: str) -> CallingDays:
        """For what is only shown: every day where none are kept, and none where that is not known."""
        try:
            kept = self.of(campaign_id)
        except DatabaseAway:
            return CallingDays(understood=False)
        return kept.days if kept else EVERY_DAY

    def all(self) -> Mapping[str, Kept]:
        """By campaign, of all campaigns that keep any.

        Raises:
            DatabaseAway: it is not known which do.
        """
        with reading(self._engine) as connection:
            rows = connection.execute(self._select().where(CallingDaysRow.account == self._account())).all()
        return {row.campaign_id: _kept(row) for row in rows}

    def set(
        self,
        campaign_id: str,
        campaign_name: str,
        days: CallingDays,
        *,
        who: Person,
        reason: str = "",
        seen: int | None = None,
    ) -> Kept:
        """Keep `days` from now on, with an entry in the activity record. `seen` is the version that was changed, 0 where
        there were none; None changes whatever is there.

        Raises:
            NotAllowed: nothing was saved.
            DaysChanged: they are others than were seen; nothing was saved.
            DatabaseAway: it could not be saved.
        """
        self._require_allowed()
        entry = self._audit.entry(
            AuditAction.CALLING_DAYS,
            Result.DONE,
            who=who,
            campaign_id=campaign_id,
            campaign_name=campaign_name,
            figures=figures_of(days),
            reason=said(reason),
        )
        self.keeper.stand_ready()
        with writing(self._engine) as connection:
            in_turn(connection, *self._turn(campaign_id))
            version = connection.scalar(select(CallingDaysRow.version).where(*self._of(campaign_id))) or 0
            if seen is not None and seen != version:
                raise DaysChanged
            kept = self._write(connection, campaign_id, campaign_name, days, who, version)
            self.keeper.keep(connection, campaign_id, campaign_name, who)
            write_entry(connection, entry)
        self.changed(campaign_id)
        return kept

    def begin(self, campaign_id: str, campaign_name: str, days: CallingDays, who: Person) -> None:
        """Those of a campaign that was just created, asked for with it. Saying it twice changes nothing, nor what somebody has
        set since.

        Raises:
            DatabaseAway: they could not be kept.
        """
        self.keeper.stand_ready()
        with writing(self._engine) as connection:
            in_turn(connection, *self._turn(campaign_id))
            known = connection.scalar(select(CallingDaysRow.version).where(*self._of(campaign_id)))
            if known is None:
                self._write(connection, campaign_id, campaign_name, days, who, 0)
                self.keeper.keep(connection, campaign_id, campaign_name, who)
        if known is None:
            self.changed(campaign_id)

    def forget(self, campaign_id: str) -> None:
        """The campaign is deleted."""
        with writing(self._engine, can_wait=True) as connection:
            in_turn(connection, *self._turn(campaign_id))
            connection.execute(delete(CallingDaysRow).where(*self._of(campaign_id)))

    def _write(
        self,
        connection: Connection,
        campaign_id: str,
        name: str,
        days: CallingDays,
        who: Person,
        version: int,
    ) -> Kept:
        values = {
            "campaign_name": name[:500],
            "days": days.to_json(),
            "version": version + 1,
            "changed_at": self._clock(),
            **stored(who),
        }
        if version:
            connection.execute(update(CallingDaysRow).where(*self._of(campaign_id)).values(values))
        else:
            own = {"account": self._account(), "campaign_id": campaign_id}
            connection.execute(insert(CallingDaysRow).values(own | values))
        return Kept(days, who, values["changed_at"], version + 1, name)

    @staticmethod
    def _select() -> Any:
        return select(*CallingDaysRow.__table__.columns)

    def _turn(self, campaign_id: str) -> tuple[str, ...]:
        return CallingDaysRow.__tablename__, self._account(), campaign_id

    def _of(self, campaign_id: str) -> tuple[ColumnElement[bool], ...]:
        return CallingDaysRow.account == self._account(), CallingDaysRow.campaign_id == campaign_id


def figures_of(days: CallingDays) -> Figures:
    """What an entry of the activity record tells of them, in numbers."""
    return {
        "closed_weekdays": sum(hours == CLOSED for hours in days.week),
        "weekdays_of_their_own": sum(hours not in (CLOSED, DAILY) for hours in days.week),
        "holidays_closed": days.holidays_closed,
        "single_days": len(days.dates),
        "ends": days.last_day is not None,
    }


def said(reason: str) -> str:
    """A reason as it is kept."""
    return " ".join(reason.split())[:LONGEST_REASON]


def _kept(row: Row[Any]) -> Kept:
    return Kept(
        CallingDays.from_json(row.days), person_of(row), row.changed_at, row.version, row.campaign_name
    )

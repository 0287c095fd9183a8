"""Activity record (audit log): who did what, when, with what result.

Holds names of campaigns and of the people who click, numbers, and reasons as somebody typed them; the console itself writes
no people who are called into it, and never a token.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, Engine, Index, Row, String, and_, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from services.api.clock import NEAR
from services.audit.outbox import Record, outbox_of
from services.database.database import SHORT_SECONDS, Base, UtcDateTime, reading, writing
from services.person import DoneBy, Person, person_of, stored, with_person

LONGEST_REASON = 500

Figures = Mapping[str, int | float | bool]
Clocks = Callable[[], tuple[datetime, datetime | None]]


class AuditAction(StrEnum):
    CREATE = "create"
    EDIT = "edit"
    LAUNCH = "launch"
    DRY_RUN = "dry_run"
    """One whose answer did not say that it was one."""
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    WARN = "warn"
    """A limit was passed that pauses nothing."""
    DELETE = "delete"
    ADD_GROUP = "add_group"
    JOIN_GROUP = "join_group"
    UPLOAD = "upload"
    IMPORT = "import"
    ERASE = "erase"
    CONNECT = "connect"
    DOWNLOAD_PEOPLE = "download_people"
    DOWNLOAD_CALLS = "download_calls"
    DOWNLOAD_ACTIVITY = "download_activity"
    DOWNLOAD_DO_NOT_CALL = "download_dnc"
    DO_NOT_CALL_ADD = "do_not_call_add"
    DO_NOT_CALL_REMOVE = "do_not_call_remove"
    DO_NOT_CALL_UPLOAD = "do_not_call_upload"
    END_SIGN_INS = "end_sign_ins"
    CALLING_DAYS = "calling_days"
    HOURS_TAKEN_ON = "hours_taken_on"
    CALL_FROM_BOTH = "call_from_both"
    DAYS_BETWEEN = "days_between"
    TEMPLATE_SAVE = "template_save"
    TEMPLATE_RENAME = "template_rename"
    TEMPLATE_DELETE = "template_delete"


class Result(StrEnum):
    """`STARTED` is for what goes on after the click, `UNCLEAR` for what nobody could be sure of."""

    DONE = "done"
    STARTED = "started"
    REFUSED = "refused"
    FAILED = "failed"
    UNCLEAR = "unclear"


class AuditRow(DoneBy, Base):
    __tablename__ = "audit"
    __table_args__ = (Index("audit_by_campaign", "campaign_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    action: Mapped[str] = mapped_column(String(20))
    result: Mapped[str] = mapped_column(String(20))
    machine_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    platform_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    campaign_id: Mapped[str | None] = mapped_column(String(200))
    campaign_name: Mapped[str | None] = mapped_column(String(500))
    figures: Mapped[dict[str, int | float | bool]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(500), default="", server_default="")


_TELLS_APART = ("at", "machine_at", "who", "action", "result", "campaign_id")


@dataclass(frozen=True)
class AuditEntry:
    """One thing somebody did. `figures` are counts, e.g. `{"started": 3}`; `reason` is why, in the words of `who`."""

    id: int
    at: datetime
    who: Person
    action: AuditAction
    result: Result
    campaign_id: str | None
    campaign_name: str | None
    figures: Figures
    machine_at: datetime | None = None
    platform_at: datetime | None = None
    reason: str = ""

    @property
    def clocks_differ(self) -> bool:
        """Whether the two clocks did not agree then; False where one of them is not known."""
        if self.machine_at is None or self.platform_at is None:
            return False
        return abs(self.platform_at - self.machine_at) > NEAR


@dataclass(frozen=True)
class Filter:
    """Selection of entries; what is None or empty does not restrict. `until` is exclusive."""

    who: Person | None = None
    actions: tuple[AuditAction, ...] = ()
    results: tuple[Result, ...] = ()
    campaign_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class AuditPage:
    """One page of entries, newest first; `total` is all that match."""

    rows: list[AuditEntry] = field(default_factory=list)
    total: int = 0


class Audit:
    """The log of one console database.

    `now` is the time that counts (`PlatformClock.now`), `clocks` this machine's and the platform's (`.both`), which an
    entry keeps beside it: a clock that was wrong can be told afterwards.
    """

    def __init__(self, engine: Engine, now: Callable[[], datetime], clocks: Clocks | None = None) -> None:
        self._engine = engine
        self._now = now
        self._clocks = clocks or (lambda: (datetime.now(UTC), None))
        self._outbox = outbox_of(engine, "audit", write_record)

    def clocks_seen(self, most: int = 1000) -> list[tuple[datetime, datetime]]:
        """This machine's time and the platform's beside it, of the latest entries that keep both."""
        both = AuditRow.machine_at.is_not(None) & AuditRow.platform_at.is_not(None)
        chosen = select(AuditRow.machine_at, AuditRow.platform_at).where(both).order_by(AuditRow.id.desc())
        with reading(self._engine) as connection:
            rows = connection.execute(chosen.limit(most)).all()
        return [(machine, platform) for machine, platform in rows if machine and platform]

    def record(
        self,
        action: AuditAction,
        result: Result,
        *,
        who: Person,
        campaign_id: str | None = None,
        campaign_name: str | None = None,
        figures: Figures | None = None,
        reason: str = "",
    ) -> None:
        """Write one entry, as soon as the database takes it.

        Raises:
            ValueError: a figure is no number; texts may hold people's names.
        """
        self._outbox.put(
            self.entry(
                action,
                result,
                who=who,
                campaign_id=campaign_id,
                campaign_name=campaign_name,
                figures=figures,
                reason=reason,
            )
        )

    def entry(
        self,
        action: AuditAction,
        result: Result,
        *,
        who: Person,
        campaign_id: str | None = None,
        campaign_name: str | None = None,
        figures: Figures | None = None,
        reason: str = "",
    ) -> Record:
        """One entry as of now, for who writes it in a transaction of his own (`write_entry`): as `record`."""
        counts = dict(figures or {})
        if any(not isinstance(value, int | float) for value in counts.values()):
            raise ValueError("the audit log holds numbers only")
        machine_at, platform_at = self._clocks()
        return {
            "at": self._now(),
            "machine_at": machine_at,
            "platform_at": platform_at,
            **stored(who),
            "action": action.value,
            "result": result.value,
            "campaign_id": campaign_id,
            "campaign_name": campaign_name[:500] if campaign_name else None,
            "figures": counts,
            "reason": reason[:LONGEST_REASON],
        }

    def waiting(self) -> list[AuditEntry]:
        """Entries that were done and are not in the log yet, because the database does not answer; newest first."""
        return [_waiting_entry(record) for record in reversed(self._outbox.waiting())]

    def entries(self, wanted: Filter | None = None, *, limit: int = 50, offset: int = 0) -> AuditPage:
        """The entries that match, newest first."""
        conditions = _conditions(wanted or Filter())
        query = select(*AuditRow.__table__.columns).where(*conditions)
        with reading(self._engine) as connection:
            total = connection.scalar(select(func.count()).select_from(AuditRow).where(*conditions)) or 0
            rows = connection.execute(
                query.order_by(AuditRow.at.desc(), AuditRow.id.desc()).limit(limit).offset(offset)
            )
            return AuditPage([_entry(row) for row in rows], total)

    def people(self) -> list[Person]:
        """Everybody who ever did something, by name; somebody who changed her name or address is there once."""
        columns = (AuditRow.who, AuditRow.who_email, AuditRow.who_issuer, AuditRow.who_subject)
        query = select(*columns).group_by(*columns).order_by(func.max(AuditRow.id))
        with reading(self._engine) as connection:
            latest = {who.identity: who for who in map(person_of, connection.execute(query))}
        return sorted(latest.values(), key=lambda who: (who.name.casefold(), who.email))


def write_entry(connection: Connection, entry: Record) -> None:
    """Into the log, in the caller's transaction: what was done and its record are both there, or neither."""
    connection.execute(insert(AuditRow).values(**entry))


def write_record(engine: Engine, record: Record, may_be_there: bool) -> None:
    """Into the log; where an attempt before may have counted it is looked first."""
    same = [getattr(AuditRow, name).is_not_distinct_from(record[name]) for name in _TELLS_APART]
    with writing(engine, patience=SHORT_SECONDS) as connection:
        if may_be_there and connection.scalar(select(AuditRow.id).where(*same).limit(1)):
            return
        connection.execute(insert(AuditRow).values(**record))


def _waiting_entry(record: Record) -> AuditEntry:
    """As `_entry` makes it of a row; it has no number yet."""
    named = {one.name: record[one.name] for one in fields(AuditEntry) if one.name in record}
    who = person_of(SimpleNamespace(**record))
    words = {"action": AuditAction(record["action"]), "result": Result(record["result"])}
    return AuditEntry(**(named | words | {"id": 0, "who": who}))


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.who:
        conditions.append(_done_by(wanted.who))
    if wanted.actions:
        conditions.append(AuditRow.action.in_([action.value for action in wanted.actions]))
    if wanted.results:
        conditions.append(AuditRow.result.in_([result.value for result in wanted.results]))
    if wanted.campaign_id:
        conditions.append(AuditRow.campaign_id == wanted.campaign_id)
    if wanted.since:
        conditions.append(AuditRow.at >= wanted.since)
    if wanted.until:
        conditions.append(AuditRow.at < wanted.until)
    return conditions


def _done_by(person: Person) -> ColumnElement[bool]:
    if person.subject:
        return and_(AuditRow.who_issuer == person.issuer, AuditRow.who_subject == person.subject)
    return and_(AuditRow.who_subject == "", AuditRow.who == person.name, AuditRow.who_email == person.email)


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(
        **(with_person(row) | {"action": AuditAction(row.action), "result": Result(row.result)})
    )

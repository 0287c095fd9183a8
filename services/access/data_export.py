"""Data export: what people took away as files, in the activity record and in the security log."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from services.access.access import Visitor
from services.audit.audit import Audit, AuditAction, Result
from services.audit.security_log import Event, EventOutcome, SecurityLog
from services.person import Person


class Exported(Enum):
    """Kind of a file that people take away."""

    PEOPLE = AuditAction.DOWNLOAD_PEOPLE
    CALLS = AuditAction.DOWNLOAD_CALLS
    ACTIVITY = AuditAction.DOWNLOAD_ACTIVITY
    DO_NOT_CALL = AuditAction.DOWNLOAD_DO_NOT_CALL


@dataclass(frozen=True)
class DataExports:
    audit: Audit
    security_log: SecurityLog

    def record(
        self,
        what: Exported,
        visitor: Visitor,
        who: Person,
        *,
        campaign_id: str | None = None,
        campaign_name: str | None = None,
        people: int | None = None,
    ) -> None:
        """Call it before the file leaves. `who` is the visitor by the name that is shown; `people` is how many are in it, where
        that is known."""
        self.security_log.record(visitor.event(Event.DOWNLOAD, EventOutcome.OK, what.name.lower()))
        self.audit.record(
            what.value,
            Result.DONE,
            who=who,
            campaign_id=campaign_id,
            campaign_name=campaign_name,
            figures={} if people is None else {"people": people},
        )

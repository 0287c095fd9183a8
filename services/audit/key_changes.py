"""Change of the key, or of the account, that the settings name: in the security log, and once in the activity record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from services.audit.audit import Audit, AuditAction, Filter, Result
from services.audit.security_log import Event, EventOutcome, SecurityEvent, SecurityLog
from services.database.circuit_breaker import DatabaseAway
from services.person import Person

ONE_CHANGE = timedelta(minutes=1)


def record_key_change(audit: Audit, security_log: SecurityLog, now: Callable[[], datetime]) -> None:
    """Each process on the database notices a change; a colleague needs to see it once."""
    who = Person.of_settings()
    security_log.record(SecurityEvent(Event.KEY_CHANGED, EventOutcome.OK, who))
    lately = Filter(actions=(AuditAction.CONNECT,), since=now() - ONE_CHANGE)
    try:
        told = audit.entries(lately, limit=1).total > 0
    except DatabaseAway:  # twice is better than not at all
        told = False
    if not told:
        audit.record(AuditAction.CONNECT, Result.DONE, who=who)

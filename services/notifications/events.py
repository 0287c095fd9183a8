"""Domain events of notifications: the one way in which something becomes known to people who have no page open.

An event is written in the transaction of what it tells of (transactional outbox): both are there, or neither. It is there
once, however often and by however many processes it is raised, and names a campaign and figures, never a person who is called.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection, Engine
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from services.database.database import writing
from services.notifications.tables import EventRow


class EventKind(StrEnum):
    """What people can choose to be told of. Which rule, limit or obstacle it was is the event's `reason`."""

    COMPLETED = "completed"  # a campaign is finished
    PAUSED = "paused"  # paused by a limit
    LIMIT = "limit"  # a limit was passed that pauses nothing
    NOT_STOPPED = "not_stopped"  # it was to be paused, and may go on calling
    NOT_CALLING = "not_calling"  # it should call and does not
    IMPORT = "import"  # an import waits for a decision
    LAUNCH_WAITS = "launch_waits"  # a launch does not go on without somebody's decision
    CREDITS = "credits"  # credits will not last


ANY_ACCOUNT = ""
"""Where it is not told whose it is: imports are the database's."""

URGENT = frozenset({EventKind.NOT_STOPPED})
"""Told at night as well: phones go on ringing."""


@dataclass(frozen=True)
class NewEvent:
    """`key` tells this event from others of its kind and campaign: the id of a watch and its change, the day, the
    beginning of a silence. `reason` is a code (`services.notifications.sentences` has its sentence; one that is not there
    gets the sentence of the kind). `figures` are numbers by name."""

    kind: EventKind
    key: str
    campaign_id: str | None = None
    campaign_name: str | None = None
    reason: str = ""
    figures: Mapping[str, int | float] = field(default_factory=dict)

    def slot(self, account: str) -> str:
        told_apart = "\0".join((account, self.kind, self.campaign_id or "", self.key))
        return hashlib.sha256(told_apart.encode()).hexdigest()


def write_event(connection: Connection, account: str, event: NewEvent, at: datetime | None = None) -> bool:
    """In the caller's transaction. False where it was there already. `at` is this machine's time.

    Raises:
        ValueError: a figure is no number; texts may hold people's names.
    """
    if any(not isinstance(value, int | float) for value in event.figures.values()):
        raise ValueError("an event holds numbers only")
    insert = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
    made = connection.execute(
        insert(EventRow)
        .values(
            slot=event.slot(account),
            account=account,
            kind=event.kind.value,
            reason=event.reason[:40],
            campaign_id=event.campaign_id,
            campaign_name=event.campaign_name[:500] if event.campaign_name else None,
            figures=dict(event.figures),
            at=at or datetime.now(UTC),
        )
        .on_conflict_do_nothing(index_elements=["slot"])
        .returning(EventRow.id)
    )
    return made.first() is not None


def raise_event(engine: Engine, account: str, event: NewEvent, at: datetime | None = None) -> bool:
    """In a transaction of its own: for what was only seen, and would be seen again.

    Raises:
        DatabaseAway: it was not written, or that is not certain; raise it again.
    """
    with writing(engine) as connection:
        return write_event(connection, account, event, at)

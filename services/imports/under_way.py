"""Lists under way: imports that may still put people into a campaign without anybody's doing.

Whoever starts the campaign meanwhile has not seen these people, and they would be called: `services.launch.uninvited` holds
the start back until they are in, or a person has paused or stopped the import.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, select

from services.database.database import reading
from services.imports.job import ACTIVE, JobState, PausedBy
from services.imports.tables import JobRow

_MAY_GO_ON = (*ACTIVE, JobState.STORING, JobState.PAUSED)


def lists_under_way(
    engine: Engine, campaign_id: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> tuple[str, ...]:
    """Names of their files, the oldest first. One that is paused counts while its last request is under way, and where a
    working token lets it go on.

    Raises:
        DatabaseAway: it cannot be told.
    """
    chosen = (
        select(JobRow.file_name, JobRow.state, JobRow.paused_by, JobRow.holder, JobRow.held_until)
        .where(JobRow.campaign_id == campaign_id, JobRow.state.in_(_MAY_GO_ON))
        .order_by(JobRow.created_at, JobRow.id)
    )
    now = clock()
    with reading(engine) as connection:
        return tuple(row.file_name for row in connection.execute(chosen) if _may_send(row, now))


def _may_send(row: Any, now: datetime) -> bool:
    heard_of = row.held_until is not None and row.held_until > now
    match row.state:
        case JobState.STORING:
            return heard_of  # else its storing broke off, and nobody was told that it is accepted
        case JobState.PAUSED:
            return row.paused_by == PausedBy.TOKEN or (row.holder is not None and heard_of)
        case _:
            return True

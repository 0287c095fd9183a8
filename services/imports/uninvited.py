"""Record of campaigns in which an import found people whom nobody chose: an enrolment may put in more than were sent.

It is kept for good, for they cannot be taken out everywhere: nobody is sent into such a campaign any more, in no process, and
`services.launch.uninvited` launches none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update

from services.database.database import reading, writing
from services.imports.tables import UninvitedRow

MOST_NAMES = 5


@dataclass(frozen=True)
class PeopleFound:
    """`count` people whom nobody chose; `names` of some of them, where they are told."""

    count: int
    names: tuple[str, ...] = ()


class Uninvited(Exception):  # noqa: N818  a state of affairs that ends in a pause
    """The campaign holds people whom nobody chose: nobody further is sent."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def people_found_in(engine: Engine, campaign_id: str) -> PeopleFound | None:
    """Whom an import found in it; None where none did.

    Raises:
        DatabaseAway: it cannot be told.
    """
    with reading(engine) as connection:
        row = connection.execute(
            select(UninvitedRow.people, UninvitedRow.names).where(UninvitedRow.campaign_id == campaign_id)
        ).one_or_none()
    return PeopleFound(row.people, tuple(row.names)) if row else None


def keep_found(
    engine: Engine, campaign_id: str, job_id: str, *, count: int, names: Sequence[str], at: datetime
) -> None:
    """Keep whom an import found. A later finding takes the place of an earlier one."""
    told = {"people": count, "names": list(names[:MOST_NAMES]), "job_id": job_id, "found_at": at}
    with writing(engine) as connection:
        connection.execute(delete(UninvitedRow).where(UninvitedRow.campaign_id == campaign_id))
        connection.execute(insert(UninvitedRow).values(campaign_id=campaign_id, **told))


def forget_names(connection: Connection, job_id: str) -> None:
    """Delete the names that an import has found; their number stays."""
    connection.execute(update(UninvitedRow).where(UninvitedRow.job_id == job_id).values(names=[]))

"""Sightings: campaigns as the lookout saw them last, so that what has changed since is told once, by whatever process, and over
any restart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from services.database.database import reading, writing
from services.notifications.events import NewEvent, write_event
from services.notifications.tables import SightingRow

EVERYTHING = ""
"""In place of a campaign's id: what is seen of the account."""


@dataclass(frozen=True)
class Sighting:
    """`called` and `moved_at`: how many had been called, and since when that has not changed, in the platform's time."""

    campaign_id: str
    status: str
    called: int | None
    moved_at: datetime
    notes: dict[str, Any] = field(default_factory=dict)


class Sightings:
    """Those of one account."""

    def __init__(self, engine: Engine, account: Callable[[], str]) -> None:
        self._engine = engine
        self._account = account

    def all(self) -> Mapping[str, Sighting]:
        """By campaign.

        Raises:
            DatabaseAway: nothing can be told now. So does `keep`.
        """
        columns = (
            SightingRow.campaign_id,
            SightingRow.status,
            SightingRow.called,
            SightingRow.moved_at,
            SightingRow.notes,
        )
        with reading(self._engine) as connection:
            rows = connection.execute(select(*columns).where(SightingRow.account == self._account()))
            return {row.campaign_id: Sighting(*row) for row in rows}

    def one(self, campaign_id: str) -> Sighting | None:
        """Raises:
        DatabaseAway: it cannot be told now.
        """
        columns = (SightingRow.status, SightingRow.called, SightingRow.moved_at, SightingRow.notes)
        mine = (SightingRow.account == self._account(), SightingRow.campaign_id == campaign_id)
        with reading(self._engine) as connection:
            row = connection.execute(select(*columns).where(*mine)).one_or_none()
        return Sighting(campaign_id, *row) if row else None

    def keep(self, before: Sighting | None, now: Sighting, event: NewEvent | None = None) -> None:
        """In place of `before`, with what people are told of the change. Where another process was quicker nothing is kept."""
        where = (SightingRow.account == self._account(), SightingRow.campaign_id == now.campaign_id)
        values = {**_values(now), "seen_at": datetime.now(UTC)}
        try:
            with writing(self._engine) as connection:
                if before is None:
                    connection.execute(insert(SightingRow).values(account=self._account(), **values))
                else:
                    same = (SightingRow.status == before.status, SightingRow.moved_at == before.moved_at)
                    if not connection.execute(
                        update(SightingRow).where(*where, *same).values(values)
                    ).rowcount:
                        return
                if event is not None:
                    write_event(connection, self._account(), event)
        except IntegrityError:
            return

    def keep_new(self, seen: Sequence[Sighting]) -> None:
        """Many at once that nobody is told of: those that were there before anybody looked."""
        rows = [{**_values(one), "account": self._account(), "seen_at": datetime.now(UTC)} for one in seen]
        try:
            with writing(self._engine) as connection:
                if rows:
                    connection.execute(insert(SightingRow), rows)
        except IntegrityError:
            return


def _values(one: Sighting) -> dict[str, Any]:
    return {
        "campaign_id": one.campaign_id,
        "status": one.status[:40],
        "called": one.called,
        "moved_at": one.moved_at,
        "notes": one.notes,
    }

"""Fencing token of one run of a watch: what a run finds and does is committed only while the run is the one that took the
watch last.

So of two processes on one database one acts, and what a person said meanwhile counts: each change by anybody else takes
the say from the run under way. An act on the platform is committed as an intent before it is sent, and its record in
*Activity* stands in the transaction that says it was done.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, select, update

from services.audit.audit import write_entry
from services.audit.outbox import Record
from services.database.database import writing
from services.durable import Holder
from services.keeper.store import RELEASED, WatchStore
from services.keeper.tables import WatchRow
from services.keeper.watch import WORKED_ON, Watch, WatchState, Why, watch_of
from services.notifications.events import EventKind, NewEvent, write_event


class Superseded(Exception):  # noqa: N818  not an error: somebody else has the say now
    """This run has lost its say: a person changed the watch, or another process works on it."""


@dataclass
class Claim:
    """Claim of the present run on its watch."""

    store: WatchStore
    holder: Holder
    watch: Watch
    sight: dict[str, Any] = field(default_factory=dict)

    @property
    def _mark(self) -> str:
        return f"{self.holder.token}:{self.watch.run}"

    def commit(
        self,
        state: WatchState | None = None,
        code: Why | None = None,
        *,
        record: Record | None = None,
        event: NewEvent | None = None,
    ) -> None:
        """Keep what was seen and the state that follows, with its record in *Activity* and what people are told of it.

        Raises:
            Superseded: this run has lost its say; nothing was kept.
        """
        changes: dict[str, Any] = {}
        if state is not None and (state, code) != (self.watch.state, self.watch.code):
            changes |= {
                "state": state.value,
                "code": (code or Why.NONE).value,
                "changed_at": self.store.clock(),
            }
            if state not in WORKED_ON:
                changes |= RELEASED
        with writing(self.store.engine) as connection:
            self._keep(connection, **changes)
            if record is not None:
                write_entry(connection, record)
            if event is not None:
                write_event(connection, self.watch.account, event)
        if "state" in changes and state is not None:
            self.watch = replace(
                self.watch, state=state, code=code or Why.NONE, changed_at=changes["changed_at"]
            )

    def event(self, kind: EventKind, reason: str, **figures: int | float) -> NewEvent:
        """Something that this watch has done or met, told once for the whole of it."""
        watch = self.watch
        return NewEvent(kind, f"watch {watch.id}", watch.campaign_id, watch.campaign_name, reason, figures)

    def run_later(self, delay: float) -> None:
        """Go on after `delay` seconds, in any process.

        Raises:
            Superseded: this run has lost its say.
        """
        with writing(self.store.engine) as connection:
            self._keep(connection)
            self.store.run_again(connection, self.watch.id, delay=delay)

    def _keep(self, connection: Connection, **changes: Any) -> None:
        kept = connection.execute(
            update(WatchRow)
            .where(
                WatchRow.id == self.watch.id, WatchRow.run == self.watch.run, WatchRow.holder == self._mark
            )
            .values({"sight": dict(self.sight), "held_until": self.store.watched_until(), **changes})
        )
        if not kept.rowcount:
            raise Superseded(self.watch.id)


def take(store: WatchStore, holder: Holder, watch_id: int, run: int) -> Claim | None:
    """Claim a watch for its `run`; None where the run has lost its say, or nothing is to be done any more."""
    present = (WatchRow.id == watch_id) & (WatchRow.run == run)
    with writing(store.engine) as connection:
        row = connection.execute(
            select(*WatchRow.__table__.columns).where(present).with_for_update()
        ).one_or_none()
        if row is None or row.state not in WORKED_ON:
            return None
        claim = Claim(store, holder, watch_of(row), dict(row.sight))
        connection.execute(
            update(WatchRow).where(present).values(holder=claim._mark, held_until=store.watched_until())
        )
    return claim

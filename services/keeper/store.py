"""Store of watches: every method is one transaction, in which the run that follows from it is enqueued too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, Row, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from services.audit.outbox import Record
from services.database.circuit_breaker import DatabaseAway
from services.database.database import in_turn, reading, writing
from services.keeper.tables import WatchRow
from services.keeper.watch import STANDING, WORKED_ON, Duty, Watch, WatchState, Why, watch_of
from services.person import Person, stored

Enqueue = Callable[[Connection, int, int, float], None]  # watch id, run, seconds from now
WriteRecord = Callable[[Connection, Record], None]
WATCHDOG_SECONDS = 45.0  # longer than a look may take


class NewWatch(NamedTuple):
    duty: Duty
    campaign_id: str
    campaign_name: str
    who: Person
    terms: Mapping[str, Any]
    sight: Mapping[str, Any]


class WatchStore:
    """All watches of one account. `clock` is this machine's time, `account` names whose campaigns they are."""

    def __init__(
        self, engine: Engine, clock: Callable[[], datetime], account: Callable[[], str], enqueue: Enqueue
    ) -> None:
        self.engine = engine
        self.clock = clock
        self.account = account
        self._enqueue = enqueue

    # looking

    def get(self, watch_id: int) -> Watch | None:
        return self._first(select(*WatchRow.__table__.columns).where(WatchRow.id == watch_id))

    def standing(self, duty: Duty, campaign_id: str) -> Watch | None:
        """The one that holds."""
        query = select(*WatchRow.__table__.columns).where(WatchRow.slot == self._slot(duty, campaign_id))
        return self._first(query)

    def latest(self, duty: Duty, campaign_id: str) -> Watch | None:
        query = select(*WatchRow.__table__.columns).where(
            WatchRow.account == self.account(), WatchRow.campaign_id == campaign_id, WatchRow.duty == duty
        )
        return self._first(query.order_by(WatchRow.id.desc()).limit(1))

    def all_standing(self) -> list[Watch]:
        return self._all(WatchRow.state.in_(STANDING))

    def all_standing_if_told(self) -> list[Watch]:
        """None where the console's own database does not answer: a page says that it is away."""
        try:
            return self.all_standing()
        except DatabaseAway:
            return []

    def standing_of(self, campaign_id: str) -> list[Watch]:
        """Those of all duties of one campaign."""
        return self._all(WatchRow.state.in_(STANDING), WatchRow.campaign_id == campaign_id)

    def lost(self, now: datetime) -> list[Watch]:
        """Those of which nothing was heard for too long."""
        unheard = WatchRow.held_until.is_(None) | (WatchRow.held_until < now)
        return self._all(WatchRow.state.in_(WORKED_ON), unheard)

    def ended_since(self, moment: datetime) -> list[Watch]:
        return self._all(WatchRow.state.not_in(STANDING), WatchRow.changed_at >= moment)

    # changing

    def set(self, new: NewWatch) -> Watch:
        """Take it on, in place of the one that holds."""
        slot = self._slot(new.duty, new.campaign_id)
        with writing(self.engine) as connection:
            self._end(connection, WatchRow.slot == slot, WatchState.DONE, Why.REPLACED)
            made = connection.execute(insert(WatchRow).values(self._row(new)))
            key = made.inserted_primary_key
            assert key is not None  # noqa: S101  an insert of one row always has its key
            return _one(connection, key[0])

    def set_first(self, new: NewWatch) -> bool:
        """Take it on and work on it, unless one holds already; False where that is so, whoever was quicker."""
        with writing(self.engine) as connection:
            row = self._row(new) | {"state": WatchState.WATCHING.value}
            inserting = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
            made = connection.execute(
                inserting(WatchRow)
                .values(row)
                .on_conflict_do_nothing(index_elements=["slot"])
                .returning(WatchRow.id)
            ).first()
            if made is not None:
                self.run_again(connection, made.id)
            return made is not None

    def take_on(self, connection: Connection, new: NewWatch) -> None:
        """Take it on in place of the one that holds, and work on it, in the caller's transaction."""
        slot = self._slot(new.duty, new.campaign_id)
        in_turn(connection, WatchRow.__tablename__, slot)
        self._end(connection, WatchRow.slot == slot, WatchState.DONE, Why.REPLACED)
        row = self._row(new) | {"state": WatchState.WATCHING.value}
        made = connection.execute(insert(WatchRow).values(row).returning(WatchRow.id)).scalar_one()
        self.run_again(connection, made)

    def run_again(
        self,
        connection: Connection,
        watch_id: int,
        *only: ColumnElement[bool],
        delay: float = 0.0,
        **changes: Any,
    ) -> bool:
        """Start its next run in this transaction; a run that is still under way loses its say. False where a condition of
        `only` does not hold: somebody else was quicker."""
        held = {"holder": None, "held_until": self.watched_until(delay), **changes}
        run = connection.execute(
            update(WatchRow)
            .where(WatchRow.id == watch_id, *only)
            .values({**held, "run": WatchRow.run + 1})
            .returning(WatchRow.run)
        ).scalar_one_or_none()
        if run is not None:
            self._enqueue(connection, watch_id, run, delay)
        return run is not None

    def begin(self, watch_id: int, sight: Mapping[str, Any]) -> bool:
        """It is set up: from now on it is worked on, in whatever process."""
        with writing(self.engine) as connection:
            return self.run_again(
                connection,
                watch_id,
                WatchRow.state == WatchState.SETTING_UP,
                state=WatchState.WATCHING.value,
                sight=dict(sight),
                changed_at=self.clock(),
            )

    def start_again(self, watch: Watch) -> bool:
        """Work on it anew: its run is lost, or a person has done something that it has to see now."""
        with writing(self.engine) as connection:
            return self.run_again(
                connection, watch.id, WatchRow.run == watch.run, WatchRow.state.in_(WORKED_ON)
            )

    def say(self, duty: Duty, campaign_id: str, said: Callable[[Watch], Mapping[str, Any]]) -> bool:
        """Change the one that is worked on as a person says, by how it stands at that moment, whatever a run does meanwhile.
        False where there is none."""
        with writing(self.engine) as connection:
            return self.say_within(connection, duty, campaign_id, said)

    def say_within(
        self, connection: Connection, duty: Duty, campaign_id: str, said: Callable[[Watch], Mapping[str, Any]]
    ) -> bool:
        """The same, in the caller's transaction."""
        standing = WatchRow.slot == self._slot(duty, campaign_id), WatchRow.state.in_(WORKED_ON)
        row = connection.execute(
            select(*WatchRow.__table__.columns).where(*standing).with_for_update()
        ).first()
        return row is not None and self.run_again(connection, row.id, **said(watch_of(row)))

    def end(self, watch: Watch, state: WatchState, code: Why) -> bool:
        """For good; a run that is under way loses its say. False where it had ended."""
        with writing(self.engine) as connection:
            return self._end(
                connection, (WatchRow.id == watch.id) & WatchRow.state.in_(STANDING), state, code
            )

    def note(self, watch: Watch, **seen: Any) -> None:
        """Something more that is known of one that has ended."""
        with writing(self.engine) as connection:
            connection.execute(
                update(WatchRow).where(WatchRow.id == watch.id).values(sight={**watch.sight, **seen})
            )

    def watched_until(self, delay: float = 0.0) -> datetime:
        """Moment when it is started again if nothing is heard of it."""
        return self.clock() + timedelta(seconds=WATCHDOG_SECONDS + delay)

    def _row(self, new: NewWatch) -> dict[str, Any]:
        now = self.clock()
        return {
            "slot": self._slot(new.duty, new.campaign_id),
            "duty": new.duty.value,
            "account": self.account(),
            "campaign_id": new.campaign_id,
            "campaign_name": new.campaign_name[:500],
            **stored(new.who),
            "state": WatchState.SETTING_UP.value,
            "code": "",
            "terms": dict(new.terms),
            "sight": dict(new.sight),
            "created_at": now,
            "changed_at": now,
            "run": 0,
        }

    def _end(self, connection: Connection, which: ColumnElement[bool], state: WatchState, code: Why) -> bool:
        values = {"state": state.value, "code": code.value, "changed_at": self.clock(), **RELEASED}
        ended = connection.execute(update(WatchRow).where(which).values({**values, "run": WatchRow.run + 1}))
        return ended.rowcount > 0

    def _slot(self, duty: Duty, campaign_id: str) -> str:
        return f"{duty.value}:{campaign_id}:{self.account()}"[:600]

    def _first(self, query: Any) -> Watch | None:
        with reading(self.engine) as connection:
            row = connection.execute(query).first()
        return watch_of(row) if row else None

    def _all(self, *which: ColumnElement[bool]) -> list[Watch]:
        query = select(*WatchRow.__table__.columns).where(WatchRow.account == self.account(), *which)
        with reading(self.engine) as connection:
            rows: Iterable[Row[Any]] = connection.execute(query.order_by(WatchRow.id)).all()
        return [watch_of(row) for row in rows]


RELEASED: dict[str, Any] = {"slot": None, "holder": None, "held_until": None}


def _one(connection: Connection, watch_id: int) -> Watch:
    return watch_of(
        connection.execute(select(*WatchRow.__table__.columns).where(WatchRow.id == watch_id)).one()
    )

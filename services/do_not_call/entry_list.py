"""Do-not-call list of one team: add, take off with a reason, look through.

Adding is idempotent: a line has one entry that holds, whoever adds it again in whichever spelling. An entry that is taken off
stays in the table, with who did it and why.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, func, or_, select, update

from services.access.access import unguarded
from services.audit.audit import Audit, AuditAction, Result, write_entry
from services.contact_file.numbers.lines import line_number
from services.database.database import insert_in, reading, writing
from services.do_not_call.entries import TO_TELL, Added, DoNotCallEntry, EntryPage, Mark, NewEntry, Reason
from services.do_not_call.listed import Listed, listed_of
from services.do_not_call.reading import lines_meant, read_number
from services.do_not_call.table import (
    HOLDS,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_NUMBER,
    DoNotCallRevision,
    DoNotCallRow,
)
from services.person import Person, stored, with_person

UNDONE_WITHIN = timedelta(minutes=15)
"""So long whoever added somebody may take it back; later only who keeps the console."""
AT_ONCE = 10_000
ASKED_AT_ONCE = 500
"""Values in one condition."""
_COLUMNS = [column for column in DoNotCallRow.__table__.columns if column.name != "team_id"]


class NotRemovable(Exception):  # noqa: N818  named for what it says
    """The entry is not on the list any more."""


class DoNotCallList:
    """The list of one team. `now` is the time that counts.

    Args:
        require_allowed: raises NotAllowed for who may not use this console.
        require_keeper: raises NotAllowed for who may not decide for everybody.
    """

    def __init__(
        self,
        engine: Engine,
        team_id: str,
        now: Callable[[], datetime],
        *,
        audit: Audit,
        require_allowed: Callable[[], None] = unguarded,
        require_keeper: Callable[[], None] = unguarded,
    ) -> None:
        self._engine = engine
        self._team_id = team_id
        self._now = now
        self._audit = audit
        self._require_allowed = require_allowed
        self._require_keeper = require_keeper

    def listed(self) -> Listed:
        """All lines on it, to be asked about many people.

        Raises:
            DatabaseAway: it cannot be told.
        """
        return listed_of(self._engine, self._team_id)

    def add(self, new: NewEntry, *, region: str, who: Person) -> Added:
        """Put a number on the list. From the next look on nobody calls it.

        Raises:
            NumberNotRead: the number cannot be told; nothing was added.
            NotAllowed, DatabaseAway: nothing was added.
        """
        self._require_allowed()
        line = line_number(read_number(new.number, region))
        with writing(self._engine) as connection:
            added = self._put(connection, [self._values(new, line, who)])
            if added:
                figures = {"numbers": 1}
                write_entry(
                    connection,
                    self._audit.entry(AuditAction.DO_NOT_CALL_ADD, Result.DONE, who=who, figures=figures),
                )
            elif new.contact_id:
                self._name_contact(connection, line, new)
            row = connection.execute(self._holding().where(DoNotCallRow.line == line)).one()
        return Added(_entry(row), bool(added))

    def add_many(
        self, numbers: Iterable[tuple[str, int, str]], reason: Reason, note: str, *, who: Person
    ) -> int:
        """Put the people of a list on it: number as given, line, name of each. How many were not on it yet.

        In parts, each whole; the same list once more adds who is missing.

        Raises:
            NotAllowed, DatabaseAway: as above.
        """
        self._require_allowed()
        rows, added = iter(numbers), 0
        while part := list(islice(rows, AT_ONCE)):
            values = [
                self._values(NewEntry(number, reason, name, None, note), line, who)
                | {"mark": Mark.LIST_ONLY.value}
                for number, line, name in part
            ]
            with writing(self._engine) as connection:
                added += self._put(connection, values)
        self._audit.record(AuditAction.DO_NOT_CALL_UPLOAD, Result.DONE, who=who, figures={"numbers": added})
        return added

    def remove(self, entry_id: int, why: str, *, who: Person) -> None:
        """Take an entry off. It stays in the table as removed.

        Raises:
            NotAllowed: whoever added it may take it back for a quarter of an hour, later only who keeps the console.
            NotRemovable: it is not on the list any more.
            ValueError: without a reason.
        """
        self._require_allowed()
        if not why.strip():
            raise ValueError("taking somebody off the list needs a reason")
        with writing(self._engine) as connection:
            row = connection.execute(self._holding().where(DoNotCallRow.id == entry_id)).one_or_none()
            if row is None:
                raise NotRemovable(entry_id)
            entry = _entry(row)
            if not self.takes_back(entry, who):
                self._require_keeper()
            told = {
                "removed_at": self._now(),
                "removed_by": who.name[:200],
                "removed_why": why[:LONGEST_NOTE],
            }
            connection.execute(update(DoNotCallRow).where(DoNotCallRow.id == entry_id).values(told))
            self._changed(connection)
            write_entry(
                connection,
                self._audit.entry(
                    AuditAction.DO_NOT_CALL_REMOVE, Result.DONE, who=who, figures={"entry": entry_id}
                ),
            )

    def takes_back(self, entry: DoNotCallEntry, who: Person) -> bool:
        """Whether `who` has added it a moment ago."""
        return entry.who.identity == who.identity and self._now() - entry.at < UNDONE_WITHIN

    def set_mark(self, entry_id: int, mark: Mark, contact_id: str | None = None) -> None:
        """Keep what the platform knows of an entry, and the contact it was found to be."""
        told: dict[str, Any] = {"mark": mark.value}
        if contact_id:
            told["contact_id"] = contact_id
        with writing(self._engine) as connection:
            connection.execute(update(DoNotCallRow).where(DoNotCallRow.id == entry_id).values(told))
            if contact_id:
                self._changed(connection)

    def not_told(self, most: int, *, but: Collection[int] = (), after: int = 0) -> list[DoNotCallEntry]:
        """The newest of which the platform has not been told yet, those that were said one by one before those of a list."""
        waiting = self._holding().where(
            DoNotCallRow.mark.in_(TO_TELL), DoNotCallRow.id.not_in(but), DoNotCallRow.id > after
        )
        order = (DoNotCallRow.mark == Mark.LIST_ONLY.value, DoNotCallRow.id.desc())
        with reading(self._engine) as connection:
            return list(map(_entry, connection.execute(waiting.order_by(*order).limit(most))))

    def waiting(self) -> tuple[int, int]:
        """Of how many entries the platform is still to be told, and the newest of them."""
        query = select(func.count(), func.max(DoNotCallRow.id)).where(*self._to_tell())
        with reading(self._engine) as connection:
            count, newest = connection.execute(query).one()
        return count, newest or 0

    def mark_waiting(self, mark: Mark, *, up_to: int | None = None) -> None:
        """Keep one answer for all of which the platform was still to be told; with `up_to` for those up to that entry."""
        which = [] if up_to is None else [DoNotCallRow.id <= up_to]
        with writing(self._engine) as connection:
            connection.execute(update(DoNotCallRow).where(*self._to_tell(), *which).values(mark=mark.value))

    def mark_found(self, mark: Mark, lines: Iterable[int], contact_ids: Iterable[str]) -> None:
        """Keep one answer for those of some lines and contacts of which the platform was still to be told."""
        with writing(self._engine) as connection:
            for column, values in ((DoNotCallRow.line, lines), (DoNotCallRow.contact_id, contact_ids)):
                several = iter(values)
                while part := list(islice(several, ASKED_AT_ONCE)):
                    marking = update(DoNotCallRow).where(*self._to_tell(), column.in_(part))
                    connection.execute(marking.values(mark=mark.value))

    def _to_tell(self) -> list[ColumnElement[bool]]:
        return [
            DoNotCallRow.team_id == self._team_id,
            DoNotCallRow.removed_at.is_(None),
            DoNotCallRow.mark.in_(TO_TELL),
        ]

    def page(
        self,
        search: str = "",
        *,
        region: str = "",
        removed: bool = False,
        limit: int = 50,
        offset: int = 0,
    ) -> EntryPage:
        """Entries that hold, or those taken off, newest first. A number is found in any spelling, a name by a part of it."""
        conditions = self._conditions(search, region, removed=removed)
        with reading(self._engine) as connection:
            total = connection.scalar(select(func.count()).select_from(DoNotCallRow).where(*conditions)) or 0
            rows = connection.execute(
                select(*_COLUMNS)
                .where(*conditions)
                .order_by(DoNotCallRow.id.desc())
                .limit(limit)
                .offset(offset)
            )
            return EntryPage([_entry(row) for row in rows], total)

    def everything(self) -> Iterator[DoNotCallEntry]:
        """All entries that hold, oldest first, for a file; a million are not held at once."""
        last = 0
        while True:
            with reading(self._engine) as connection:
                rows = connection.execute(
                    self._holding().where(DoNotCallRow.id > last).order_by(DoNotCallRow.id).limit(AT_ONCE)
                ).all()
            if not rows:
                return
            last = rows[-1].id
            yield from map(_entry, rows)

    def entries_of(self, lines: Iterable[int]) -> dict[int, DoNotCallEntry]:
        """Entries of these lines that hold, by line: for the few that a page names."""
        wanted = sorted(set(lines))
        if not wanted:
            return {}
        with reading(self._engine) as connection:
            rows = connection.execute(self._holding().where(DoNotCallRow.line.in_(wanted[:ASKED_AT_ONCE])))
            return {row.line: _entry(row) for row in rows}

    def _holding(self) -> Any:
        return select(*_COLUMNS).where(
            DoNotCallRow.team_id == self._team_id, DoNotCallRow.removed_at.is_(None)
        )

    def _conditions(self, search: str, region: str, *, removed: bool) -> list[ColumnElement[bool]]:
        gone = DoNotCallRow.removed_at.is_not(None) if removed else DoNotCallRow.removed_at.is_(None)
        conditions: list[ColumnElement[bool]] = [DoNotCallRow.team_id == self._team_id, gone]
        if wanted := " ".join(search.split()):
            found: list[ColumnElement[bool]] = [
                DoNotCallRow.name.icontains(wanted, autoescape=True),
                DoNotCallRow.number.contains(wanted, autoescape=True),
            ]
            if lines := lines_meant(wanted, region):
                found.append(DoNotCallRow.line.in_(lines))
            conditions.append(or_(*found))
        return conditions

    def _values(self, new: NewEntry, line: int, who: Person) -> dict[str, Any]:
        return {
            "team_id": self._team_id,
            "line": line,
            "number": new.number.strip()[:LONGEST_NUMBER],
            "name": new.name.strip()[:LONGEST_NAME],
            "contact_id": new.contact_id or None,
            "reason": new.reason.value,
            "note": new.note.strip()[:LONGEST_NOTE],
            "at": self._now(),
            "mark": Mark.NOT_TOLD.value,
            "removed_at": None,
            "removed_by": "",
            "removed_why": "",
            **stored(who),
        }

    def _put(self, connection: Connection, values: Sequence[dict[str, Any]]) -> int:
        """Insert those whose line has no entry that holds. How many were new."""
        adding = insert_in(connection, DoNotCallRow).on_conflict_do_nothing(
            index_elements=["team_id", "line"], index_where=HOLDS
        )
        counting = connection.execution_options(preserve_rowcount=True)
        added = counting.execute(adding, list(values)).rowcount
        if added:
            self._changed(connection)
        return added

    def _name_contact(self, connection: Connection, line: int, new: NewEntry) -> None:
        """An entry that was a bare number learns whose it is."""
        nobody = DoNotCallRow.contact_id.is_(None)
        held = (
            DoNotCallRow.team_id == self._team_id,
            DoNotCallRow.line == line,
            DoNotCallRow.removed_at.is_(None),
        )
        told = {"contact_id": new.contact_id}
        if name := new.name.strip():
            told["name"] = name[:LONGEST_NAME]
        if connection.execute(update(DoNotCallRow).where(*held, nobody).values(told)).rowcount:
            self._changed(connection)

    def _changed(self, connection: Connection) -> None:
        """The first change of two processes at once is made by both: whoever is second waits, and counts on."""
        first = insert_in(connection, DoNotCallRevision).values(team_id=self._team_id, revision=1)
        connection.execute(
            first.on_conflict_do_update(
                index_elements=["team_id"], set_={"revision": DoNotCallRevision.revision + 1}
            )
        )


def _entry(row: Row[Any]) -> DoNotCallEntry:
    told = {"reason": Reason(row.reason), "mark": Mark(row.mark)}
    return DoNotCallEntry(**(with_person(row) | told))

"""Drafts: autosaved work of one person, so that neither a closed page nor a restart loses what was typed or dropped.

A draft belongs to whom it was begun by, and to the team: for everybody else it is not there. Where nobody signs in it belongs
to everybody at this console. It holds people's data, so it goes with the list it became, and a while after its last change.
Each change names the version it changes (optimistic locking): of two pages on one draft the later one is told, and overwrites
nothing.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import unicodedata
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from cachetools import TTLCache
from sqlalchemy import ColumnElement, Connection, Engine, and_, func, insert, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from services.access.access import Access
from services.database.circuit_breaker import DatabaseAway
from services.database.database import reading, writing
from services.drafts.content import StoredContent, delete_drafts, keep_content
from services.drafts.table import DraftRow

UNDO_KEPT = timedelta(minutes=10)
"""How long a deleted draft can be taken back."""
PURGED_EVERY = timedelta(minutes=5)
UNFINISHED_KEPT = timedelta(days=1)
STORED_WITHIN = timedelta(minutes=10)
"""So long the file of a draft may take until it is stored; after that its process is over."""
LONGEST_NAME = 500
MOST_LISTED = 200
FRESH_SECONDS = 5.0
CLAIM_HELD = timedelta(minutes=5)
"""How long a claim holds that nobody came back to: its page may have been closed, and what it began may have failed."""
_PAGE, _CLAIMED = "page", "claimed"
"""Words in a state for the page that has kept it, and for its being claimed by that page."""


class DraftKind(StrEnum):
    PEOPLE = "people"
    CAMPAIGN = "campaign"


class DraftGone(Exception):  # noqa: N818  named for what it says to the caller
    """It is not there any more: finished, deleted or past its time. Nothing was kept."""


class DraftChanged(Exception):  # noqa: N818  named for what it says to the caller
    """Another page has changed it since this one read it. Nothing was kept."""


class NoRoomForDrafts(Exception):  # noqa: N818  named for what it says to the caller
    """All drafts together take as much room as an admin gives them. Nothing was kept."""


@dataclass(frozen=True)
class DraftEntry:
    """A draft in the list. `figures` says in numbers what is in it, `deleted_at` when it goes unless it is changed. `sent`: its
    campaign was asked for already; `campaign_id` is set once that is known to exist."""

    id: str
    kind: DraftKind
    name: str
    figures: Mapping[str, int]
    changed_at: datetime
    deleted_at: datetime
    sent: bool = field(default=False, kw_only=True)
    campaign_id: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class Draft(DraftEntry):
    """A draft to go on with: `state` as it was kept last, as `version`. `size` is that of its file, 0 where it has none. One that
    is `claimed` is becoming something at this moment, from another page."""

    state: Mapping[str, Any]
    version: int
    size: int
    claimed: bool


class Drafts:
    """Drafts of a console's database, for whoever is in front of the page.

    Args:
        account: which team of which platform.
        retention: how long after its last change a draft is kept.
        room: bytes that the files of all drafts together may have, half of it those of one person.
        sent: of these forms those that were sent, with the campaign that each has become; None where that is not certain.
    """

    def __init__(
        self,
        engine: Engine,
        account: Callable[[], str],
        access: Access,
        *,
        retention: timedelta,
        room: int,
        sent: Callable[[Collection[str]], Mapping[str, str | None]] = lambda forms: {},
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine = engine
        self._account = account
        self._access = access
        self._retention = retention
        self._room = room
        self._sent = sent
        self._now = now
        self._listed: TTLCache[tuple[str, str], list[tuple[str, DraftEntry]]] = TTLCache(1000, FRESH_SECONDS)
        self._changes = 0
        self._lock = threading.Lock()

    def begin(
        self,
        kind: DraftKind,
        name: str,
        *,
        state: Mapping[str, Any],
        figures: Mapping[str, int] | None = None,
        content: bytes = b"",
        page: str = "",
        form: str = "",
    ) -> tuple[str, StoredContent]:
        """Keep a new draft as version 1. The id, and how far its file is stored: that goes on in the background.

        Raises:
            DatabaseAway: it is not kept.
            NoRoomForDrafts: it is not kept.
        """
        owner, draft_id, now = self._owner(), secrets.token_urlsafe(24), self._now()
        with writing(self._engine, can_wait=True) as connection:
            if content and not self._has_room(connection, owner, len(content)):
                raise NoRoomForDrafts
            connection.execute(
                insert(DraftRow).values(
                    id=draft_id,
                    account=self._account(),
                    owner=owner,
                    kind=kind.value,
                    name=_clean(name),
                    form=form,
                    figures=dict(figures or {}),
                    state={**state, _PAGE: page},
                    version=1,
                    size=len(content),
                    complete=not content,
                    created_at=now,
                    changed_at=now,
                )
            )
        self._list_anew()
        return draft_id, keep_content(self._engine, draft_id, content)

    def _has_room(self, connection: Connection, owner: str, size: int) -> bool:
        """Whether one more file fits, and leaves room for others where people are told apart."""
        taken = select(func.coalesce(func.sum(DraftRow.size), 0))
        if (connection.scalar(taken) or 0) + size > self._room:
            return False
        return not owner or (connection.scalar(taken.where(self._mine())) or 0) + size <= self._room / 2

    def save(
        self,
        draft_id: str,
        version: int,
        *,
        name: str,
        state: Mapping[str, Any],
        figures: Mapping[str, int],
        page: str = "",
        form: str = "",
        claim: bool = False,
    ) -> int:
        """Keep what `page` has changed since `version`, and answer the version it is now. `claim` it where it becomes something
        at once; the next change of this page lets go of it.

        Raises:
            DatabaseAway: it is not kept, or that is not certain.
            DraftGone, DraftChanged: it is not kept.
        """
        values = {
            "name": _clean(name),
            "form": form,
            "state": {**state, _PAGE: page, _CLAIMED: claim},
            "figures": dict(figures),
            "changed_at": self._now(),
        }
        present = self._present(draft_id)

        def written(version: int) -> bool:
            changed = update(DraftRow).where(present, DraftRow.version == version)
            return connection.execute(changed.values(version=version + 1, **values)).rowcount == 1

        with writing(self._engine, can_wait=True) as connection:
            if not written(version):
                row = connection.execute(select(DraftRow.version, DraftRow.state).where(present)).first()
                if row is None:
                    raise DraftGone
                version = row.version
                # what this page kept last may have been its own: only the answer was lost
                if not page or row.state.get(_PAGE) != page or not written(version):
                    raise DraftChanged
        self._list_anew()
        return version + 1

    def open(self, draft_id: str) -> Draft | None:
        """A draft to go on with; None where there is none, or none of this person.

        Raises:
            DatabaseAway: it cannot be told now.
        """
        columns = (*_LISTED, DraftRow.state, DraftRow.version, DraftRow.size)
        with reading(self._engine) as connection:
            row = connection.execute(
                select(*columns).where(self._present(draft_id), DraftRow.complete)
            ).first()
        if row is None:
            return None
        claimed = bool(row.state.get(_CLAIMED)) and row.changed_at > self._now() - CLAIM_HELD
        state = {word: said for word, said in row.state.items() if word not in (_PAGE, _CLAIMED)}
        return Draft(**self._entry(row), state=state, version=row.version, size=row.size, claimed=claimed)

    def is_being_stored(self, draft_id: str) -> bool:
        """Whether its file is on the way into the database: it is there in a moment.

        Raises:
            DatabaseAway: it cannot be told now.
        """
        begun = DraftRow.created_at > self._now() - STORED_WITHIN
        with reading(self._engine) as connection:
            asked = select(DraftRow.id).where(self._present(draft_id), ~DraftRow.complete, begun)
            return connection.scalar(asked) is not None

    def content(self, draft_id: str) -> bytes | None:
        """Its file; None where it is not there.

        Raises:
            DatabaseAway: it cannot be read now.
        """
        with reading(self._engine) as connection:
            there = select(DraftRow.size).where(self._present(draft_id), DraftRow.complete)
            size = connection.scalar(there)
            if size is None:
                return None
            content = StoredContent.read(connection, draft_id)
        return content if len(content) == size else None

    def list(self) -> list[DraftEntry]:
        """Those of this person, the latest change first; a few seconds old at most, but for what has become of them.

        Raises:
            DatabaseAway: it cannot be told now.
        """
        whose = (self._account(), self._owner())
        with self._lock:
            listed, changes = self._listed.get(whose), self._changes
        if listed is None:
            mine = self._mine()
            wanted = select(*_LISTED, DraftRow.form).where(mine, DraftRow.complete, self._kept())
            with reading(self._engine) as connection:
                rows = connection.execute(
                    wanted.order_by(DraftRow.changed_at.desc()).limit(MOST_LISTED)
                ).all()
            listed = [(row.form, DraftEntry(**self._entry(row))) for row in rows]
            with self._lock:
                if changes == self._changes:  # else it may be older than a change
                    self._listed[whose] = listed
        sent = self._sent({form for form, _entry in listed if form})
        return [
            replace(entry, sent=form in sent, campaign_id=sent.get(form)) if form else entry
            for form, entry in listed
        ]

    def _list_anew(self) -> None:
        with self._lock:
            self._changes += 1
            self._listed.clear()

    def present(self, draft_ids: Collection[str]) -> set[str]:
        """Those of them that are there now.

        Raises:
            DatabaseAway: it cannot be told now.
        """
        asked = select(DraftRow.id).where(self._mine(), self._kept(), DraftRow.id.in_(draft_ids))
        with reading(self._engine) as connection:
            return set(connection.scalars(asked))

    def delete(self, draft_id: str) -> bool:
        """From now on it is not there; it can be taken back for `UNDO_KEPT`. False where it was not there."""
        return self._mark(self._present(draft_id), self._now())

    def take_back(self, draft_id: str) -> bool:
        """Undo `delete`. False where it is gone for good."""
        removed = DraftRow.removed_at > self._now() - UNDO_KEPT
        return self._mark(and_(self._mine(), DraftRow.id == draft_id, removed), None)

    def _mark(self, which: ColumnElement[bool], removed_at: datetime | None) -> bool:
        with writing(self._engine) as connection:
            marked = connection.execute(update(DraftRow).where(which).values(removed_at=removed_at)).rowcount
        self._list_anew()
        return marked == 1

    def finish(self, draft_id: str) -> None:
        """It has become what it was to become: gone at once, file and all."""
        mine = and_(self._mine(), DraftRow.id == draft_id)
        self._erase(mine)

    def finisher(self, draft_id: str) -> Callable[[], None]:
        """`finish` for a thread that nobody is in front of, asked for by who may. While the database is away it stays until its
        time has come: what it became is there once however often it is used."""
        mine = and_(self._mine(), DraftRow.id == draft_id)

        def finish() -> None:
            with suppress(DatabaseAway, SQLAlchemyError):
                self._erase(mine)

        return finish

    def purge(self) -> int:
        """Erase what was deleted, what nobody has changed for the retention, and files that were never stored whole."""
        now = self._now()
        return self._erase(
            or_(
                DraftRow.changed_at <= now - self._retention,
                DraftRow.removed_at <= now - UNDO_KEPT,
                and_(~DraftRow.complete, DraftRow.created_at <= now - UNFINISHED_KEPT),
            )
        )

    def _erase(self, which: ColumnElement[bool]) -> int:
        with reading(self._engine) as connection:
            if connection.scalar(select(DraftRow.id).where(which).limit(1)) is None:
                return 0
        with writing(self._engine) as connection:
            gone = delete_drafts(connection, which)
        if gone:
            self._list_anew()
        return gone

    def _present(self, draft_id: str) -> ColumnElement[bool]:
        return and_(self._mine(), self._kept(), DraftRow.id == draft_id)

    def _kept(self) -> ColumnElement[bool]:
        """Past its time it is not there, whether it is deleted yet or not."""
        return and_(DraftRow.removed_at.is_(None), DraftRow.changed_at > self._now() - self._retention)

    def _mine(self) -> ColumnElement[bool]:
        return and_(DraftRow.account == self._account(), DraftRow.owner == self._owner())

    def _owner(self) -> str:
        self._access.require()
        visitor = self._access.visitor()
        if visitor is None or not visitor.checked:
            return ""
        return hashlib.sha256("\0".join(visitor.person.identity).encode()).hexdigest()

    def _entry(self, row: Any) -> dict[str, Any]:
        return {
            "id": row.id,
            "kind": DraftKind(row.kind),
            "name": row.name,
            "figures": row.figures,
            "changed_at": row.changed_at,
            "deleted_at": row.changed_at + self._retention,
        }


def _clean(name: str) -> str:
    """A name without what no database takes, and no list can show."""
    return "".join(one for one in name if unicodedata.category(one) not in ("Cc", "Cs"))[:LONGEST_NAME]


_LISTED = (DraftRow.id, DraftRow.kind, DraftRow.name, DraftRow.figures, DraftRow.changed_at)

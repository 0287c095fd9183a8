"""File of a draft as a blob in parts: written once, in short transactions beside the page, so that nobody waits for a large one
and no transaction holds the database for long.
"""

from __future__ import annotations

import io
import logging
import threading
import zlib
from contextlib import suppress

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from services.database.circuit_breaker import DatabaseAway
from services.database.database import writing
from services.drafts.table import DraftPartRow, DraftRow

PART = 4 * 1024 * 1024
LEVEL = 1  # text becomes a third at hardly any time; a workbook is compressed already

log = logging.getLogger(__name__)


class StoredContent:
    """How far a file is stored: final once `finished` is set. A draft is not there before its file `is_whole`."""

    def __init__(self) -> None:
        self.finished = threading.Event()
        self._stored = False

    @classmethod
    def whole(cls) -> StoredContent:
        """Of a draft whose file is stored, or that has none."""
        stored = cls()
        stored.end(stored=True)
        return stored

    def end(self, *, stored: bool) -> None:
        self._stored = stored
        self.finished.set()

    @property
    def is_whole(self) -> bool:
        return self.finished.is_set() and self._stored

    @property
    def failed(self) -> bool:
        return self.finished.is_set() and not self._stored

    @staticmethod
    def read(connection: Connection, draft_id: str) -> bytes:
        """The whole of it, put together without a second copy."""
        whole = io.BytesIO()
        parts = select(DraftPartRow.number).where(DraftPartRow.draft_id == draft_id)
        for number in list(connection.scalars(parts.order_by(DraftPartRow.number))):
            one = select(DraftPartRow.content).where(
                DraftPartRow.draft_id == draft_id, DraftPartRow.number == number
            )
            whole.write(zlib.decompress(connection.execute(one).scalar_one()))
        return whole.getvalue()


def keep_content(engine: Engine, draft_id: str, content: bytes) -> StoredContent:
    """Store the file of a draft in a thread of its own; the draft is complete with its last part, and goes where one fails: what
    nobody can open would take the room of others."""
    if not content:
        return StoredContent.whole()
    stored = StoredContent()

    def run() -> None:
        whole = False
        try:
            _store(engine, draft_id, content)
            whole = True
        except Exception as error:  # noqa: BLE001  a thread has nobody above it: the page says that it is not kept
            log.warning("the file of a draft could not be kept: %s", type(error).__name__)
            _delete(engine, draft_id)
        finally:
            stored.end(stored=whole)

    # not a daemon: a server that stops waits until the file is stored
    threading.Thread(target=run, name="keep-draft").start()
    return stored


def _delete(engine: Engine, draft_id: str) -> None:
    """While the database is away it stays, until it is purged."""
    with suppress(DatabaseAway, SQLAlchemyError), writing(engine) as connection:
        delete_drafts(connection, DraftRow.id == draft_id)


def delete_drafts(connection: Connection, which: ColumnElement[bool]) -> int:
    """Delete drafts with their files. Locked first: no thread adds a part to one that goes."""
    ids = list(connection.scalars(select(DraftRow.id).where(which).with_for_update()))
    for draft_id in ids:
        connection.execute(delete(DraftPartRow).where(DraftPartRow.draft_id == draft_id))
        connection.execute(delete(DraftRow).where(DraftRow.id == draft_id))
    return len(ids)


def _store(engine: Engine, draft_id: str, content: bytes) -> None:
    whole = memoryview(content)
    for number, start in enumerate(range(0, len(whole), PART)):
        part = zlib.compress(whole[start : start + PART], LEVEL)
        last = start + PART >= len(whole)
        with writing(engine) as connection:
            connection.execute(insert(DraftPartRow).values(draft_id=draft_id, number=number, content=part))
            if last:
                connection.execute(update(DraftRow).where(DraftRow.id == draft_id).values(complete=True))

"""File of a draft as a blob in parts: written once, in short transactions beside the page, so that nobody waits for a large one
and no transaction holds the database for long.
"""

from __future__ import annotations

import io
import logging
import threading
import zlib

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from services.database.circuit_breaker import DatabaseAway
from services.database.database import writing
from services.drafts.table import DraftPartRow, DraftRow

PART = 4 * 1024 * 1024
LEVEL = 1  # text becomes a third at hardly any time; a workbook is compressed already

log = logging.getLogger(__name__)


class StoredContent:
    """How far a file is stored. `failed` is final once `finished` is set: then the draft is not complete, and is not there."""

    def __init__(self) -> None:
        self.finished = threading.Event()
        self.failed = False

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
    """Store the file of a draft in a thread of its own; the draft is complete with its last part."""
    stored = StoredContent()
    if not content:
        stored.finished.set()
        return stored

    def run() -> None:
        try:
            _store(engine, draft_id, content)
        except (DatabaseAway, SQLAlchemyError) as error:  # gone meanwhile, or the database away
            stored.failed = True
            log.warning("the file of a draft could not be kept: %s", type(error).__name__)
        finally:
            stored.finished.set()

    # not a daemon: a server that stops waits until the file is stored
    threading.Thread(target=run, name="keep-draft").start()
    return stored


def _store(engine: Engine, draft_id: str, content: bytes) -> None:
    whole = memoryview(content)
    for number, start in enumerate(range(0, len(whole), PART)):
        part = zlib.compress(whole[start : start + PART], LEVEL)
        last = start + PART >= len(whole)
        with writing(engine) as connection:
            connection.execute(insert(DraftPartRow).values(draft_id=draft_id, number=number, content=part))
            if last:
                connection.execute(update(DraftRow).where(DraftRow.id == draft_id).values(complete=True))

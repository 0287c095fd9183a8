"""Outbox of records that the console's database could not take: written when it is back, in the process log until then.

What was done was done, whether it could be recorded or not. So an act is never held up by its record; the record waits
here, and stands in the process log in a fixed form in case this process ends before the database is back:

    console.outbox waiting audit {"action": "pause", "at": "2026-07-01T10:00:00+00:00", …}
    console.outbox written audit {"action": "pause", "at": "2026-07-01T10:00:00+00:00", …}

Records that are waiting and not written can be told from these two lines.
"""

from __future__ import annotations

import json
import logging
import threading
import weakref
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from services.database.circuit_breaker import DatabaseAway
from services.database.database import breaker_of

MOST_WAITING = 10_000

Record = Mapping[str, Any]

log = logging.getLogger("console.outbox")


@dataclass
class _PendingRecord:
    """`tried`: the database may have it, although it did not say so."""

    record: Record
    tried: bool


Write = Callable[[Engine, Record, bool], None]
"""Stores one record, or raises DatabaseAway. With True it may be there already: the attempt before failed, perhaps only
after it counted."""


class Outbox:
    """Records of one kind, in the order in which things were done; `kind` names them in the process log."""

    def __init__(self, engine: Engine, kind: str, write: Write, most: int = MOST_WAITING) -> None:
        self._engine = weakref.ref(engine)
        self._breaker = breaker_of(engine)
        self._kind = kind
        self._write = write
        self._most = most
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._waiting: deque[_PendingRecord] = deque()
        self._breaker.when_back(self.flush)

    def put(self, record: Record) -> None:
        """Write it now, or when the database is back."""
        tried = self._breaker.skips_writes is None and not self._waiting
        if tried:
            try:
                self._store(record, may_be_there=False)
            except DatabaseAway:
                pass
            else:
                return
        self._say("waiting", record)
        with self._lock:
            self._waiting.append(_PendingRecord(record, tried))
            if len(self._waiting) > self._most:
                self._waiting.popleft()  # the process log has it

    def waiting(self) -> list[Record]:
        """The records that are not in the database yet, the oldest first."""
        with self._lock:
            return [one.record for one in self._waiting]

    def flush(self) -> None:
        """Write what waits.

        Raises:
            DatabaseAway: the database does not take it; the rest goes on waiting.
        """
        with self._writing:
            while one := self._first():
                tried, one.tried = one.tried, True
                self._store(one.record, may_be_there=tried)
                self._say("written", one.record)
                with self._lock:
                    if self._waiting and self._waiting[0] is one:
                        self._waiting.popleft()

    def _store(self, record: Record, *, may_be_there: bool) -> None:
        if engine := self._engine():
            self._write(engine, record, may_be_there)

    def _first(self) -> _PendingRecord | None:
        with self._lock:
            return self._waiting[0] if self._waiting else None

    def _say(self, state: str, record: Record) -> None:
        log.warning(
            "console.outbox %s %s %s", state, self._kind, json.dumps(record, default=_as_text, sort_keys=True)
        )


_lock = threading.Lock()
_outboxes: weakref.WeakKeyDictionary[Engine, dict[str, Outbox]] = weakref.WeakKeyDictionary()


def outbox_of(engine: Engine, kind: str, write: Write) -> Outbox:
    """The one of this kind and database: what waits in it outlives a change of the settings."""
    with _lock:
        kinds = _outboxes.setdefault(engine, {})
        if kind not in kinds:
            kinds[kind] = Outbox(engine, kind, write)
        return kinds[kind]


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)

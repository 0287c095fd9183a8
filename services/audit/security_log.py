"""Security event log: who came in, who was refused, what left, in JSON lines of one fixed form.

For the program that an admin has watch over it, and so in English and without sentences. Each line has the same fields. It
never holds a token, a cookie or anything of the people who are called; JSON escapes whatever could begin a line of its
own.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from logging.handlers import WatchedFileHandler
from pathlib import Path

from services.person import Person

NAME = "console.security"
WINDOW_SECONDS = 60.0
MOST_HELD_BACK = 1000
LONGEST = 500

log = logging.getLogger(NAME)


class Event(StrEnum):
    SIGN_IN = "sign_in"
    ACCESS = "access"  # of somebody who is signed in
    SIGN_OUT = "sign_out"
    SIGN_INS_ENDED = "sign_ins_ended"
    DOWNLOAD = "download"
    IMPORT_BY_COMMAND = "import_by_command"
    KEY_CHANGED = "key_changed"


class EventOutcome(StrEnum):
    OK = "ok"
    REFUSED = "refused"
    FAILED = "failed"


NOBODY = Person("")


@dataclass(frozen=True)
class SecurityEvent:
    """`address` is where a request came from, `detail` a code, such as why somebody was refused."""

    event: Event
    outcome: EventOutcome
    who: Person = NOBODY
    address: str = ""
    sign_in: str = ""
    detail: str = ""

    def line(self, at: datetime, count: int) -> str:
        """`count` is how often it happened since the last such line."""
        fields = {
            "time": at.isoformat(timespec="milliseconds"),
            "event": self.event.value,
            "outcome": self.outcome.value,
            "issuer": self.who.issuer,
            "subject": self.who.subject,
            "email": self.who.email,
            "address": self.address,
            "sign_in": self.sign_in[:16],
            "detail": self.detail,
        }
        return json.dumps({**{name: value[:LONGEST] for name, value in fields.items()}, "count": count})


class SecurityLog:
    """Writes each event; of those that are refused over and over, one line a minute with their number."""

    def __init__(
        self,
        write: Callable[[str], None] = log.info,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._write = write
        self._now = now
        self._clock = clock
        self._lock = threading.Lock()
        self._held_back: OrderedDict[SecurityEvent, tuple[float, int]] = OrderedDict()

    def record(self, event: SecurityEvent) -> None:
        with self._lock:
            self._let_go()
            if event.outcome is EventOutcome.OK:
                self._line(event, 1)
            elif event in self._held_back:
                since, count = self._held_back[event]
                self._held_back[event] = since, count + 1
            else:
                self._line(event, 1)
                self._held_back[event] = self._clock(), 0

    def flush(self) -> None:
        """Write what was held back."""
        with self._lock:
            self._let_go(everything=True)

    def _let_go(self, everything: bool = False) -> None:
        """Oldest first: those whose minute is over, and those beyond what is held."""
        before = self._clock() - WINDOW_SECONDS
        while self._held_back:
            event, (since, count) = next(iter(self._held_back.items()))
            if since > before and len(self._held_back) < MOST_HELD_BACK and not everything:
                return
            del self._held_back[event]
            if count:
                self._line(event, count)

    def _line(self, event: SecurityEvent, count: int) -> None:
        self._write(event.line(self._now(), count))


def write_to(file: str) -> None:
    """Set the destination of the lines: a file that others cannot read, which may be rotated; without one standard
    error."""
    handler = _own_handler(file)
    handler.setFormatter(logging.Formatter("%(message)s"))
    for before in list(log.handlers):
        log.removeHandler(before)
        before.close()
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False  # a line of its own form, and once


class _StandardError(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(f"{self.format(record)}\n")
        sys.stderr.flush()


def _own_handler(file: str) -> logging.Handler:
    if not file:
        return _StandardError()
    path = Path(file).expanduser()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    return WatchedFileHandler(path, encoding="utf-8")

"""Identity of a process that does durable work: stable over its restarts, and never held by two at once.

DBOS gives a process back the work that its executor id left behind, so two living processes with one id would do the
same work twice. A lock on a file, which ends with its process however that ends, gives each its own.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

MOST_PROCESSES = 64
PATIENCE = 1.0  # seconds: the one before may have been killed just now and be still on its way out
POLL = 0.05


@dataclass(frozen=True)
class Holder:
    """A process: its stable executor id, and a token that is new with each start."""

    executor_id: str
    token: str


class Executor:
    """`base` names the kind of process and its machine; the second such process here becomes `base#2`."""

    def __init__(self, base: str, database_url: str) -> None:
        self._base = base
        self._database = hashlib.sha256(database_url.encode()).hexdigest()[:12]
        self._lock: IO[str] | None = None
        self.executor_id = ""

    def claim(self) -> Holder:
        """Take the first identity that is free on this machine."""
        patient_until = time.monotonic() + PATIENCE
        number = 1
        while number <= MOST_PROCESSES:
            name = self._base if number == 1 else f"{self._base}#{number}"
            if lock := self._locked(name):
                self._lock, self.executor_id = lock, name
                return Holder(name, secrets.token_hex(8))
            if time.monotonic() < patient_until:
                time.sleep(POLL)
            else:
                number += 1
        raise RuntimeError(f"{MOST_PROCESSES} processes already work under the name {self._base}")

    def _locked(self, name: str) -> IO[str] | None:
        path = self._path(name)
        lock = path.open("w", encoding="utf-8")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.stat().st_ino == os.fstat(lock.fileno()).st_ino:
                return lock
        except (BlockingIOError, FileNotFoundError):
            pass  # held, or released and removed just now: in either case it is not ours yet
        lock.close()
        return None

    def release(self) -> None:
        if self._lock:
            self._path(self.executor_id).unlink(missing_ok=True)
            self._lock.close()
        self._lock = None

    def _path(self, name: str) -> Path:
        digest = hashlib.sha256(name.encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"campaign-console-{self._database}-{digest}.lock"

"""Troubles of the console's own database, for real: another program holds it, there is no room in it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from tests.services.imports.postgresql import Server

_HOLDS = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
held.execute("begin exclusive")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_by_another_program(file: str | Path) -> Iterator[None]:
    """A SQLite file that a process of its own has for itself during the block."""
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDS, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout and holder.stdin
    try:
        assert holder.stdout.readline() == b"held\n"
        yield
    finally:
        holder.stdin.close()
        holder.wait(timeout=30)
        holder.stdout.close()


@contextmanager
def no_room(engine: Engine) -> Iterator[None]:
    """A SQLite file that may not grow: as on a full disk, once what is free within it is used up."""

    def limit(connection: Any, _record: object) -> None:
        connection.execute("pragma max_page_count = 1")  # SQLite takes the present size where that is more

    event.listen(engine, "connect", limit)
    engine.dispose()
    yield
    event.remove(engine, "connect", limit)
    engine.dispose()


class Uses:
    """How often the database was asked for anything."""

    def __init__(self, engine: Engine) -> None:
        self.count = 0
        event.listen(engine, "checkout", self._count)

    def _count(self, *_: object) -> None:
        self.count += 1


@contextmanager
def stopped(server: Server) -> Iterator[None]:
    """A PostgreSQL that does not run during the block."""
    server.stop()
    try:
        yield
    finally:
        server.start()

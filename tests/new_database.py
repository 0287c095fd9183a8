"""A new database at the newest schema, copied from one that was migrated: quicker than migrating each anew.

What the migrations make of an empty one is proved in `tests/services/migrations`; here it is only what a test begins with.
"""

from __future__ import annotations

from contextlib import closing
from functools import cache
from sqlite3 import Connection as Sqlite
from typing import Any

from sqlalchemy import Compiled, Engine, event, inspect

from services.database.database import make_engine
from services.migrations import upgrade


class CompiledForAll(dict[Any, Compiled]):
    """Statements compiled for one of the SQLite databases, and used on each: to every test its own is a new one, and a tenth of
    the processor's time went into compiling the same statements for it."""

    def __getitem__(self, key: Any) -> Compiled:
        _dialect, *statement = key
        return super().__getitem__(tuple(statement))

    def get(self, key: Any, default: Any = None) -> Any:
        _dialect, *statement = key
        return super().get(tuple(statement), default)

    def __setitem__(self, key: Any, value: Compiled) -> None:
        _dialect, *statement = key
        super().__setitem__(tuple(statement), value)


_compiled = CompiledForAll()


def make_tables(engine: Engine) -> None:
    """What is no empty file or memory of SQLite is migrated."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _wait_for_no_disk)
        engine.update_execution_options(compiled_cache=_compiled)
    if engine.dialect.name != "sqlite" or inspect(engine).get_table_names():
        upgrade(engine)
        return
    with closing(_migrated().raw_connection()) as newest, closing(engine.raw_connection()) as empty:
        assert isinstance(newest.driver_connection, Sqlite)
        assert isinstance(empty.driver_connection, Sqlite)
        newest.driver_connection.backup(empty.driver_connection)


def _wait_for_no_disk(connection: Any, _record: Any) -> None:
    """A power cut would take the test with it: to wait for the disk after each write took a tenth of a page's time."""
    connection.execute("PRAGMA synchronous = OFF")


@cache
def _migrated() -> Engine:
    """Once a process."""
    engine = make_engine("sqlite://")
    upgrade(engine)
    return engine

"""A new database at the newest schema, copied from one that was migrated: quicker than migrating each anew.

What the migrations make of an empty one is proved in `tests/services/migrations`; here it is only what a test begins with.
"""

from __future__ import annotations

from contextlib import closing
from functools import cache
from sqlite3 import Connection as Sqlite

from sqlalchemy import Engine, inspect

from services.database.database import make_engine
from services.migrations import upgrade


def make_tables(engine: Engine) -> None:
    """What is no empty file or memory of SQLite is migrated."""
    if engine.dialect.name != "sqlite" or inspect(engine).get_table_names():
        upgrade(engine)
        return
    with closing(_migrated().raw_connection()) as newest, closing(engine.raw_connection()) as empty:
        assert isinstance(newest.driver_connection, Sqlite)
        assert isinstance(empty.driver_connection, Sqlite)
        newest.driver_connection.backup(empty.driver_connection)


@cache
def _migrated() -> Engine:
    """Once a process."""
    engine = make_engine("sqlite://")
    upgrade(engine)
    return engine

"""Restores what version 0.1.0 left: the console's database, and the sandbox it had worked with."""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from sandbox.tables import metadata, open_database

HERE = Path(__file__).parent


def expected(kind: str) -> dict[str, Any]:
    """The ids of campaigns and imports by what had become of them, and the runs that the platform had begun."""
    return json.loads((HERE / f"{kind}.json").read_text(encoding="utf-8"))


def restore_sandbox(kind: str, file: Path) -> None:
    """In today's tables of the sandbox: what they have besides is as in a new row."""
    tables = json.loads(_unpacked(f"{kind}.sandbox.json.gz"))
    engine = open_database(file)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            rows = [_as_stored(table.columns, row) for row in tables.get(table.name, [])]
            if rows:
                connection.execute(table.insert(), rows)
    engine.dispose()


def restore_console(kind: str, url: str) -> None:
    """Into a new SQLite file, or an empty PostgreSQL database."""
    sql = _unpacked(f"{kind}.sql.gz")
    if kind == "sqlite":
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            connection.executescript(sql)
        return
    subprocess.run(["psql", "--quiet", url], input=sql, text=True, check=True, stdout=subprocess.DEVNULL)


def _unpacked(name: str) -> str:
    return gzip.decompress((HERE / name).read_bytes()).decode()


def _as_stored(columns: Any, row: dict[str, Any]) -> dict[str, Any]:
    """SQLite gave JSON as text."""
    json_ones = {column.name for column in columns if column.type.__class__.__name__ == "JSON"}
    return {
        name: json.loads(value) if name in json_ones and isinstance(value, str) else value
        for name, value in row.items()
    }

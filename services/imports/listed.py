"""Names of a list's rows as the file has them: for the person who reads how her list ended, and for nothing else.

The work on an import never looks here, so that nobody whom the file's check ruled out can be called because of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute

from services.contact_file.people import HEADER

LISTED_COLUMNS = {
    "first_name": "first_name",
    "last_name": "last_name",
    "company": "listed_company",
    "email": "listed_email",
    "phone": "phone",
    "custom": "own",
}
"""As they are stored, and where the file's check has what the file says of them, whether it travels or not."""
CELLS = "cells"
pc: Any = pyarrow.compute  # its functions are made at run time: no type checker knows them by name
_OPTIONS = pa.ipc.IpcWriteOptions(compression="zstd")


class ListedContact(NamedTuple):
    """One row. `phone` is the number as the file writes it, `own` the further columns of the file by their names."""

    first_name: str = ""
    last_name: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    own: dict[str, str] = {}  # noqa: RUF012  nobody writes into it


class WholeRows(NamedTuple):
    """Rows of a chunk by the names of the file's columns, which are none for a list of no file; the `cells` of a row are None
    where they are not kept."""

    header: tuple[str, ...]
    cells: pa.ChunkedArray


def write_listed(table: pa.Table, whole: pa.BooleanArray) -> bytes:
    """Every row of one chunk of a checked file; those that are `whole` with all their cells, for what comes of them to go home
    with (`services.imports.file_rows`)."""
    sink = pa.BufferOutputStream()
    cells = pc.if_else(whole, table[CELLS].combine_chunks(), None)
    columns = {name: table[column] for name, column in LISTED_COLUMNS.items()} | {CELLS: cells}
    kept = pa.table(columns).replace_schema_metadata(table.schema.metadata).combine_chunks()
    with pa.ipc.new_stream(sink, kept.schema, options=_OPTIONS) as writer:
        writer.write_table(kept)
    return sink.getvalue().to_pybytes()


def whole_rows(blob: bytes) -> WholeRows | None:
    """Rows of one chunk with all their cells; None for a list that an older version stored."""
    table = pa.ipc.open_stream(blob).read_all()
    header = (table.schema.metadata or {}).get(HEADER)
    return WholeRows(tuple(json.loads(header)), table[CELLS]) if header else None


def read_listed(blob: bytes) -> Iterator[ListedContact]:
    """The rows of one chunk, in the file's order."""
    columns: dict[str, list[Any]] = pa.ipc.open_stream(blob).read_all().to_pydict()
    for *texts, custom in zip(*(columns[name] for name in LISTED_COLUMNS), strict=True):
        yield ListedContact(*(text or "" for text in texts), own=json.loads(custom or "{}"))

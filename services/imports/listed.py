"""Names of a list's rows as the file has them: for the person who reads how her list ended, and for nothing else.

The work on an import never looks here, so that nobody whom the file's check ruled out can be called because of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pyarrow as pa

LISTED_COLUMNS = {
    "first_name": "first_name",
    "last_name": "last_name",
    "company": "listed_company",
    "email": "listed_email",
    "phone": "phone",
    "custom": "own",
}
"""As they are stored, and where the file's check has what the file says of them, whether it travels or not."""

_OPTIONS = pa.ipc.IpcWriteOptions(compression="zstd")


class ListedContact(NamedTuple):
    """One row. `phone` is the number as the file writes it, `own` the further columns of the file by their names."""

    first_name: str = ""
    last_name: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    own: dict[str, str] = {}  # noqa: RUF012  nobody writes into it


def write_listed(table: pa.Table) -> bytes:
    """Every row of one chunk of a checked file."""
    sink = pa.BufferOutputStream()
    kept = pa.table({name: table[column] for name, column in LISTED_COLUMNS.items()}).combine_chunks()
    with pa.ipc.new_stream(sink, kept.schema, options=_OPTIONS) as writer:
        writer.write_table(kept)
    return sink.getvalue().to_pybytes()


def read_listed(blob: bytes) -> Iterator[ListedContact]:
    """The rows of one chunk, in the file's order."""
    columns: dict[str, list[Any]] = pa.ipc.open_stream(blob).read_all().to_pydict()
    for *texts, custom in zip(*(columns[name] for name in LISTED_COLUMNS), strict=True):
        yield ListedContact(*(text or "" for text in texts), own=json.loads(custom or "{}"))

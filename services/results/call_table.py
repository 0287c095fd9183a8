"""Column store of calls: a million of them in a few tens of megabytes, without a name or a number of a person called.

People and calls are known by a hash of their id only: enough to count attempts and to leave out doubles.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from services.api.models import Call
from services.calling_rules.places import zone_for

NOWHERE = -1  # hour and weekday of a call whose place is not known

SCHEMA = pa.schema(
    [
        ("call", pa.uint64()),
        ("person", pa.uint64()),
        ("campaign", pa.dictionary(pa.int32(), pa.string())),
        ("number", pa.dictionary(pa.int32(), pa.string())),
        ("outcome", pa.dictionary(pa.int32(), pa.string())),
        ("started", pa.int64()),
        ("hour", pa.int8()),
        ("weekday", pa.int8()),
        ("seconds", pa.int32()),
    ]
)

ZoneOf = Callable[[Call], ZoneInfo | None]


def by_number(call: Call) -> ZoneInfo | None:
    """The zone of the number called, where it has one only."""
    return zone_for(None, call.to_number)


def columns_of(calls: Iterable[Call], zone_of: ZoneOf = by_number) -> pa.Table:
    """Calls that have ended and have a time, as a table of `SCHEMA`."""
    rows = [_row(call, zone_of) for call in calls if call.started_at and call.outcome]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def hash_of(identifier: str) -> int:
    """A number of 64 bits for an id: the same in every process."""
    return int.from_bytes(hashlib.blake2b(identifier.encode(), digest_size=8).digest(), "little")


def packed(table: pa.Table) -> bytes:
    """For the database: Arrow's IPC format, compressed."""
    sink = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, SCHEMA, options=options) as writer:
        writer.write_table(table.combine_chunks())
    return sink.getvalue()


def unpacked(stored: bytes) -> pa.Table:
    return pa.ipc.open_stream(pa.py_buffer(stored)).read_all()


def joined(tables: Sequence[pa.Table]) -> pa.Table:
    """One table with one dictionary a column; a call that is in several is kept once."""
    if not tables:
        return SCHEMA.empty_table()
    whole = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
    _, first = np.unique(whole.column("call").to_numpy(), return_index=True)
    return whole if len(first) == len(whole) else whole.take(pa.array(np.sort(first)))


@dataclass(frozen=True)
class Column:
    """A column of words: `words[codes[row]]`."""

    codes: Any
    words: list[str]

    def matches(self, wanted: Iterable[str]) -> Any:
        """A mask of the rows that hold one of `wanted`."""
        chosen = set(wanted)
        return np.array([word in chosen for word in self.words] + [False])[self.codes]


class CallTable:
    """The columns as arrays of one length; `started` is in seconds since 1970."""

    def __init__(self, table: pa.Table) -> None:
        self.campaign = _words(table, "campaign")
        self.number = _words(table, "number")
        self.outcome = _words(table, "outcome")
        self.person = table.column("person").to_numpy()
        self.started = table.column("started").to_numpy()
        self.hour = table.column("hour").to_numpy()
        self.weekday = table.column("weekday").to_numpy()
        self.answered = self.outcome.matches(["answered"])

    def __len__(self) -> int:
        return len(self.started)


def _words(table: pa.Table, name: str) -> Column:
    column = table.column(name).combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0) if column.num_chunks else pa.array([], SCHEMA.field(name).type)
    codes = column.indices.fill_null(len(column.dictionary)).to_numpy(zero_copy_only=False)
    return Column(codes, column.dictionary.to_pylist())


def _row(call: Call, zone_of: ZoneOf) -> dict[str, Any]:
    assert call.started_at is not None  # noqa: S101  `columns_of` leaves out the others
    zone = zone_of(call)
    local = call.started_at.astimezone(zone) if zone else None
    return {
        "call": hash_of(call.id),
        "person": hash_of(call.campaign_contact_id or call.contact_id or call.id),
        "campaign": call.campaign_id or "",
        "number": call.from_number or "",
        "outcome": call.outcome,
        "started": int(call.started_at.timestamp()),
        "hour": local.hour if local else NOWHERE,
        "weekday": local.weekday() if local else NOWHERE,
        "seconds": call.duration_seconds or 0,
    }

"""Rows of a stored list, in chunks: what the file said of each row, and how each row ended.

A chunk is a few small compressed blobs, so that a worker on another machine can read them and a list of a million
people is never held whole. *Marks* hold every row of the file; *people* only those who may be called, so that the
work cannot touch anybody else; *phones* are their numbers as integers, to find them again in the CRM; *listed* is what
the file says of each row, for people to read (`services.imports.listed`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from services.imports.listed import write_listed

CHUNK_ROWS = 2000
CALLABLE = ("ok", "repaired")
PEOPLE_COLUMNS = (
    "e164",
    "ext",
    "first_name",
    "last_name",
    "email",
    "company",
    "job_title",
    "country",
    "timezone",
    "notes",
    "tags",
    "phone_secondary",
    "custom",
)
_OPTIONS = pa.ipc.IpcWriteOptions(compression="zstd")


class End(IntEnum):
    """Progress of a row. All below `ENROLLED` are still to do."""

    TODO = 0
    ASKED = 1  # a request that creates this person was sent and its answer is not known
    SENT = 2  # part of a chunk that the platform took into the CRM
    KNOWN = 3  # the platform's id of this person is known
    DOUBTFUL = 4  # enrolled, but the answer did not say so for certain
    ENROLLING = 5  # a request that enrols this person was sent and its answer is not known
    ENROLLED = 10
    ALREADY = 11
    LEFT_OUT = 12


@dataclass(frozen=True)
class RowCounts:
    """Rows of one file; the four ends add up to `total`."""

    total: int = 0
    enrolled: int = 0
    already: int = 0
    left_out: int = 0
    todo: int = 0

    @property
    def done(self) -> int:
        return self.total - self.todo


@dataclass
class Marks:
    """All rows of one chunk: what the file said (`verdict`, `file_reason`) and what became of them."""

    row: list[int]
    line: list[int]
    verdict: list[str]
    file_reason: list[str]
    end: npt.NDArray[np.uint8]
    reason: list[str]
    detail: list[str]
    contact_id: list[str | None]

    def __len__(self) -> int:
        return len(self.row)

    def where(self, *ends: End) -> list[int]:
        """Places in this chunk of the rows that have one of these ends."""
        return np.flatnonzero(np.isin(self.end, [int(end) for end in ends])).tolist()

    def leave_out(self, position: int, reason: str, detail: str = "") -> None:
        self.end[position] = End.LEFT_OUT
        self.reason[position], self.detail[position] = reason, detail

    def settle(self, position: int, end: End, contact_id: str | None = None) -> None:
        self.end[position] = end
        self.reason[position] = self.detail[position] = ""
        self.contact_id[position] = contact_id or self.contact_id[position]

    def sent_in_vain(self) -> list[int]:
        """Rows that were sent into the campaign and left out all the same: they may be in it."""
        return [one for one in self.where(End.LEFT_OUT) if self.reason[one] in ("not_enrolled", "perhaps_in")]

    def counts(self) -> RowCounts:
        tally = Counter(self.end.tolist())
        enrolled, already, left_out = tally[End.ENROLLED], tally[End.ALREADY], tally[End.LEFT_OUT]
        return RowCounts(len(self), enrolled, already, left_out, len(self) - enrolled - already - left_out)

    def reasons(self) -> dict[str, int]:
        """Left-out rows by reason; those the file itself ruled out as `file:<verdict>`."""
        return dict(Counter(self._label(position) for position in self.where(End.LEFT_OUT)))

    def _label(self, position: int) -> str:
        reason = self.reason[position]
        return f"file:{self.verdict[position]}" if reason == "file" else reason


@dataclass(frozen=True)
class StoredChunk:
    """A chunk as it goes into the database."""

    marks: bytes
    people: bytes
    phones: bytes
    listed: bytes
    counts: RowCounts
    reasons: dict[str, int]


def in_chunks(batches: Iterable[pa.RecordBatch], rows: int = CHUNK_ROWS) -> Iterator[pa.Table]:
    """The same rows in tables of exactly `rows` rows, the last one excepted."""
    waiting: list[pa.RecordBatch] = []
    held = 0
    for batch in batches:
        waiting.append(batch)
        held += batch.num_rows
        if held < rows:
            continue
        table = pa.Table.from_batches(waiting)
        whole = held - held % rows
        for start in range(0, whole, rows):
            yield table.slice(start, rows)
        waiting, held = table.slice(whole).to_batches(), held - whole
    if held:
        yield pa.Table.from_batches(waiting)


def pack(table: pa.Table) -> StoredChunk:
    """One chunk of a checked file, ready to be stored; nobody who must not be called is among its people."""
    table = table.combine_chunks()
    allowed, marks = _first_marks(table)
    numbers = _texts(table, "e164")
    people = pa.table(
        {
            "place": pa.array(np.flatnonzero(allowed), pa.int32()),
            **{name: table[name].filter(pa.array(allowed)) for name in PEOPLE_COLUMNS},
        }
    )
    phones = [int(number.lstrip("+") or 0) if ok else 0 for number, ok in zip(numbers, allowed, strict=True)]
    return StoredChunk(
        write_marks(marks),
        _write(people),
        np.array(phones, dtype="<i8").tobytes(),
        write_listed(table, pa.array(allowed)),
        marks.counts(),
        marks.reasons(),
    )


def _first_marks(table: pa.Table) -> tuple[npt.NDArray[np.bool_], Marks]:
    """Mask of the rows that may be called, and the marks the list begins with."""
    verdicts, ids = _texts(table, "verdict"), _texts(table, "contact_id")
    barred = [bool(mark) for mark in table["do_not_call"].to_pylist()]
    reachable = [bool(number or given) for number, given in zip(_texts(table, "e164"), ids, strict=True)]
    good = np.isin(verdicts, CALLABLE)
    allowed = good & ~np.array(barred) & np.array(reachable)
    first = np.where(np.array(ids) != "", np.uint8(End.KNOWN), np.uint8(End.TODO))
    reasons = np.where(allowed, "", np.where(good & np.array(barred), "do_not_call", "file"))
    return allowed, Marks(
        row=table["row"].cast(pa.int64()).to_pylist(),
        line=table["line"].cast(pa.int64()).to_pylist(),
        verdict=verdicts,
        file_reason=_texts(table, "reason"),
        end=np.where(allowed, first, np.uint8(End.LEFT_OUT)).astype(np.uint8),
        reason=reasons.tolist(),
        detail=[""] * table.num_rows,
        contact_id=[given if ok and given else None for ok, given in zip(allowed, ids, strict=True)],
    )


def _texts(table: pa.Table, name: str) -> list[str]:
    return [text or "" for text in table[name].cast(pa.string()).to_pylist()]


def write_marks(marks: Marks) -> bytes:
    return _write(
        pa.table(
            {
                "row": pa.array(marks.row, pa.int64()),
                "line": pa.array(marks.line, pa.int64()),
                "verdict": pa.array(marks.verdict, pa.string()),
                "file_reason": pa.array(marks.file_reason, pa.string()),
                "end": pa.array(marks.end, pa.uint8()),
                "reason": pa.array(marks.reason, pa.string()),
                "detail": pa.array(marks.detail, pa.string()),
                "contact_id": pa.array(marks.contact_id, pa.string()),
            }
        )
    )


def read_marks(blob: bytes) -> Marks:
    columns = _read(blob).to_pydict()
    return Marks(**{**columns, "end": np.array(columns["end"], dtype=np.uint8)})


def read_people(blob: bytes) -> pa.Table:
    """The people of a chunk; `place` is each one's position among the chunk's rows."""
    return _read(blob)


def read_phones(blob: bytes) -> npt.NDArray[np.int64]:
    return np.frombuffer(blob, dtype="<i8").astype(np.int64)


def write_matches(
    kind: str | list[str], positions: list[int], ids: list[str], forbidden: list[bool]
) -> bytes:
    """Write what one page of an answer said of rows: `member` of the campaign, `forbidden`, `found` or `seen` in the CRM, or why
    they are left out."""
    return _write(
        pa.table(
            {
                "kind": pa.array([kind] * len(positions) if isinstance(kind, str) else kind, pa.string()),
                "position": pa.array(positions, pa.int64()),
                "contact_id": pa.array(ids, pa.string()),
                "forbidden": pa.array(forbidden, pa.bool_()),
            }
        )
    )


def read_matches(blob: bytes) -> pa.Table:
    return _read(blob)


def _write(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=_OPTIONS) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def _read(blob: bytes) -> Any:
    return pa.ipc.open_stream(blob).read_all()

"""Checked lists for tests: the record batches that a checked contact file hands over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

SCHEMA = pa.schema(
    [
        ("row", pa.int64()),
        ("line", pa.int64()),
        *[
            (name, pa.string())
            for name in (
                "verdict",
                "reason",
                "e164",
                "ext",
                "first_name",
                "last_name",
                "email",
                "company",
                "job_title",
                "country",
                "timezone",
            )
        ],
        ("timezone_derived", pa.bool_()),
        ("notes", pa.string()),
        ("tags", pa.string()),
        ("contact_id", pa.string()),
        ("do_not_call", pa.bool_()),
        ("phone_secondary", pa.string()),
        ("custom", pa.string()),
        ("phone", pa.string()),
        ("listed_company", pa.string()),
        ("listed_email", pa.string()),
        ("own", pa.string()),
        ("cells", pa.list_(pa.string())),
    ]
)
FIRST_NUMBER = 4_930_000_000_000


def person(number: int, **changes: Any) -> dict[str, Any]:
    """Row `number` of a list, counted from 0: somebody who may be called, unless `changes` say otherwise."""
    return {
        "row": number + 1,
        "line": number + 2,
        "verdict": "ok",
        "reason": "",
        "e164": f"+{FIRST_NUMBER + number}",
        "first_name": f"First{number}",
        "last_name": f"Last{number}",
        "email": f"p{number}@example.com",
        "timezone": "Europe/Berlin",
        "do_not_call": False,
        **changes,
    }


def batches(people: Sequence[Mapping[str, Any]], size: int = 1000) -> Iterator[pa.RecordBatch]:
    for start in range(0, len(people), size):
        yield pa.RecordBatch.from_pylist([dict(one) for one in people[start : start + size]], SCHEMA)


def many(count: int, size: int = 10_000, **changes: Any) -> Iterator[pa.RecordBatch]:
    """As many as there may be, made as they are asked for."""
    for start in range(0, count, size):
        stop = min(start + size, count)
        yield pa.RecordBatch.from_pylist([person(number, **changes) for number in range(start, stop)], SCHEMA)

"""People of a checked file as the platform can take them: every row, in columns (Arrow batches)."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

import numpy as np
import phonenumbers
import pyarrow as pa
from phonenumbers.timezone import time_zones_for_number
from phonenumbers.tzdata import TIMEZONE_DATA

from services.contact_file.columns.travelling import NOTHING_MORE, WHEN_CHOSEN, Travelling
from services.contact_file.judging.checked import CheckedFile
from services.contact_file.kernels import pc
from services.contact_file.verdicts import VERDICTS, Rank
from services.contact_file.vocabulary.aliases import Field
from services.contact_file.vocabulary.time_zones import named_zone

PEOPLE_SCHEMA = pa.schema(
    [
        ("row", pa.int32()),
        ("line", pa.int32()),
        ("verdict", pa.string()),
        ("reason", pa.string()),
        ("e164", pa.string()),
        ("ext", pa.string()),
        ("first_name", pa.string()),
        ("last_name", pa.string()),
        ("email", pa.string()),
        ("company", pa.string()),
        ("job_title", pa.string()),
        ("country", pa.string()),
        ("timezone", pa.string()),
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
HEADER = b"header"
"""Of a batch's own schema: the names of the file's columns, as JSON, in the order of `cells`."""
_ONLY_HERE = {None, Field.JOB_TITLE, Field.TAGS, Field.NOTES}
"""Beside names, numbers, company and e-mail: what a person looks for when she reads how her list ended."""
NPA_NXX, LONG_NANP = len("+1212736"), len("+12127365000")
_PARTICLES = frozenset(
    [
        "von",
        "van",
        "de",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
        "du",
        "la",
        "le",
        "zu",
        "zur",
        "vom",
        "zum",
        "ten",
        "ter",
        "dos",
        "das",
        "af",
        "al",
        "el",
        "bin",
        "ibn",
    ]
)
_NO_CALL_REASONS = (
    "do_not_call",
    "no_consent",
    "consent_ended",
    "column_forbids",
    "do_not_call_elsewhere",
    "do_not_call_platform",
    "do_not_call_list",
)
_TITLES = re.compile(
    r"(?:(?:herr|frau|hr\.?|fr\.|mr\.?|mrs\.?|ms\.?|mme\.?|m\.|dr\.?|prof\.?|dipl\.-ing\.?)\s+)+", re.I
)


def batches(
    checked: CheckedFile,
    rows_per_batch: int = 20_000,
    *,
    travelling: Travelling = NOTHING_MORE,
    whole_rows: bool = True,
) -> Iterator[pa.RecordBatch]:
    """All rows in the file's order, callable or not, in `PEOPLE_SCHEMA`. Texts are trimmed.

    Only what is `travelling` stands in the columns that are sent; `listed_company`, `listed_email` and `own` hold what
    the file says, to be read at this console. With `whole_rows` each has all its `cells` besides, as the file has them, under
    the `HEADER` of the batch.
    """
    for start in range(0, checked.table.row_count, rows_per_batch):
        stop = min(start + rows_per_batch, checked.table.row_count)
        yield _batch(checked, start, stop, travelling, whole_rows=whole_rows)


def _batch(
    checked: CheckedFile, start: int, stop: int, travelling: Travelling, *, whole_rows: bool = False
) -> pa.RecordBatch:
    rows = np.arange(start, stop)
    layers, settled, names = checked.layers, checked.settled, checked.facts.codes.names
    ids = layers.number[start:stop]
    reasons = [names[code] for code in settled.reason[start:stop]]
    numbers = checked.facts.pool.column(ids)
    first, last = _names(checked, start, stop)
    zones, derived = _zones(checked, start, stop, numbers)
    columns: dict[str, Any] = {
        "row": pa.array(rows + 1, pa.int32()),
        "line": pa.array(checked.table.lines[start:stop], pa.int32()),
        "verdict": pa.array([VERDICTS[rank].value for rank in settled.verdict[start:stop]], pa.string()),
        "reason": pa.array(reasons, pa.string()),
        "e164": numbers,
        "ext": pa.array([layers.ext.get(int(row), "") for row in rows], pa.string()),
        "first_name": first,
        "last_name": last,
        "timezone": zones,
        "timezone_derived": derived,
        "do_not_call": pa.array([reason in _NO_CALL_REASONS for reason in reasons], pa.bool_()),
        "phone_secondary": _secondary(checked, start, stop),
        "country": _first(checked, Field.COUNTRY, start, stop),
        "contact_id": _text(checked, Field.CONTACT_ID, start, stop),
        "custom": _own_fields(checked, start, stop, travelling.keys),
        "phone": _as_written(checked, start, stop),
        "listed_company": _text(checked, Field.COMPANY, start, stop),
        "listed_email": _text(checked, Field.EMAIL, start, stop),
        "own": _own_fields(checked, start, stop, _kept_here(checked)),
        "cells": _cells(checked, start, stop)
        if whole_rows
        else pa.nulls(stop - start, PEOPLE_SCHEMA.field("cells").type),
    }
    for field in WHEN_CHOSEN:
        columns[field.value] = _text(checked, field, start, stop, travelling.fields)
    columns["company"] = _as_name(columns["company"], columns["listed_company"], first, last)
    schema = PEOPLE_SCHEMA.with_metadata({HEADER: json.dumps(list(checked.table.header))})
    return pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema)


def person(checked: CheckedFile, row: int, travelling: Travelling = NOTHING_MORE) -> dict[str, Any]:
    """Row `row` (from 1) as `batches` has it."""
    return _batch(checked, row - 1, row, travelling).to_pylist()[0]


def numbers_and_zones(
    checked: CheckedFile, rows_at_once: int = 100_000
) -> Iterator[tuple[pa.Array, pa.Array]]:
    """International numbers and time zones of the callable rows, as they would go to the platform."""
    for start in range(0, checked.table.row_count, rows_at_once):
        stop = min(start + rows_at_once, checked.table.row_count)
        numbers = checked.facts.pool.column(checked.layers.number[start:stop])
        zones, _derived = _zones(checked, start, stop, numbers)
        used = pa.array(checked.settled.verdict[start:stop] >= Rank.REPAIRED)
        yield numbers.filter(used), zones.filter(used)


def known_people(checked: CheckedFile) -> int:
    """How many callable rows carry the platform's own id of their person."""
    given = np.asarray(pc.not_equal(_text(checked, Field.CONTACT_ID, 0, checked.table.row_count), ""))
    return int(np.count_nonzero(given & (checked.settled.verdict >= Rank.REPAIRED)))


def column_slice(checked: CheckedFile, index: int, start: int, stop: int) -> pa.Array:
    """A stretch of a column with what was mended in it."""
    column = checked.table.cells.column(index).slice(start, stop - start).combine_chunks()
    mended = {
        row: cells[index] for row, cells in checked.mended.items() if start <= row < stop and index in cells
    }
    if not mended:
        return column
    texts = column.to_pylist()
    for row, text in mended.items():
        texts[row - start] = text
    return pa.array(texts, pa.string())


def _text(
    checked: CheckedFile, field: Field, start: int, stop: int, only: Collection[int] | None = None
) -> pa.Array:
    """The trimmed texts of a field; of several columns with it, joined by `; `. `only`: these columns of it."""
    columns = [
        pc.utf8_trim_whitespace(column_slice(checked, index, start, stop))
        for index in checked.columns.of(field)
        if only is None or index in only
    ]
    if not columns:
        return pa.array([""] * (stop - start), pa.string())
    if len(columns) == 1:
        return columns[0]
    joined = (
        "; ".join(filter(None, cells))
        for cells in zip(*(column.to_pylist() for column in columns), strict=True)
    )
    return pa.array(list(joined), pa.string())


def _as_name(company: pa.Array, listed: pa.Array, first: pa.Array, last: pa.Array) -> pa.Array:
    """The company, also where only people without a name have it: then it is what they are called by."""
    nameless = pc.and_(pc.equal(first, ""), pc.equal(last, ""))
    return pc.if_else(nameless, listed, company)


def _first(checked: CheckedFile, field: Field, start: int, stop: int) -> pa.Array:
    """The trimmed texts of a field; of several columns with it, the first that is filled."""
    columns = [
        pc.utf8_trim_whitespace(column_slice(checked, index, start, stop))
        for index in checked.columns.of(field)
    ]
    if not columns:
        return pa.array([""] * (stop - start), pa.string())
    filled = [pc.if_else(pc.equal(column, ""), None, column) for column in columns]
    return pc.fill_null(pc.coalesce(*filled), "").cast(pa.string())


def _names(checked: CheckedFile, start: int, stop: int) -> tuple[pa.Array, pa.Array]:
    first = _text(checked, Field.FIRST_NAME, start, stop)
    last = _text(checked, Field.LAST_NAME, start, stop)
    if checked.columns.first(Field.FULL_NAME) is None:
        return first, last
    whole = _text(checked, Field.FULL_NAME, start, stop).to_pylist()
    firsts, lasts = first.to_pylist(), last.to_pylist()
    for at, name in enumerate(whole):
        if name and not firsts[at] and not lasts[at]:
            firsts[at], lasts[at] = split_name(name)
    return pa.array(firsts, pa.string()), pa.array(lasts, pa.string())


@lru_cache(maxsize=65536)
def split_name(name: str) -> tuple[str, str]:
    """First and last name of a whole one: `Müller, Anna`, `Dr. Anna von der Heide`; one word is a first name."""
    if "," in name:
        last, _, first = name.partition(",")
        return (first.strip(), last.strip()) if first.strip() else (last.strip(), "")
    words = _TITLES.sub("", name).split() or name.split()
    at = len(words) - 1
    while at > 1 and words[at - 1].casefold() in _PARTICLES:
        at -= 1
    return (words[0], "") if len(words) == 1 else (" ".join(words[:at]), " ".join(words[at:]))


def _zones(checked: CheckedFile, start: int, stop: int, numbers: pa.Array) -> tuple[pa.Array, pa.Array]:
    """The zone the file names, else the one the number gives where it gives exactly one."""
    named = _text(checked, Field.TIMEZONE, start, stop).to_pylist()
    zones, derived = [], []
    callable_rows = checked.settled.verdict[start:stop] >= Rank.DUPLICATE
    for name, number, wanted in zip(named, numbers.to_pylist(), callable_rows, strict=True):
        of_number = _zones_of(number) if number and wanted else ()
        zone = named_zone(name, of_number) if name else ""
        from_number = of_number[0] if not zone and len(of_number) == 1 else ""
        zones.append(zone or from_number)
        derived.append(bool(from_number))
    return pa.array(zones, pa.string()), pa.array(derived, pa.bool_())


def zone_of(e164: str) -> str:
    """The time zone a number lies in, if it lies in exactly one; source: `phonenumbers`' prefixes."""
    zones = _zones_of(e164)
    return zones[0] if len(zones) == 1 else ""


def _zones_of(e164: str) -> tuple[str, ...]:
    """The time zones a number may lie in."""
    zone = _only_zones().get(_calling_code(e164))
    if zone:
        return (zone,)
    return (
        _zones_of_prefix(e164[:NPA_NXX])
        if e164.startswith("+1") and len(e164) == LONG_NANP
        else _looked_up(e164)
    )


@cache
def _only_zones() -> dict[str, str]:
    """Zones by calling code, where every number of the code lies in one and the same."""
    found: dict[str, set[str]] = {}
    for prefix, zones in TIMEZONE_DATA.items():
        found.setdefault(_calling_code(f"+{prefix}"), set()).update(zones)
    return {code: zones.pop() for code, zones in found.items() if len(zones) == 1 and code in TIMEZONE_DATA}


def _calling_code(e164: str) -> str:
    codes = (e164[1 : 1 + length] for length in (1, 2, 3))
    return next((code for code in codes if int(code or 0) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE), "")


@lru_cache(maxsize=65536)
def _zones_of_prefix(prefix: str) -> tuple[str, ...]:
    """North America's zones go by area and exchange: a number of each that is a person's answers for all."""
    return _looked_up(f"{prefix}2368")


@lru_cache(maxsize=65536)
def _looked_up(e164: str) -> tuple[str, ...]:
    zones = time_zones_for_number(phonenumbers.parse(e164))
    return tuple(zone for zone in zones if zone != "Etc/Unknown")


def _secondary(checked: CheckedFile, start: int, stop: int) -> pa.Array:
    """The row's next number, if that could be called too."""
    layers, settled = checked.layers, checked.settled
    found = np.full(stop - start, -1, np.int32)
    silenced = checked.silenced_ids()
    for ids, judged in zip(layers.others, checked.facts.judged, strict=False):
        numbers = ids[start:stop]
        fits = (
            (numbers >= 0)
            & (numbers != layers.number[start:stop])
            & (judged.verdict[start:stop] >= Rank.REPAIRED)
        )
        fits &= (found < 0) & ~silenced[numbers] & (settled.verdict[start:stop] >= Rank.DUPLICATE)
        found[fits] = numbers[fits]
    return checked.facts.pool.column(found)


def _as_written(checked: CheckedFile, start: int, stop: int) -> pa.Array:
    """The cell each row's number was read from, callable or not."""
    columns = [
        pc.utf8_trim_whitespace(column_slice(checked, index, start, stop)) for index in checked.columns.phone
    ]
    if not columns:
        return pa.array([""] * (stop - start), pa.string())
    return pc.choose(pa.array(checked.layers.used[start:stop], pa.int8()), *columns)


def _kept_here(checked: CheckedFile) -> dict[int, str]:
    choices = checked.columns.choices
    named = {index: name.strip() for index, name in enumerate(checked.table.header)}
    return {index: name for index, name in named.items() if name and choices[index].field in _ONLY_HERE}


def _own_fields(checked: CheckedFile, start: int, stop: int, names: Mapping[int, str]) -> pa.Array:
    """The filled cells of these columns under these names, a JSON object a row."""
    if not names:
        return pa.array(["{}"] * (stop - start), pa.string())
    columns = [
        pc.utf8_trim_whitespace(column_slice(checked, index, start, stop)).to_pylist() for index in names
    ]
    labels = list(names.values())
    texts = [
        json.dumps(
            {label: cell for label, cell in zip(labels, cells, strict=True) if cell}, ensure_ascii=False
        )
        for cells in zip(*columns, strict=True)
    ]
    return pa.array(texts, pa.string())


def _cells(checked: CheckedFile, start: int, stop: int) -> pa.Array:
    """Each row whole: its cells in the order of the file's columns, with what was mended in them."""
    width, count = len(checked.table.header), stop - start
    columns = [column_slice(checked, index, start, stop).cast(pa.string()) for index in range(width)]
    in_rows = np.arange(width * count, dtype=np.int64).reshape(width, count).T.ravel()
    cells = pa.concat_arrays(columns).take(pa.array(in_rows))
    offsets = np.arange(0, width * count + 1, width, dtype=np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), cells)

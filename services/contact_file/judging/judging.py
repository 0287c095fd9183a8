"""Verdicts on a column of phone cells: verdict, reason and number of each row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from services.contact_file.numbers import quick
from services.contact_file.numbers.numbers import read_cell
from services.contact_file.verdicts import Reading, Where

CHUNK = 100_000
SINGLY = 2_000  # cells read one by one before it says how far it is
REMEMBERED = 200_000
UNDECIDED = 255
Tick = Callable[[float], None]


class Codes:
    """Reason codes by number, so that a column of them is a column of small integers. 0 is no reason."""

    def __init__(self) -> None:
        self.names: list[str] = [""]
        self._numbers: dict[str, int] = {"": 0}

    def number(self, name: str) -> int:
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            self.names.append(name)
        return self._numbers[name]


@dataclass
class Judged:
    """One verdict a row; `e164` is null where there is no number."""

    verdict: np.ndarray
    reason: np.ndarray
    e164: pa.ChunkedArray
    ext: dict[int, str] = field(default_factory=dict)
    detail: dict[int, str] = field(default_factory=dict)


def judge(cells: pa.ChunkedArray, wheres: list[Where], index: np.ndarray, codes: Codes, tick: Tick) -> Judged:
    """Read every cell: what is plain all at once, the rest one by one, cells that say the same only once."""
    parts: list[Judged] = []
    reader = _CellReader(wheres)
    for start in range(0, max(1, len(cells)), CHUNK):
        chunk = cells.slice(start, CHUNK)
        tick(start / max(1, len(cells)))
        within = _within(tick, start, len(chunk), len(cells))
        whole = pa.concat_arrays(chunk.chunks) if chunk.num_chunks else pa.array([], pa.string())
        place = index[start : start + CHUNK]
        parts.append(_judge_chunk(whole, place, wheres, reader, codes, start, within))
    return _joined(parts)


def _within(tick: Tick, start: int, count: int, total: int) -> Tick:
    """Says how far all cells are from how far a part of them is."""
    return lambda share: tick((start + share * count) / total)


class _CellReader:
    """Reads single cells and remembers the last ones."""

    def __init__(self, wheres: list[Where]) -> None:
        self.wheres = wheres
        self._held: dict[tuple[str, int], Reading] = {}

    def read(self, text: str, place: int) -> Reading:
        key = (text, place)
        reading = self._held.get(key)
        if reading is None:
            reading = read_cell(text, self.wheres[place])
            if len(self._held) < REMEMBERED:
                self._held[key] = reading
        return reading


def _judge_chunk(
    cells: pa.Array,
    place: np.ndarray,
    wheres: list[Where],
    reader: _CellReader,
    codes: Codes,
    start: int,
    tick: Tick,
) -> Judged:
    verdict = np.full(len(cells), UNDECIDED, np.uint8)
    reason = np.zeros(len(cells), np.int16)
    at = np.full(len(cells), -1, np.int64)
    numbers: list[pa.Array] = []
    held = 0
    for decided in quick.decide(cells, wheres, place):
        verdict[decided.rows] = decided.verdict
        reason[decided.rows] = codes.number(decided.reason)
        if decided.e164 is not None:
            at[decided.rows] = held + np.arange(len(decided.rows))
            numbers.append(decided.e164)
            held += len(decided.rows)
    judged = Judged(verdict, reason, pa.chunked_array([], pa.string()))
    rest = np.flatnonzero(verdict == UNDECIDED)
    readings: list[Reading] = []
    for at_once in range(0, len(rest), SINGLY):
        rows = rest[at_once : at_once + SINGLY]
        tick(at_once / len(rest))
        texts = cells.take(pa.array(rows)).to_pylist()
        readings += [reader.read(text, int(where)) for text, where in zip(texts, place[rows], strict=True)]
    _enter(judged, readings, rest, codes, start)
    at[rest] = held + np.arange(len(rest))
    numbers.append(pa.array([reading.e164 or None for reading in readings], pa.string()))
    found = pa.concat_arrays(numbers).take(pa.array(at, mask=at < 0))
    judged.e164 = pa.chunked_array([found])
    return judged


def _enter(judged: Judged, readings: list[Reading], rows: np.ndarray, codes: Codes, start: int) -> None:
    for reading, row in zip(readings, rows.tolist(), strict=True):
        judged.verdict[row] = reading.verdict.rank
        judged.reason[row] = codes.number(reading.reason)
        if reading.ext:
            judged.ext[start + row] = reading.ext
        if reading.detail:
            judged.detail[start + row] = reading.detail


def _joined(parts: list[Judged]) -> Judged:
    judged = Judged(
        np.concatenate([part.verdict for part in parts]),
        np.concatenate([part.reason for part in parts]),
        pa.chunked_array([chunk for part in parts for chunk in part.e164.chunks], pa.string()),
    )
    for part in parts:
        judged.ext.update(part.ext)
        judged.detail.update(part.detail)
    return judged

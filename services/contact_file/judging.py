"""A column of phone cells → verdict, reason and number of each row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from services.contact_file.numbers import read_cell
from services.contact_file.places import Places, dictionary_of
from services.contact_file.verdicts import Reading

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


def judge(cells: pa.ChunkedArray, places: Places, codes: Codes, tick: Tick) -> Judged:
    """Read every cell; cells that say the same are read once."""
    keys, firsts = _distinct(cells, places)
    readings = _read_all(cells, places, firsts, tick)
    return _spread(readings, keys, codes)


def _distinct(cells: pa.ChunkedArray, places: Places) -> tuple[np.ndarray, np.ndarray]:
    """For each row the number of its distinct (cell, place), and one row for each of those."""
    pairs = np.asarray(dictionary_of(cells).indices).astype(np.int64) * len(places.wheres) + places.index
    _, firsts, keys = np.unique(pairs, return_index=True, return_inverse=True)
    return keys, firsts


def _read_all(cells: pa.ChunkedArray, places: Places, firsts: np.ndarray, tick: Tick) -> list[Reading]:
    texts = cells.take(pa.array(firsts)).to_pylist()
    readings: list[Reading] = []
    for done, (text, where) in enumerate(zip(texts, places.index[firsts], strict=True)):
        readings.append(read_cell(text, places.wheres[where]))
        if done % 2000 == 0:
            tick(done / len(firsts))
    return readings


def _spread(readings: list[Reading], keys: np.ndarray, codes: Codes) -> Judged:
    ranks = np.fromiter((reading.verdict.rank for reading in readings), np.uint8, len(readings))
    reasons = np.fromiter((codes.number(reading.reason) for reading in readings), np.int16, len(readings))
    numbers = pa.array([reading.e164 or None for reading in readings], pa.string())
    judged = Judged(ranks[keys], reasons[keys], pa.chunked_array([numbers.take(pa.array(keys))]))
    rare = np.fromiter((bool(reading.ext or reading.detail) for reading in readings), bool, len(readings))
    for row in np.flatnonzero(rare[keys]):
        reading = readings[keys[row]]
        if reading.ext:
            judged.ext[int(row)] = reading.ext
        if reading.detail:
            judged.detail[int(row)] = reading.detail
    return judged

"""Decisions about rows in doubt, to be taken over by a later check of the same file.

A decision answers one question about one number. Where the rules, the columns, the campaign or the list of who must not be
called have changed meanwhile, a row may be asked about for another reason, or read with another number: its decision was not
about that, and is dropped. So an old word never lets anybody be called whom nobody would allow now.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from services.contact_file import CheckedFile

ROUNDS = 3  # one decision may be what another row is asked about for


@dataclass(frozen=True)
class Decisions:
    """Decided rows (from 0) with what was asked about: `decision` as in `CheckedFile`, `number` a hash of the number read."""

    row: np.ndarray = field(default_factory=lambda: np.empty(0, np.int32))
    decision: np.ndarray = field(default_factory=lambda: np.empty(0, np.int8))
    one_by_one: np.ndarray = field(default_factory=lambda: np.empty(0, bool))
    reason: np.ndarray = field(default_factory=lambda: np.empty(0, object))
    number: np.ndarray = field(default_factory=lambda: np.empty(0, np.uint32))

    @classmethod
    def of(cls, checked: CheckedFile | None) -> Self:
        """Those that hold in a checked file."""
        if checked is None or not checked.decision.any():
            return cls()
        rows = np.flatnonzero(checked.decision).astype(np.int32)
        return cls(
            rows,
            checked.decision[rows].copy(),
            checked.decided_one_by_one[rows].copy(),
            checked.asked()[rows],
            _hashes(checked.numbers_of(rows)),
        )

    def __len__(self) -> int:
        return len(self.row)

    def decide(self, checked: CheckedFile) -> int:
        """Decide the same again in a new check of the same file. How many rows could not be: their question is another one now."""
        if not len(self):
            return 0
        inside = self.row < checked.table.row_count
        same = np.zeros(len(self), bool)
        same[inside] = _hashes(checked.numbers_of(self.row[inside])) == self.number[inside]
        waiting = same & (self.reason != "")
        for _round in range(ROUNDS):
            asked = waiting.copy()
            asked[waiting] = checked.asked()[self.row[waiting]] == self.reason[waiting]
            if not asked.any():
                break
            checked.decide_as(self.row[asked], self.decision[asked], self.one_by_one[asked])
            waiting &= ~asked
        return int((~same | waiting | (self.reason == "")).sum())

    def to_json(self) -> list[dict[str, Any]]:
        """In groups of what rows have in common, the rest as arrays."""
        kept = []
        for key in sorted({*zip(self.reason, self.decision.tolist(), self.one_by_one.tolist(), strict=True)}):
            reason, decision, alone = key
            these = (self.reason == reason) & (self.decision == decision) & (self.one_by_one == alone)
            rows, numbers = (
                np.diff(self.row[these], prepend=0).astype("<i4"),
                self.number[these].astype("<u4"),
            )
            kept.append(
                {
                    "reason": reason,
                    "decision": decision,
                    "one_by_one": alone,
                    "rows": _packed(rows),
                    "numbers": _packed(numbers),
                }
            )
        return kept

    @classmethod
    def from_json(cls, kept: Sequence[dict[str, Any]]) -> Self:
        parts = [
            (
                np.cumsum(_unpacked(one["rows"], "<i4"), dtype=np.int32),
                _unpacked(one["numbers"], "<u4").astype(np.uint32),
                one,
            )
            for one in kept
        ]
        if not parts:
            return cls()
        sizes = [len(rows) for rows, _numbers, _one in parts]

        def each(name: str, kind: Any) -> np.ndarray:
            return np.repeat(np.array([one[name] for _rows, _numbers, one in parts], kind), sizes)

        return cls(
            np.concatenate([rows for rows, _numbers, _one in parts]),
            each("decision", np.int8),
            each("one_by_one", bool),
            each("reason", object),
            np.concatenate([numbers for _rows, numbers, _one in parts]),
        )


def _hashes(numbers: Sequence[str | None]) -> np.ndarray:
    return np.array([zlib.crc32((number or "").encode()) for number in numbers], np.uint32)


def _packed(array: np.ndarray) -> str:
    return base64.b85encode(zlib.compress(array.tobytes())).decode()


def _unpacked(text: str, kind: str) -> np.ndarray:
    return np.frombuffer(zlib.decompress(base64.b85decode(text)), kind)

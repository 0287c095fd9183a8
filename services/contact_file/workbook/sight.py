"""Sight of a sheet: what a person sees or does not see of it, and python-calamine does not tell.

Columns and rows count from 0. `texts` are cells whose stored value is not what the sheet shows.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass
class Sight:
    """`filtered` where a filter
    is set that hides rows, `filters` are its columns as far as they are named; `uncalculated` counts formulas without a
    result to trust."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filtered: bool = False
    filters: set[int] = field(default_factory=set)
    texts: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    uncalculated: int = 0

    def put(self, row: int, column: int, text: str) -> None:
        self.texts.setdefault(row, {})[column] = text

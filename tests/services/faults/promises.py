"""Promises of `docs/sandbox.md` for each fault: the table is read, so that it and the tests cannot drift apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).resolve().parents[3] / "docs" / "sandbox.md"
HEADING = "### What the console does"
COLUMNS = ("looking", "changing", "launching", "importing")


class Promise(NamedTuple):
    """`sentence` is the table's cell for this kind of fault and this thing a person does."""

    kind: str
    column: str
    sentence: str


def promises() -> Iterator[Promise]:
    """Every cell of the table, once for each fault of its row."""
    section = PAGE.read_text(encoding="utf-8").split(HEADING)[1].split("\n## ")[0]
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        for kind in re.findall(r"`([a-z_]+)`", cells[0]) if line.startswith("| `") else ():
            assert len(cells) == len(COLUMNS) + 1, line
            yield from (Promise(kind, column, cell) for column, cell in zip(COLUMNS, cells[1:], strict=True))

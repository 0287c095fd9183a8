"""Numbers of an uploaded do-not-call list, read by the rules of a contact file, in a process of its own with its limits.

Every number that a row holds or may mean counts, whatever the file's check says of the row: who is named in such a list is
not called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from services.contact_file import CheckedFile, Columns, ContactTable, Field, FileRejected, people
from services.contact_file.numbers.lines import line_number
from services.contact_file.numbers.numbers import possible_numbers, read_cell
from services.contact_file.numbers.plans import writes_trunk_zero
from services.contact_file.verdicts import Rank, Where
from services.upload.check import CheckRequest, UploadCheck
from services.upload.lookup import Lookup
from services.upload.worker import AsRead, CheckLimits

LOOKED_AT = 1000
_NUMBER = re.compile(r"[+(0][\d\s().\-/]{6,24}")
"""As numbers are written, and ids are not."""
_NATIONAL = re.compile(r"\d[\d\s().\-/]{5,24}")
"""The same where no zero is dialled before them: told from ids by the country's own plan."""


@dataclass(frozen=True)
class NumbersOfList:
    """`rows` of the file, and in how many no number could be read."""

    checked: CheckedFile
    rows: int
    without_number: int

    def numbers(self) -> Iterator[tuple[str, int, str]]:
        """Number, line and name of each, as the do-not-call list takes them."""
        checked, start = self.checked, 0
        for batch in people.batches(checked, whole_rows=False):
            rows = range(start, start + batch.num_rows)
            names = zip(batch["first_name"].to_pylist(), batch["last_name"].to_pylist(), strict=True)
            columns = [
                checked.facts.pool.column(ids[rows.start : rows.stop]).to_pylist() for ids in _ids(checked)
            ]
            doubted = self._doubted(rows)
            for row, found, (first, last) in zip(rows, zip(*columns, strict=True), names, strict=True):
                for number in set(found).union(doubted.get(row, ())) - {None}:
                    yield number, line_number(number), f"{first} {last}".strip()
            start = rows.stop

    def _doubted(self, rows: range) -> dict[int, set[str]]:
        """By row every number that its cells may mean, where it is asked which is meant or the row is broken; whatever else
        is said of the row, such as that another has its first number too."""
        checked = self.checked
        found: dict[int, set[str]] = {}
        for judged, column in zip(checked.facts.judged, checked.columns.phone, strict=True):
            unclear = judged.verdict[rows.start : rows.stop] == Rank.REVIEW
            unclear |= checked.verdicts[rows.start : rows.stop] == Rank.MALFORMED
            cells = checked.table.cells.column(column)
            for row in (np.flatnonzero(unclear) + rows.start).tolist():
                found.setdefault(row, set()).update(
                    possible_numbers(cells[row].as_py(), Where(checked.region))
                )
        return found


def read_list(content: bytes, region: str, limits: CheckLimits) -> NumbersOfList:
    """Read a dropped list; waits until it is read.

    Raises:
        FileRejected: it is no list of numbers; nothing was added.
    """
    check = _checked(CheckRequest(content, AsRead(may_be_called=True), region, limits=limits))
    if check.table and check.columns and (more := _further_columns(check.table, check.columns, region)):
        columns = check.columns
        for index in more:
            columns = columns.choose(index, Field.PHONE)
        check = _checked(
            CheckRequest(content, AsRead(may_be_called=True), region, check.table, columns, limits=limits)
        )
    if check.rejected:
        raise check.rejected
    checked = check.checked
    if checked is None:
        raise FileRejected("broke_off")
    held = np.zeros(checked.table.row_count, bool)
    for ids in _ids(checked):
        held |= ids >= 0
    unreadable = ~held & (checked.verdicts <= Rank.INVALID)
    return NumbersOfList(checked, checked.table.row_count, int(np.count_nonzero(unreadable)))


def _checked(wanted: CheckRequest) -> UploadCheck:
    check = UploadCheck(wanted, recall=lambda _header: None, look_up=lambda _cancelled: Lookup())
    check.finished.wait()
    if check.failed:
        raise check.failed
    return check


def _further_columns(table: ContactTable, columns: Columns, region: str) -> list[int]:
    """Columns that are full of numbers, and that nobody would be called by: in such a list they count as well."""
    return [index for index in columns.others if _holds_numbers(table, index, region)]


def _holds_numbers(table: ContactTable, index: int, region: str) -> bool:
    cells = [
        text.strip() for text in table.cells.column(index).slice(0, LOOKED_AT).to_pylist() if text.strip()
    ]
    national = not writes_trunk_zero(region)
    return bool(cells) and 2 * sum(_is_number(text, region, national=national) for text in cells) >= len(
        cells
    )


def _is_number(text: str, region: str, *, national: bool) -> bool:
    if _NUMBER.fullmatch(text):
        return True
    return national and bool(_NATIONAL.fullmatch(text)) and read_cell(text, Where(region)).verdict.callable


def _ids(checked: CheckedFile) -> list[np.ndarray]:
    """Of each row the number it is called by, the same with its extension, and those of its further columns."""
    return [checked.layers.number, checked.layers.dialled_in, *checked.layers.others]

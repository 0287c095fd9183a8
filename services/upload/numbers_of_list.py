"""Numbers of an uploaded do-not-call list, read by the rules of a contact file, in a process of its own with its limits.

Every number that a row holds or may mean counts, whatever the file's check says of the row: who is named in such a list is
not called.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from services.contact_file import CheckedFile, FileRejected, people
from services.contact_file.numbers.lines import line_number
from services.contact_file.numbers.numbers import possible_numbers
from services.contact_file.verdicts import Rank, RowVerdict, Where
from services.upload.check import CheckRequest, UploadCheck
from services.upload.lookup import Lookup
from services.upload.worker import AsRead, CheckLimits


@dataclass(frozen=True)
class NumbersOfList:
    """`rows` of the file, and in how many no number could be read."""

    checked: CheckedFile
    rows: int
    without_number: int

    def numbers(self) -> Iterator[tuple[str, int, str]]:
        """Number, line and name of each, as the do-not-call list takes them."""
        checked, start = self.checked, 0
        for batch in people.batches(checked, custom=()):
            rows = zip(
                *(batch[name].to_pylist() for name in ("first_name", "last_name", "phone", "verdict")),
                strict=True,
            )
            columns = [
                checked.facts.pool.column(ids[start : start + batch.num_rows]).to_pylist()
                for ids in _ids(checked)
            ]
            for found, (first, last, phone, verdict) in zip(zip(*columns, strict=True), rows, strict=True):
                numbers = set(found) - {None}
                if verdict in (RowVerdict.REVIEW, RowVerdict.MALFORMED):
                    numbers |= possible_numbers(phone or "", Where(checked.region))
                for number in numbers:
                    yield number, line_number(number), f"{first} {last}".strip()
            start += batch.num_rows


def read_list(content: bytes, region: str, limits: CheckLimits) -> NumbersOfList:
    """Read a dropped list; waits until it is read.

    Raises:
        FileRejected: it is no list of numbers; nothing was added.
    """
    check = UploadCheck(
        CheckRequest(content, AsRead(), region, limits=limits),
        recall=lambda _header: None,
        look_up=lambda _cancelled: Lookup(),
    )
    check.finished.wait()
    if check.failed:
        raise check.failed
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


def _ids(checked: CheckedFile) -> list[np.ndarray]:
    """Of each row the number it is called by, the same with its extension, and those of its further columns."""
    return [checked.layers.number, checked.layers.dialled_in, *checked.layers.others]

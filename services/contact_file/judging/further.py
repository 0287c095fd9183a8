"""Further numbers of rows that bear a mark: a second one in the cell, the other readings of digits that have two.

A do-not-call mark holds for every number its row may mean, so that none of them is called from another row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from services.contact_file.columns.columns import Columns
from services.contact_file.judging.judging import Codes, Judged
from services.contact_file.judging.places import Places
from services.contact_file.judging.silence import Silence
from services.contact_file.kernels import pc
from services.contact_file.numbers.numbers import possible_numbers
from services.contact_file.table.table import ContactTable
from services.contact_file.verdicts import LONGEST_PHONE_CELL, Rank, Where
from services.contact_file.vocabulary import marks
from services.contact_file.vocabulary.aliases import Field
from services.contact_file.vocabulary.marks import Mark
from services.contact_file.vocabulary.remarks import says_silence

# A plus and digits have one reading, but where numbers have been changed: Mexico, Argentina, Brazil. Rounded ones have none.
_ONE_READING = r"^\+(?:[1-46-9]|5[0136-9])[0-9]*$|[0-9]E\+[0-9]"
_SIX_DIGITS = r"[1-9](?:[^0-9]*[0-9]){5}"
SHORTEST = 7  # signs of a cell that may be a number


def further_numbers(
    table: ContactTable,
    columns: Columns,
    cells: Mapping[int, pa.ChunkedArray],
    judged: Sequence[Judged],
    places: Places,
    silence: Silence,
    codes: Codes,
) -> dict[int, set[str]]:
    """By row (from 0) every number that a marked row may mean, where what its cells say is not one plain number.

    Columns that nobody is called by, too: what stands in them is meant as well, fax numbers included.
    """
    found: dict[int, set[str]] = {}
    in_cell = codes.number("do_not_call")
    marked = silence.verdict < Rank.REPAIRED
    for each in judged:
        marked |= each.reason == in_cell
    rows = np.flatnonzero(marked)
    looked_at = [
        (index, cells[index], _not_plain(cells[index], each, rows))
        for index, each in zip(columns.phone, judged, strict=True)
    ]
    kinds = [
        index for index in columns.phone if columns.type_of(index) is not None
    ]  # fax numbers were taken out
    for index in (*columns.unused_phone, *columns.numbers_beside, *kinds):
        column = table.cells.column(index)
        looked_at.append((index, column, _may_be_numbers(column, rows)))
    for index, column, wanted in looked_at:
        for row, text in zip(wanted.tolist(), column.take(pa.array(wanted)).to_pylist(), strict=True):
            numbers = possible_numbers(text, places.where(index, row))
            if numbers:
                found.setdefault(row, set()).update(numbers)
    return found


def _not_plain(column: pa.ChunkedArray, judged: Judged, rows: np.ndarray) -> np.ndarray:
    """Those of `rows` whose cells may mean another number than the one read, or have one although none was read."""
    texts, verdict = column.take(pa.array(rows)), judged.verdict[rows]
    doubtful = (verdict == Rank.REVIEW) | (verdict == Rank.BLOCKED)
    too_long = np.asarray(pc.greater(pc.utf8_length(texts), LONGEST_PHONE_CELL))
    unread = (verdict == Rank.INVALID) & np.asarray(pc.match_substring_regex(texts, _SIX_DIGITS))
    unread &= ~np.asarray(pc.match_substring_regex(texts, _ONE_READING))
    return rows[doubtful | too_long | unread]


def _may_be_numbers(column: pa.ChunkedArray, rows: np.ndarray) -> np.ndarray:
    """Those of `rows` whose cells are long enough."""
    lengths = pc.utf8_length(column.take(pa.array(rows)))
    return rows[np.asarray(pc.greater_equal(lengths, SHORTEST))]


def numbers_of_broken_rows(table: ContactTable, columns: Columns, region: str) -> list[str]:
    """Numbers in rows that cannot be trusted but bear a mark somewhere: those are called from no row."""
    numbers: set[str] = set()
    for row, fault in table.faults.items():
        cells = table.row(row)
        if fault == "unclosed_quote":
            cells = cells[0].replace('"', "").split(table.delimiter)
        if fault not in ("footer", "repeated_header") and any(_says_stop(cell, columns) for cell in cells):
            for cell in cells:
                if len(cell) >= SHORTEST:
                    numbers |= possible_numbers(cell, Where(region))
    return sorted(numbers)


def _says_stop(cell: str, columns: Columns) -> bool:
    """The meaning a cell would have in the columns of marks that the file has."""
    if not cell.strip():
        return False
    forbids = columns.of(Field.DO_NOT_CALL) and marks.do_not_call(cell) is Mark.DO_NOT_CALL
    refuses = columns.of(Field.CONSENT) and marks.consent(cell) is Mark.NO_CONSENT
    return bool(forbids or refuses) or says_silence(cell)

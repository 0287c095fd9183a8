"""Do-not-call rows, whatever their number: marks in do-not-call and consent columns, words anywhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

import numpy as np
import pyarrow as pa

from services.contact_file.columns.columns import Columns
from services.contact_file.judging.places import dictionary_of
from services.contact_file.kernels import pc
from services.contact_file.table.table import ContactTable
from services.contact_file.verdicts import RowVerdict
from services.contact_file.vocabulary import marks, remarks
from services.contact_file.vocabulary.aliases import Field
from services.contact_file.vocabulary.headers import tells_of_numbers
from services.contact_file.vocabulary.mark_names import is_other_channel
from services.contact_file.vocabulary.marks import Mark
from services.contact_file.vocabulary.remarks import Remark
from services.contact_file.vocabulary.words import fold_header

_NEVER_A_MARK = frozenset(
    {Field.PHONE, Field.EMAIL, Field.CONTACT_ID, Field.DO_NOT_CALL, Field.CONSENT, Field.COUNTRY}
)
_HEAD = 1000
_NOTES = frozenset({Field.NOTES, Field.TAGS, None})  # what people write; no names, companies, professions


@dataclass
class Silence:
    """For each row a verdict that its marks ask for (`ok` where there are none) and the reason's code."""

    verdict: np.ndarray
    reason: np.ndarray


REASONS = (
    "",
    "do_not_call",
    "no_consent",
    "do_not_call_unclear",
    "consent_unclear",
    "note_do_not_call",
    "note_wrong_number",
)


def silence_of(table: ContactTable, columns: Columns) -> Silence:
    """The marks of every row."""
    silence = Silence(
        np.full(table.row_count, RowVerdict.OK.rank, np.uint8), np.zeros(table.row_count, np.uint8)
    )
    for index in range(len(columns.choices)):
        column, field = table.cells.column(index), columns.searched(index)
        if field is Field.DO_NOT_CALL or field is Field.CONSENT:
            _apply_marks(silence, column, field)
        elif field not in _NEVER_A_MARK:
            _apply_words(silence, column, _kind_of(field, table.header[index]))
    return silence


def silence_of_row(cells: list[str], columns: Columns) -> tuple[RowVerdict, str]:
    """As `silence_of`, for one row."""
    return min(_marks_of_row(cells, columns), key=lambda item: item[0].rank, default=(RowVerdict.OK, ""))


def words_behind(cells: list[str], columns: Columns, reason: str) -> tuple[str, str] | None:
    """The column's name and the cell that gave a row one of `REASONS`; None where the reason is another."""
    found = [given for _, given in _marks_of_row(cells, columns)]
    if not reason or reason not in found:
        return None
    place = found.index(reason)
    return columns.header[place], cells[place].strip()


def _marks_of_row(cells: list[str], columns: Columns) -> list[tuple[RowVerdict, str]]:
    return [
        _mark_of(cell, columns.searched(index), name)
        for index, (cell, name) in enumerate(zip(cells, columns.header, strict=False))
    ]


def _mark_of(cell: str, field: Field | None, name: str = "") -> tuple[RowVerdict, str]:
    if field is Field.DO_NOT_CALL:
        return _verdict(marks.do_not_call(cell), "do_not_call_unclear")
    if field is Field.CONSENT:
        return _verdict(marks.consent(cell), "consent_unclear")
    return (RowVerdict.OK, "") if field in _NEVER_A_MARK else _verdict_of_words(cell, _kind_of(field, name))


class _ColumnTopic(Enum):
    """Topic of a column's words."""

    NAMES = "names"
    NOTES = "notes"
    OTHER_CHANNEL = "other channel"
    NUMBER_STATUS = "status of a number"


def _kind_of(field: Field | None, name: str) -> _ColumnTopic:
    if field not in _NOTES:
        return _ColumnTopic.NAMES
    if field is None and tells_of_numbers(name):
        return _ColumnTopic.NUMBER_STATUS
    return _ColumnTopic.OTHER_CHANNEL if is_other_channel(fold_header(name)) else _ColumnTopic.NOTES


def _verdict_of_words(cell: str, kind: _ColumnTopic) -> tuple[RowVerdict, str]:
    if kind is _ColumnTopic.NUMBER_STATUS and remarks.says_not_valid(cell):
        return RowVerdict.REVIEW, Remark.WRONG_NUMBER.value
    found = remarks.remark(cell, notes=kind is not _ColumnTopic.NAMES)
    if found is Remark.NOTHING or (kind is _ColumnTopic.OTHER_CHANNEL and not remarks.speaks_of_calls(cell)):
        return RowVerdict.OK, ""
    return (RowVerdict.BLOCKED if found is Remark.DO_NOT_CALL else RowVerdict.REVIEW), found.value


def _verdict(mark: Mark, unclear: str) -> tuple[RowVerdict, str]:
    if mark is Mark.NONE:
        return RowVerdict.OK, ""
    return (RowVerdict.REVIEW, unclear) if mark is Mark.UNCLEAR else (RowVerdict.BLOCKED, mark.value)


def _apply_marks(silence: Silence, column: pa.ChunkedArray, field: Field) -> None:
    encoded = dictionary_of(column)
    found = [_mark_of(text, field) for text in encoded.dictionary.to_pylist()]
    if len(column):
        _merge(silence, np.arange(len(column)), np.asarray(encoded.indices), found)


def _apply_words(silence: Silence, column: pa.ChunkedArray, kind: _ColumnTopic) -> None:
    pattern = {_ColumnTopic.NAMES: remarks.FIRST_LOOK, _ColumnTopic.NUMBER_STATUS: "."}.get(
        kind, remarks.FIRST_LOOK_AT_NOTES
    )
    if _is_mostly_distinct(column):  # ids: nothing is gained by saying each once
        rows = np.flatnonzero(np.asarray(pc.match_substring_regex(column, pattern)))
        words, indices = column.take(pa.array(rows)).to_pylist(), np.arange(len(rows))
    else:
        encoded = dictionary_of(column)
        said = np.asarray(pc.match_substring_regex(encoded.dictionary, pattern)).astype(bool)
        number = np.cumsum(said) - 1
        codes = np.asarray(encoded.indices)
        rows = np.flatnonzero(said[codes]) if len(said) else np.empty(0, np.int64)
        words, indices = encoded.dictionary.filter(pa.array(said)).to_pylist(), number[codes[rows]]
    if len(rows):
        _merge(silence, rows, indices, [_verdict_of_words(text, kind) for text in words])


def _is_mostly_distinct(column: pa.ChunkedArray) -> bool:
    head = column.slice(0, _HEAD)
    return len(head) == _HEAD and pc.count_distinct(head).as_py() > _HEAD // 2


def _merge(
    silence: Silence, rows: np.ndarray, indices: np.ndarray, found: Iterable[tuple[RowVerdict, str]]
) -> None:
    """Put what is `found` on `rows`, where it is stronger; `indices` says which of it belongs to which row."""
    pairs = list(found)
    verdict = np.array([verdict.rank for verdict, _ in pairs], np.uint8)[indices]
    reason = np.array([REASONS.index(reason) for _, reason in pairs], np.uint8)[indices]
    stronger = verdict < silence.verdict[rows]
    silence.verdict[rows[stronger]] = verdict[stronger]
    silence.reason[rows[stronger]] = reason[stronger]

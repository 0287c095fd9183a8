"""Rows that must not be called, whatever their number: marks in do-not-call and consent columns, words anywhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from services.contact_file import marks
from services.contact_file.columns import Columns
from services.contact_file.headers import Field
from services.contact_file.kernels import pc
from services.contact_file.marks import Mark
from services.contact_file.places import dictionary_of
from services.contact_file.table import Table
from services.contact_file.verdicts import Verdict

_NEVER_A_MARK = frozenset(
    {Field.PHONE, Field.EMAIL, Field.CONTACT_ID, Field.DO_NOT_CALL, Field.CONSENT, Field.COUNTRY}
)


@dataclass
class Silence:
    """For each row a verdict that its marks ask for (`ok` where there are none) and the reason's code."""

    verdict: np.ndarray
    reason: np.ndarray


REASONS = ("", "do_not_call", "no_consent", "do_not_call_unclear", "consent_unclear", "note_do_not_call")


def silence_of(table: Table, columns: Columns) -> Silence:
    """The marks of every row."""
    silence = Silence(
        np.full(table.row_count, Verdict.OK.rank, np.uint8), np.zeros(table.row_count, np.uint8)
    )
    for index, choice in enumerate(columns.choices):
        column = table.cells.column(index)
        if choice.field is Field.DO_NOT_CALL or choice.field is Field.CONSENT:
            _apply_marks(silence, column, choice.field)
        elif choice.field not in _NEVER_A_MARK:
            _apply_words(silence, column)
    return silence


def silence_of_row(cells: list[str], columns: Columns) -> tuple[Verdict, str]:
    """As `silence_of`, for one row."""
    found = [_mark_of(cell, choice.field) for cell, choice in zip(cells, columns.choices, strict=False)]
    return min(found, key=lambda item: item[0].rank, default=(Verdict.OK, ""))


def _mark_of(cell: str, field: Field | None) -> tuple[Verdict, str]:
    if field is Field.DO_NOT_CALL:
        return _verdict(marks.do_not_call(cell), "do_not_call_unclear")
    if field is Field.CONSENT:
        return _verdict(marks.consent(cell), "consent_unclear")
    return (Verdict.OK, "") if field in _NEVER_A_MARK else _verdict(marks.free_text(cell), "note_do_not_call")


def _verdict(mark: Mark, unclear: str) -> tuple[Verdict, str]:
    if mark is Mark.NONE:
        return Verdict.OK, ""
    return (Verdict.REVIEW, unclear) if mark is Mark.UNCLEAR else (Verdict.BLOCKED, mark.value)


def _apply_marks(silence: Silence, column: pa.ChunkedArray, field: Field) -> None:
    encoded = dictionary_of(column)
    found = [_mark_of(text, field) for text in encoded.dictionary.to_pylist()]
    _merge(silence, np.asarray(encoded.indices), found)


def _apply_words(silence: Silence, column: pa.ChunkedArray) -> None:
    encoded = dictionary_of(column)
    words = encoded.dictionary
    said = (
        np.asarray(pc.match_substring_regex(words, marks.SILENCE_PATTERN))
        if len(words)
        else np.empty(0, bool)
    )
    if not said.any():
        return
    found = [(Verdict.OK, "")] * len(words)
    for index in np.flatnonzero(said):
        found[index] = _verdict(marks.free_text(words[int(index)].as_py()), "note_do_not_call")
    _merge(silence, np.asarray(encoded.indices), found)


def _merge(silence: Silence, indices: np.ndarray, found: Iterable[tuple[Verdict, str]]) -> None:
    pairs = list(found)
    verdict = np.array([verdict.rank for verdict, _ in pairs], np.uint8)[indices]
    reason = np.array([REASONS.index(reason) for _, reason in pairs], np.uint8)[indices]
    stronger = verdict < silence.verdict
    silence.verdict[stronger] = verdict[stronger]
    silence.reason[stronger] = reason[stronger]

"""Do-not-call rows, whatever their number: marks in do-not-call and consent columns, words anywhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property

import numpy as np
import pyarrow as pa

from services.contact_file.columns.columns import Columns
from services.contact_file.judging.meaning import ASKED, verdict_of
from services.contact_file.judging.places import dictionary_of
from services.contact_file.kernels import pc
from services.contact_file.table.table import ContactTable
from services.contact_file.verdicts import RowVerdict
from services.contact_file.vocabulary import remarks
from services.contact_file.vocabulary.aliases import Field
from services.contact_file.vocabulary.topics import Topic, asks_about_blanks, holds_labels, topic_of

ANSWERED = "column_forbids"
_HEAD = 1000
_MOST_ASKED = 200  # values of one column that a person is asked about at once; with more it is free text, asked by the row
_FEW = 50  # distinct entries of a status or of lists' names
_SEARCHED = frozenset(
    {
        Topic.NAMES,
        Topic.NOTES,
        Topic.OTHER_CHANNEL,
        Topic.NUMBER_STATUS,
        Topic.NUMBER_FLAW,
        Topic.NUMBER_KIND,
        Topic.DISPOSITION,
        Topic.DIALER_CODE,
        Topic.LABEL,
    }
)


@dataclass(frozen=True)
class ColumnQuestion:
    """Question about a column that may say who must not be called: its values nobody has answered for, as they are
    written, with how many rows have each, the most frequent first."""

    column: int
    values: tuple[tuple[str, int], ...]

    @property
    def rows(self) -> int:
        """How many rows it concerns."""
        return sum(count for _, count in self.values)


@dataclass
class Silence:
    """For each row a verdict that its marks ask for (`ok` where there are none) and the reason's code; for each column
    its topic; what a person has to answer."""

    verdict: np.ndarray
    reason: np.ndarray
    topics: list[Topic] = field(default_factory=list)
    questions: list[ColumnQuestion] = field(default_factory=list)
    asked: list[_Asked] = field(default_factory=list)
    today: date = field(default_factory=lambda: datetime.now(UTC).date())


REASONS = (
    "",
    "do_not_call",
    "no_consent",
    "do_not_call_unclear",
    "consent_unclear",
    "note_do_not_call",
    "note_wrong_number",
    "consent_ended",
    "minor",
    ASKED,
    ANSWERED,
)
# What one answer for a column settles; a wrong number is asked about row by row.
ANSWERED_BY_COLUMN = frozenset({"do_not_call_unclear", "consent_unclear", "minor", ASKED})
_ANSWERABLE = ANSWERED_BY_COLUMN | {"note_do_not_call"}


def silence_of(table: ContactTable, columns: Columns) -> Silence:
    """The marks of every row."""
    silence = Silence(
        np.full(table.row_count, RowVerdict.OK.rank, np.uint8), np.zeros(table.row_count, np.uint8)
    )
    for index, name in enumerate(columns.header):
        column = table.cells.column(index)
        searched = columns.searched(index)
        topic = topic_of(searched, name, _Distinct(column))
        if topic is Topic.NOTES and holds_labels(searched, name) and not _is_various(column):
            topic = Topic.LABEL
        silence.topics.append(topic)
        if topic is not Topic.NOTHING and len(column):
            _Column(index, topic, columns, silence).apply(column)
    silence.questions = [found for each in silence.asked if (found := each.question(silence))]
    silence.asked = []
    return silence


def silence_of_row(cells: list[str], columns: Columns, silence: Silence) -> tuple[RowVerdict, str]:
    """As `silence_of`, for one row of the file that `silence` is of."""
    return min(
        _marks_of_row(cells, columns, silence), key=lambda item: item[0].rank, default=(RowVerdict.OK, "")
    )


def words_behind(cells: list[str], columns: Columns, silence: Silence, reason: str) -> tuple[str, str] | None:
    """The column's name and the cell that gave a row one of `REASONS`; None where the reason is another."""
    found = [given for _, given in _marks_of_row(cells, columns, silence)]
    if not reason or reason not in found:
        return None
    place = found.index(reason)
    return columns.header[place], cells[place].strip()


def _marks_of_row(cells: list[str], columns: Columns, silence: Silence) -> list[tuple[RowVerdict, str]]:
    return [
        _Column(index, topic, columns, silence).verdict(cell)
        for index, (cell, topic) in enumerate(zip(cells, silence.topics, strict=False))
    ]


class _Distinct(Collection[str]):
    """Distinct cells of a column, counted only where somebody asks."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        self._column = column

    @cached_property
    def _cells(self) -> list[str]:
        return pc.unique(self._column).to_pylist()

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)

    def __contains__(self, cell: object) -> bool:
        return cell in self._cells


@dataclass(frozen=True)
class _Column:
    """One column, read for marks by its topic and by what was answered about it."""

    index: int
    topic: Topic
    columns: Columns
    silence: Silence

    def verdict(self, cell: str) -> tuple[RowVerdict, str]:
        found = verdict_of(cell, self.topic, self.silence.today)
        if found[0] is not RowVerdict.REVIEW or found[1] not in _ANSWERABLE:
            return found
        may_be_called = self.columns.answer(self.index, cell)
        if may_be_called is None:
            return found
        return (RowVerdict.OK, "") if may_be_called else (RowVerdict.BLOCKED, ANSWERED)

    def apply(self, column: pa.ChunkedArray) -> None:
        """Put what the column says on its rows, and ask about what is not understood."""
        if self.topic in _SEARCHED:
            self._search(column)
            return
        encoded = dictionary_of(column)
        texts = encoded.dictionary.to_pylist()
        if not any(map(str.strip, texts)) and asks_about_blanks(self.topic):
            return  # nothing at all stands in it
        self._put(np.arange(len(column)), np.asarray(encoded.indices), texts)

    def _search(self, column: pa.ChunkedArray) -> None:
        """The same for cells of which few say anything, found by patterns over whole columns."""
        pattern = {
            Topic.NAMES: remarks.FIRST_LOOK,
            Topic.NUMBER_STATUS: ".",
            Topic.NUMBER_FLAW: ".",
            Topic.NUMBER_KIND: ".",
            Topic.DISPOSITION: ".",
            Topic.DIALER_CODE: ".",
            Topic.LABEL: ".",
        }.get(self.topic, remarks.FIRST_LOOK_AT_NOTES)
        if _is_mostly_distinct(column):  # ids: nothing is gained by saying each once
            rows = _rows_with(column, pattern)
            words, indices = column.take(pa.array(rows)).to_pylist(), np.arange(len(rows))
        else:
            encoded = dictionary_of(column)
            said = np.asarray(pc.match_substring_regex(encoded.dictionary, pattern)).astype(bool)
            number = np.cumsum(said) - 1
            codes = np.asarray(encoded.indices)
            rows = np.flatnonzero(said[codes]) if len(said) else np.empty(0, np.int64)
            words, indices = encoded.dictionary.filter(pa.array(said)).to_pylist(), number[codes[rows]]
        if len(rows):
            self._put(rows, indices, words)

    def _put(self, rows: np.ndarray, indices: np.ndarray, words: list[str]) -> None:
        """Put what each of `words` says on `rows`, where it is stronger; `indices` says which belongs to which row."""
        pairs = [self.verdict(word) for word in words]
        verdict = np.array([verdict.rank for verdict, _ in pairs], np.uint8)[indices]
        reason = np.array([REASONS.index(reason) for _, reason in pairs], np.uint8)[indices]
        self._ask(words, pairs, rows, indices)
        stronger = verdict < self.silence.verdict[rows]
        self.silence.verdict[rows[stronger]] = verdict[stronger]
        self.silence.reason[rows[stronger]] = reason[stronger]

    def _ask(
        self, words: list[str], pairs: list[tuple[RowVerdict, str]], rows: np.ndarray, indices: np.ndarray
    ) -> None:
        if self.columns.choices[self.index].field is Field.NOTES:
            return  # remarks are read one by one
        asked = [
            at for at, pair in enumerate(pairs) if pair[0] is RowVerdict.REVIEW and pair[1] in _ANSWERABLE
        ]
        if asked and (len(asked) <= _MOST_ASKED or self.topic not in _SEARCHED):
            self.silence.asked.append(_Asked(self.index, {at: words[at] for at in asked}, rows, indices))


@dataclass(frozen=True)
class _Asked:
    """Entries of a column that are asked about, by their place; `indices` says which of them stands in which of `rows`."""

    column: int
    entries: dict[int, str]
    rows: np.ndarray
    indices: np.ndarray

    def question(self, silence: Silence) -> ColumnQuestion | None:
        """The question about them, for rows that nothing else keeps out."""
        open_rows = silence.verdict[self.rows] > RowVerdict.BLOCKED.rank
        counts = np.bincount(self.indices[open_rows], minlength=max(self.entries) + 1)
        asked: Counter[str] = Counter()
        for at, entry in self.entries.items():
            if counts[at]:
                asked[" ".join(entry.split())] += int(counts[at])
        return ColumnQuestion(self.column, tuple(asked.most_common())) if asked else None


def _rows_with(column: pa.ChunkedArray, pattern: str) -> np.ndarray:
    """Rows whose cells match; figures alone say nothing, and are most of what is distinct."""
    rows = np.flatnonzero(~np.asarray(pc.utf8_is_decimal(column)).astype(bool))
    if len(rows) < len(column):
        column = column.take(pa.array(rows))
    return rows[np.asarray(pc.match_substring_regex(column, pattern)).astype(bool)]


def _is_various(column: pa.ChunkedArray) -> bool:
    """Whether more stands in a column than there are statuses and lists; its first rows tell mostly."""
    return any(pc.count_distinct(part).as_py() > _FEW for part in (column.slice(0, _HEAD), column))


def _is_mostly_distinct(column: pa.ChunkedArray) -> bool:
    head = column.slice(0, _HEAD)
    return len(head) == _HEAD and pc.count_distinct(head).as_py() > _HEAD // 2

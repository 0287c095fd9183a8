"""Checked file: a verdict for every row, and what a person may still decide and mend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import phonenumbers

from services.contact_file.columns.columns import Columns
from services.contact_file.judging.combining import Facts, RowLayers, combine, combine_row
from services.contact_file.judging.doubts import DoubtGroup, asked_for, groups_in_doubt
from services.contact_file.judging.hidden import hidden_of, hidden_phone_columns, hidden_row_count
from services.contact_file.judging.settling import NO_ROW, Elsewhere, Settled, settle
from services.contact_file.judging.silence import (
    ANSWERED_BY_COLUMN,
    REASONS,
    ColumnQuestion,
    silence_of,
    silence_of_row,
)
from services.contact_file.numbers.lines import in_sorted, line_of
from services.contact_file.table.table import ContactTable
from services.contact_file.verdicts import VERDICTS, Rank, RowVerdict
from services.contact_file.vocabulary.aliases import Field

OUTCOMES_AT_ONCE = 50_000


class RowSummary(NamedTuple):
    """One row in short; fields as in `CheckedRow`."""

    row: int
    line: int
    verdict: RowVerdict
    e164: str | None
    ext: str | None
    reason: str


@dataclass(frozen=True)
class CheckedRow:
    """One row for a person: `cells` as they stand now, `reading` the number as one would write it.

    `row` counts the file's rows from 1, `line` its physical lines. `phone_column` is the column `e164` came from,
    `decided` what a person said to a row in review, `mended` the columns she changed.
    """

    row: int
    line: int
    verdict: RowVerdict
    e164: str | None
    ext: str | None
    reason: str
    params: dict[str, Any]
    cells: list[str]
    reading: str
    phone_column: int
    decided: bool | None = None
    mended: frozenset[int] = field(default_factory=frozenset)


class HiddenQuestion(NamedTuple):
    """How many rows of the sheet are hidden, and which hidden columns have numbers that would be called."""

    rows: int
    columns: tuple[int, ...]


class CheckedFile:
    """Every row of a file with its verdict. Deciding and mending judge again at once, other rows included."""

    def __init__(
        self,
        table: ContactTable,
        columns: Columns,
        region: str,
        facts: Facts,
        known: Mapping[str, str],
        blocked: Set[str],
        listed: npt.NDArray[np.int64],
    ) -> None:
        self.table = table
        self.columns = columns
        self.region = region
        self.mended: dict[int, dict[int, str]] = {}
        self._facts = facts
        self._known = known
        self._blocked = blocked
        self._listed = listed
        self._own_list = np.empty(0, bool)
        self.hidden_wanted: bool | None = None
        self._layers = combine(table, columns, facts)
        self._decided_by_row = np.zeros(table.row_count, bool)
        self._undecided: Settled | None = None
        self._settled = self._settle(self._layers.decision)

    def _settle(self, decision: np.ndarray) -> Settled:
        lines = self._facts.pool.lines()
        layers = replace(
            self._layers,
            decision=decision,
            number=lines[self._layers.number],
            dialled_in=lines[self._layers.dialled_in],
            others=[lines[ids] for ids in self._layers.others],
            hidden=hidden_of(
                self.table, self.columns, self._layers.used, self.hidden_wanted, self._facts.codes
            ),
        )
        return settle(layers, self._elsewhere(lines), self._facts.codes)

    def _judge_anew(self) -> None:
        self._undecided = None
        self._settled = self._settle(self._layers.decision)

    def _as_if_undecided(self) -> Settled:
        """What would be said of the rows had nobody decided anything."""
        if self._undecided is None:
            decision = self._layers.decision
            self._undecided = self._settle(np.zeros_like(decision)) if decision.any() else self._settled
        return self._undecided

    def _elsewhere(self, lines: np.ndarray) -> Elsewhere:
        """What is known of lines; `lines` gives the line of each number."""
        blocked, silenced, known = (
            self._on_lines(numbers, lines) for numbers in (self._blocked, self._facts.silenced, self._known)
        )
        rows, ids = self._further()
        return Elsewhere(blocked, silenced, known, self._on_own_list(lines), (rows, lines[ids]))

    def _on_own_list(self, lines: np.ndarray) -> np.ndarray:
        """Mask of the lines that are on the team's own do-not-call list, looked up anew where a mended cell brought one."""
        if len(self._own_list) != len(lines):
            self._own_list = np.zeros(len(lines), bool)
            if len(self._listed):
                self._own_list[:-1] = in_sorted(self._facts.pool.digits(), self._listed)
        return self._own_list

    def _on_lines(self, numbers: Iterable[str], lines: np.ndarray) -> np.ndarray:
        """Mask of the lines that one of `numbers` reaches, in whichever spelling."""
        held = self._facts.pool.mask(
            {spelling for number in numbers for spelling in (number, line_of(number))}
        )
        found = np.zeros(len(lines), bool)
        found[lines[np.flatnonzero(held)]] = True
        return found

    def _further(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows and ids of the further numbers of marked rows, as far as the file has them elsewhere."""
        pairs = [(row, number) for row, numbers in self._facts.further.items() for number in numbers]
        pairs = [(row, spelling) for row, number in pairs for spelling in {number, line_of(number)}]
        numbers = list(dict.fromkeys(number for _, number in pairs))
        id_of = dict(zip(numbers, self._facts.pool.ids_of(numbers).tolist(), strict=True))
        held = [(row, id_of[number]) for row, number in pairs if id_of[number] >= 0]
        rows, ids = zip(*held, strict=True) if held else ((), ())
        return np.array(rows, np.int64), np.array(ids, np.int32)

    @property
    def verdicts(self) -> np.ndarray:
        """`Verdict.rank` of every row."""
        return self._settled.verdict

    @property
    def counts(self) -> dict[RowVerdict, int]:
        """Rows by verdict; all verdicts are there, and they add up to the file."""
        found = np.bincount(self._settled.verdict, minlength=len(VERDICTS))
        return {verdict: int(found[verdict.rank]) for verdict in VERDICTS}

    @property
    def questions(self) -> list[ColumnQuestion]:
        """What has to be answered about columns before anybody in the file may be called."""
        return self._facts.silence.questions

    @property
    def hidden_question(self) -> HiddenQuestion | None:
        """What has to be answered about hidden rows and columns before anybody in the file may be called."""
        rows = hidden_row_count(self.table) if self.hidden_wanted is None else 0
        columns = hidden_phone_columns(self.table, self.columns)
        return HiddenQuestion(rows, columns) if rows or columns else None

    @property
    def is_open(self) -> bool:
        """Whether something has to be answered before anybody in the file may be called."""
        return bool(self.questions or self.hidden_question)

    @property
    def groups(self) -> list[DoubtGroup]:
        """The rows a person is asked about, by reason, decided or not; without those that an open question about a column
        settles."""
        waiting = ANSWERED_BY_COLUMN if self.questions else frozenset[str]()
        found = groups_in_doubt(
            self._as_if_undecided(),
            self._settled,
            self._layers.decision,
            self._decided_by_row,
            self._facts.codes,
        )
        return [group for group in found if group.reason not in waiting]

    @property
    def decision(self) -> np.ndarray:
        """By row what a person decided: 1 to use it, -1 to leave it out, 0 nothing."""
        return self._layers.decision

    @property
    def decided_one_by_one(self) -> np.ndarray:
        """Mask of the rows that were decided by themselves."""
        return self._decided_by_row

    def asked(self) -> np.ndarray:
        """By row the name of the reason it is, or was, asked about; empty for the others."""
        codes = asked_for(self._as_if_undecided(), self._settled)
        codes = np.where(codes == 0, self._settled.asked, codes)
        return np.array(self._facts.codes.names, object)[codes]

    def numbers_of(self, rows: np.ndarray) -> list[str | None]:
        """The numbers read in rows (from 0)."""
        return self._facts.pool.column(self._layers.number[rows]).to_pylist()

    def decide_as(self, rows: np.ndarray, decision: np.ndarray, one_by_one: np.ndarray) -> None:
        """Decide many rows (from 0) at once, each as it says."""
        self._as_if_undecided()
        self._layers.decision[rows] = decision
        self._decided_by_row[rows] = one_by_one
        self._settled = self._settle(self._layers.decision)

    def decided_by_row(self, row: int) -> bool:
        """Whether row `row` (from 1) was decided by itself and not with all of its reason."""
        return bool(self._decided_by_row[row - 1])

    @property
    def callable_rows(self) -> int:
        """How many rows would be called."""
        return sum(count for verdict, count in self.counts.items() if verdict.callable)

    @property
    def left_out_rows(self) -> int:
        """How many rows would not be called."""
        return self.table.row_count - self.callable_rows

    def reasons(self, verdict: RowVerdict) -> dict[str, int]:
        """Rows of one verdict by reason, the most frequent first."""
        found = np.bincount(self._settled.reason[self._settled.verdict == verdict.rank])
        names = self._facts.codes.names
        counted = {names[code]: int(found[code]) for code in np.flatnonzero(found)}
        return dict(sorted(counted.items(), key=lambda item: -item[1]))

    def rows(
        self,
        verdicts: Iterable[RowVerdict] | None = None,
        offset: int = 0,
        limit: int = 50,
        *,
        reason: str | None = None,
    ) -> list[CheckedRow]:
        """One page of rows in the file's order."""
        return [
            self.row(int(number) + 1) for number in self._found(verdicts, reason)[offset : offset + limit]
        ]

    def count(self, verdicts: Iterable[RowVerdict] | None = None, *, reason: str | None = None) -> int:
        """How many rows `rows` would go through."""
        return len(self._found(verdicts, reason))

    def _found(self, verdicts: Iterable[RowVerdict] | None, reason: str | None) -> np.ndarray:
        wanted = np.ones(self.table.row_count, bool)
        if verdicts is not None:
            wanted &= np.isin(self._settled.verdict, [verdict.rank for verdict in verdicts])
        if reason is not None:
            wanted &= self._settled.reason == self._facts.codes.number(reason)
        return np.flatnonzero(wanted)

    def row(self, number: int) -> CheckedRow:
        """Row `number`, from 1."""
        index = number - 1
        settled, layers = self._settled, self._layers
        e164 = self._facts.pool.number(int(layers.number[index]))
        decision = int(layers.decision[index])
        return CheckedRow(
            row=number,
            line=int(self.table.lines[index]),
            verdict=VERDICTS[settled.verdict[index]],
            e164=e164,
            ext=layers.ext.get(index),
            reason=self._facts.codes.names[settled.reason[index]],
            params=self._params(index),
            cells=self.cells_of(index),
            reading=_as_written(e164),
            phone_column=self.columns.phone[layers.used[index]],
            decided=None if decision == 0 else decision > 0,
            mended=frozenset(self.mended.get(index, {})),
        )

    def number_of(self, index: int) -> str | None:
        """The number read in a row (from 0), valid or not."""
        return self._facts.pool.number(int(self._layers.number[index]))

    def outcomes(self) -> Iterator[RowSummary]:
        """Every row in short, without its cells: for reports over whole files."""
        settled, layers, names = self._settled, self._layers, self._facts.codes.names
        for start in range(0, self.table.row_count, OUTCOMES_AT_ONCE):
            stop = min(start + OUTCOMES_AT_ONCE, self.table.row_count)
            numbers = self._facts.pool.column(layers.number[start:stop]).to_pylist()
            for index, e164 in enumerate(numbers, start):
                yield RowSummary(
                    index + 1,
                    int(self.table.lines[index]),
                    VERDICTS[settled.verdict[index]],
                    e164,
                    layers.ext.get(index),
                    names[settled.reason[index]],
                )

    def _params(self, index: int) -> dict[str, Any]:
        refers = int(self._settled.refers[index])
        params: dict[str, Any] = {}
        if refers != NO_ROW:
            params = {"row": refers + 1, "line": int(self.table.lines[refers])}
        e164 = self._facts.pool.number(int(self._layers.number[index]))
        if e164 is not None and e164 in self._known:
            params["known"] = self._known[e164]
        if index in self._layers.detail:
            params["detail"] = self._layers.detail[index]
        return params

    def cells_of(self, index: int) -> list[str]:
        """The cells of a row (from 0) as mended."""
        cells = self.table.row(index)
        for column, text in self.mended.get(index, {}).items():
            cells[column] = text
        return cells

    def decide(self, rows: Iterable[int] | str, accept: bool | None) -> int:
        """Accept or reject rows in doubt: those numbered (from 1), or all alike with one reason code but those that were
        decided by themselves.

        None takes a decision back. Returns how many rows it concerned. A row without a reading cannot be accepted.
        """
        self._as_if_undecided()  # known now without judging the rows once more
        if isinstance(rows, str):
            alike = [group.rows for group in self.groups if group.reason == rows]
            chosen = np.concatenate(alike) if alike else np.empty(0, np.int64)
            chosen = chosen[~self._decided_by_row[chosen]]
        else:
            chosen = np.array([row - 1 for row in rows], dtype=np.int64)
            self._decided_by_row[chosen] = accept is not None
        self._layers.decision[chosen] = {None: 0, True: 1, False: -1}[accept]
        self._settled = self._settle(self._layers.decision)
        return len(chosen)

    def use_hidden(self, wanted: bool | None) -> None:
        """Take hidden rows like the others, or leave them out; None takes that back."""
        self.hidden_wanted = wanted
        self._judge_anew()

    def answer(self, columns: Columns) -> None:
        """Judge again with a person's answers about columns; what was decided and mended stays."""
        self.columns = columns
        self._facts.silence = silence_of(self.table, columns)
        codes = np.array([self._facts.codes.number(code) for code in REASONS], np.int16)
        self._layers.mark[:] = self._facts.silence.verdict
        self._layers.mark_reason[:] = codes[self._facts.silence.reason]
        for index in self.mended:
            verdict, reason = silence_of_row(self.cells_of(index), columns, self._facts.silence)
            self._layers.mark[index] = verdict.rank
            self._layers.mark_reason[index] = self._facts.codes.number(reason)
        self._judge_anew()

    def mend(self, row: int, column: int | Field, text: str) -> CheckedRow:
        """Change a cell of row `row` (from 1) and judge again; a broken row counts as mended once a number is given."""
        index = row - 1
        position = column if isinstance(column, int) else self._position(index, column)
        self.mended.setdefault(index, {})[position] = text
        combine_row(self.columns, self._facts, self._layers, index, self.cells_of(index), position)
        self._decided_by_row[index] = False
        self._judge_anew()
        return self.row(row)

    def _position(self, index: int, field: Field) -> int:
        if field is Field.PHONE:
            return self.columns.phone[self._layers.used[index]]
        found = self.columns.first(field)
        if found is None:
            raise KeyError(field)
        return found

    def silenced_ids(self) -> np.ndarray:
        """Number ids that must not be called in any row, as a mask; one more entry, false, for rows without a number."""
        layers = self._layers
        lines = self._facts.pool.lines()
        elsewhere = self._elsewhere(lines)
        found = elsewhere.blocked | elsewhere.silenced | elsewhere.listed
        marked = (layers.mark == Rank.BLOCKED) | (layers.reason == self._facts.codes.number("do_not_call"))
        marked |= layers.mark == Rank.REVIEW
        for ids in (layers.number, layers.dialled_in, *layers.others):
            found[lines[ids[marked]]] = True
        further, ids = elsewhere.further
        found[ids[marked[further]]] = True
        found[-1] = False
        return found[lines]

    @property
    def layers(self) -> RowLayers:
        return self._layers

    @property
    def settled(self) -> Settled:
        return self._settled

    @property
    def facts(self) -> Facts:
        return self._facts


def _as_written(e164: str | None) -> str:
    if not e164:
        return ""
    return phonenumbers.format_number(phonenumbers.parse(e164), phonenumbers.PhoneNumberFormat.INTERNATIONAL)

"""Combination of a row's phone columns, marks and faults: which number counts, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from services.contact_file.columns.columns import Columns
from services.contact_file.judging.judging import Codes, Judged
from services.contact_file.judging.places import Places, row_phone_cells
from services.contact_file.judging.pool import NONE, Pool
from services.contact_file.judging.settling import Layers
from services.contact_file.judging.silence import REASONS, Silence, silence_of_row
from services.contact_file.numbers import extensions
from services.contact_file.numbers.numbers import possible_numbers, read_cell
from services.contact_file.table.table import ContactTable
from services.contact_file.verdicts import Rank, Reading, RowVerdict
from services.contact_file.vocabulary.aliases import Field

# A cell with such a reason holds nothing that was meant as a number: the person's next number is used.
WITHOUT_NUMBER = ("missing", "fax", "excel_error")


@dataclass
class Facts:
    """Facts of the cells, before rows are compared with each other."""

    places: Places
    codes: Codes
    judged: list[Judged]
    silence: Silence
    silenced: list[str]
    further: dict[int, set[str]]
    pool: Pool = field(init=False)

    def __post_init__(self) -> None:
        self.pool = Pool([judged.e164 for judged in self.judged])
        for judged in self.judged:  # the pool has them from here on
            judged.e164 = pa.chunked_array([], pa.string())


@dataclass
class RowLayers(Layers):
    """`Layers` with what a person sees beside: which phone column was used, extension, what was taken off."""

    used: np.ndarray
    ext: dict[int, str]
    detail: dict[int, str]


def combine(table: ContactTable, columns: Columns, facts: Facts) -> RowLayers:
    """For each row the first phone column with a number in it."""
    ids = facts.pool.ids
    without = [facts.codes.number(code) for code in WITHOUT_NUMBER]
    used = np.zeros(table.row_count, np.int8)
    settled = _has_number(facts.judged[0], without)
    for position, judged in enumerate(facts.judged[1:], 1):
        take = ~settled & _has_number(judged, without)
        used[take] = position
        settled |= take
    layers = _layers(table, columns, facts, used, ids)
    _prefer_valid(facts, layers, ids)
    _extensions(table, columns, facts, layers)
    _dial_in(facts, layers, list(layers.ext))
    _tell_apart(facts, layers)
    return layers


def _has_number(judged: Judged, without: list[int]) -> np.ndarray:
    return ~((judged.verdict == Rank.INVALID) & np.isin(judged.reason, without))


def _layers(
    table: ContactTable, columns: Columns, facts: Facts, used: np.ndarray, ids: list[np.ndarray]
) -> RowLayers:
    rows = np.arange(table.row_count)
    marks = np.array([facts.codes.number(code) for code in REASONS], np.int16)
    stack = len(ids) > 1
    layers = RowLayers(
        verdict=(
            np.stack([j.verdict for j in facts.judged])[used, rows]
            if stack
            else facts.judged[0].verdict.copy()
        ),
        reason=(
            np.stack([j.reason for j in facts.judged])[used, rows] if stack else facts.judged[0].reason.copy()
        ),
        number=(np.stack(ids)[used, rows] if stack else ids[0].copy()),
        others=[column.copy() for column in ids] if stack else [],
        mark=facts.silence.verdict.copy(),
        mark_reason=marks[facts.silence.reason],
        fault=_faults(table, columns, facts.codes),
        dialled_in=np.full(table.row_count, NONE, np.int32),
        decision=np.zeros(table.row_count, np.int8),
        hidden=np.zeros(table.row_count, np.int16),
        used=used,
        ext={},
        detail={},
    )
    for position, judged in enumerate(facts.judged):
        layers.ext.update({row: ext for row, ext in judged.ext.items() if used[row] == position})
        layers.detail.update({row: text for row, text in judged.detail.items() if used[row] == position})
    return layers


def _extensions(table: ContactTable, columns: Columns, facts: Facts, layers: RowLayers) -> None:
    """Extensions in a column of their own belong to the landline beside them; numbers that have theirs keep it."""
    column = columns.first(Field.EXTENSION)
    if column is None:
        return
    texts = table.cells.column(column).to_pylist()
    rows = [row for row, text in enumerate(texts) if is_extension(text) and row not in layers.ext]
    _join(facts, layers, {row: texts[row].strip().lstrip("-") for row in rows})


def _join(facts: Facts, layers: RowLayers, found: dict[int, str]) -> None:
    """Put extensions behind their numbers where that is how they are dialled; whether it is meant so, is asked."""
    numbers = facts.pool.column(layers.number[list(found)]).to_pylist()
    whole = {
        row: (number, extensions.joined(number, ext) if number else None)
        for (row, ext), number in zip(found.items(), numbers, strict=True)
    }
    apart = [row for row, (_, joined) in whole.items() if joined is None]
    layers.ext.update({row: found[row] for row in apart})
    changed = {row: joined for row, (number, joined) in whole.items() if joined and joined != number}
    rows = np.array(list(changed), np.int64)
    layers.number[rows] = facts.pool.add_all(list(changed.values()))
    for position, column in enumerate(layers.others):
        mine = rows[layers.used[rows] == position]
        column[mine] = layers.number[mine]
    doubted = rows[layers.verdict[rows] >= Rank.REPAIRED]
    layers.verdict[doubted] = Rank.REVIEW
    layers.reason[doubted] = facts.codes.number("extension_joined")


def _dial_in(facts: Facts, layers: RowLayers, rows: list[int]) -> None:
    """The numbers of rows with their extensions behind them: the same lines for whoever writes them so."""
    numbers = facts.pool.column(layers.number[rows]).to_pylist()
    whole = [
        extensions.dialled_in(number, layers.ext[row]) if number else ""
        for row, number in zip(rows, numbers, strict=True)
    ]
    with_one = [row for row, number in zip(rows, whole, strict=True) if number]
    layers.dialled_in[with_one] = facts.pool.add_all([number for number in whole if number])


def _tell_apart(facts: Facts, layers: RowLayers) -> None:
    """People who share a number and have extensions of their own (`030 27594 Durchwahl 12`, `… 13`) are as many people: each
    is asked about with the extension behind the number, where that is how it is dialled."""
    at_number: dict[int, dict[str, list[int]]] = {}
    for row, ext in layers.ext.items():
        at_number.setdefault(int(layers.number[row]), {}).setdefault(ext, []).append(row)
    shared = [row for exts in at_number.values() if len(exts) > 1 for rows in exts.values() for row in rows]
    for row in shared:
        if layers.dialled_in[row] == NONE or layers.mark[row] < Rank.REPAIRED:
            continue  # apart it stays; and a mark holds for both spellings
        layers.number[row] = layers.dialled_in[row]
        if layers.others:
            layers.others[layers.used[row]][row] = layers.dialled_in[row]
        layers.dialled_in[row] = NONE
        del layers.ext[row]
        if layers.verdict[row] >= Rank.REPAIRED:
            layers.verdict[row] = Rank.REVIEW
            layers.reason[row] = facts.codes.number("extension_shared")


def is_extension(text: str) -> bool:
    digits = text.strip().lstrip("-")
    return digits.isascii() and digits.isdecimal() and len(digits) <= 7


def _faults(table: ContactTable, columns: Columns, codes: Codes) -> np.ndarray:
    """Faults by row. A row that only ends early, before cells that decide nothing, is understood all the same."""
    fault = np.zeros(table.row_count, np.int16)
    for row, code in table.faults.items():
        missing = range(table.short.get(row, 0), len(table.header)) if code == "short_row" else ()
        if code != "short_row" or not all(map(columns.may_be_missing, missing)):
            fault[row] = codes.number(code)
    return fault


def _prefer_valid(facts: Facts, layers: RowLayers, ids: list[np.ndarray]) -> None:
    """Let a person decide about a later number, where the one used is no number."""
    for position, judged in enumerate(facts.judged[1:], 1):
        better = (
            (layers.verdict == Rank.INVALID) & (layers.used < position) & (judged.verdict >= Rank.REPAIRED)
        )
        layers.verdict[better] = Rank.REVIEW
        layers.reason[better] = facts.codes.number("first_number_invalid")
        layers.number[better] = ids[position][better]
        layers.used[better] = position


def combine_row(
    columns: Columns, facts: Facts, layers: RowLayers, index: int, cells: list[str], position: int
) -> None:
    """Judge one row again after a cell of it was mended."""
    texts, wheres = row_phone_cells(columns, facts.places, cells)
    readings = [read_cell(text, where) for text, where in zip(texts, wheres, strict=True)]
    used = next((at for at, reading in enumerate(readings) if not is_without_number(reading)), 0)
    chosen = readings[used]
    if chosen.verdict is RowVerdict.INVALID:
        used, chosen = next(
            (
                (at, Reading(RowVerdict.REVIEW, "first_number_invalid", reading.e164))
                for at, reading in enumerate(readings)
                if at > used and reading.verdict.callable
            ),
            (used, chosen),
        )
    pool, codes = facts.pool, facts.codes
    layers.used[index] = used
    layers.verdict[index] = chosen.verdict.rank
    layers.reason[index] = codes.number(chosen.reason)
    layers.number[index] = pool.add(chosen.e164) if chosen.e164 else NONE
    for column, reading in zip(layers.others, readings, strict=False):
        column[index] = pool.add(reading.e164) if reading.e164 else NONE
    for held, text in ((layers.ext, chosen.ext), (layers.detail, chosen.detail)):
        held.pop(index, None)
        if text:
            held[index] = text
    extension = columns.first(Field.EXTENSION)
    if extension is not None and is_extension(cells[extension]) and index not in layers.ext:
        _join(facts, layers, {index: cells[extension].strip().lstrip("-")})
    layers.dialled_in[index] = NONE
    _dial_in(facts, layers, [index] if index in layers.ext else [])
    facts.further[index] = set().union(*map(possible_numbers, texts, wheres))
    for column in (*columns.phone, *columns.unused_phone, *columns.numbers_beside):
        facts.further[index] |= possible_numbers(cells[column], wheres[0])
    verdict, reason = silence_of_row(cells, columns, facts.silence)
    layers.mark[index], layers.mark_reason[index] = verdict.rank, codes.number(reason)
    layers.decision[index] = 0
    if position in columns.phone:
        layers.fault[index] = 0


def is_without_number(reading: Reading) -> bool:
    return reading.verdict is RowVerdict.INVALID and reading.reason in WITHOUT_NUMBER

"""Comparison of rows with each other: marks that hold for a number everywhere, duplicates, a person's decisions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from services.contact_file.judging.judging import Codes
from services.contact_file.verdicts import Rank

NO_ROW = -1
HIDDEN_LEFT_OUT = "hidden_left_out"


@dataclass
class Layers:
    """Layers of knowledge about each row by itself. Numbers are ids; `others` are those of the row's further phone
    columns, `hidden` the reason's code of rows that the sheet does not show, `dialled_in` that of the number with its extension behind it, which is how others may write it."""

    verdict: np.ndarray
    reason: np.ndarray
    number: np.ndarray
    others: list[np.ndarray]
    dialled_in: np.ndarray
    mark: np.ndarray
    mark_reason: np.ndarray
    fault: np.ndarray
    decision: np.ndarray
    hidden: np.ndarray


@dataclass
class Settled:
    """The end of it: a verdict a row, its reason, the row (from 0) it refers to, and the reason for which a person is
    asked about it by itself (0 where nobody is)."""

    verdict: np.ndarray
    reason: np.ndarray
    refers: np.ndarray
    asked: np.ndarray


@dataclass
class Elsewhere:
    """For each number id, and one false more for rows without one: the platform forbids it, a broken row of this file
    does, the campaign has it, it is on the team's own list. `further` are rows (from 0) and ids of the further numbers that marked rows may mean."""

    blocked: np.ndarray
    silenced: np.ndarray
    known: np.ndarray
    listed: np.ndarray
    further: tuple[np.ndarray, np.ndarray]


def settle(layers: Layers, elsewhere: Elsewhere, codes: Codes) -> Settled:
    """Every row's verdict, the strongest of all that is said of it."""
    rows = len(layers.verdict)
    settled = Settled(
        layers.verdict.copy(),
        layers.reason.copy(),
        np.full(rows, NO_ROW, np.int32),
        np.zeros(rows, layers.reason.dtype),
    )
    asked = layers.mark < Rank.REPAIRED
    _put(settled, asked & (layers.mark <= settled.verdict), layers.mark, layers.mark_reason)
    unclear = (layers.mark == Rank.REVIEW) & (layers.decision == 0)
    marked = (layers.mark == Rank.BLOCKED) | (layers.reason == codes.number("do_not_call"))
    marked |= (layers.mark == Rank.REVIEW) & (layers.decision < 0)
    for where, verdict, code in (
        (marked, Rank.BLOCKED, "do_not_call_elsewhere"),
        (unclear, Rank.REVIEW, "unclear_elsewhere"),
    ):
        _hold_everywhere(settled, layers, _numbers_of(where, layers, elsewhere), verdict, codes.number(code))
    _decide(settled, layers, codes)
    _hide(settled, layers, codes)
    numbered = layers.number >= 0
    for held, code in (
        (elsewhere.listed, "do_not_call_list"),
        (elsewhere.blocked, "do_not_call_platform"),
        (elsewhere.silenced, "do_not_call_broken_row"),
    ):
        forbidden = held[layers.number] | held[layers.dialled_in]
        forbidden &= numbered & (settled.verdict > Rank.BLOCKED)
        _put_one(settled, forbidden, Rank.BLOCKED, codes.number(code))
    _put(settled, layers.fault > 0, np.full(rows, Rank.MALFORMED, np.uint8), layers.fault)
    _duplicates(settled, layers.number, len(elsewhere.known), codes)
    present = numbered & elsewhere.known[layers.number] & (settled.verdict > Rank.DUPLICATE)
    _put_one(settled, present, Rank.DUPLICATE, codes.number("in_campaign"))
    return settled


def _put(settled: Settled, where: np.ndarray, verdict: np.ndarray, reason: np.ndarray) -> None:
    settled.verdict[where] = verdict[where]
    settled.reason[where] = reason[where]


def _put_one(settled: Settled, where: np.ndarray, verdict: int, reason: int) -> None:
    settled.verdict[where] = verdict
    settled.reason[where] = reason


def _decide(settled: Settled, layers: Layers, codes: Codes) -> None:
    asked = settled.verdict == Rank.REVIEW
    settled.asked[asked] = settled.reason[asked]
    accepted = asked & (layers.decision > 0) & (layers.number >= 0)
    _put_one(settled, accepted, Rank.REPAIRED, codes.number("accepted"))
    settled.verdict[asked & (layers.decision < 0)] = (
        Rank.REJECTED
    )  # the reason stays that for which it was asked


def _hide(settled: Settled, layers: Layers, codes: Codes) -> None:
    """Rows that the sheet does not show wait for their own answer, whatever was decided about rows like them."""
    callable_ones = (layers.hidden > 0) & (settled.verdict >= Rank.REVIEW)
    verdict = np.where(layers.hidden == codes.number(HIDDEN_LEFT_OUT), Rank.REJECTED, Rank.REVIEW)
    _put(settled, callable_ones, verdict, layers.hidden)


def _numbers_of(
    marked: np.ndarray, layers: Layers, elsewhere: Elsewhere
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Rows that are marked with the numbers they may mean, column by column."""
    rows = np.flatnonzero(marked)
    if not len(rows):
        return []
    columns = [(rows, column[rows]) for column in (layers.number, layers.dialled_in, *layers.others)]
    further, ids = elsewhere.further
    return [*columns, (further[marked[further]], ids[marked[further]])]


def _hold_everywhere(
    settled: Settled,
    layers: Layers,
    sources: list[tuple[np.ndarray, np.ndarray]],
    verdict: int,
    reason: int,
) -> None:
    """Let what is said of a number in one row hold for it in every row."""
    if not sources:
        return
    own = (layers.number, layers.dialled_in)
    size = max(int(column.max(initial=-1)) for column in (*own, *(ids for _, ids in sources))) + 1
    source_of = np.full(size + 1, NO_ROW, np.int32)
    for rows, ids in reversed(sources):  # the number a row is called by comes last, and counts
        held = ids[::-1] >= 0
        source_of[ids[::-1][held]] = rows[::-1][held]
    source = source_of[layers.number]  # the last entry is that of rows without a number
    if (layers.dialled_in >= 0).any():
        source = np.where(source == NO_ROW, source_of[layers.dialled_in], source)
    hit = (
        (source != NO_ROW) & (settled.verdict > verdict) & (source != np.arange(len(source), dtype=np.int32))
    )
    _put_one(settled, hit, verdict, reason)
    settled.refers[hit] = source[hit]


def _duplicates(settled: Settled, number: np.ndarray, numbers: int, codes: Codes) -> None:
    """The first callable row of a number keeps it; rows to review give way to it, and to each other."""
    reason = codes.number("duplicate")
    for keepers, giving_way in (
        (settled.verdict >= Rank.REPAIRED, settled.verdict >= Rank.REVIEW),
        (settled.verdict == Rank.REVIEW, settled.verdict == Rank.REVIEW),
    ):
        kept = np.flatnonzero(keepers & (number >= 0))
        if not len(kept):
            continue
        first = np.full(numbers + 1, NO_ROW, np.int32)
        first[number[kept][::-1]] = kept[::-1]
        keeper = first[number]  # the last entry is that of rows without a number
        later = giving_way & (keeper != NO_ROW) & (keeper != np.arange(len(number), dtype=np.int32))
        later &= settled.verdict != Rank.DUPLICATE
        _put_one(settled, later, Rank.DUPLICATE, reason)
        settled.refers[later] = keeper[later]

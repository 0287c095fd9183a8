"""Rows in doubt, by the reason for which a person is asked about them. A group keeps its rows and its place whatever is
decided, so that each decision is seen, changed and taken back where it was made.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from services.contact_file.judging.hidden import ASKED_ONCE
from services.contact_file.judging.judging import Codes
from services.contact_file.judging.settling import NO_ROW, Settled
from services.contact_file.judging.silence import REASONS
from services.contact_file.verdicts import Rank

# Whoever is called in spite of one of these is called against her will, or is somebody else: they come first.
_HARMFUL = frozenset(REASONS) | {"unclear_elsewhere", "number_outdated"}


@dataclass(frozen=True)
class DoubtGroup:
    """Rows (from 0) with one reason: how many wait for a decision, are used, were left out by a person; the rest is kept
    out by something stronger. `answer` is what was said of all of them that were not decided one by one."""

    reason: str
    rows: np.ndarray
    open: int
    used: int
    left: int
    answer: bool | None


def groups_in_doubt(
    undecided: Settled, now: Settled, decision: np.ndarray, by_row: np.ndarray, codes: Codes
) -> list[DoubtGroup]:
    """The groups, the most harmful first. `undecided` is what would be said of the rows had nobody decided anything,
    `by_row` which of them were decided one by one."""
    reason = asked_for(undecided, now)
    members = np.flatnonzero(reason)
    groups = []
    for code in np.unique(reason[members]):
        name = codes.names[code]
        if name not in ASKED_ONCE:
            groups.append(_group(name, members[reason[members] == code], now, decision, by_row))
    return sorted(groups, key=lambda group: (group.reason not in _HARMFUL, -len(group.rows), group.reason))


def asked_for(undecided: Settled, now: Settled) -> np.ndarray:
    """For each row the code of the reason it is asked for, 0 for the others. A row that gives way to one in doubt is asked
    about with it: it takes its place where that one is left out."""
    keeper = np.where(undecided.refers == NO_ROW, 0, undecided.refers)
    gives_way = (undecided.verdict == Rank.DUPLICATE) & (undecided.refers != NO_ROW)
    gives_way &= undecided.verdict[keeper] == Rank.REVIEW
    reason = np.where(gives_way, undecided.asked, 0)
    for settled in (now, undecided):
        waits = settled.verdict == Rank.REVIEW
        reason[waits] = settled.reason[waits]
    return reason


def _group(name: str, rows: np.ndarray, now: Settled, decision: np.ndarray, by_row: np.ndarray) -> DoubtGroup:
    verdicts, together = now.verdict[rows], decision[rows][~by_row[rows]]
    answer = None
    if len(together) and together[0] and np.all(together == together[0]):
        answer = bool(together[0] > 0)
    return DoubtGroup(
        name,
        rows,
        open=int(np.count_nonzero(verdicts == Rank.REVIEW)),
        used=int(np.count_nonzero(verdicts >= Rank.REPAIRED)),
        left=int(np.count_nonzero(verdicts == Rank.REJECTED)),
        answer=answer,
    )

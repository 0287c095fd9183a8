"""Part of the stage of enrolment that leaves out who was called a short while ago, by whichever campaign: nobody is called by
two campaigns in a row.
"""

from __future__ import annotations

import numpy as np

from services.contact_file.numbers.lines import line_numbers
from services.do_not_call.recently_called import RecentlyCalled
from services.imports.rows import End, Marks
from services.imports.turn import Turn

REASON = "called_lately"
UNREACHED = "people:unreached"
"""The digest under which `services.campaigns.people_import` hands them over."""


def leave_out_called_lately(turn: Turn, number: int, marks: Marks) -> bool:
    """Leave out whoever of a chunk is about to be enrolled and was called within the time. Whether there was anybody.

    Raises:
        DatabaseAway: it cannot be told; nobody is sent.
    """
    waiting = marks.where(End.KNOWN)
    if not waiting:
        return False
    lines = line_numbers(turn.phones[np.array(waiting) + number * turn.chunk_rows]).tolist()
    called = called_by(turn, {line for line in lines if line})
    barred = [position for position, line in zip(waiting, lines, strict=True) if line in called]
    for position in barred:
        marks.leave_out(position, REASON)
    return bool(barred)


def called_by(turn: Turn, lines: set[int]) -> set[int]:
    """Which of these lines a campaign has called within the time; none of people who are chosen because of that."""
    if not lines or _are_to_be_called_again(turn):
        return set()
    return recently(turn).lines(turn.claim.campaign_id, lines)


def recently(turn: Turn) -> RecentlyCalled:
    platform = turn.platform
    return RecentlyCalled(turn.claim.store.engine, platform.account, platform.now, platform.between_campaigns)


def _are_to_be_called_again(turn: Turn) -> bool:
    """Whether a person has chosen those whom another campaign called and did not reach: that they were called is why."""
    row = turn.claim.store.row(turn.claim.job_id)
    return row is not None and UNREACHED in str(row.slot)

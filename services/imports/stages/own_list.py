"""Part of a stage that leaves out who is on the team's own do-not-call list: before anything is sent, and once more before
each enrolment, for somebody may have been put on it since.
"""

from __future__ import annotations

import numpy as np

from services.contact_file.numbers.lines import line_numbers
from services.do_not_call import listed_of
from services.imports.rows import End, Marks
from services.imports.turn import Turn

REASON = "own_list"


def leave_out_listed(turn: Turn, number: int, marks: Marks) -> bool:
    """Leave out whoever of a chunk waits and is on the list, by number or by contact. Whether there was anybody.

    Raises:
        DatabaseAway: the list cannot be read; nobody is sent.
    """
    listed = listed_of(turn.claim.store.engine, turn.platform.team_id)
    waiting = marks.where(End.TODO, End.KNOWN)
    if not listed or not waiting:
        return False
    phones = turn.phones[np.array(waiting) + number * turn.chunk_rows]
    by_line = listed.has_lines(line_numbers(phones)) & (phones > 0)
    barred = [
        position
        for position, hit in zip(waiting, by_line.tolist(), strict=True)
        if hit or (marks.contact_id[position] or "") in listed.contact_ids
    ]
    for position in barred:
        marks.leave_out(position, REASON)
    return bool(barred)

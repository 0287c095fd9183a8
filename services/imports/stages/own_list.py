"""Part of a stage that leaves out who is on the team's own do-not-call list: before anything is sent, and once more before
each enrolment, for somebody may have been put on it since.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from services.contact_file.numbers.lines import line_numbers
from services.do_not_call import Listed, listed_of
from services.imports.matching import Known
from services.imports.rows import End, Marks
from services.imports.turn import Turn

REASON = "own_list"


def leave_out_listed(turn: Turn, number: int, marks: Marks) -> bool:
    """Leave out whoever of a chunk waits and is on the list, by number or by contact. Whether there was anybody.

    Raises:
        DatabaseAway: the list cannot be read; nobody is sent.
    """
    listed = own_list(turn)
    waiting = marks.where(End.TODO, End.KNOWN)
    if not listed or not waiting:
        return False
    phones = turn.phones[np.array(waiting) + number * turn.chunk_rows]
    by_line = listed.has_lines(line_numbers(phones)) & (phones > 0)
    further = _further_numbers(turn, number)
    barred = [
        position
        for position, hit in zip(waiting, by_line.tolist(), strict=True)
        if hit
        or marks.contact_id[position] in listed.contact_ids
        or (position in further and listed.bars((further[position],)))
    ]
    for position in barred:
        marks.leave_out(position, REASON)
    return bool(barred)


def own_list(turn: Turn) -> Listed:
    """The list as it is now."""
    return listed_of(turn.claim.store.engine, turn.platform.team_id)


def on_list(people: Sequence[Known], listed: Listed) -> list[bool]:
    """Who of the CRM's people is on it, by any of her numbers or by her contact."""
    return listed.barred([((one.phone, one.phone_secondary), one.contact_id) for one in people])


def _further_numbers(turn: Turn, number: int) -> dict[int, str]:
    """Second numbers of a chunk's people, by position: who has said no at one of them is called at none."""
    people = turn.claim.store.people(turn.claim.job_id, number)
    rows = zip(people["place"].to_pylist(), people["phone_secondary"].to_pylist(), strict=True)
    return {place: phone for place, phone in rows if phone}

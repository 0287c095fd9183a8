"""Stage of reconciliation: what the list says of each person, held against the campaign itself."""

from __future__ import annotations

from math import ceil

import numpy as np

from services.imports.platform import MEMBERS, Closed, Seen
from services.imports.rows import End, Marks, read_matches
from services.imports.turn import Turn

AFFORDABLE_PAGES = 110  # a hundred thousand people in full pages
CLAIMED = (End.ENROLLED, End.DOUBTFUL)


def check(turn: Turn) -> None:
    """Read the campaign's people page by page where that is needed or cheap; else its count has to fit."""
    place = turn.place
    if MEMBERS in place.closed:
        _settle_unseen(turn, looked=False)
        return
    try:
        seen = turn.platform.members(place.offset, place.page_rows)
    except Closed:
        place.closed.append(MEMBERS)
        turn.claim.commit()
        return
    if place.offset == 0 and not _worth_reading(turn, seen):
        _settle_unseen(turn, looked=False)
        return
    matches = turn.index.match(seen.people)
    more = turn.turn_page(seen)
    turn.commit_matches("member", matches)
    if not more:
        _settle_unseen(turn, looked=True)


def _worth_reading(turn: Turn, seen: Seen) -> bool:
    place = turn.place
    pages = ceil(seen.total / max(1, min(seen.page_rows, place.page_rows)))
    enrolled = sum(np.count_nonzero(marks.end == End.ENROLLED) for _, marks in turn.all_marks())
    fits = place.members is not None and seen.total >= place.members + enrolled
    return pages <= AFFORDABLE_PAGES or place.doubts > 0 or not fits


def _settle_unseen(turn: Turn, *, looked: bool) -> None:
    """Enrol once more who is not in the campaign, and leave out whom that does not help.

    Where the campaign's people could not be read, or the answer names nobody by id or number, the platform's word at
    enrolment stands.
    """
    place = turn.place
    seen, barred = _seen(turn) if looked else (set[int](), set[int]())
    changed: dict[int, Marks] = {}
    unseen = 0
    for number, marks in turn.all_marks():
        start = number * turn.chunk_rows
        for position in marks.where(*CLAIMED):
            if start + position in barred:
                marks.leave_out(position, "do_not_call")
            elif start + position in seen or not seen:
                if marks.end[position] == End.ENROLLED:
                    continue
                marks.settle(position, End.ENROLLED)
            elif place.checked:
                marks.leave_out(position, "not_enrolled")
            else:
                marks.settle(position, End.KNOWN)
                unseen += 1
            changed[number] = marks
    place.checked += 1
    place.doubts = 0
    turn.go_to("enrol" if unseen else "done")
    turn.claim.commit(marks=changed, drop_matches=True)


def _seen(turn: Turn) -> tuple[set[int], set[int]]:
    """Positions of the list's people in the campaign, and of those among them whom it must not call."""
    seen: set[int] = set()
    barred: set[int] = set()
    for blob in turn.claim.store.match_pages(turn.claim.job_id):
        matches = read_matches(blob)
        positions, forbidden = matches["position"].to_numpy(), matches["forbidden"].to_numpy()
        seen.update(positions.tolist())
        barred.update(positions[forbidden].tolist())
    return seen, barred

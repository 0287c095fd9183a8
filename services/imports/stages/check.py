"""Stage of reconciliation: what the list says of each person, held against the campaign itself."""

from __future__ import annotations

from math import ceil

import numpy as np

from services.imports.platform import MEMBERS, Closed, Seen
from services.imports.rows import End, Marks, read_matches
from services.imports.stages.compare import count, may_be_inside, require_only_chosen, require_total
from services.imports.turn import Turn

AFFORDABLE_PAGES = 110  # a hundred thousand people in full pages
CLAIMED = (End.ENROLLED, End.DOUBTFUL)


def check(turn: Turn) -> None:
    """Read the campaign's people page by page where that is needed or cheap; else its count has to fit.

    Raises:
        Uninvited: there are people in it whom nobody chose.
    """
    place = turn.place
    if MEMBERS in place.closed:
        if place.unverified:
            require_total(turn)
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
    place.nameless = seen.nameless + (place.nameless if place.offset else 0)
    matches = turn.index.match(seen.people)
    count(turn, seen, matches)
    more = turn.turn_page(seen)
    turn.commit_matches("member", matches)
    if not more:
        if place.unverified:
            require_only_chosen(turn)
        _settle_unseen(turn, looked=True)


def _worth_reading(turn: Turn, seen: Seen) -> bool:
    place = turn.place
    if seen.total is None:
        return True
    if place.unverified and seen.total > may_be_inside(turn):
        return True
    pages = ceil(seen.total / max(1, min(seen.page_rows, place.page_rows)))
    enrolled = sum(np.count_nonzero(marks.end == End.ENROLLED) for _, marks in turn.all_marks())
    fits = place.members is not None and seen.total >= place.members + enrolled
    return pages <= AFFORDABLE_PAGES or place.doubts > 0 or place.at_most is not None or not fits


def _settle_unseen(turn: Turn, *, looked: bool) -> None:
    """Enrol once more who is not in the campaign, and leave out whom that does not help.

    Where the campaign's people could not be read, or the answer names nobody by id or number, the platform's word at
    enrolment stands. Where only so many are wanted, somebody else takes the place of who is not in.
    """
    place = turn.place
    seen, barred = _seen(turn) if looked else (set[int](), set[int]())
    told = looked and bool(seen or not (place.nameless or turn.platform.skips_known))
    # elsewhere a second enrolment moves somebody's call, and a list of people may be older than the enrolment
    again = End.KNOWN if turn.platform.skips_known else End.ENROLLING
    changed: dict[int, Marks] = {}
    unseen = inside = waiting = 0
    for number, marks in turn.all_marks():
        start = number * turn.chunk_rows
        waiting += len(marks.where(End.KNOWN))
        for position in _asked_for(marks):
            if start + position in barred:
                marks.leave_out(position, "do_not_call")
                place.outside += 1  # she is in it, and was sent
            elif start + position in seen or (not told and marks.end[position] != End.LEFT_OUT):
                if marks.end[position] == End.ENROLLED:
                    continue
                marks.settle(position, End.ENROLLED)
            elif marks.end[position] == End.LEFT_OUT:
                continue
            elif place.checked:
                marks.leave_out(position, "not_enrolled")
            else:
                marks.settle(position, again)
                unseen += 1
            changed[number] = marks
        inside += len(marks.where(End.ENROLLED, End.ALREADY))
    more = place.at_most is not None and min(waiting, place.at_most - inside - unseen) > 0
    place.checked = 0 if more else place.checked + 1
    place.doubts = 0
    place.unverified = False
    place.looked = False  # who is sent once more is looked for once more
    turn.go_to("enrol" if unseen or more else "done")
    turn.claim.commit(marks=changed, drop_matches=True)


def _asked_for(marks: Marks) -> list[int]:
    """Who was sent; and whom the platform's answer named as not taken, who may be in all the same."""
    named = [one for one in marks.where(End.LEFT_OUT) if marks.reason[one] == "not_enrolled"]
    return [*marks.where(*CLAIMED), *named]


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

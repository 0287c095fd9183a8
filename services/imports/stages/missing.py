"""Stage that looks who is in the campaign before anybody is sent: who is in it already, and who of those sent is not."""

from __future__ import annotations

from typing import NoReturn

from services.api.unclear import UNCLEAR_FOR
from services.imports.platform import MEMBERS, Closed
from services.imports.rows import End, Marks, read_matches
from services.imports.stages.compare import count, remember_before, require_only_chosen
from services.imports.turn import NotYet, Turn


def missing(turn: Turn) -> None:
    """One page of those who are in the campaign: who was sent, and is not in it, is sent once more.

    Raises:
        NotYet: who was sent is not in it, and may still get in.
        Uninvited: there are people in it whom nobody chose.
    """
    place = turn.place
    if MEMBERS in place.closed:
        _settle_unseen(turn)
        return
    try:
        seen = turn.platform.members(place.offset, place.page_rows)
    except Closed:
        place.closed.append(MEMBERS)
        turn.claim.commit(progress=False)
        return
    matches = turn.index.match(seen.people)
    count(turn, seen, matches)
    more = turn.turn_page(seen)
    turn.commit_matches("member", matches, progress=False)
    if not more:
        if place.unverified:
            require_only_chosen(turn)
        else:
            remember_before(turn)
        _settle(turn)


def _settle(turn: Turn) -> None:
    """Who is in it was sent, or is there already. Who was sent and is not in it is sent again: at once where the platform
    skips whom it knows, else not before it is certain that the first request does nothing any more."""
    barred_by_position: dict[int, bool] = {}
    for blob in turn.claim.store.match_pages(turn.claim.job_id):
        page = read_matches(blob)
        barred_by_position.update(
            zip(page["position"].to_pylist(), page["forbidden"].to_pylist(), strict=True)
        )
    certain = turn.platform.skips_known or _is_certain(turn)
    changed: dict[int, Marks] = {}
    waiting = False
    for number, marks in turn.all_marks():
        start = number * turn.chunk_rows
        for position in marks.where(End.ENROLLING, End.KNOWN):
            sent, barred = marks.end[position] == End.ENROLLING, barred_by_position.get(start + position)
            if sent and barred:
                marks.leave_out(position, "do_not_call")
                turn.place.outside += 1  # she is in it, and was sent
            elif barred is not None:
                marks.settle(position, End.ENROLLED if sent else End.ALREADY)
            elif sent and certain:
                marks.settle(position, End.KNOWN)
            else:
                waiting = waiting or sent
                continue
            changed[number] = marks
    if waiting:
        _look_again(turn, changed)
    turn.place.looked, turn.place.unclear_until = True, 0.0
    turn.go_to("enrol")
    turn.claim.commit(marks=changed, drop_matches=True, progress=False)


def _is_certain(turn: Turn) -> bool:
    """Whether an enrolment that was sent without a clear answer does nothing any more."""
    now = turn.claim.store.clock().timestamp()
    if not turn.place.unclear_until:
        turn.place.unclear_until = now + turn.platform.real_seconds(UNCLEAR_FOR)
    return now >= turn.place.unclear_until


def _look_again(turn: Turn, changed: dict[int, Marks]) -> NoReturn:
    turn.go_to("missing")
    turn.claim.commit(marks=changed, drop_matches=True, progress=False)
    left = turn.place.unclear_until - turn.claim.store.clock().timestamp()
    raise NotYet("unclear", max(1.0, left))


def _settle_unseen(turn: Turn) -> None:
    """Where nobody can tell who is in the campaign, all are sent once more where the platform skips whom it knows, and
    nobody who might be in already elsewhere."""
    changed: dict[int, Marks] = {}
    skips_known = turn.platform.skips_known
    for number, marks in turn.all_marks():
        for position in marks.where(End.ENROLLING):
            if skips_known:
                marks.settle(position, End.KNOWN)
            else:
                marks.leave_out(position, "perhaps_in")
            changed[number] = marks
    turn.go_to("enrol")
    turn.claim.commit(marks=changed, drop_matches=True, progress=False)

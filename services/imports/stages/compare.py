"""Stage that holds the campaign against who was in it and who was sent: an enrolment may put in people nobody chose.

What naming people by id does is not documented everywhere; it may take in the assistant's whole group. So one person goes
first, alone, and the campaign is read before anybody follows, and once more after the last one. More people than were in it
and were sent: nobody further is sent, and that is kept for good (`services.imports.uninvited`).
"""

from __future__ import annotations

from collections.abc import Iterable

from services.imports.matching import Known, Match
from services.imports.platform import MEMBERS, Closed, Seen
from services.imports.rows import End
from services.imports.turn import Turn
from services.imports.uninvited import MOST_NAMES, Uninvited, keep_found, people_found_in


def compare(turn: Turn) -> None:
    """One page of those who are in the campaign, after somebody was sent; at the end the others may follow.

    Raises:
        Uninvited: there are people in it whom nobody chose.
    """
    place = turn.place
    if MEMBERS in place.closed:
        _compare_unseen(turn)
        return
    try:
        seen = turn.platform.members(place.offset, place.page_rows)
    except Closed:
        place.closed.append(MEMBERS)
        turn.claim.commit(progress=False)
        return
    count(turn, seen, turn.index.match(seen.people))
    if not turn.turn_page(seen):
        require_only_chosen(turn)
        _go_on(turn)
    turn.claim.commit(progress=False)


def require_none_found(turn: Turn) -> None:
    """Raises where an import has found people in this campaign whom nobody chose.

    Raises:
        Uninvited: nobody is sent.
    """
    if found := people_found_in(turn.claim.store.engine, turn.claim.campaign_id):
        raise Uninvited(found.count)


def count(turn: Turn, seen: Seen, matches: Iterable[Match]) -> None:
    """Count who of a page of the campaign's people is none of those who may be in it. To be asked before the page turns."""
    place = turn.place
    if turn.platform.skips_known:
        return
    if place.offset == 0:
        place.seen = place.seen_outside = 0
        place.seen_names = []
    chosen = {match.contact for match in matches if turn.chosen[match.position]}
    outside = [one for one in seen.people if one not in chosen]
    for other in turn.beside if outside else ():
        theirs = {match.contact for match in other.match(outside)}
        outside = [one for one in outside if one not in theirs]
    place.seen += len(seen.people) + seen.nameless
    place.seen_outside += len(outside)
    place.seen_names = [*place.seen_names, *map(_name, outside)][:MOST_NAMES]


def remember_before(turn: Turn) -> None:
    """Keep how the campaign is, just read, before anybody is sent into it."""
    place = turn.place
    place.inside, place.outside, place.sent_before = place.seen, place.seen_outside, _sent(turn)


def may_be_inside(turn: Turn) -> int:
    """How many the campaign holds at most, where nobody is in it whom no one chose."""
    return turn.place.inside + _sent(turn) - turn.place.sent_before


def require_only_chosen(turn: Turn) -> None:
    """Hold the campaign's people, just read, against who may be in it.

    Who was in it before cannot be told by name any more, so some of the names may be theirs where somebody was: then none
    is told. A list that was read in many pages may have moved meanwhile, so there the campaign's own total has to agree.

    Raises:
        Uninvited: there are people in it whom nobody chose.
    """
    place = turn.place
    by_number = place.seen - may_be_inside(turn) if place.nameless else 0
    beyond = max(place.seen_outside - place.outside, by_number)
    if beyond > 0 and place.offset:
        total = turn.platform.people_inside()
        beyond = 0 if total is not None and total <= may_be_inside(turn) else beyond
    if beyond > 0:
        _stop(turn, beyond, place.seen_names if not place.outside else [])
    place.seen_names = []


def require_total(turn: Turn) -> bool:
    """Hold the campaign's total against who may be in it, where its people cannot be read. False where it is not told.

    Raises:
        Uninvited: there are people in it whom nobody chose.
    """
    total = turn.platform.people_inside()
    if total is not None and (beyond := total - may_be_inside(turn)) > 0:
        _stop(turn, beyond, [])
    return total is not None


def _compare_unseen(turn: Turn) -> None:
    """Where nothing tells who or how many are in it, nobody follows the first."""
    changed = {}
    if not require_total(turn):
        for number, marks in turn.all_marks():
            for position in marks.where(End.KNOWN):
                marks.leave_out(position, "cannot_look")
                changed[number] = marks
    _go_on(turn)
    turn.claim.commit(marks=changed, progress=False)


def _go_on(turn: Turn) -> None:
    turn.place.compared, turn.place.unverified = True, False
    turn.go_to("enrol")


def _stop(turn: Turn, people: int, names: list[str]) -> None:
    store, claim = turn.claim.store, turn.claim
    turn.place.seen_names = []
    keep_found(store.engine, claim.campaign_id, claim.job_id, count=people, names=names, at=store.clock())
    raise Uninvited(people)


def _sent(turn: Turn) -> int:
    """How many of the list were sent into the campaign, whatever is known of what became of them."""
    return sum(
        len(marks.where(End.ENROLLED, End.DOUBTFUL, End.ENROLLING)) + len(marks.sent_in_vain())
        for _, marks in turn.all_marks()
    )


def _name(person: Known) -> str:
    return person.name or person.phone or person.contact_id

"""Stage before anything is sent: who stands in the list twice, who is in the campaign, who must not be called, by the team's
own list and by the CRM.
"""

from __future__ import annotations

from services.api.generation import Generation
from services.imports.matching import repeated, usual_region
from services.imports.platform import Closed
from services.imports.rows import End, Marks
from services.imports.stages.own_list import leave_out_listed
from services.imports.turn import Turn

WAY_BY_FILE, WAY_BY_ROWS, WAY_SINGLE, WAY_IDS = "import", "rows", "single", "ids"


def prepare(turn: Turn) -> None:
    """Count the people, and leave out those who stand in the list a second time or are on the team's do-not-call list."""
    place = turn.place
    place.chunks = len(turn.claim.store.chunk_numbers(turn.claim.job_id))
    place.region = usual_region(turn.phones)
    place.people = place.strangers = 0
    again = set(repeated(turn.phones).tolist())
    ids: set[str] = set()
    changed: dict[int, Marks] = {}
    for number, marks in turn.all_marks():
        repeats = _leave_out_repeated(marks, number * turn.chunk_rows, again, ids)
        if leave_out_listed(turn, number, marks) or repeats:
            changed[number] = marks
        strangers = len(marks.where(End.TODO, End.ASKED, End.SENT))
        place.strangers += strangers
        place.people += strangers + len(marks.where(End.KNOWN))
    turn.go_to("members")
    turn.claim.commit(marks=changed, note=("started", {"people": place.people}))


def _leave_out_repeated(marks: Marks, start: int, again: set[int], ids: set[str]) -> bool:
    changed = False
    for position in marks.where(End.TODO, End.KNOWN):
        contact_id = marks.contact_id[position]
        if start + position in again or (contact_id and contact_id in ids):
            marks.leave_out(position, "same_person")
            changed = True
        elif contact_id:
            ids.add(contact_id)
    return changed


def members(turn: Turn) -> None:
    """One page of those who are in the campaign already: they end as "already there", not as enrolled by us."""
    place = turn.place
    try:
        seen = turn.platform.members(place.offset, place.page_rows)
    except Closed as closed:
        _note_closed(turn, closed)
        turn.go_to("forbidden")
        turn.claim.commit()
        return
    place.members = seen.total
    matches = turn.index.match(seen.people)
    if not turn.turn_page(seen):
        turn.go_to("forbidden")
    turn.commit_matches("member", matches)


def forbidden(turn: Turn) -> None:
    """One page of those whom the CRM marks as not to be called, in any company of the team."""
    place = turn.place
    try:
        seen = turn.platform.forbidden(place.offset, place.page_rows)
    except Closed as closed:
        _note_closed(turn, closed)
        turn.go_to("sort_looked")
        turn.claim.commit()
        return
    barred = [person for person in seen.people if person.do_not_call]
    matches = turn.index.match(barred, region=place.region, any_phone=True)
    # some deployments do not know the filter and list everybody: that is read where a mark could be overwritten
    reads_on = len(barred) == len(seen.people) or not turn.platform.skips_known
    if not reads_on or not turn.turn_page(seen):
        turn.go_to("sort_looked")
    turn.commit_matches("forbidden", matches)


def plan(turn: Turn) -> None:
    """Choose how new people get in: by file, by rows, one by one, or not at all here."""
    place = turn.place
    if turn.next_rows(End.TODO, End.ASKED, End.SENT) is None:
        place.way = WAY_IDS
        turn.go_to("enrol")
        turn.claim.commit()
        return
    try:
        turn.platform.contacts(0, 1)
    except Closed as closed:
        # people put in by file could not be found again, and so never be enrolled
        _note_closed(turn, closed)
        place.way = WAY_SINGLE if turn.platform.skips_known else WAY_IDS
        if place.way == WAY_IDS:
            leave_out_new(turn, "crm_closed")
            return
        turn.go_to("create")
    else:
        _plan_by_generation(turn)
    turn.claim.commit()


def _plan_by_generation(turn: Turn) -> None:
    """Where somebody with the same number is merged with, all people of the CRM are read before anybody is put in."""
    match turn.platform.generation:
        case Generation.SEED:
            turn.place.way = WAY_BY_FILE
            turn.go_to("import")
        case Generation.UNKNOWN:
            turn.place.way = WAY_SINGLE
            turn.go_to("find")
        case _:
            turn.place.way = WAY_BY_ROWS
            turn.go_to("find")
    turn.place.passes = 0


def leave_out_new(turn: Turn, reason: str) -> None:
    """Nobody new goes in; those whose contacts are known still do."""
    changed: dict[int, Marks] = {}
    for number, marks in turn.all_marks():
        for position in marks.where(End.TODO, End.ASKED, End.SENT):
            marks.leave_out(position, reason)
            changed[number] = marks
    turn.go_to("enrol")
    turn.claim.commit(marks=changed)


def _note_closed(turn: Turn, closed: Closed) -> None:
    if closed.operation not in turn.place.closed:
        turn.place.closed.append(closed.operation)

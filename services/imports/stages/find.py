"""Stage that finds the people of the list again among the CRM's, for an import answers without ids."""

from __future__ import annotations

import numpy as np

from services.do_not_call import Listed
from services.imports.matching import Known, line_keys, phone_key
from services.imports.platform import Closed
from services.imports.rows import End, Marks
from services.imports.stages.look import WAY_SINGLE
from services.imports.stages.own_fields import look_for_fields
from services.imports.stages.own_list import on_list, own_list
from services.imports.turn import Turn

MOST_SEARCHES = 50
PASSES = 2


def find(turn: Turn) -> None:
    """One page of the company's people; ends early when everybody is found."""
    place = turn.place
    sought = turn.sought
    if not sought.any():
        turn.go_to("sort_found")
        turn.claim.commit()
        return
    try:
        seen = turn.platform.contacts(place.offset, place.page_rows)
    except Closed as closed:
        place.closed.append(closed.operation)
        turn.go_to("sort_found")
        turn.claim.commit()
        return
    found = turn.index.match(seen.people)
    matches = [match for match in found if sought[match.position] or match.contact.do_not_call]
    listed = own_list(turn)
    barred = on_list([match.contact for match in matches], listed)
    kinds = ["own_list" if hit else "found" for hit in barred]
    look_for_fields(turn, matches)
    sought[[match.position for match in matches]] = False
    if not turn.turn_page(seen):
        _end_of_list(turn, int(np.count_nonzero(sought)))
    turn.commit_matches(kinds, matches, progress=not place.unsure)


def _end_of_list(turn: Turn, missing: int) -> None:
    """Rows may move between pages while they are read: many that are missing are looked for once more."""
    place = turn.place
    place.passes += 1
    if not (turn.platform.skips_known or place.crm_read or place.unsure or place.group_id):
        turn.go_to("sort_found")  # the first reading: who is missing is new
        return
    again = place.way != WAY_SINGLE and place.passes < PASSES and missing > MOST_SEARCHES + place.failed
    turn.go_to("find" if again else "sort_found")


def search(turn: Turn) -> None:
    """Those whom the pages did not show, by their number, as long as they are few; the rest are left out."""
    waiting = turn.next_rows(End.SENT)
    if waiting is None:
        turn.go_to("enrol")
        turn.claim.commit()
        return
    number, marks, positions = waiting
    if turn.place.searches >= MOST_SEARCHES:
        for position in positions:
            _not_found(marks, position, turn.place.refusal)
    else:
        turn.place.searches += 1
        look_up(turn, number, marks, positions[0])
        if marks.end[positions[0]] == End.SENT:
            _not_found(marks, positions[0], turn.place.refusal)
    turn.claim.commit(marks={number: marks})


def _not_found(marks: Marks, position: int, refusal: str) -> None:
    sentence = marks.detail[position] or refusal
    marks.leave_out(position, "refused" if sentence else "not_found", sentence)


def look_up(turn: Turn, number: int, marks: Marks, position: int) -> None:
    """Ask the platform for one person's number, and settle the row where somebody has it.

    Raises:
        Closed: people cannot be listed here.
    """
    phone = int(turn.phones[number * turn.chunk_rows + position])
    found = turn.platform.search(f"+{phone}")
    lines = line_keys([phone, *(phone_key(person.phone) for person in found)])
    people = [person for person, line in zip(found, lines[1:], strict=True) if line == lines[0]]
    if people:
        settle_known(marks, position, people, turn.claim.company_id, own_list(turn))


def settle_known(marks: Marks, position: int, people: list[Known], company_id: str, listed: Listed) -> None:
    own = [person for person in people if person.company_id in (company_id, None)]
    if any(person.do_not_call for person in people):
        marks.leave_out(position, "do_not_call")
    elif any(on_list(people, listed)):
        marks.leave_out(position, "own_list")
    elif own:
        marks.settle(position, End.KNOWN, own[0].contact_id)
    else:
        marks.leave_out(position, "other_company")

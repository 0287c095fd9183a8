"""Stage that creates new people one by one, where the platform takes no file: paced by the request budget, nobody
twice.
"""

from __future__ import annotations

from services.api.errors import ApiError, BadRequest, Conflict, Refused, StatusError
from services.api.generation import Generation
from services.imports.platform import CONTACTS, CREATE, GROUP, IMPORT, Closed
from services.imports.rows import End, Marks
from services.imports.stages.find import look_up
from services.imports.stages.own_fields import as_sent, perhaps_the_fields, taken
from services.imports.stages.put import MOST_REFUSALS, RefusesEverything, may_put_in
from services.imports.turn import Turn


def create(turn: Turn) -> None:
    """The next person: asked for in an earlier, unclear attempt → looked up first; else created.

    She is put into the campaign by the stage after it, where it is known who is in already: with the campaign's id in the
    request some platforms enrol her at once, or call her again who is in.
    """
    waiting = turn.next_rows(End.TODO, End.ASKED, End.SENT)
    if waiting and (not may_put_in(turn) or _by_rows_after_all(turn)):
        turn.go_to("plan")
        turn.claim.commit()
        return
    if waiting is None:
        turn.go_to("enrol")
        turn.claim.commit()
        return
    number, marks, positions = waiting
    if closed := {CREATE, GROUP} & set(turn.place.closed):
        for position in positions:
            marks.leave_out(position, "no_group" if GROUP in closed else "not_possible_here")
    elif marks.end[positions[0]] == End.TODO:
        _create(turn, number, marks, positions[0])
    else:
        _look_for_asked(turn, number, marks, positions[0])
        turn.claim.commit(marks={number: marks}, progress=False)
        return
    turn.claim.commit(marks={number: marks})


def _by_rows_after_all(turn: Turn) -> bool:
    """Whether they go in one by one only because the platform's generation was not certain, and now it is."""
    closed = {IMPORT, CONTACTS} & set(turn.place.closed)
    return not closed and turn.platform.generation is not Generation.UNKNOWN


def _look_for_asked(turn: Turn, number: int, marks: Marks, position: int) -> None:
    """Whether an answer that was lost had created the person. Where nobody can tell, nobody is created twice."""
    try:
        look_up(turn, number, marks, position)
    except Closed:
        marks.leave_out(position, "unclear")
        return
    if marks.end[position] in (End.ASKED, End.SENT):
        marks.settle(position, End.TODO)


def _create(turn: Turn, number: int, marks: Marks, position: int) -> None:
    [person] = as_sent(turn.place, turn.people(number, [position]))
    marks.settle(position, End.ASKED)
    turn.claim.commit(marks={number: marks}, progress=False)
    try:
        contact_id = turn.platform.create(person)
    except Closed as closed:
        turn.place.closed.append(closed.operation)
        marks.settle(position, End.TODO)
    except Conflict:
        _exists(turn, number, marks, position)
    except (BadRequest, Refused) as error:
        if perhaps_the_fields(turn.place, [person], error.message):
            marks.settle(position, End.TODO)
        else:
            _refused(turn, marks, position, error)
    except ApiError as error:
        if not error.may_have_acted:
            marks.settle(position, End.TODO)
            turn.claim.commit(marks={number: marks}, progress=False)
        raise
    else:
        turn.place.refusals = 0
        marks.settle(position, End.KNOWN, contact_id)
        taken(turn, [person])


def _exists(turn: Turn, number: int, marks: Marks, position: int) -> None:
    try:
        look_up(turn, number, marks, position)
    except Closed:
        marks.leave_out(position, "exists")
        return
    if marks.end[position] == End.ASKED:
        marks.leave_out(position, "exists")


def _refused(turn: Turn, marks: Marks, position: int, error: StatusError | Refused) -> None:
    turn.place.refusals += 1
    if turn.place.refusals >= MOST_REFUSALS:
        raise RefusesEverything(error.message)
    marks.leave_out(position, "refused", error.message)

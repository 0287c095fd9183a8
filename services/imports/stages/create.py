"""Stage that creates new people one by one, where the platform takes no file: paced by the request budget, nobody
twice.
"""

from __future__ import annotations

from services.api.errors import ApiError, BadRequest, Conflict, Refused, StatusError
from services.imports.platform import CREATE, Closed
from services.imports.rows import End, Marks
from services.imports.stages.find import look_up
from services.imports.stages.put import MOST_REFUSALS, RefusesEverything
from services.imports.turn import NAMELESS, Turn


def create(turn: Turn) -> None:
    """The next person: asked for in an earlier, unclear attempt → looked up first; else created and enrolled."""
    waiting = turn.next_rows(End.TODO, End.ASKED, End.SENT)
    if waiting is None:
        turn.go_to("enrol")
        turn.claim.commit()
        return
    number, marks, places = waiting
    if CREATE in turn.place.closed:
        for place in places:
            marks.leave_out(place, "not_possible_here")
    elif marks.end[places[0]] == End.TODO:
        _create(turn, number, marks, places[0])
    else:
        _look_for_asked(turn, number, marks, places[0])
        turn.claim.commit(marks={number: marks}, progress=False)
        return
    turn.claim.commit(marks={number: marks})


def _look_for_asked(turn: Turn, number: int, marks: Marks, place: int) -> None:
    """Whether an answer that was lost had created the person. Where nobody can tell, nobody is created twice."""
    try:
        look_up(turn, number, marks, place)
    except Closed:
        marks.leave_out(place, "unclear")
        return
    if marks.end[place] in (End.ASKED, End.SENT):
        marks.settle(place, End.TODO)


def _create(turn: Turn, number: int, marks: Marks, place: int) -> None:
    person = turn.people(number, [place])[0]
    marks.settle(place, End.ASKED)
    turn.claim.commit(marks={number: marks}, progress=False)
    try:
        made = turn.platform.create({**person, "last_name": person["last_name"] or NAMELESS})
    except Closed:
        turn.place.closed.append(CREATE)
        marks.settle(place, End.TODO)
    except Conflict:
        _exists(turn, number, marks, place)
    except (BadRequest, Refused) as error:
        _refused(turn, marks, place, error)
    except ApiError as error:
        if not error.may_have_acted:
            marks.settle(place, End.TODO)
            turn.claim.commit(marks={number: marks}, progress=False)
        raise
    else:
        turn.place.refusals = 0
        marks.settle(place, End.ENROLLED if made.enrolled else End.KNOWN, made.contact_id)


def _exists(turn: Turn, number: int, marks: Marks, place: int) -> None:
    try:
        look_up(turn, number, marks, place)
    except Closed:
        marks.leave_out(place, "exists")
        return
    if marks.end[place] == End.ASKED:
        marks.leave_out(place, "exists")


def _refused(turn: Turn, marks: Marks, place: int, error: StatusError | Refused) -> None:
    turn.place.refusals += 1
    if turn.place.refusals >= MOST_REFUSALS:
        raise RefusesEverything(error.message)
    marks.leave_out(place, "refused", error.message)

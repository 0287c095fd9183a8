"""Stage that puts new people into the CRM, a chunk a request: by file, where the platform skips who is there already, or
by rows, where it merges with her. Then only who is known to be new is sent, and after an unclear answer who is in the CRM
is read once more.
"""

from __future__ import annotations

import re

from services.api.errors import ApiError, BadRequest, DeadlineExceeded, PayloadTooLarge, Refused
from services.api.models import ImportResult
from services.imports.matching import phone_key
from services.imports.platform import GROUP, IMPORT, Closed
from services.imports.rows import CHUNK_ROWS, End, Marks
from services.imports.stages.look import WAY_BY_FILE, WAY_BY_ROWS, WAY_SINGLE, leave_out_new
from services.imports.stages.own_fields import as_sent, perhaps_the_fields, taken
from services.imports.turn import Turn

MOST_REFUSALS = 20
_ROW = re.compile(r"Row (\d+): (.+)", re.DOTALL)
HEADER_ROWS = 2  # the platform counts the header as row 1, so the first person is row 2


class RefusesEverything(Exception):  # noqa: N818  a state of affairs that ends in a pause
    """The platform refused many single people in a row and took none: this is not about the people."""


def may_put_in(turn: Turn) -> bool:
    """Whether somebody who is sent is either new, or skipped by the platform where she is not."""
    return turn.platform.skips_known or turn.place.crm_read


def put(turn: Turn) -> None:
    """Import the next rows; then find them again."""
    place = turn.place
    waiting = turn.next_rows(End.TODO, End.ASKED)
    if waiting is None:
        place.passes = 0
        turn.go_to("find")
        turn.claim.commit()
    elif waiting[1].where(End.ASKED):
        _asked(turn, waiting[0], waiting[1])
    elif place.way != (WAY_BY_FILE if turn.platform.skips_known else WAY_BY_ROWS) or not may_put_in(turn):
        turn.go_to("plan")  # it was planned for another generation of the platform
        turn.claim.commit()
    else:
        _put(turn, *waiting)


def _asked(turn: Turn, number: int, marks: Marks) -> None:
    """An answer was lost, or the process ended before it: who is in the CRM is read, and who is not is new still."""
    place = turn.place
    if may_put_in(turn):
        for position in marks.where(End.ASKED):
            marks.settle(position, End.TODO)
        turn.claim.commit(marks={number: marks}, progress=False)
        return
    place.unsure, place.passes = True, 0
    turn.go_to("find")
    turn.claim.commit(progress=False)


def _put(turn: Turn, number: int, marks: Marks, positions: list[int]) -> None:
    place = turn.place
    positions = positions[: place.import_rows]
    people = as_sent(place, turn.people(number, positions))
    try:
        if not turn.platform.skips_known:
            turn.platform.own_group()
            place.crm_read = False
            _mark(turn, number, marks, positions, End.ASKED)
        result = turn.platform.import_people(people)
    except Closed as closed:
        _mark(turn, number, marks, positions, End.TODO)
        _closed(turn, closed)
    except PayloadTooLarge as error:
        _mark(turn, number, marks, positions, End.TODO)
        _smaller(turn, number, marks, positions, error.message)
    except (BadRequest, Refused) as error:
        _mark(turn, number, marks, positions, End.TODO)
        if perhaps_the_fields(place, people, error.message):
            turn.claim.commit()
        else:
            _smaller(turn, number, marks, positions, error.message)
    except ApiError as error:
        if isinstance(error, DeadlineExceeded):
            place.import_rows = max(1, len(positions) // 2)
        if not error.may_have_acted:
            _mark(turn, number, marks, positions, End.TODO)
        raise
    else:
        _sent(turn, number, marks, positions, result)
        taken(turn, people)


def _mark(turn: Turn, number: int, marks: Marks, positions: list[int], end: End) -> None:
    """What was asked is kept before it is sent where somebody sent twice is merged with herself; and what was refused is
    as if it had not been asked."""
    if turn.platform.skips_known:
        return
    for position in positions:
        marks.settle(position, end)
    if end == End.TODO:
        turn.place.crm_read = True
    turn.claim.commit(marks={number: marks}, progress=False)


def _closed(turn: Turn, closed: Closed) -> None:
    place = turn.place
    place.closed.append(closed.operation)
    if closed.operation == GROUP:
        leave_out_new(turn, "no_group")
        return
    place.way = WAY_SINGLE
    turn.go_to("find")
    turn.claim.commit(note=("one_by_one", {}))


def _sent(turn: Turn, number: int, marks: Marks, positions: list[int], result: ImportResult) -> None:
    for position in positions:
        marks.settle(position, End.SENT)
    if turn.platform.skips_known:
        for sentence in result.errors or ():
            if (told := _ROW.match(sentence)) and 0 <= int(told[1]) - HEADER_ROWS < len(positions):
                marks.detail[positions[int(told[1]) - HEADER_ROWS]] = told[2]
    else:
        _name_refused(turn, number, marks, positions, result)
        turn.place.crm_read, turn.place.unsure = True, False
    turn.place.refusals = 0
    turn.place.failed += result.failed or 0
    turn.place.import_rows = min(CHUNK_ROWS, turn.place.import_rows * 2)
    turn.claim.commit(marks={number: marks})


def _name_refused(turn: Turn, number: int, marks: Marks, positions: list[int], result: ImportResult) -> None:
    """Keep why somebody was refused, by her number: how rows are counted in such an answer is not documented.

    Where no number is told the sentence stands for all who cannot be found later, if it is one and the same.
    """
    start = number * turn.chunk_rows
    by_number = {int(turn.phones[start + position]): position for position in positions}
    for refused in result.refused:
        position = by_number.get(phone_key(refused.phone)) if refused.phone else None
        if position is not None:
            marks.detail[position] = refused.sentence
    unnamed = {refused.sentence for refused in result.refused if not refused.phone}
    turn.place.refusal = unnamed.pop() if len(unnamed) == 1 else ""


def _smaller(turn: Turn, number: int, marks: Marks, positions: list[int], sentence: str) -> None:
    """Less at once; a single person whom the platform refuses is left out with its sentence.

    Raises:
        RefusesEverything: it has refused one single person after another.
    """
    place = turn.place
    if len(positions) > 1:
        place.import_rows = len(positions) // 2
        turn.claim.commit(note=("smaller", {"rows": place.import_rows}))
        return
    if place.way == WAY_BY_ROWS and IMPORT not in place.worked:
        _closed(
            turn, Closed(IMPORT)
        )  # it takes no rows at all, as far as can be told: another kind of body is meant
        return
    place.refusals += 1
    if place.refusals >= MOST_REFUSALS:
        raise RefusesEverything(sentence)
    marks.leave_out(positions[0], "refused", sentence)
    turn.claim.commit(marks={number: marks})

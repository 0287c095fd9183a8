"""Stage that puts new people into the CRM by file, a chunk a request. Who is there already is skipped by the
platform.
"""

from __future__ import annotations

import re

from services.api.errors import BadRequest, DeadlineExceeded, PayloadTooLarge, Refused
from services.api.models import ImportResult
from services.imports.platform import OWN_FIELD, Closed
from services.imports.rows import CHUNK_ROWS, End, Marks
from services.imports.stages.look import WAY_SINGLE
from services.imports.turn import Turn

MOST_REFUSALS = 20
_ROW = re.compile(r"Row (\d+): (.+)", re.DOTALL)
HEADER_ROWS = 2  # the platform counts the header as row 1, so the first person is row 2


class RefusesEverything(Exception):  # noqa: N818  a state of affairs that ends in a pause
    """The platform refused many single people in a row and took none: this is not about the people."""


def put(turn: Turn) -> None:
    """Import the next rows; then find them again."""
    place = turn.place
    waiting = turn.next_rows(End.TODO)
    if waiting is None:
        turn.go_to("find")
        turn.claim.commit()
        return
    number, marks, positions = waiting
    positions = positions[: place.import_rows]
    people = turn.people(number, positions)
    if place.plain:
        people = [_without_own_fields(person) for person in people]
    try:
        result = turn.platform.import_people(people)
    except Closed as closed:
        place.closed.append(closed.operation)
        place.way = WAY_SINGLE
        turn.go_to("find")
        turn.claim.commit(note=("one_by_one", {}))
    except PayloadTooLarge as error:
        _smaller(turn, number, marks, positions, error.message)
    except (BadRequest, Refused) as error:
        if not place.plain and any(_without_own_fields(person) != person for person in people):
            place.plain = True  # perhaps it was the fields of the list's own
            turn.claim.commit()
        else:
            _smaller(turn, number, marks, positions, error.message)
    except DeadlineExceeded:
        place.import_rows = max(1, len(positions) // 2)
        raise
    else:
        _sent(turn, number, marks, positions, result)


def _without_own_fields(person: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in person.items() if not name.startswith(OWN_FIELD)}


def _sent(turn: Turn, number: int, marks: Marks, positions: list[int], result: ImportResult) -> None:
    for position in positions:
        marks.settle(position, End.SENT)
    for sentence in result.errors or ():
        if (told := _ROW.match(sentence)) and 0 <= int(told[1]) - HEADER_ROWS < len(positions):
            marks.detail[positions[int(told[1]) - HEADER_ROWS]] = told[2]
    turn.place.refusals = 0
    turn.place.failed += result.failed or 0
    turn.place.import_rows = min(CHUNK_ROWS, turn.place.import_rows * 2)
    turn.claim.commit(marks={number: marks})


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
    place.refusals += 1
    if place.refusals >= MOST_REFUSALS:
        raise RefusesEverything(sentence)
    marks.leave_out(positions[0], "refused", sentence)
    turn.claim.commit(marks={number: marks})

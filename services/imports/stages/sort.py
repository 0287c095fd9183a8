"""Stage that sorts what the pages of answers said to the rows it is about, chunk by chunk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from services.imports.rows import End, Marks, read_matches
from services.imports.stages.called_lately import REASON as CALLED_LATELY
from services.imports.stages.look import WAY_BY_ROWS, WAY_SINGLE
from services.imports.stages.own_list import REASON as OWN_LIST
from services.imports.turn import Turn

CHUNKS_A_COMMIT = 50
OPEN = (End.TODO, End.ASKED, End.SENT, End.KNOWN)


def sort_looked(turn: Turn) -> None:
    """Members of the campaign are already there; people who must not be called are left out."""
    _sort(turn, "crm_numbers")


def sort_looked_up(turn: Turn) -> None:
    """People whose number in the CRM nobody may call are left out."""
    _sort(turn, "plan")


def sort_found(turn: Turn) -> None:
    """People found in the CRM can be enrolled; the others are put in, where they are not yet."""
    _sort(turn)


def _after_found(turn: Turn, changed: Mapping[int, Marks]) -> str:
    """The next stage once who is in the CRM is known."""
    turn.place.crm_read = True
    if turn.place.way == WAY_SINGLE:
        return "create"
    is_new = (changed.get(number, marks).where(End.TODO, End.ASKED) for number, marks in turn.all_marks())
    return "import" if turn.place.way == WAY_BY_ROWS and any(is_new) else "search"


def _sort(turn: Turn, following: str = "") -> None:
    place = turn.place
    pages = [read_matches(blob) for blob in turn.claim.store.match_pages(turn.claim.job_id)]
    last = min(place.chunk + CHUNKS_A_COMMIT, place.chunks) if pages else place.chunks
    changed: dict[int, Marks] = {}
    if pages:
        matches = pa.concat_tables(pages).sort_by("position")
        for number, part in _by_chunk(matches, range(place.chunk, last), turn.chunk_rows):
            marks = turn.claim.store.marks(turn.claim.job_id, number)
            for match in part:
                elsewhere = turn.index.row_of(match["contact_id"]) not in (-1, match["position"])
                _settle(marks, match["position"] - number * turn.chunk_rows, match, elsewhere)
            changed[number] = marks
    if last < place.chunks:
        place.chunk = last
        turn.claim.commit(marks=changed, progress=not place.unsure)
    else:
        turn.go_to(following or _after_found(turn, changed))
        turn.claim.commit(marks=changed, drop_matches=True, progress=not place.unsure)


def _by_chunk(matches: pa.Table, chunks: range, rows: int) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    positions = matches["position"].to_numpy()
    for number in chunks:
        start, stop = np.searchsorted(positions, [number * rows, (number + 1) * rows])
        if stop > start:
            yield number, matches.slice(start, stop - start).to_pylist()


def _settle(marks: Marks, position: int, match: dict[str, Any], elsewhere: bool) -> None:
    """Several answers may name one row: being in the campaign counts most, then that it must not be called.

    `elsewhere`: another row of the list names the same contact by its id.
    """
    is_open = marks.end[position] in OPEN
    if match["kind"] == "member":
        if is_open or marks.reason[position] == "do_not_call":
            marks.settle(position, End.ALREADY, match["contact_id"])
    elif not is_open:
        return
    elif match["forbidden"]:
        marks.leave_out(position, "do_not_call")
    elif match["kind"] in (OWN_LIST, CALLED_LATELY):
        marks.leave_out(position, match["kind"])
    elif elsewhere and marks.end[position] != End.KNOWN:
        marks.leave_out(position, "same_person")
    elif match["kind"] == "found" and marks.end[position] != End.KNOWN:
        marks.settle(position, End.KNOWN, match["contact_id"])

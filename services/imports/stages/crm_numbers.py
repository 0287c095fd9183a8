"""Stage that looks which numbers the CRM has for people whom the list names by the platform's own id: those are called, whatever
the list says. Who has one that nobody may call is left out before anybody is enrolled.

Costs nothing where the team's own list is empty and no campaign has called anybody within the days between two.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from services.do_not_call import Listed
from services.do_not_call.calls_to_numbers import lines_called
from services.imports.matching import Known, Match
from services.imports.platform import Closed
from services.imports.rows import End, read_matches
from services.imports.stages.called_lately import REASON as CALLED_LATELY
from services.imports.stages.called_lately import called_by, recently
from services.imports.stages.own_list import REASON as OWN_LIST
from services.imports.stages.own_list import on_list, own_list
from services.imports.turn import Turn

SEEN, NOT_KNOWN = "seen", "number_not_known"
READ_JUST_NOW = "people:"
"""The digest under which `services.campaigns.people_import` hands people over with their numbers."""


def crm_numbers(turn: Turn) -> None:
    """One page of the team's people, until all who are asked about were seen.

    Raises:
        DatabaseAway: it cannot be told whom nobody may call; nobody is sent.
    """
    listed = own_list(turn)
    asked = _asked_about(turn) if listed or recently(turn).anybody(turn.claim.campaign_id) else None
    if asked is None or not asked.any():
        _end(turn)
        return
    try:
        seen = turn.platform.team(turn.place.offset, turn.place.page_rows)
    except Closed as closed:
        if closed.operation not in turn.place.closed:
            turn.place.closed.append(closed.operation)
        _leave_out_unknown(turn, asked)
        return
    rows = [(turn.index.row_of(one.contact_id), one) for one in seen.people]
    found = [Match(row, one) for row, one in rows if row >= 0 and asked[row]]
    if not turn.turn_page(seen) or len(found) == np.count_nonzero(asked):
        turn.go_to("sort_looked_up")
    turn.commit_matches(_kinds(turn, found, listed), found)


def _kinds(turn: Turn, found: list[Match], listed: Listed) -> list[str]:
    """Why each of them is left out, if she is."""
    lines = [_lines(match.contact) for match in found]
    lately = called_by(turn, {line for several in lines for line in several})
    barred = on_list([match.contact for match in found], listed)
    return [_kind(hit, several, lately) for hit, several in zip(barred, lines, strict=True)]


def _kind(barred: bool, lines: set[int], lately: set[int]) -> str:
    if barred:
        return OWN_LIST
    return CALLED_LATELY if lines & lately else SEEN


def _lines(one: Known) -> set[int]:
    return {line for phone in (one.phone, one.phone_secondary) if phone for line in lines_called(phone)}


def _asked_about(turn: Turn) -> npt.NDArray[np.bool_]:
    """Rows by position that name a person by her id, and whose number was not read just now, nor seen here yet."""
    asked = np.zeros(len(turn.phones), bool)
    row = turn.claim.store.row(turn.claim.job_id)
    read_just_now = row is not None and READ_JUST_NOW in str(row.slot)
    for number, marks in turn.all_marks():
        known = np.array(marks.where(End.KNOWN), np.int64) + number * turn.chunk_rows
        asked[known] = turn.phones[known] == 0 if read_just_now else True
    for blob in turn.claim.store.match_pages(turn.claim.job_id):
        asked[read_matches(blob)["position"].to_numpy()] = False
    return asked


def _leave_out_unknown(turn: Turn, asked: npt.NDArray[np.bool_]) -> None:
    """Where nobody can look, the list's number stands for the person; whoever has none there is left out."""
    changed = {}
    for number, marks in turn.all_marks():
        start = number * turn.chunk_rows
        for position in marks.where(End.KNOWN):
            if asked[start + position] and not turn.phones[start + position]:
                marks.leave_out(position, NOT_KNOWN)
                changed[number] = marks
    turn.go_to("sort_looked_up")
    turn.claim.commit(marks=changed)


def _end(turn: Turn) -> None:
    turn.go_to("sort_looked_up")
    turn.claim.commit()

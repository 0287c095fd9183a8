"""Stage that enrols people of the CRM in the campaign, a chunk a request; after an unclear answer only those who are
not in it yet.

A second enrolment may move somebody's next call, so it is never sent blindly, not even by the transport: whoever is in
is read before, with no other import of this console at the same campaign meanwhile.
"""

from __future__ import annotations

import numpy as np

from services.api.errors import ApiError, BadRequest, DeadlineExceeded, NotFound, PayloadTooLarge, Refused
from services.api.generation import Generation
from services.api.models import EnrolResult
from services.imports.platform import MEMBERS, Closed, TokenRefused
from services.imports.rows import CHUNK_ROWS, End, Marks
from services.imports.stages.called_lately import leave_out_called_lately
from services.imports.stages.compare import require_none_found, require_total
from services.imports.stages.own_list import leave_out_listed
from services.imports.turn import NotYet, Turn

BEHIND_SECONDS, LONGEST_BEHIND = 5.0, 60.0
IN_OR_PERHAPS = (End.ENROLLED, End.ALREADY, End.DOUBTFUL, End.ENROLLING)


class CampaignGone(Exception):  # noqa: N818  a state of affairs that ends in a pause
    """The campaign does not exist any more."""


def enrol(turn: Turn) -> None:
    """Enrol the next people; then see whether they are all in.

    Raises:
        CampaignGone: the platform does not know the campaign any more.
        Uninvited: there are people in it whom nobody chose.
    """
    place = turn.place
    require_none_found(turn)
    waiting = turn.next_rows(End.ENROLLING, End.KNOWN)
    if waiting and waiting[1].where(End.ENROLLING):
        turn.go_to("missing")
        turn.claim.commit(progress=False)
        return
    if waiting and (
        leave_out_listed(turn, waiting[0], waiting[1])
        or leave_out_called_lately(turn, waiting[0], waiting[1])
    ):
        turn.claim.commit(marks={waiting[0]: waiting[1]})
        return
    most = room(turn)
    if waiting is None or most == 0:
        turn.go_to("check")
        turn.claim.commit()
        return
    number, marks, positions = waiting
    if not turn.platform.skips_known and not _has_looked(turn, number, marks):
        return
    if not turn.platform.skips_known and not place.compared:
        if place.unverified:
            turn.go_to("compare")
            turn.claim.commit(progress=False)
            return
        most = 1  # she goes alone, and shows what becomes of an enrolment here
    positions = positions[: min(place.enrol_rows, most)]
    unverified, place.unverified = place.unverified, not turn.platform.skips_known
    _mark(turn, number, marks, positions, End.ENROLLING)
    try:
        result = turn.platform.enrol([marks.contact_id[position] or "" for position in positions])
    except (PayloadTooLarge, BadRequest, NotFound, Refused) as error:
        place.unverified = unverified
        _mark(turn, number, marks, positions, End.KNOWN)
        if isinstance(error, NotFound) and not turn.platform.campaign_exists():
            raise CampaignGone from None
        _smaller(turn, number, marks, positions, error.message)
    except (ApiError, Closed, TokenRefused) as error:
        if isinstance(error, DeadlineExceeded):
            place.enrol_rows = max(1, len(positions) // 2)
        if not (isinstance(error, ApiError) and error.may_have_acted):
            place.unverified = unverified
            _mark(turn, number, marks, positions, End.KNOWN)
        raise
    else:
        _answered(turn, number, marks, positions, result)


def room(turn: Turn) -> int:
    """How many more of the list may be sent: all, unless only the first so many are wanted in the campaign."""
    most = turn.place.at_most
    if most is None:
        return CHUNK_ROWS
    ends = [int(end) for end in IN_OR_PERHAPS]
    inside = sum(np.count_nonzero(np.isin(marks.end, ends)) for _, marks in turn.all_marks())
    return max(0, most - int(inside))


def _has_looked(turn: Turn, number: int, marks: Marks) -> bool:
    """Whether who is in was read since this import alone is at the campaign; sees to it that it is, where it was not.

    Raises:
        NotYet: another import is at the campaign.
    """
    place = turn.place
    if not turn.claim.has_campaign_alone():
        place.behind += 1
        raise NotYet("behind", min(LONGEST_BEHIND, BEHIND_SECONDS * place.behind))
    place.behind = 0
    if place.looked:
        return True
    if MEMBERS not in place.closed:
        turn.go_to("missing")
        turn.claim.commit(progress=False)
    elif place.unverified:
        place.looked = require_total(turn)
    elif turn.platform.people_inside() == 0:
        place.looked = True
        place.inside, place.sent_before = 0, 0
    if MEMBERS in place.closed and not place.looked:
        for position in marks.where(End.KNOWN):
            marks.leave_out(position, "cannot_look")
        turn.claim.commit(marks={number: marks})
    return place.looked


def _mark(turn: Turn, number: int, marks: Marks, positions: list[int], end: End) -> None:
    """Kept before the request is sent, so that a process that dies on it leaves who may be in."""
    for position in positions:
        marks.settle(position, end)
    turn.claim.commit(marks={number: marks}, progress=False)


def _answered(turn: Turn, number: int, marks: Marks, positions: list[int], result: EnrolResult) -> None:
    place = turn.place
    clear = _clear(result, len(positions), turn.platform.generation)
    named = {told.contact_id: told.sentence for told in result.not_taken if told.contact_id}
    if not clear and result.invalid and not named and MEMBERS in place.closed and turn.platform.skips_known:
        _mark(turn, number, marks, positions, End.KNOWN)
        _smaller(
            turn, number, marks, positions, result.message or ""
        )  # nothing else could tell who is not in
        return
    for position in positions:
        if (contact_id := marks.contact_id[position] or "") in named:
            marks.leave_out(position, "not_enrolled", named[contact_id])
        else:
            marks.settle(position, End.ENROLLED if clear else End.DOUBTFUL)
    place.doubts += 0 if clear else len(positions)
    place.moved += result.moved
    place.enrol_rows = min(CHUNK_ROWS, place.enrol_rows * 2)
    note = ("moved", {"people": result.moved}) if result.moved else None
    turn.claim.commit(marks={number: marks}, note=note)


def _clear(result: EnrolResult, asked: int, generation: Generation) -> bool:
    """Whether the counts leave no doubt that all are in. Skipped ones are in too: enrolled by an earlier attempt.

    What the answer of one generation tells is not documented, and nobody may be in although it says that it worked.
    """
    if result.added is None or generation in (Generation.ACTIONS, Generation.UNKNOWN):
        return False
    if result.skipped is None and generation is Generation.SEED:
        return False
    return result.added + (result.skipped or 0) == asked and not result.invalid and not result.moved


def _smaller(turn: Turn, number: int, marks: Marks, positions: list[int], sentence: str) -> None:
    """Halve until the one is found whom the platform does not know."""
    if len(positions) > 1:
        turn.place.enrol_rows = len(positions) // 2
        turn.claim.commit(note=("smaller", {"rows": turn.place.enrol_rows}))
        return
    marks.leave_out(positions[0], "not_enrolled", sentence)
    turn.claim.commit(marks={number: marks})

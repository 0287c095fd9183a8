"""Stage that enrols people of the CRM in the campaign, a chunk a request; after an unclear answer only those who are
not in it yet.

A second enrolment may move somebody's next call, so it is never sent blindly, not even by the transport.
"""

from __future__ import annotations

from services.api.errors import ApiError, BadRequest, DeadlineExceeded, NotFound, PayloadTooLarge, Refused
from services.api.models import EnrolResult
from services.imports.platform import MEMBERS, Closed, TokenRefused
from services.imports.rows import CHUNK_ROWS, End, Marks, read_matches
from services.imports.turn import Turn


class CampaignGone(Exception):  # noqa: N818  a state of affairs that ends in a pause
    """The campaign does not exist any more."""


def enrol(turn: Turn) -> None:
    """Enrol the next people; then see whether they are all in.

    Raises:
        CampaignGone: the platform does not know the campaign any more.
    """
    place = turn.place
    waiting = turn.next_rows(End.ENROLLING, End.KNOWN)
    if waiting is None:
        turn.go_to("check")
        turn.claim.commit()
        return
    number, marks, positions = waiting
    if marks.where(End.ENROLLING):
        turn.go_to("missing")
        turn.claim.commit(progress=False)
        return
    positions = positions[: place.enrol_rows]
    _mark(turn, number, marks, positions, End.ENROLLING)
    try:
        result = turn.platform.enrol([marks.contact_id[position] or "" for position in positions])
    except (PayloadTooLarge, BadRequest, NotFound, Refused) as error:
        _mark(turn, number, marks, positions, End.KNOWN)
        if isinstance(error, NotFound) and not turn.platform.campaign_exists():
            raise CampaignGone from None
        _smaller(turn, number, marks, positions, error.message)
    except (ApiError, Closed, TokenRefused) as error:
        if isinstance(error, DeadlineExceeded):
            place.enrol_rows = max(1, len(positions) // 2)
        if not (isinstance(error, ApiError) and error.may_have_acted):
            _mark(turn, number, marks, positions, End.KNOWN)
        raise
    else:
        _answered(turn, number, marks, positions, result)


def _mark(turn: Turn, number: int, marks: Marks, positions: list[int], end: End) -> None:
    """Kept before the request is sent, so that a process that dies on it leaves who may be in."""
    for position in positions:
        marks.settle(position, end)
    turn.claim.commit(marks={number: marks}, progress=False)


def missing(turn: Turn) -> None:
    """One page of those who are in the campaign: who was sent, and is not in it, is sent once more."""
    place = turn.place
    if MEMBERS in place.closed:
        _settle_sent(turn)
        return
    try:
        seen = turn.platform.members(place.offset, place.page_rows)
    except Closed:
        place.closed.append(MEMBERS)
        turn.claim.commit(progress=False)
        return
    matches = turn.index.match(seen.people)
    more = turn.turn_page(seen)
    turn.commit_matches("member", matches, progress=False)
    if not more:
        _settle_sent(turn)


def _settle_sent(turn: Turn) -> None:
    """Send all once more where nobody can tell who is in the campaign: the platform skips whom it knows."""
    barred_by_position: dict[int, bool] = {}
    for blob in turn.claim.store.match_pages(turn.claim.job_id):
        page = read_matches(blob)
        barred_by_position.update(
            zip(page["position"].to_pylist(), page["forbidden"].to_pylist(), strict=True)
        )
    changed: dict[int, Marks] = {}
    for number, marks in turn.all_marks():
        start = number * turn.chunk_rows
        for position in marks.where(End.ENROLLING):
            barred = barred_by_position.get(start + position)
            if barred:
                marks.leave_out(position, "do_not_call")
            else:
                marks.settle(position, End.KNOWN if barred is None else End.ENROLLED)
            changed[number] = marks
    turn.go_to("enrol")
    turn.claim.commit(marks=changed, drop_matches=True, progress=False)


def _answered(turn: Turn, number: int, marks: Marks, positions: list[int], result: EnrolResult) -> None:
    place = turn.place
    clear = _clear(result, len(positions))
    if not clear and result.invalid and MEMBERS in place.closed:
        _mark(turn, number, marks, positions, End.KNOWN)
        _smaller(
            turn, number, marks, positions, result.message or ""
        )  # nothing else could tell who is not in
        return
    for position in positions:
        marks.settle(position, End.ENROLLED if clear else End.DOUBTFUL)
    place.doubts += 0 if clear else len(positions)
    place.enrol_rows = min(CHUNK_ROWS, place.enrol_rows * 2)
    turn.claim.commit(marks={number: marks})


def _clear(result: EnrolResult, asked: int) -> bool:
    """Whether the counts leave no doubt that all are in. Skipped ones are in too: enrolled by an earlier attempt."""
    if result.added is None or result.skipped is None:
        return False
    return result.added + result.skipped == asked and not result.invalid


def _smaller(turn: Turn, number: int, marks: Marks, positions: list[int], sentence: str) -> None:
    """Halve until the one is found whom the platform does not know."""
    if len(positions) > 1:
        turn.place.enrol_rows = len(positions) // 2
        turn.claim.commit(note=("smaller", {"rows": turn.place.enrol_rows}))
        return
    marks.leave_out(positions[0], "not_enrolled", sentence)
    turn.claim.commit(marks={number: marks})

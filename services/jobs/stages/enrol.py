"""People of the CRM into the campaign, a chunk a request. Who is in already is skipped by the platform."""

from __future__ import annotations

from services.api.errors import BadRequest, DeadlineExceeded, NotFound, PayloadTooLarge, Refused
from services.api.models import EnrolResult
from services.jobs.platform import MEMBERS
from services.jobs.rows import CHUNK_ROWS, End, Marks
from services.jobs.turn import Turn


class CampaignGone(Exception):  # noqa: N818  a state of affairs that ends in a pause
    """The campaign does not exist any more."""


def enrol(turn: Turn) -> None:
    """Enrol the next people; then see whether they are all in.

    Raises:
        CampaignGone: the platform does not know the campaign any more.
    """
    place = turn.place
    waiting = turn.next_rows(End.KNOWN)
    if waiting is None:
        turn.go_to("check")
        turn.claim.commit()
        return
    number, marks, places = waiting
    places = places[: place.enrol_rows]
    ids = [marks.contact_id[at] or "" for at in places]
    try:
        result = turn.platform.enrol(ids)
    except (PayloadTooLarge, BadRequest, NotFound, Refused) as error:
        if isinstance(error, NotFound) and not turn.platform.campaign_exists():
            raise CampaignGone from None
        _smaller(turn, number, marks, places, error.message)
    except DeadlineExceeded:
        place.enrol_rows = max(1, len(places) // 2)
        raise
    else:
        _answered(turn, number, marks, places, result)


def _answered(turn: Turn, number: int, marks: Marks, places: list[int], result: EnrolResult) -> None:
    place = turn.place
    clear = _clear(result, len(places))
    if not clear and result.invalid and MEMBERS in place.closed:
        _smaller(turn, number, marks, places, result.message or "")  # nothing else could tell who is not in
        return
    for at in places:
        marks.settle(at, End.ENROLLED if clear else End.DOUBTFUL)
    place.doubts += 0 if clear else len(places)
    place.enrol_rows = min(CHUNK_ROWS, place.enrol_rows * 2)
    turn.claim.commit(marks={number: marks})


def _clear(result: EnrolResult, asked: int) -> bool:
    """Whether the counts leave no doubt that all are in. Skipped ones are in too: enrolled by an earlier attempt."""
    if result.added is None or result.skipped is None:
        return False
    return result.added + result.skipped == asked and not result.invalid


def _smaller(turn: Turn, number: int, marks: Marks, places: list[int], sentence: str) -> None:
    """Halve until the one is found whom the platform does not know."""
    if len(places) > 1:
        turn.place.enrol_rows = len(places) // 2
        turn.claim.commit(note=("smaller", {"rows": turn.place.enrol_rows}))
        return
    marks.leave_out(places[0], "not_enrolled", sentence)
    turn.claim.commit(marks={number: marks})

"""Own fields of a list's people that the platform refuses, or takes and does not show again: found out, named, and the
people go in without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from services.imports.job import ImportPlace
from services.imports.matching import Match
from services.imports.platform import OWN_FIELD
from services.imports.rows import End
from services.imports.turn import Turn

PEOPLE_LOOKED_AT = 20
_NO_OWN_FIELD = {"company"}  # newer platforms have one for it

Details = dict[str, str]


def as_sent(place: ImportPlace, people: Iterable[Details]) -> list[Details]:
    """The people without the fields that are not sent any more."""
    left_out = {f"{OWN_FIELD}{name}" for name in place.fields_left_out}
    return [{name: text for name, text in one.items() if name not in left_out} for one in people]


def perhaps_the_fields(place: ImportPlace, people: Sequence[Details], sentence: str) -> bool:
    """Whether a refusal may be about own fields. Then they are left out for the next try: first those it names.

    Where it is refused without any of them it was not about them, and they go along again. Fields that were taken of
    others are never suspected, and fields that were suspected in vain only for a person alone.
    """
    suspected = not place.fields_taken and (len(people) == 1 or not place.fields_cleared)
    sent = sorted(_own(people)) if suspected else []
    if not sent:
        if place.fields_tried:
            place.fields_left_out, place.fields_tried, place.fields_cleared = [], False, True
        return False
    named = [name for name in sent if name in sentence]
    place.fields_left_out += named or sent
    place.fields_tried = True
    return True


def taken(turn: Turn, people: Sequence[Details]) -> None:
    """Called when these people were taken in: what they went in without was refused, and is told once."""
    place = turn.place
    place.fields_taken = place.fields_taken or bool(_own(people))
    if place.fields_tried:
        place.fields_tried = False
        turn.claim.commit(note=("fields_refused", {"fields": place.fields_left_out}))


def look_for_fields(turn: Turn, matches: Sequence[Match]) -> None:
    """Hold some people who were sent against what the platform shows of them: a field that none of them has may not have
    been taken."""
    place = turn.place
    if place.fields_looked >= PEOPLE_LOOKED_AT:
        return
    for match, person in _as_stored(turn, matches):
        sent = _own(as_sent(place, [person])) - _NO_OWN_FIELD
        if sent and match.contact.own is not None:
            place.fields_looked += 1
            place.fields_seen = sorted({*place.fields_seen, *(sent & match.contact.own)})
            place.fields_sent = sorted({*place.fields_sent, *sent})
        if place.fields_looked >= PEOPLE_LOOKED_AT:
            return


def _as_stored(turn: Turn, matches: Sequence[Match]) -> Iterator[tuple[Match, Details]]:
    """Those of them who were sent, each with the row of the list. A chunk is read once, however many are in it."""
    chunks: dict[int, list[tuple[int, Match]]] = {}
    for match in matches:
        if match.contact.own is not None:
            number, position = divmod(match.position, turn.chunk_rows)
            chunks.setdefault(number, []).append((position, match))
    for number, placed in chunks.items():
        ends = turn.marks(number).end
        positions = sorted({position for position, _match in placed if ends[position] == End.SENT})
        rows = dict(zip(positions, turn.people(number, positions), strict=True)) if positions else {}
        yield from ((match, rows[position]) for position, match in placed if position in rows)


def _own(people: Iterable[Details]) -> set[str]:
    names = {name for one in people for name, text in one.items() if text and name.startswith(OWN_FIELD)}
    return {name.removeprefix(OWN_FIELD) for name in names}

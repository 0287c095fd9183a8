"""Tolerant reader: as much of an answer as can be understood.

An optional field that is not understood counts as not told. A row of a list that lacks what cannot be done without is
left out and counted, with its id where it has one, so that one bad row never hides the others.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from services.api.fields import MOST_ROWS

Model = TypeVar("Model", bound=BaseModel)
Item = TypeVar("Item", bound=BaseModel)
Place = tuple[int | str, ...]

MOST_ROUNDS = (
    20  # each takes away all that the one before found; what is left shows further faults only inside of it
)


class UnreadableRow(BaseModel):
    """A row of a list that could not be read. `id` is None where not even that can be told."""

    model_config = ConfigDict(frozen=True)

    id: str | None = None

    @classmethod
    def of(cls, row: Any) -> UnreadableRow:
        identifier = row.get("id") if isinstance(row, dict) else None
        known = isinstance(identifier, str | int) and not isinstance(identifier, bool)
        return cls(id=str(identifier)[:100] or None if known else None)


class Rows(BaseModel, Generic[Item]):
    """The rows of a list that could be read, and those that could not."""

    items: list[Item] = []
    unreadable: list[UnreadableRow] = []


def read(model: type[Model], value: Any, unreadable: list[UnreadableRow] | None = None) -> Model | None:
    """`value` as a `model`; None where it lacks what cannot be done without. Rows inside of it that cannot be read are
    added to `unreadable`."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        wrong = error
    value = copy.deepcopy(value)
    left_out: list[UnreadableRow] = [] if unreadable is None else unreadable
    for _round in range(MOST_ROUNDS):
        if not _without(value, _places(wrong), left_out):
            return None
        try:
            return model.model_validate(value)
        except ValidationError as error:
            wrong = error
    return None


def read_rows(model: type[Item], listed: Sequence[Any]) -> Rows[Item]:
    """Each row by itself."""
    found = Rows[model].model_construct(items=[], unreadable=[])
    for row in listed:
        item = read(model, row)
        if item is None:
            found.unreadable.append(UnreadableRow.of(row))
        else:
            found.items.append(item)
    return found


def _places(error: ValidationError) -> set[Place]:
    """The places that have to go: the field that is wrong, or what lacks a field it cannot do without."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return {fault["loc"][:-1] if fault["type"] == "missing" else fault["loc"] for fault in found}


def _without(value: Any, places: set[Place], unreadable: list[UnreadableRow]) -> bool:
    """Take the places away, the last rows of a list first; False where there is nothing to take away."""
    taken = False
    for place in sorted(places, key=_by_place, reverse=True):
        holder, key = _found(value, place)
        if key is None:
            continue
        taken = True
        if isinstance(holder, list):
            del holder[MOST_ROWS:]  # nobody looked at those, and they would be next
            unreadable.append(UnreadableRow.of(holder[key]))
        del holder[key]
    return taken


def _by_place(place: Place) -> tuple[str, ...]:
    return tuple(f"{part:09}" if isinstance(part, int) else part for part in place)


def _found(value: Any, place: Place) -> tuple[Any, Any]:
    """The deepest part of `place` that is there: what holds it and under which key; None for the key where nothing
    is."""
    holder: Any = None
    key: Any = None
    for part in place:
        inside = value if key is None else holder[key]
        if (isinstance(inside, dict) and part in inside) or (
            isinstance(inside, list) and isinstance(part, int) and 0 <= part < len(inside)
        ):
            holder, key = inside, part
        else:
            break
    return holder, key

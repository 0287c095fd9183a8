"""Way of a list's people on this deployment: said before it is handed over, not when it is over."""

from __future__ import annotations

from typing import NamedTuple

from components.ui import formats
from components.words.obstacles import May
from services.api import BudgetState
from services.api.generation import Generation
from services.contact_file import CheckedFile, known_people
from services.imports.estimate import requests_an_hour
from services.imports.ways import WAY_IDS, WAY_SINGLE, way_in
from services.texts import _, ngettext

HOUR = 3600.0


class WayIn(NamedTuple):
    """`usable` of the list's people can go in here; `said` is what has to be known of it, often nothing."""

    usable: int
    said: str = ""


def way_of(checked: CheckedFile, usable: int, may: May, budget: BudgetState, generation: Generation) -> WayIn:
    """`usable` people could be called, as far as the list goes; `may` tells what this deployment offers."""
    way = way_in(may, generation) if usable else ""
    if way == WAY_SINGLE:
        strangers = usable - min(usable, known_people(checked))
        return WayIn(usable, _one_by_one(strangers, budget) if strangers else "")
    if way == WAY_IDS:
        known = min(usable, known_people(checked))
        return WayIn(known, _only_by_id(usable - known))
    return WayIn(usable)


def _one_by_one(people: int, budget: BudgetState) -> str:
    hours = people / requests_an_hour(budget)
    return _(
        "New people go in one by one here: about {duration} at this key's limit. The list is safe meanwhile, and you can "
        "close the page."
    ).format(duration=formats.duration(max(60.0, hours * HOUR)))


def _only_by_id(strangers: int) -> str:
    if not strangers:
        return ""
    return ngettext(
        "{count} person has no contact ID in the list and cannot go in with this key. Put new people in in Talkturo "
        "itself, export them with their contact IDs, and upload that file.",
        "{count} people have no contact ID in the list and cannot go in with this key. Put new people in in Talkturo "
        "itself, export them with their contact IDs, and upload that file.",
        strangers,
    ).format(count=formats.number(strangers))

"""Ways of new people into the CRM on a deployment; the work itself finds out anew (`services.imports.stages`)."""

from __future__ import annotations

from collections.abc import Callable

from services.api.generation import Generation
from services.imports.platform import CONTACTS, CREATE, IMPORT
from services.imports.stages.look import WAY_BY_FILE, WAY_BY_ROWS, WAY_IDS, WAY_SINGLE

__all__ = ["WAY_BY_FILE", "WAY_BY_ROWS", "WAY_IDS", "WAY_SINGLE", "way_in"]


def way_in(may: Callable[[str], bool], generation: Generation) -> str:
    """By file or by rows; one by one; or only those whose ids the file holds.

    Args:
        may: whether an operation of the contract can be used here.
    """
    if generation is not Generation.SEED and not may(CONTACTS):
        return WAY_IDS  # a mark not to be called could be overwritten unseen
    if may(IMPORT) and may(CONTACTS) and generation is not Generation.UNKNOWN:
        return WAY_BY_FILE if generation is Generation.SEED else WAY_BY_ROWS
    return WAY_SINGLE if may(CREATE) else WAY_IDS

"""Ways of new people into the CRM on a deployment; the work itself finds out anew (`services.imports.stages`)."""

from __future__ import annotations

from collections.abc import Callable

from services.imports.platform import CONTACTS, CREATE, IMPORT
from services.imports.stages.look import WAY_BY_FILE, WAY_IDS, WAY_SINGLE

__all__ = ["WAY_BY_FILE", "WAY_IDS", "WAY_SINGLE", "way_in"]


def way_in(may: Callable[[str], bool]) -> str:
    """By file; one by one; or only those whose ids the file holds.

    Args:
        may: whether an operation of the contract can be used here.
    """
    if may(IMPORT) and may(CONTACTS):
        return WAY_BY_FILE
    return WAY_SINGLE if may(CREATE) else WAY_IDS

"""File handles: how many pages can be open before the machine refuses to open anything more.

A page takes four handles. Where they run out, nobody's page arrives and the database cannot be opened, so the limit is
looked at once at the start: raised as far as this process may raise it, and kept to otherwise.
"""

from __future__ import annotations

import logging
from typing import Protocol

from services.start_refused import StartRefused

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None

EACH = 4
OTHERS = 200  # the console itself, its database, its requests to the platform
FEWEST = 10  # pages

log = logging.getLogger(__name__)


class Handles(Protocol):
    """The soft and the hard limit of this process; -1 is none."""

    def get(self) -> tuple[int, int]: ...

    def set(self, soft: int, hard: int) -> None: ...


class OwnHandles:
    def get(self) -> tuple[int, int]:
        return resource.getrlimit(resource.RLIMIT_NOFILE) if resource else (-1, -1)

    def set(self, soft: int, hard: int) -> None:
        if resource:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def room_for(pages: int, handles: Handles | None = None) -> int:
    """Number of so many pages that can be open, after this process may open as many files as it is given.

    Raises:
        StartRefused: hardly any.
    """
    handles = handles or OwnHandles()
    needed = pages * EACH + OTHERS
    soft, hard = handles.get()
    if 0 <= soft < needed:
        soft = needed if hard < 0 else min(needed, hard)
        handles.set(soft, hard)
    if soft < 0 or soft >= needed:
        return pages
    fitting = (soft - OTHERS) // EACH
    if fitting < FEWEST:
        raise StartRefused(
            f"Not started: this process may open {soft} files at a time and needs at least {FEWEST * EACH + OTHERS}. "
            "Raise its limit (ulimit -n, or LimitNOFILE of the service)."
        )
    log.warning(
        "this process may open %s files, which is enough for %s pages and not for %s", soft, fitting, pages
    )
    return fitting

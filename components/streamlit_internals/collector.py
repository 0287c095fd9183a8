"""Garbage collection in short passes, for a process that keeps much.

Streamlit collects after every script run (`runner.postScriptGC`), and looks at all that lives: over pandas, Plotly,
10,000 campaigns and the open tabs that takes longer than drawing a page. What has survived one slow collection is
frozen, which takes it out of sight; every few minutes all of it is looked at once, so that what was dropped meanwhile
is given back.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping

SLOW_SECONDS = 0.0005
THAW_SECONDS = 120.0
FULL = 2  # the generation of a collection that looks at everything


class Freezer:
    """A callback for `gc.callbacks`.

    Args:
        slow: processor seconds of a full collection after which its survivors are frozen.
        thaw_every: seconds between two collections that look at everything.
    """

    def __init__(
        self,
        slow: float = SLOW_SECONDS,
        thaw_every: float = THAW_SECONDS,
        *,
        spent: Callable[[], float] = time.thread_time,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._slow = slow
        self._thaw_every = thaw_every
        self._spent = spent
        self._clock = clock
        self._thawed_at = clock()
        self._began = 0.0

    def __call__(self, phase: str, about: Mapping[str, int]) -> None:
        if about["generation"] != FULL:
            return
        if phase == "start":
            self._thaw_where_due()
            self._began = self._spent()
        elif self._spent() - self._began > self._slow:
            gc.freeze()

    def _thaw_where_due(self) -> None:
        now = self._clock()
        if now - self._thawed_at >= self._thaw_every:
            self._thawed_at = now
            gc.unfreeze()


def keep_collections_short() -> Freezer:
    """Freeze what is loaded by now, and go on so for the life of the process."""
    freezer = Freezer()
    gc.collect()
    gc.freeze()
    gc.callbacks.append(freezer)
    return freezer

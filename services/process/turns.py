"""Fair queue of pages: one is computed at a time, in the order in which people asked.

Python computes one thing at a time anyway. Pages that are computed side by side take each other's time, and all are ready
as late as the last one; one after the other, most are ready much sooner. While a page waits for the network it lets
others go first. A turn is a courtesy and no lock: whoever has waited for `PATIENCE_SECONDS` goes on without one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

PATIENCE_SECONDS = 0.5

P = ParamSpec("P")
R = TypeVar("R")


class Turns:
    """Turns of the threads of one process."""

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self._patience = patience
        self._free = threading.Semaphore(1)
        self._mine = threading.local()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """It is this thread's turn inside of the block; also where it was before."""
        if self._held:
            yield
            return
        self._take()
        try:
            yield
        finally:
            self._give()

    @contextmanager
    def given_up(self) -> Iterator[None]:
        """Others may go first inside of the block, which waits and does not compute."""
        held = self._held
        self._give()
        try:
            yield
        finally:
            if held:
                self._take()

    def sleep(self, seconds: float) -> None:
        """Wait so long, and let others go first meanwhile."""
        with self.given_up():
            time.sleep(seconds)

    def in_turn(self, function: Callable[P, R]) -> Callable[P, R]:
        """`function`, run when it is its turn."""

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with self.taken():
                return function(*args, **kwargs)

        return run

    @property
    def _held(self) -> bool:
        return getattr(self._mine, "held", False)

    def _take(self) -> None:
        self._mine.held = self._free.acquire(timeout=self._patience)

    def _give(self) -> None:
        if self._held:
            self._mine.held = False
            self._free.release()


turns = Turns()

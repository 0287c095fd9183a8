"""Log throttle of the workflow engine: what DBOS repeats every second while the database is away is said now and then.

Seven of its threads ask again each second, and each says so with the driver's whole error or a traceback: an hour without the
database would be a hundred thousand lines.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

SAID_EVERY = 300.0  # seconds


class Throttle(logging.Filter):
    """Lets a warning through once in `every` seconds, with how many like it were left out; two are alike where they come
    from the same line of code. Errors always pass. `clock` is monotonic."""

    def __init__(self, every: float = SAID_EVERY, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._every = every
        self._clock = clock
        self._lock = threading.Lock()
        self._said: dict[tuple[str, int], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno > logging.WARNING:
            return True
        line, now = (record.pathname, record.lineno), self._clock()
        with self._lock:
            at, left_out = self._said.get(line, (now - self._every, 0))
            if now - at < self._every:
                self._said[line] = at, left_out + 1
                return False
            self._said[line] = now, 0
        if left_out:
            record.msg, record.args = f"{record.getMessage()} ({left_out} more like it since)", ()
        return True


def log_with_the_others() -> None:
    """DBOS prints by itself unless its logger has a handler already."""
    logger = logging.getLogger("dbos")
    logger.setLevel(logging.WARNING)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    if not any(isinstance(one, Throttle) for one in logger.filters):
        logger.addFilter(Throttle())

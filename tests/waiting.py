"""Waiting for a condition, with a deadline: no sleep that hopes, and no loop without an end."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Seen = TypeVar("Seen")

DEADLINE = 120.0  # seconds; a test that waits so long has failed, however busy the machine


def until(
    look: Callable[[], Seen],
    done: Callable[[Seen], bool] = bool,
    seconds: float = DEADLINE,
    every: float = 0.02,
) -> Seen:
    """What `look` sees once it is `done`."""
    ends_at = time.monotonic() + seconds
    while not done(seen := look()):
        assert time.monotonic() < ends_at, f"after {seconds:.0f} s still {seen}"
        time.sleep(every)
    return seen

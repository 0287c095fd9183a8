"""Waiting for a condition, with a deadline: no sleep that hopes, and no loop without an end."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Seen = TypeVar("Seen")

DEADLINE = 120.0  # seconds; a test that waits so long has failed, however busy the machine
PATIENCE, AT_LEAST_EVERY = 0.05, 0.1  # share of what was waited; seconds


def until(
    look: Callable[[], Seen],
    done: Callable[[Seen], bool] = bool,
    seconds: float = DEADLINE,
    every: float = 0.02,
) -> Seen:
    """What `look` sees once it is `done`. Who has waited long is in no hurry: looking itself takes time from those waited for."""
    begun = time.monotonic()
    while not done(seen := look()):
        waited = time.monotonic() - begun
        assert waited < seconds, f"after {seconds:.0f} s still {seen}"
        time.sleep(max(every, min(waited * PATIENCE, AT_LEAST_EVERY)))
    return seen

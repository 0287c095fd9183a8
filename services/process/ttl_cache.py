"""TTL cache that keeps no answer from before a change: `cachetools.TTLCache`, thread-safe and with a way to forget."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from cachetools import TTLCache

T = TypeVar("T")

_UNKNOWN = object()


class TtlCache(Generic[T]):
    """Answers by key, each asked for again once it is `seconds` old or was forgotten; of more than `most` those that
    nobody has asked for since go."""

    def __init__(self, seconds: float, most: int = 1, clock: Callable[[], float] = time.monotonic) -> None:
        self._answers: TTLCache[str, T | object] = TTLCache(most, seconds, clock)
        self._lock = threading.Lock()
        self._changes = 0

    def get(self, key: str, ask: Callable[[], T]) -> T:
        """What is known of `key`, else what `ask` answers. Two who ask at once may both ask."""
        with self._lock:
            known, changes = self._answers.get(key, _UNKNOWN), self._changes
        if known is not _UNKNOWN:
            return known  # type: ignore[return-value]  # nothing else is put in
        answer = ask()
        with self._lock:
            if changes == self._changes:  # else it may have been asked before the change
                self._answers[key] = answer
        return answer

    def forget(self, prefix: str = "") -> None:
        """What begins so was changed: whoever asks next gets it fresh."""
        with self._lock:
            self._changes += 1
            for key in [key for key in self._answers if key.startswith(prefix)]:
                self._answers.pop(key, None)

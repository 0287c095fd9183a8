"""Caches in memory: an LRU cache, and a value with a time to live."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class LruCache(Generic[T]):
    """The `kept` values asked for last, by key. Thread-safe."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._lock = threading.Lock()
        self._values: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable) -> T | None:
        """The value, None where it is not kept. Looking alone keeps nothing longer."""
        with self._lock:
            return self._values.get(key)

    def beginning(self, prefix: str) -> list[T]:
        """The values whose key is a text that begins so."""
        with self._lock:
            return [
                value
                for key, value in self._values.items()
                if isinstance(key, str) and key.startswith(prefix)
            ]

    def get_or_make(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value; `make` runs where it is not kept. Two who ask at once may both make it."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        made = make()
        with self._lock:
            self._values[key] = made
            while len(self._values) > self._kept:
                self._values.popitem(last=False)
        return made


class TtlValue(Generic[T]):
    """Value with a time to live: what `ask` answers, asked again once the answer is `seconds` old or somebody here
    has changed it. Thread-safe."""

    def __init__(
        self, ask: Callable[[], T], seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._ask = ask
        self._seconds = seconds
        self._clock = clock
        self._known: tuple[float, T] | None = None
        self._changes = 0

    def get(self) -> T:
        known, now, changes = self._known, self._clock(), self._changes
        if known is not None and now - known[0] < self._seconds:
            return known[1]
        answer = self._ask()
        if changes == self._changes:  # else it may have been asked before the change
            self._known = (now, answer)
        return answer

    def forget(self) -> None:
        """It was changed: whoever asks next gets it fresh."""
        self._changes += 1
        self._known = None

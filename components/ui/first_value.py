"""First value of a part that refreshes itself: what its page has just read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class FirstValue(Generic[T]):
    """Drawn with the page around it, such a part shows the `value` which that has read; later it reads for itself."""

    def __init__(self, value: T) -> None:
        self._value: list[T] = [value]

    def or_now(self, read: Callable[[], T]) -> T:
        """The value the first time; from then on what `read` answers."""
        return self._value.pop() if self._value else read()
